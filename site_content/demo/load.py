"""Load: the content files become pages, snippets, pictures and translations, all in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation as interface
from modelcluster.fields import ParentalManyToManyField
from msgspec import Struct
from wagtail.models import Locale, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from site_content.demo import publication, skeleton
from site_content.demo.calendar import Calendar
from site_content.demo.drawings import Report
from site_content.demo.emptying import count_content, remove_content, require_empty
from site_content.demo.errors import DemoError
from site_content.demo.items import CONTENT, Item, is_text, read_glossary, read_items
from site_content.demo.media import Media, make_media
from site_content.demo.translation import translate
from site_content.demo.values import Library, Values
from site_content.languages import DEFAULT_LOCALE
from site_content.models.glossary import GlossaryTerm

T = TypeVar("T")
ALWAYS = "-1095d"
"""First publication of what names none: three years ago, when the site began."""
LATER = timedelta(minutes=30)
"""From the publication of a source to that of its translation."""
EXPIRED, SCHEDULED = "-5d", "+14d"


class Loaded(Struct, kw_only=True):
    """What was loaded, as `--json` prints it."""

    removed: dict[str, int]
    loaded: dict[str, int]
    translations: int
    seconds: float


class Loading:
    """The languages, names and dates that all items share."""

    def __init__(self, media: Media, calendar: Calendar) -> None:
        self.calendar = calendar
        self.library = Library(media, {}, {})
        self.locales: dict[str, Locale] = skeleton.find_locales()
        self.translations = 0

    def values(self, item: Item, locale: str) -> Values:
        """Reads the nodes of `item` in that language."""
        return Values(item, locale, self.library, self.calendar)


def load_demo(
    today: date,
    *,
    drawings: Path,
    replace: bool = False,
    content: Path = CONTENT,
    report: Report = lambda step, done, all: None,
) -> Loaded:
    """Loads the demonstration as of `today`; pictures are kept in `drawings` for the next time.

    Raises NotEmpty where there is content already and `replace` is not said, DemoError for what cannot be
    loaded; then the database is as it was.
    """
    start = time.perf_counter()
    items = read_items(content)
    removed: dict[str, int] = {}
    with transaction.atomic(), disable_reference_index_auto_update(), interface.override(DEFAULT_LOCALE):
        if replace:
            removed = remove_content()
        require_empty()
        skeleton.remove_welcome_page()
        loading = Loading(make_media(items, drawings, report), Calendar(today))
        for item in follow(items, "outline", report):
            skeleton.add_bare(item, loading.values(item, item.source), loading.locales)
        skeleton.set_root(loading.library)
        for item in follow(items, "texts and translations", report):
            load_item(item, loading)
        load_glossary(content)
        index_references()
        transaction.on_commit(loading.library.media.write_files)
    return Loaded(
        removed=removed,
        loaded=count_content(),
        translations=loading.translations,
        seconds=round(time.perf_counter() - start, 2),
    )


def follow(items: list[T], step: str, report: Report) -> Iterator[T]:
    """The items one by one, each reported when it is done."""
    for done, item in enumerate(items, start=1):
        yield item
        report(step, done, len(items))


def load_item(item: Item, loading: Loading) -> None:
    """Fills, publishes and translates one item, and dates all of it. Raises DemoError."""
    try:
        source = fill(
            find(item, item.source, loading), loading.values(item, item.source), {**item.data, **item.before}
        )
        source = bring_to_state(source, item, loading)
        target = translate_item(source, item, item.target, loading) if item.target else None
        if item.before:
            source = publication.publish(fill(source, loading.values(item, item.source), item.data))
    except ValidationError as error:
        raise DemoError(f"{item.file}: {explain(error)}. Correct the file.") from error
    date_item(item, source, target, loading)


def find(item: Item, locale: str, loading: Loading) -> Any:
    """The row that the outline made."""
    library = loading.library
    ids = library.pages[item.path] if item.is_page else library.snippets[item.type, item.slug]
    return skeleton.find_model(item).objects.get(pk=ids[locale])


def fill(instance: Any, values: Values, data: dict[str, Any]) -> Any:
    """`instance` with every field that `data` names, unsaved. Raises DemoError for what is no field."""
    model = type(instance)
    fields = {field.name: field for field in (*model._meta.fields, *model._meta.many_to_many)}
    unknown = [name for name in data if name not in fields]
    if unknown:
        raise DemoError(
            f"{values.item.file}: unknown {', '.join(unknown)}. See the fields of a {values.item.type}."
        )
    for name, node in data.items():
        field = fields[name]
        value = values.field(field, node)
        if isinstance(field, ParentalManyToManyField):
            rows = field.related_model.objects.in_bulk(value)
            setattr(instance, name, [rows[pk] for pk in value])
        else:
            setattr(instance, field.attname, value)
    return instance


def bring_to_state(instance: Any, item: Item, loading: Loading) -> Any:
    """Publishes a filled source, or leaves it in the state that the item names."""
    if item.state == "draft":
        return publication.save_draft(instance)
    if item.state == "private":
        publication.restrict(instance)
    if item.state == "scheduled":
        return publication.schedule(instance, state_moment(item, "goes_live", SCHEDULED, loading))
    if item.state == "expired":
        return publication.expire(instance, state_moment(item, "expires", EXPIRED, loading))
    return publication.publish(instance)


def state_moment(item: Item, control: str, default: str, loading: Loading) -> datetime:
    """When a scheduled item goes live or an expired one went."""
    return loading.calendar.published_at(
        item.controls.get(control, default), item.slug, f"{item.file}, {control}"
    )


def translate_item(source: Any, item: Item, target_locale: str, loading: Loading) -> Any:
    """The translation of `source`, in the same state."""
    locale = loading.locales[target_locale]
    before = {name: node for name, node in item.before.items() if is_text(node) and len(node) > 1}
    model = type(source)
    data = {name: node for name, node in {**item.data, **before}.items() if name in model.TEXT}
    wanted = fill(model(locale=locale), loading.values(item, target_locale), data)
    target = translate(source, locale, wanted, item.file)
    loading.translations += 1
    if item.state == "draft":
        return target
    if item.state in ("scheduled", "expired"):
        return bring_to_state(target, item, loading)
    return publication.publish(target.get_latest_revision_as_object())


def date_item(item: Item, source: Any, target: Any, loading: Loading) -> None:
    """Dates source and translation, and remembers for both with which text they were published."""
    calendar, seed = loading.calendar, item.name
    first = calendar.published_at(item.controls.get("published", ALWAYS), seed, f"{item.file}, published")
    last = calendar.published_at(item.controls.get("updated", first.date()), seed, f"{item.file}, updated")
    publication.set_dates(source, first=first, last=last)
    if source.first_published_at:
        publication.note(source, last)
    if target is None:
        return
    translated = first if item.before else last
    publication.set_dates(target, first=first + LATER, last=translated + LATER)
    if target.first_published_at:
        publication.note(target, translated + LATER)


def load_glossary(content: Path) -> None:
    """The rows of the glossary."""
    GlossaryTerm.objects.bulk_create(GlossaryTerm(**row) for row in read_glossary(content))


def index_references() -> None:
    """Tells Wagtail what uses what, once for all rows."""
    ReferenceIndex.objects.all().delete()
    for model in ReferenceIndex.tracked_models:
        if model._meta.app_label != "site_content":
            continue
        for instance in model.objects.all().iterator(chunk_size=500):
            ReferenceIndex.create_or_update_for_object(instance)


def explain(error: ValidationError) -> str:
    """What validation refused, by field, in one line."""
    by_field: Iterable[tuple[str, Any]] = getattr(error, "message_dict", {"": error.messages}).items()
    return "; ".join(f"{name}: {' '.join(map(str, messages))}".lstrip(": ") for name, messages in by_field)
