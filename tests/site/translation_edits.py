"""What happens to a translation in its life, each as one function: to its source, its texts, its files, its pages."""

from __future__ import annotations

import random
import uuid

from lxml import etree
from wagtail_localize.models import StringSegment

from cms.po_entries import take_in
from cms.translation.confirm import Refused, confirm
from cms.translation.files.export import write_xliff
from cms.translation.files.importing import carry_out, propose
from cms.translation.files.snapshots import undo
from cms.translation.working import Conflict, confirm_typed, drop, keep
from cms.translation.xml_reading import BadFile
from cms.translation_drafts import find_target
from cms.translation_texts import put_text, take_text
from tests.site.translation_life import (
    ITALIAN,
    Life,
    NothingToEdit,
    paragraph,
    sentence,
    stored,
    with_body,
    words,
)

# What editors do with the source.


def change_word(life: Life, dice: random.Random) -> None:
    body = stored(life.page)
    if not body:
        raise NothingToEdit
    block = dice.choice(body)
    block["value"] = block["value"].replace(
        dice.choice(block["value"].split(" ")), dice.choice(ITALIAN) + " ", 1
    )
    if not block["value"].startswith("<p>") or not block["value"].endswith("</p>"):
        block["value"] = f"<p>{sentence(dice)}</p>"
    with_body(life, body)


def change_title(life: Life, dice: random.Random) -> None:
    life.page.title = sentence(dice)
    life.publish()


def change_and_change_back(life: Life, dice: random.Random) -> None:
    before = life.page.summary
    life.page.summary = sentence(dice)
    life.publish()
    life.page.summary = before
    life.publish()


def change_summary(life: Life, dice: random.Random) -> None:
    life.page.summary = dice.choice([sentence(dice), ""])
    life.publish()


def add_block(life: Life, dice: random.Random) -> None:
    body = stored(life.page)
    if len(body) > 6:
        raise NothingToEdit
    body.insert(dice.randrange(len(body) + 1), paragraph(sentence(dice)))
    with_body(life, body)


def remove_block(life: Life, dice: random.Random) -> None:
    body = stored(life.page)
    if len(body) < 2:
        raise NothingToEdit
    body.remove(dice.choice(body))
    with_body(life, body)


def move_block(life: Life, dice: random.Random) -> None:
    body = stored(life.page)
    dice.shuffle(body)
    with_body(life, body)


def copy_block(life: Life, dice: random.Random) -> None:
    """A copied block has an id of its own, and so no translation."""
    body = stored(life.page)
    if not body or len(body) > 6:
        raise NothingToEdit
    with_body(life, [*body, {**dice.choice(body), "id": str(uuid.uuid4())}])


def split_paragraph(life: Life, dice: random.Random) -> None:
    body = stored(life.page)
    if not body:
        raise NothingToEdit
    block = dice.choice(body)
    block["value"] += f"<p>{sentence(dice)}</p>"
    with_body(life, body)


def save_source_draft(life: Life, dice: random.Random) -> None:
    version = life.page.get_latest_revision_as_object()
    version.title = sentence(dice)
    version.save_revision()


# What translators do with the texts.


def confirm_text(life: Life, dice: random.Random) -> None:
    segment = life.segment(dice)
    confirm(life.translation, segment, words(dice), None)


def confirm_waiting(life: Life, dice: random.Random) -> None:
    segment = life.segment(dice, "untranslated", "to_revise")
    confirm(life.translation, segment, words(dice), None)


def accept_former(life: Life, dice: random.Random) -> None:
    segment = life.segment(dice, "to_revise")
    if segment.earlier is None:
        raise NothingToEdit
    confirm(life.translation, segment, segment.earlier.target, None)


def type_text(life: Life, dice: random.Random) -> None:
    keep(life.translation, life.segment(dice), words(dice), None)


def give_up(life: Life, dice: random.Random) -> None:
    drop(life.translation, life.segment(dice, "working"), None)


def write_at_the_same_time(life: Life, dice: random.Random) -> None:
    """Two translators confirm one text; the second learns of the first."""
    segment = life.segment(dice)
    confirm_typed(life.translation, segment, words(dice), None, stamp=segment.stamp)
    life.note()
    try:
        confirm_typed(life.translation, segment, words(dice), None, stamp=segment.stamp)
    except Conflict:
        return
    raise AssertionError("The second writer must learn of the first.")


def put_in_classic_editor(life: Life, dice: random.Random) -> None:
    put_text(life.translation, _row(life, dice), words(dice), None)


def take_in_classic_editor(life: Life, dice: random.Random) -> None:
    take_text(life.translation, _row(life, dice), None)


def _row(life: Life, dice: random.Random) -> StringSegment:
    rows = list(StringSegment.objects.filter(source=life.translation.source).order_by("order"))
    return dice.choice(rows)


# Files, which may be older than the source.


def export_file(life: Life, dice: random.Random) -> None:
    life.file = life.translation.export_po()


def import_file(life: Life, dice: random.Random) -> None:
    if life.file is None:
        raise NothingToEdit
    for entry in life.file:
        if dice.random() < 0.5:
            entry.msgstr = words(dice)
    take_in(life.file, life.translation, None)


def export_xliff(life: Life, dice: random.Random) -> None:
    life.xliff = write_xliff(life.translation)


def import_xliff(life: Life, dice: random.Random) -> None:
    """A CAT tool has filled some of the file in; what it would do is shown, then done."""
    if life.xliff is None:
        raise NothingToEdit
    tree = etree.fromstring(life.xliff)
    for unit in tree.iter("{*}trans-unit"):
        target = unit.find("{*}target")
        if target is not None and dice.random() < 0.5:
            for child in list(target):
                target.remove(child)
            target.text = words(dice)
            target.set("state", "final")
    row = propose(etree.tostring(tree, xml_declaration=True, encoding="utf-8"), "walk.xlf", None)
    life.imported = carry_out(row, None)


def undo_import(life: Life, dice: random.Random) -> None:
    if life.imported is None:
        raise NothingToEdit
    row, life.imported = life.imported, None
    undo(row, None)


# Publications.


def publish_translation(life: Life, dice: random.Random) -> None:
    life.translation.save_target(user=None, publish=True)


def save_translation_draft(life: Life, dice: random.Random) -> None:
    life.translation.save_target(user=None, publish=False)


def unpublish_translation(life: Life, dice: random.Random) -> None:
    target = find_target(life.translation)
    if target is None or not target.live:
        raise NothingToEdit
    target.unpublish()


def delete_translation(life: Life, dice: random.Random) -> None:
    """The page goes, and wagtail-localize's rows with it; it is submitted again."""
    target = find_target(life.translation)
    if target is None or dice.random() < 0.5:
        raise NothingToEdit
    locale = target.locale
    type(target).objects.get(pk=target.pk).delete()
    life.submit(locale)


OFTEN = [
    change_word, change_title, change_summary, add_block, remove_block, move_block, copy_block, split_paragraph,
    confirm_text, confirm_waiting, accept_former, type_text, put_in_classic_editor, export_file, import_file, export_xliff,
    import_xliff,
]  # fmt: skip
EDITS = [
    *OFTEN, confirm_waiting, confirm_waiting, change_and_change_back, save_source_draft, give_up, write_at_the_same_time,
    take_in_classic_editor, undo_import, publish_translation, save_translation_draft, unpublish_translation,
    delete_translation,
]  # fmt: skip
REFUSALS = (NothingToEdit, Refused, BadFile)
