"""The blocks of a page's body, by the names that documents use."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from site_content.blocks.facts import (
    FactChar,
    FactFile,
    FactPage,
    FactPicture,
    FactSnippet,
    FactURL,
    Partner,
    Person,
)
from site_content.blocks.texts import LineBlock, LinesBlock, ProseBlock


class HeadingBlock(blocks.StructBlock):
    """A heading below the page's title."""

    text = LineBlock(label=_("Text"))
    level = blocks.ChoiceBlock(
        choices=[("2", _("Heading")), ("3", _("Subheading"))], default="2", label=_("Level")
    )

    class Meta:
        icon = "title"
        label = _("Heading")


class FigureBlock(blocks.StructBlock):
    """A picture with its caption and credit."""

    picture = FactPicture(label=_("Picture"))
    caption = LineBlock(required=False, label=_("Caption"))
    credit = FactChar(
        required=False, max_length=255, label=_("Credit"), help_text=_("The same in every language.")
    )
    alt = LineBlock(
        required=False,
        label=_("Alternative text here"),
        help_text=_("What the picture shows on this page; left empty, the picture's own text is used."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class GalleryBlock(blocks.StructBlock):
    """Pictures that belong together."""

    title = LineBlock(label=_("Title"))
    pictures = blocks.ListBlock(FigureBlock(), min_num=1, label=_("Pictures"))

    class Meta:
        icon = "image"
        label = _("Gallery")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, without quotation marks: each language sets its own."""

    text = LinesBlock(label=_("Words"), help_text=_("Without quotation marks: each language sets its own."))
    attribution = LineBlock(required=False, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quote")


class TableBlock(blocks.StructBlock):
    """A table of plain text with a header row."""

    caption = LineBlock(label=_("Caption"))
    header = blocks.ListBlock(LineBlock(label=_("Column")), min_num=1, label=_("Header row"))
    rows = blocks.ListBlock(
        blocks.ListBlock(LineBlock(required=False, label=_("Cell")), label=_("Row")),
        min_num=1,
        label=_("Rows"),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        columns = len(cleaned["header"])
        if any(len(row) != columns for row in cleaned["rows"]):
            message = _("Every row needs as many cells as the header row: %(columns)s.")
            error = ValidationError(message, params={"columns": columns})
            raise blocks.StructBlockValidationError({"rows": error})
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")


class DocumentsBlock(blocks.StructBlock):
    """Files to download."""

    title = LineBlock(label=_("Title"))
    files = blocks.ListBlock(FactFile(label=_("File")), min_num=1, label=_("Files"))

    class Meta:
        icon = "doc-full"
        label = _("Documents")


class ButtonBlock(blocks.StructBlock):
    """A link that stands out, to a page of the site or to a web address."""

    label = LineBlock(label=_("Label"))
    page = FactPage(required=False, label=_("Page"))
    url = FactURL(required=False, label=_("Web address"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            message = _("Choose a page or give a web address, one of the two.")
            raise blocks.StructBlockValidationError({"page": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "link"
        label = _("Button")


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = LineBlock(label=_("Question"))
    answer = ProseBlock(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")


class QuestionsBlock(blocks.StructBlock):
    """Questions and answers."""

    items = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")


class TimelineEntryBlock(blocks.StructBlock):
    """One date of a history."""

    date = blocks.DateBlock(label=_("Date"))
    precision = blocks.ChoiceBlock(
        choices=[("year", _("The year")), ("month", _("The month")), ("day", _("The day"))],
        default="day",
        label=_("How much of the date is known"),
    )
    side = blocks.ChoiceBlock(
        choices=[("it", _("In Italy")), ("cn", _("In China")), ("both", _("Both together"))],
        default="both",
        label=_("Side"),
    )
    title = LineBlock(label=_("Title"))
    text = ProseBlock(required=False, label=_("Text"))

    class Meta:
        icon = "history"
        label = _("Date")


class TimelineBlock(blocks.StructBlock):
    """A history; the site shows it oldest first."""

    entries = blocks.ListBlock(TimelineEntryBlock(), min_num=1, label=_("Dates"))

    class Meta:
        icon = "history"
        label = _("History timeline")


class PeopleBlock(blocks.StructBlock):
    """People."""

    title = LineBlock(required=False, label=_("Title"))
    people = blocks.ListBlock(Person(), min_num=1, label=_("People"))

    class Meta:
        icon = "group"
        label = _("People")


class PartnersBlock(blocks.StructBlock):
    """Partners."""

    title = LineBlock(required=False, label=_("Title"))
    partners = blocks.ListBlock(Partner(), min_num=1, label=_("Partners"))

    class Meta:
        icon = "site"
        label = _("Partners")


class PlaceBlock(blocks.StructBlock):
    """A place: an office, or a name and an address; the map is a picture of our own."""

    office = FactSnippet("site_content.Office", required=False, label=_("Office"))
    name = LineBlock(required=False, label=_("Name"), help_text=_("Not needed where an office is chosen."))
    address = LinesBlock(required=False, label=_("Address"))
    latitude = blocks.FloatBlock(
        required=False, label=_("Latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = blocks.FloatBlock(
        required=False, label=_("Longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    picture = FactPicture(required=False, label=_("Picture of the map"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["office"] and not cleaned["name"]:
            raise blocks.StructBlockValidationError(
                {"name": ValidationError(_("Choose an office or give the place a name."))}
            )
        return cleaned

    class Meta:
        icon = "site"
        label = _("Place")


class VideoBlock(blocks.StructBlock):
    """A video of our own with captions and poster."""

    title = LineBlock(label=_("Title"))
    file = FactFile(label=_("Video file"))
    poster = FactPicture(required=False, label=_("Still picture"))
    captions = FactFile(required=False, label=_("Captions file"), help_text=_("In the format WebVTT (.vtt)."))
    transcript = blocks.TextBlock(required=False, rows=5, label=_("Transcript"))

    class Meta:
        icon = "media"
        label = _("Video")


class BodyBlock(blocks.StreamBlock):
    """Everything that a body can hold."""

    paragraph = ProseBlock(label=_("Paragraph"), icon="pilcrow")
    heading = HeadingBlock()
    figure = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    table = TableBlock()
    documents = DocumentsBlock()
    button = ButtonBlock()
    questions = QuestionsBlock()
    timeline = TimelineBlock()
    people = PeopleBlock()
    partners = PartnersBlock()
    place = PlaceBlock()
    video = VideoBlock()

    class Meta:
        required = False
