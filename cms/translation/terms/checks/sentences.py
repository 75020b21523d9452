"""What a check found, in words: a finding's code and parameters come in, a sentence in the reader's language goes out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "empty": _("The translation is empty."),
    "same": _("The translation repeats the source."),
    "number_missing": _("The number “%(written)s” of the source is not in the translation."),
    "number_added": _("The number “%(written)s” is not in the source."),
    "date_missing": _("The date “%(written)s” of the source is not in the translation."),
    "date_added": _("The date “%(written)s” is not in the source."),
    "weekday": _("The source names another day of the week than “%(written)s”."),
    "money": _("The source says %(currency)s for the amount “%(written)s”."),
    "yen_sign": _("¥ alone may be yuan or yen: write the currency in words."),
    "address_missing": _("The address “%(written)s” of the source is not in the translation."),
    "address_added": _("The address “%(written)s” is not in the source."),
    "tag_missing": _("The tag %(tag)s of the source is missing, or stands inside another one: put it back."),
    "tag_added": _("The tag %(tag)s is not so in the source: remove it, or move it."),
    "tags_broken": _("The tags are broken: copy the source’s and begin again."),
    "placeholder_missing": _("%(written)s is filled in later and must stand in the translation as it is."),
    "placeholder_added": _("%(written)s is not in the source, so nothing would be filled in."),
    "unseen": _("There is a character that cannot be seen (%(written)s): delete it."),
    "unbalanced": _("“%(written)s” has no partner: brackets and quotation marks come in pairs."),
    "half_width": _("“%(written)s” is half-width: Chinese has full-width punctuation."),
    "full_width": _("“%(written)s” is full-width: Italian has half-width signs."),
    "guillemets": _("Chinese has 《》 for titles and “” for quotations, not “%(written)s”."),
    "straight_quote": _("%(written)s is straight: write ’ for an apostrophe and «» for a quotation."),
    "spaces": _("There is a space too many."),
    "typed_space": _("No space here: the browser sets the distance."),
    "doubled_sign": _("“%(written)s” has a sign too many."),
    "end_missing": _(
        "The source ends with a full stop, question or exclamation mark; the translation does not."
    ),
    "end_added": _("The source has no sign at its end."),
    "end_differs": _("The source ends with another sign."),
    "too_long": _("%(count)s characters: the field takes %(limit)s."),
    "cut_in_search": _("Search engines will cut this: they show about %(limit)s characters."),
    "term_missing": _("The glossary has “%(right)s” for “%(term)s”."),
    "term_forbidden": _("The glossary forbids “%(written)s”: “%(term)s” is “%(right)s”."),
    "traditional": _("Traditional characters: “%(written)s” is “%(right)s” in simplified Chinese."),
    "left_italian": _("“%(written)s” seems to be left in Italian."),
    "left_chinese": _("“%(written)s” is left in Chinese."),
}


def put_in_words(code: str, parameters: Mapping[str, str]) -> str:
    """The sentence for a finding. Raises KeyError for a code that no check has."""
    return str(SENTENCES[code]) % parameters
