"""Edits of pages, as editors and translators make them. Each raises NothingToEdit where there is nothing to edit."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from wagtail.models import Page, PageViewRestriction

from site_content.models import CallPage, EventPage, FreePage, HomePage, NewsPage, SectionPage, Topic
from site_content.models.file import File
from site_content.models.person import Person
from site_content.models.picture import Picture
from site_content.models.service import ServicePage
from site_content.staleness import note_publication
from tests.factories.call import CallPageFactory
from tests.factories.event import EventPageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.page import FreePageFactory
from tests.factories.service import ServicePageFactory
from tests.site.walk import NothingToEdit, Walk, block, make_results, moment, paragraph, publish, side
from tests.translate import translate

Dice = random.Random


def create_news(walk: Walk, dice: Dice) -> None:
    section, name = walk.section("news"), walk.name()
    day = walk.now.date() - timedelta(days=dice.randrange(800))
    page = NewsPageFactory(parent=section, title=f"Notizia {name}", slug=name, date=day)
    page.topics.set(Topic.objects.filter(locale=walk.italian)[: dice.randrange(3)])
    publish(page)


def create_call(walk: Walk, dice: Dice) -> None:
    section, name = walk.section("call"), walk.name()
    opens = walk.now + timedelta(days=dice.randrange(-20, 10))
    page = CallPageFactory(
        parent=section, title=f"Bando {name}", slug=name, identifier=name, opens=moment(opens)
    )
    publish(page, sides=[side(moment(opens + timedelta(days=dice.randrange(1, 40))))])


def create_event(walk: Walk, dice: Dice) -> None:
    section, name = walk.section("event"), walk.name()
    starts = walk.now + timedelta(days=dice.randrange(-3, 60))
    zone = dice.choice(["Europe/Rome", "Asia/Shanghai"])
    ends = moment(starts + timedelta(hours=5), zone)
    publish(
        EventPageFactory(parent=section, title=f"E {name}", slug=name, starts=moment(starts, zone), ends=ends)
    )


def create_child(walk: Walk, dice: Dice) -> None:
    parent, name = walk.original(dice, FreePage), walk.name()
    factory = dice.choice([FreePageFactory, ServicePageFactory])
    publish(factory(parent=parent, title=f"Sotto {name}", slug=name))


def edit_title(walk: Walk, dice: Dice) -> None:
    publish(walk.page(dice, live=True), title=f"Titolo {walk.name()}")


def edit_section(walk: Walk, dice: Dice) -> None:
    publish(walk.page(dice, SectionPage, HomePage), title=f"Sezione {walk.name()}", summary=walk.name())


def edit_summary(walk: Walk, dice: Dice) -> None:
    publish(walk.page(dice, live=True), summary=f"Sommario {walk.name()}.")


def edit_body(walk: Walk, dice: Dice) -> None:
    """A block more, which may lead to a page, show a picture, people, a file."""
    page = walk.original(dice, live=True)
    blocks = [*page.body.raw_data][-4:]
    target, picture, file, person = (
        walk.page(dice),
        walk.maybe(dice, Picture.objects),
        walk.maybe(dice, File.objects),
        walk.maybe(dice, Person.objects.filter(locale=walk.italian)),
    )
    new = [
        paragraph(f"<p>Testo {walk.name()}</p>"),
        paragraph(f'<p>Si legga <a linktype="page" id="{target.pk}">{walk.name()}</a>.</p>'),
        block("button", {"label": walk.name(), "page": target.pk, "url": ""}),
    ]
    if picture:
        new.append(block("figure", {"picture": picture.pk, "alt": "", "caption": walk.name(), "credit": ""}))
    if file:
        new.append(paragraph(f'<p><a linktype="document" id="{file.pk}">{walk.name()}</a></p>'))
    if person:
        new.append(block("people", {"title": walk.name(), "people": [block("item", person.pk)]}))
    publish(page, body=[*blocks, dice.choice(new)])


def move_block(walk: Walk, dice: Dice) -> None:
    page = walk.page(dice, live=True)
    publish(page, body=[*page.body.raw_data][::-1])


def set_picture(walk: Walk, dice: Dice) -> None:
    publish(walk.original(dice, *WITH_SECTIONS), picture=walk.maybe(dice, Picture.objects))


def set_topics(walk: Walk, dice: Dice) -> None:
    page = walk.original(dice)
    topics = list(Topic.objects.filter(locale=walk.italian))
    publish(page, topics=dice.sample(topics, dice.randrange(len(topics) + 1)))


def relate(walk: Walk, dice: Dice) -> None:
    pages = [walk.maybe(dice, kind.objects.filter(locale=walk.italian)) for kind in (CallPage, EventPage)]
    people = list(Person.objects.filter(locale=walk.italian))[: dice.randrange(2)]
    related = [Page.objects.get(pk=page.pk) for page in pages if page and dice.random() < 0.7]
    publish(walk.original(dice, NewsPage), related=related, people=people)


def edit_call(walk: Walk, dice: Dice) -> None:
    """Another deadline, amount, list of results or amendment."""
    file = walk.maybe(dice, File.objects)
    day = walk.now.date() + timedelta(days=dice.randrange(-5, 10))
    results = [make_results(day, dice.randrange(1, 30), file.pk)] if file and dice.random() < 0.6 else []
    kind = dice.choice(["extension", "revocation", "reopening"])
    words = {"before": "", "after": walk.name(), "reason": ""}
    amendment = block("amendment", {"kind": kind, "date": str(walk.now.date()), **words})
    deadline = moment(
        walk.now + timedelta(days=dice.randrange(-5, 30)), dice.choice(["Asia/Shanghai", "Europe/Rome"])
    )
    sides = [side(deadline, amount=dice.choice(["1000.0", "1000.00", "2500"]))]
    amendments = [amendment] if dice.random() < 0.3 else []
    opens = moment(walk.now - timedelta(days=20))  # before any of these deadlines
    facts = {"opens": opens, "sides": sides, "results": results, "amendments": amendments}
    publish(walk.original(dice, CallPage), **facts)


def edit_event(walk: Walk, dice: Dice) -> None:
    starts = walk.now + timedelta(days=dice.randrange(-2, 40))
    ends = moment(starts + timedelta(hours=dice.randrange(1, 90)))
    status = dice.choice(["scheduled", "cancelled"])
    publish(walk.original(dice, EventPage), starts=moment(starts), ends=ends, status=status)


def rename(walk: Walk, dice: Dice) -> None:
    publish(walk.page(dice, *WITH_SECTIONS), slug=f"renamed-{walk.name()}")


def save_draft(walk: Walk, dice: Dice) -> None:
    page = walk.page(dice)
    page.title = f"Bozza {walk.name()}"
    page.save_revision()


def unpublish(walk: Walk, dice: Dice) -> None:
    page = walk.page(dice, *WITH_SECTIONS, live=True)
    page.unpublish()
    for child in page.get_descendants() if dice.random() < 0.5 else ():
        child.specific.unpublish()


def republish(walk: Walk, dice: Dice) -> None:
    publish(walk.page(dice, *WITH_SECTIONS, HomePage, live=False), expire_at=None, go_live_at=None)


def move(walk: Walk, dice: Dice) -> None:
    """A free page or a service, with all below it, to another place."""
    page = walk.page(dice, FreePage, ServicePage)
    places = [
        place
        for kind in (FreePage, HomePage, SectionPage)
        for place in kind.objects.filter(locale=page.locale).order_by("pk")
        if not place.path.startswith(page.path) and place.path != page.path[:-4]
        and page.can_move_to(place)
    ]  # fmt: skip
    if not places or _has_slug(target := dice.choice(places), page.slug):
        raise NothingToEdit
    page.move(target, pos="last-child")


def reorder(walk: Walk, dice: Dice) -> None:
    page = walk.page(dice, *WITH_SECTIONS, ServicePage)
    siblings = list(page.get_siblings(inclusive=False))
    if not siblings:
        raise NothingToEdit
    page.move(dice.choice(siblings), pos=dice.choice(["left", "right", "first-sibling"]))


def delete(walk: Walk, dice: Dice) -> None:
    """A page that nothing was translated from, or a page with its translations, whatever stands below."""
    page = walk.page(dice)
    for each in [*page.get_translations(), page] if page.locale == walk.italian else [page]:
        Page.objects.get(pk=each.pk).delete()


def restrict(walk: Walk, dice: Dice) -> None:
    page = walk.page(dice, *WITH_SECTIONS, view_restrictions=None)
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def lift(walk: Walk, dice: Dice) -> None:
    walk.pick(dice, PageViewRestriction.objects).delete()


def expire_soon(walk: Walk, dice: Dice) -> None:
    at = walk.now + timedelta(hours=dice.randrange(1, 400))
    publish(walk.page(dice, *WITH_SECTIONS, live=True), expire_at=at)


def go_live_later(walk: Walk, dice: Dice) -> None:
    at = walk.now + timedelta(hours=dice.randrange(1, 400))
    publish(walk.page(dice), go_live_at=at, title=f"Più tardi {walk.name()}")


def translate_page(walk: Walk, dice: Dice) -> None:
    """For the first time or again; its parent has to be there in that language."""
    page = walk.original(dice, *WITH_SECTIONS, ServicePage, live=True)
    if not page.get_parent().specific.has_translation(walk.chinese):
        raise NothingToEdit
    translate(page, walk.chinese, prefix=dice.choice("译文词"))


def note_again(walk: Walk, dice: Dice) -> None:
    """The publication of a translation is noted, as text that is as it was."""
    note_publication(walk.page(dice, locale=walk.chinese, live=True))


def make_alias(walk: Walk, dice: Dice) -> None:
    page = walk.original(dice, NewsPage, EventPage, live=True)
    page.create_alias(parent=page.get_parent(), update_slug=f"alias-{walk.name()}")


def _has_slug(parent: Any, slug: str) -> bool:
    return bool(parent.get_children().filter(slug=slug).exists())


WITH_SECTIONS = (NewsPage, CallPage, EventPage, FreePage, SectionPage)
EDITS = [
    create_news, create_call, create_event, create_child, edit_title, edit_section, edit_summary, edit_body,
    move_block, set_picture, set_topics, relate, edit_call, edit_event, rename, save_draft, unpublish, republish,
    move, reorder, delete, restrict, lift, expire_soon, go_live_later, translate_page, note_again, make_alias,
]  # fmt: skip
