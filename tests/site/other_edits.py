"""Edits of what is no page: snippets, settings, pictures, files, collections, redirects; and rows changed behind the signals' back."""

from __future__ import annotations

import random
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
from site_content.models.settings import SiteSettings
from site_content.models.text_digest import TextDigest
from tests.factories.file import FileFactory
from tests.factories.picture import PictureFactory
from tests.factories.topic import TopicFactory
from tests.site.walk import Walk, all_snippets, block, publish
from tests.translate import translate

Dice = random.Random


def edit_snippet(walk: Walk, dice: Dice) -> Any:
    snippet = _snippet(walk, dice)
    return snippet is not None and publish(snippet, name=f"Nome {walk.name()}")


def create_topic(walk: Walk, dice: Dice) -> Any:
    topic = TopicFactory(name=f"Tema {walk.name()}", sector=_snippet(walk, dice, Topic, locale=walk.italian))
    publish(topic)


def connect_snippet(walk: Walk, dice: Dice) -> Any:
    """A topic's sector, a person's organisation and photo, an office's place in the order, a partner's logo."""
    snippet = _snippet(walk, dice, locale=walk.italian)
    picture = walk.pick(dice, Picture.objects)
    match snippet:
        case None:
            return False
        case Topic():
            sector = walk.pick(dice, Topic.objects.filter(locale=walk.italian).exclude(pk=snippet.pk))
            publish(snippet, sector=sector)
        case Person():
            publish(snippet, organisation=_snippet(walk, dice, Partner), picture=picture)
        case Office():
            publish(snippet, order=dice.randrange(5), map=picture)
        case Partner():
            publish(snippet, logo=picture)


def withdraw_snippet(walk: Walk, dice: Dice) -> Any:
    snippet = _snippet(walk, dice, live=True)
    return snippet is not None and snippet.unpublish()


def republish_snippet(walk: Walk, dice: Dice) -> Any:
    snippet = _snippet(walk, dice, live=False)
    return snippet is not None and publish(snippet, expire_at=None)


def expire_snippet(walk: Walk, dice: Dice) -> Any:
    at = walk.now + timedelta(hours=dice.randrange(1, 300))
    snippet = _snippet(walk, dice, live=True)
    return snippet is not None and publish(snippet, expire_at=at)


def delete_snippet(walk: Walk, dice: Dice) -> Any:
    snippet = _snippet(walk, dice)
    return snippet is not None and snippet.delete()


def translate_snippet(walk: Walk, dice: Dice) -> Any:
    snippet = _snippet(walk, dice, locale=walk.italian, live=True)
    return snippet is not None and translate(snippet, walk.chinese, prefix=dice.choice("译文"))


def edit_settings(walk: Walk, dice: Dice) -> Any:
    settings = walk.pick(dice, SiteSettings.objects)
    return settings is not None and publish(settings, tagline=f"Motto {walk.name()}")


def edit_menu(walk: Walk, dice: Dice) -> Any:
    settings = SiteSettings.objects.filter(locale=walk.italian).first()
    pages = [walk.original(dice), walk.section("call"), walk.section("event")]
    menu = [
        block("item", {"label": walk.name(), "page": page.pk})
        for page in pages
        if page and dice.random() < 0.7
    ]
    code = walk.pick(dice, Picture.objects)
    social = [block("channel", {"label": "WeChat", "url": "", "picture": code.pk})] if code else []
    return settings is not None and publish(settings, menu=menu, social=social, privacy_page=pages[0])


def upload_picture(walk: Walk, dice: Dice) -> Any:
    """A new one, or the bytes of one that is there already."""
    picture, page = walk.pick(dice, Picture.objects), walk.original(dice, NewsPage)
    colour = "#%06x" % dice.randrange(1 << 24)
    if picture is not None and dice.random() < 0.5:
        new = Picture(title=walk.name(), alt_texts={"it": walk.name()}, collection=_collection(dice))
        _give_bytes(new, Path(picture.file.path).read_bytes())
    else:
        new = PictureFactory(title=walk.name(), file__color=colour, collection=_collection(dice))
    if page is not None:
        publish(page, picture=new)


def replace_picture(walk: Walk, dice: Dice) -> Any:
    picture = walk.pick(dice, Picture.objects)
    if picture is None:
        return False
    out = BytesIO()
    Image.new("RGB", (320, dice.choice([200, 240])), "#%06x" % dice.randrange(1 << 24)).save(out, "JPEG")
    _give_bytes(picture, out.getvalue())


def describe_picture(walk: Walk, dice: Dice) -> Any:
    picture = walk.pick(dice, Picture.objects)
    if picture is None:
        return False
    picture.alt_texts = {code: walk.name() for code in ("it", "zh-hans") if dice.random() < 0.7}
    picture.save()


def upload_file(walk: Walk, dice: Dice) -> Any:
    """A new one, or the bytes of one that is there already."""
    file = walk.pick(dice, File.objects)
    is_same = file is not None and dice.random() < 0.5
    data = Path(file.file.path).read_bytes() if is_same else walk.name().encode()
    FileFactory(title=walk.name(), file__data=data, collection=_collection(dice))


def replace_file(walk: Walk, dice: Dice) -> Any:
    file = walk.pick(dice, File.objects)
    if file is None:
        return False
    file.file = ContentFile(walk.name().encode(), f"{walk.name()}.txt")
    file.title = walk.name()
    file._set_document_file_metadata()
    file.save()


def move_media(walk: Walk, dice: Dice) -> Any:
    """A picture or file into another collection."""
    media = walk.pick(dice, dice.choice([Picture, File]).objects)
    if media is None:
        return False
    media.collection = _collection(dice)
    media.save()


def delete_media(walk: Walk, dice: Dice) -> Any:
    media = walk.pick(dice, dice.choice([Picture, File]).objects)
    if media is None:
        return False
    with TestCase.captureOnCommitCallbacks(execute=True):  # which delete the file
        media.delete()


def restrict_collection(walk: Walk, dice: Dice) -> Any:
    collection = walk.pick(dice, Collection.objects.filter(depth__gt=1, view_restrictions=None))
    if collection is None:
        return False
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def open_collection(walk: Walk, dice: Dice) -> Any:
    restriction = walk.pick(dice, CollectionViewRestriction.objects)
    return restriction is not None and restriction.delete()


def add_redirect(walk: Walk, dice: Dice) -> Any:
    page = walk.page(dice)
    Redirect.objects.create(
        old_path=f"/it/{walk.name()}", redirect_page=page, redirect_link="" if page else "/it"
    )


def delete_redirect(walk: Walk, dice: Dice) -> Any:
    redirect = walk.pick(dice, Redirect.objects)
    return redirect is not None and redirect.delete()


def change_rows_unseen(walk: Walk, dice: Dice) -> Any:
    """Bulk SQL, of which no signal tells: one of many kinds; False where it changed no row that a load reads."""
    name, table = (
        walk.name(),
        dice.choice(["news", "page", "topic", "picture", "file", "digest", "private", "many", "call"]),
    )
    news = NewsPage.objects.filter(live=True).order_by("pk")[:1].values("pk")
    match table:
        case "news":
            count = NewsPage.objects.filter(pk__in=news).update(summary=name)
        case "call":
            count = CallPage.objects.filter(live=True).update(programme=name)
        case "page":
            count = Page.objects.filter(pk__in=news).update(title=name)
        case "topic":
            count = Topic.objects.filter(live=True).update(name=name)
        case "picture":
            count = Picture.objects.update(alt_texts={"it": name})
        case "file":
            count = File.objects.update(title=name)
        case "digest":
            count = TextDigest.objects.filter(locale="it").update(digest=name)
        case "private":
            rows = [PageViewRestriction(page_id=row["pk"], restriction_type="login") for row in news]
            count = len(PageViewRestriction.objects.bulk_create(rows))
        case _:
            chosen = NewsPage.people.through.objects.filter(newspage__live=True)
            count = chosen._raw_delete(chosen.db)
    return bool(count)


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
]  # fmt: skip
