"""Edits of what is no page: snippets, settings, pictures, files, collections, redirects; and rows that no signal tells of."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.test import TestCase
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from site_content.models import CallPage, NewsPage, Topic
from site_content.models.file import File
from site_content.models.office import Office
from site_content.models.partner import Partner
from site_content.models.person import Person
from site_content.models.picture import Picture
from site_content.models.search import BestAnswer, SearchSynonym
from site_content.models.settings import SiteSettings
from site_content.models.text_digest import TextDigest
from tests.factories.file import FileFactory
from tests.factories.picture import PictureFactory
from tests.factories.topic import TopicFactory
from tests.site.walk import NothingToEdit, Walk, all_snippets, block, publish
from tests.translate import translate

Dice = random.Random


def edit_snippet(walk: Walk, dice: Dice) -> None:
    snippet = _snippet(walk, dice)
    publish(snippet, name=f"Nome {walk.name()}")


def create_topic(walk: Walk, dice: Dice) -> None:
    topic = TopicFactory(
        name=f"Tema {walk.name()}", sector=walk.maybe(dice, Topic.objects.filter(locale=walk.italian))
    )
    publish(topic)


def connect_snippet(walk: Walk, dice: Dice) -> None:
    """A topic's sector, a person's organisation and photo, an office's place in the order, a partner's logo."""
    snippet = _snippet(walk, dice, locale=walk.italian)
    picture = walk.maybe(dice, Picture.objects)
    match snippet:
        case Topic():
            others = Topic.objects.filter(locale=walk.italian).exclude(pk=snippet.pk)
            publish(snippet, sector=walk.maybe(dice, others))
        case Person():
            publish(snippet, organisation=walk.maybe(dice, Partner.objects), picture=picture)
        case Office():
            publish(snippet, order=dice.randrange(5), map=picture)
        case Partner():
            publish(snippet, logo=picture)


def withdraw_snippet(walk: Walk, dice: Dice) -> None:
    _snippet(walk, dice, live=True).unpublish()


def republish_snippet(walk: Walk, dice: Dice) -> None:
    snippet = _snippet(walk, dice, live=False)
    publish(snippet, expire_at=None)


def expire_snippet(walk: Walk, dice: Dice) -> None:
    at = walk.now + timedelta(hours=dice.randrange(1, 300))
    snippet = _snippet(walk, dice, live=True)
    publish(snippet, expire_at=at)


def delete_snippet(walk: Walk, dice: Dice) -> None:
    _snippet(walk, dice).delete()


def translate_snippet(walk: Walk, dice: Dice) -> None:
    snippet = _snippet(walk, dice, locale=walk.italian, live=True)
    translate(snippet, walk.chinese, prefix=dice.choice("译文"))


def edit_settings(walk: Walk, dice: Dice) -> None:
    settings = walk.pick(dice, SiteSettings.objects)
    publish(settings, tagline=f"Motto {walk.name()}")


def edit_menu(walk: Walk, dice: Dice) -> None:
    settings = walk.pick(dice, SiteSettings.objects.filter(locale=walk.italian))
    pages = [walk.original(dice), walk.section("call"), walk.section("event")]
    menu = [
        block("item", {"label": walk.name(), "page": page.pk})
        for page in pages
        if page and dice.random() < 0.7
    ]
    code = walk.maybe(dice, Picture.objects)
    social = [block("channel", {"label": "WeChat", "url": "", "picture": code.pk})] if code else []
    publish(settings, menu=menu, social=social, privacy_page=pages[0])


def upload_picture(walk: Walk, dice: Dice) -> None:
    """A new one, or the bytes of one that is there already."""
    picture, page = walk.maybe(dice, Picture.objects), walk.original(dice, NewsPage)
    colour = f"#{dice.randrange(1 << 24):06x}"
    if picture is not None and dice.random() < 0.5:
        new = Picture(title=walk.name(), alt_texts={"it": walk.name()}, collection=_collection(dice))
        _give_bytes(new, Path(picture.file.path).read_bytes())
    else:
        new = PictureFactory(title=walk.name(), file__color=colour, collection=_collection(dice))
    publish(page, picture=new)


def replace_picture(walk: Walk, dice: Dice) -> None:
    picture = walk.pick(dice, Picture.objects)
    out = BytesIO()
    Image.new("RGB", (320, dice.choice([200, 240])), f"#{dice.randrange(1 << 24):06x}").save(out, "JPEG")
    _give_bytes(picture, out.getvalue())


def describe_picture(walk: Walk, dice: Dice) -> None:
    picture = walk.pick(dice, Picture.objects)
    picture.alt_texts = {code: walk.name() for code in ("it", "zh-hans") if dice.random() < 0.7}
    picture.save()


def upload_file(walk: Walk, dice: Dice) -> None:
    """A new one, or the bytes of one that is there already."""
    file = walk.maybe(dice, File.objects)
    is_same = file is not None and dice.random() < 0.5
    data = Path(file.file.path).read_bytes() if is_same else walk.name().encode()
    FileFactory(title=walk.name(), file__data=data, collection=_collection(dice))


def replace_file(walk: Walk, dice: Dice) -> None:
    file = walk.pick(dice, File.objects)
    file.file = ContentFile(walk.name().encode(), f"{walk.name()}.txt")
    file.title = walk.name()
    file._set_document_file_metadata()
    file.save()


def move_media(walk: Walk, dice: Dice) -> None:
    """A picture or file into another collection."""
    media = walk.pick(dice, dice.choice([Picture, File]).objects)
    media.collection = _collection(dice)
    media.save()


def delete_media(walk: Walk, dice: Dice) -> None:
    media = walk.pick(dice, dice.choice([Picture, File]).objects)
    with TestCase.captureOnCommitCallbacks(execute=True):  # which delete the file
        media.delete()


def restrict_collection(walk: Walk, dice: Dice) -> None:
    collection = walk.pick(dice, Collection.objects.filter(depth__gt=1, view_restrictions=None))
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def open_collection(walk: Walk, dice: Dice) -> None:
    walk.pick(dice, CollectionViewRestriction.objects).delete()


def add_redirect(walk: Walk, dice: Dice) -> None:
    page = walk.page(dice)
    Redirect.objects.create(
        old_path=f"/it/{walk.name()}", redirect_page=page, redirect_link="" if page else "/it"
    )


def delete_redirect(walk: Walk, dice: Dice) -> None:
    walk.pick(dice, Redirect.objects).delete()


def add_synonym(walk: Walk, dice: Dice) -> None:
    locale = dice.choice(["it", "zh-hans"])
    SearchSynonym.objects.create(locale=locale, words=[walk.name(), walk.name()])


def change_synonym(walk: Walk, dice: Dice) -> None:
    row = walk.pick(dice, SearchSynonym.objects)
    row.words = [*row.words, walk.name()]
    row.save()


def delete_synonym(walk: Walk, dice: Dice) -> None:
    walk.pick(dice, SearchSynonym.objects).delete()


def choose_answer(walk: Walk, dice: Dice) -> None:
    """Of any page, public or not, which may become the other."""
    page, locale = walk.page(dice), dice.choice(["it", "zh-hans"])
    BestAnswer.objects.create(locale=locale, query=walk.name(), page_id=page.pk)


def delete_answer(walk: Walk, dice: Dice) -> None:
    walk.pick(dice, BestAnswer.objects).delete()


def change_rows_unseen(walk: Walk, dice: Dice) -> None:
    """Bulk SQL, of which no signal tells; of many kinds."""
    if not dice.choice(_UNSEEN)(walk.name()):
        raise NothingToEdit


def _some_news() -> Any:
    return NewsPage.objects.filter(live=True).order_by("pk")[:1].values_list("pk", flat=True)


def _restrict_in_bulk(name: str) -> int:
    rows = [PageViewRestriction(page_id=pk, restriction_type="login") for pk in _some_news()]
    return len(PageViewRestriction.objects.bulk_create(rows))


def _drop_people(name: str) -> int:
    chosen = NewsPage.people.through.objects.filter(newspage__live=True)
    return int(chosen._raw_delete(chosen.db))


_UNSEEN: list[Callable[[str], int]] = [
    lambda name: NewsPage.objects.filter(pk__in=_some_news()).update(summary=name),
    lambda name: CallPage.objects.filter(live=True).update(programme=name),
    lambda name: Page.objects.filter(pk__in=_some_news()).update(title=name),
    lambda name: Topic.objects.filter(live=True).update(name=name),
    lambda name: Picture.objects.update(alt_texts={"it": name}),
    lambda name: File.objects.update(title=name),
    lambda name: SearchSynonym.objects.update(words=[name, "bando"]),
    lambda name: BestAnswer.objects.update(query=name),
    lambda name: TextDigest.objects.filter(locale="it").update(digest=name),
    _restrict_in_bulk,
    _drop_people,
]


def _snippet(walk: Walk, dice: Dice, *models: Any, **conditions: Any) -> Any:
    return walk.pick(dice, dice.choice(list(models) or all_snippets()).objects.filter(**conditions))


def _collection(dice: Dice) -> Any:
    return dice.choice(list(Collection.objects.order_by("pk")))


def _give_bytes(picture: Any, data: bytes) -> None:
    picture.file = ContentFile(data, "picture.jpg")
    with Image.open(BytesIO(data)) as opened:
        picture.width, picture.height = opened.size
    picture._set_image_file_metadata()
    picture.save()


EDITS = [
    edit_snippet, create_topic, connect_snippet, withdraw_snippet, republish_snippet, expire_snippet, delete_snippet,
    translate_snippet, edit_settings, edit_menu, upload_picture, replace_picture, describe_picture, upload_file,
    replace_file, move_media, delete_media, restrict_collection, open_collection, add_redirect, delete_redirect,
    add_synonym, change_synonym, delete_synonym, choose_answer, delete_answer,
]  # fmt: skip
