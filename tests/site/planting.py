"""Plants a site with a canary in each thing that must not leave, both from Italian to Chinese and from Chinese to Italian.

Whatever is public stands beside it and points at it wherever an editor could point.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from site_content.models import FreePage, HomePage, NewsPage, SectionPage, Topic
from site_content.models.call import CallPage
from site_content.models.file import File
from site_content.models.glossary import GlossaryTerm
from site_content.models.partner import Partner
from site_content.models.person import Person
from site_content.models.picture import Picture
from tests.conftest import NOW
from tests.site.canaries import Canaries, make_pdf, make_picture
from tests.translate import translate

DIRECTIONS = (("it", "zh-hans"), ("zh-hans", "it"))


class Planting:
    """The site as it grows; every method plants the things of one line of the rules."""

    def __init__(self) -> None:
        self.canaries = Canaries()
        self.public = Canaries("public")
        self.number = 0
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0] for code in ("it", "zh-hans")
        }
        home = Page.get_first_root_node().add_child(
            instance=HomePage(title="Centro", slug="it", locale=self.locales["it"])
        )
        publish(home)
        section = home.add_child(
            instance=SectionPage(title="Notizie", slug="news", lists="news", locale=home.locale)
        )
        publish(section)
        self.homes = {"it": home, "zh-hans": translate(home, self.locales["zh-hans"])}
        self.sections = {"it": section, "zh-hans": translate(section, self.locales["zh-hans"])}

    def news(self, locale: str, word: str, *, parent: Any = None, model: Any = NewsPage, **more: Any) -> Any:
        """A live page that holds the word in every text an editor can fill and in its slug."""
        self.number += 1
        fields: dict[str, Any] = {
            "title": f"Titolo {word}",
            "slug": f"item-{self.number}-{word}",
            "summary": f"Sommario {word}",
            "seo_title": f"Motori {word}",
            "search_description": f"Descrizione {word}",
            "body": make_body(
                ("paragraph", f"<p>Corpo {word}</p>"), ("quote", {"text": word, "attribution": word})
            ),
            "locale": self.locales[locale],
            "go_live_at": None,
        }
        if model is NewsPage:
            fields["date"] = date(2026, 11, 1)
        return (parent or self.sections[locale]).add_child(instance=model(**(fields | more)))

    def translate(self, page: Any, locale: str, word: str) -> Any:
        """Its translation, live, with the word before every text."""
        translated = translate(page, self.locales[locale], prefix=f"{word} ")
        type(translated).objects.filter(pk=translated.pk).update(live=True)
        translated.refresh_from_db()
        return translated

    def pair(
        self, what: str, source: str, target: str, *, hidden: str = "both", **more: Any
    ) -> tuple[Any, Any]:
        """A page and its translation. `hidden`: whose words are canaries: `both`, or `translation` alone."""
        book = self.canaries if hidden == "both" else self.public
        page = self.news(source, book.mark(f"{what}, {source}"), **more)
        return page, self.translate(page, target, self.canaries.mark(f"{what}, {target} from {source}"))

    def plant_all(self) -> None:
        """Everything, in both directions; then what has no direction."""
        for source, target in DIRECTIONS:
            self.plant_states(source, target)
            self.plant_places(source, target)
            self.plant_aliases(source, target)
            self.plant_drafts(source, target)
            self.plant_snippets(source, target)
        self.plant_media()
        self.plant_pointers()
        self.plant_results()
        self.plant_inner_matters()

    def plant_states(self, source: str, target: str) -> None:
        """What its own state or its source's keeps in."""
        withdraw(self.news(source, self.canaries.mark(f"draft, {source}")))
        page, _ = self.pair("restricted", source, target)
        restrict(page)
        _, translated = self.pair("restricted translation", source, target, hidden="translation")
        restrict(translated)
        page, _ = self.pair("never published source", source, target)
        withdraw(page)
        page, _ = self.pair("expired", source, target)
        change(page, expire_at=NOW - timedelta(hours=1))
        page, _ = self.pair("scheduled", source, target)
        change(page, go_live_at=NOW + timedelta(hours=1))

    def plant_places(self, source: str, target: str) -> None:
        """What a page above keeps in."""
        above = self.news(
            source,
            self.canaries.mark(f"unpublished parent, {source}"),
            model=FreePage,
            parent=self.homes[source],
        )
        self.news(source, self.canaries.mark(f"below unpublished, {source}"), model=FreePage, parent=above)
        withdraw(above)
        above, translated = self.pair(
            "private parent", source, target, model=FreePage, parent=self.homes[source]
        )
        self.news(
            target,
            self.canaries.mark(f"{target} original below the translation of a private page"),
            model=FreePage,
            parent=translated,
        )
        restrict(above)

    def plant_aliases(self, source: str, target: str) -> None:
        """Pages that only repeat others."""
        page = self.news(source, self.public.mark(f"repeated, {source}"))
        alias = page.copy_for_translation(self.locales[target], copy_parents=True, alias=True)
        change(alias, live=True)
        self.canaries.watch(f"alias in {target}", f"/{target}/news/{page.slug}/")
        page = self.news(source, self.canaries.mark(f"repeated and then private, {source}"))
        page.create_alias(parent=self.homes[source], update_slug=f"alias-{page.slug}")
        restrict(page)

    def plant_drafts(self, source: str, target: str) -> None:
        """Newer texts of live pages that nobody has published."""
        page = self.news(source, self.public.mark(f"live with draft, {source}"))
        publish(page)
        translated = self.translate(
            page, target, self.public.mark(f"live with draft, {target} from {source}")
        )
        for each, locale in ((page, source), (translated, target)):
            draft = type(each).objects.get(pk=each.pk)
            word = self.canaries.mark(f"draft on a live page, {locale} of {source}")
            draft.title = draft.summary = f"Bozza {word}"
            draft.body = make_body(("paragraph", f"<p>{word}</p>"))
            draft.save_revision()

    def plant_snippets(self, source: str, target: str) -> None:
        """Drafts of snippets that public pages name, and a live translation of a draft."""
        locale = self.locales[source]
        topic = Topic.objects.create(
            name=self.canaries.mark(f"draft topic, {source}"), slug=f"topic-{source}", locale=locale
        )
        self.translate(topic, target, self.canaries.mark(f"translation of a draft topic, {target}"))
        partner = Partner.objects.create(
            name=self.canaries.mark(f"draft partner, {source}"), country="IT", locale=locale
        )
        person = Person.objects.create(
            name=self.canaries.mark(f"draft person, {source}"), organisation=partner, locale=locale
        )
        for snippet in (topic, partner, person):
            change(snippet, live=False)
        page = self.news(
            source,
            self.public.mark(f"names drafts, {source}"),
            body=make_body(("people", {"title": "Persone", "people": make_items(person.pk)})),
        )
        page.topics.add(topic)
        page.people.add(person)
        publish(page)

    def plant_media(self) -> None:
        """Private collections, files that nobody names, and what cameras leave in pictures."""
        root = Collection.get_first_root_node()
        private = root.add_child(name="Riservata")
        inner = private.add_child(name="Più interna")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        blocks: list[tuple[str, Any]] = []
        for name, collection in (("private", private), ("inside a private one", inner)):
            picture = self.picture(f"picture in a collection {name}", self.canaries, collection)
            file = self.file(f"file in a collection {name}", self.canaries, collection)
            blocks += [make_figure(picture), ("documents", {"title": "File", "files": make_items(file.pk)})]
        shown = self.picture("public picture", self.public, root)
        file = self.file("public file", self.public, root)
        blocks += [make_figure(shown), ("documents", {"title": "File", "files": make_items(file.pk)})]
        self.file("file that nobody names", self.canaries, root)
        page = self.news("it", self.public.mark("page with media"), body=make_body(*blocks), picture=picture)
        self.translate(page, "zh-hans", self.public.mark("page with media, translated"))

    def picture(self, what: str, book: Canaries, collection: Any) -> Any:
        """A picture: alt texts in the given book, all that the camera knows and the file's names among the canaries."""
        hidden = {
            place: self.canaries.mark(f"{what}: {place}")
            for place in ("exif", "gps", "comment", "xmp", "icc")
        }
        names = [self.canaries.mark(f"{what}: {name}") for name in ("file name", "title")]
        return Picture.objects.create(
            title=names[1],
            file=ContentFile(make_picture(hidden), f"{names[0]}.jpg"),
            width=64,
            height=40,
            alt_texts={code: book.mark(f"{what}: alt {code}") for code in self.locales},
            collection=collection,
        )

    def file(self, what: str, book: Canaries, collection: Any) -> Any:
        """A PDF with words in its text, title and name."""
        words = [book.mark(f"{what}: {place}") for place in ("text", "file name", "title")]
        return File.objects.create(
            title=words[2],
            file=ContentFile(make_pdf(words[0]), f"{words[1]}.pdf"),
            language="it",
            collection=collection,
        )

    def plant_pointers(self) -> None:
        """A public page in each language that points at private and unpublished pages wherever it can."""
        for locale, other in DIRECTIONS:
            private = self.news(locale, self.canaries.mark(f"private target, {locale}"))
            draft = self.news(locale, self.canaries.mark(f"draft target, {locale}"))
            restrict(private)
            withdraw(draft)
            links = "".join(f'<a linktype="page" id="{each.pk}">qui</a>' for each in (private, draft))
            page = self.news(
                locale,
                self.public.mark(f"points at private pages, {locale}"),
                body=make_body(
                    ("paragraph", f"<p>Si legge {links}.</p>"),
                    ("button", {"label": "Vai", "page": private.pk, "url": ""}),
                ),
            )
            page.related.add(private, draft)
            publish(page)
            self.plant_markup(page, other)

    def plant_markup(self, page: Any, locale: str) -> None:
        """A translation into which somebody has imported active markup."""
        translated = self.translate(page, locale, self.public.mark(f"hostile translation, {locale}"))
        words = [
            self.canaries.mark(f"active markup {place}, {locale}") for place in ("script", "event", "image")
        ]
        change(
            translated,
            body=make_body(
                (
                    "paragraph",
                    (
                        f'<p onclick="{words[1]}">Testo<script>{words[0]}()</script>'
                        f'<img src="https://example.org/{words[2]}.png"></p>'
                    ),
                )
            ),
        )

    def plant_results(self) -> None:
        """Results that named persons until yesterday, and some that come out tomorrow."""
        root = Collection.get_first_root_node()
        days = {
            "past": (NOW - timedelta(days=60), NOW),
            "future": (NOW + timedelta(days=1), NOW + timedelta(days=60)),
        }
        results = []
        for name, (shown_on, remove_on) in days.items():
            file = self.file(f"results of the {name}", self.canaries, root)
            value = {"kind": "final", "date": str(shown_on.date()), "file": file.pk, "names_persons": True}
            results.append(("results", value | {"remove_on": str(remove_on.date())}))
        section = self.homes["it"].add_child(
            instance=SectionPage(title="Bandi", slug="calls", lists="call", locale=self.locales["it"])
        )
        publish(section)
        self.news(
            "it",
            self.public.mark("call"),
            model=CallPage,
            parent=section,
            identifier="C-1",
            results=make_body(*results),
        )

    def plant_inner_matters(self) -> None:
        """What belongs to the house alone: glossary, redirects, comments."""
        from django.contrib.auth import get_user_model
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.models import Comment

        GlossaryTerm.objects.create(
            italian=self.canaries.mark("glossary"), chinese="词", note=self.canaries.mark("note")
        )
        hidden = NewsPage.objects.filter(live=False).first()
        Redirect.objects.create(old_path=f"/{self.canaries.mark('redirect')}", redirect_page=hidden)
        user = get_user_model().objects.create(username=self.canaries.mark("user name"))
        page = NewsPage.objects.filter(live=True).first()
        Comment.objects.create(page=page, user=user, text=self.canaries.mark("comment"), contentpath="title")


def clear() -> None:
    """Takes away Wagtail's welcome page and its site."""
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()


def publish(page: Any) -> None:
    """Publishes what is in memory, as the button does."""
    page.save_revision().publish()
    page.refresh_from_db()


def change(instance: Any, **values: Any) -> None:
    """Changes the row alone, whatever the CMS would have done beside."""
    type(instance).objects.filter(pk=instance.pk).update(**values)


def withdraw(page: Any) -> None:
    """Takes a page off, and leaves what stands below it live."""
    change(page, live=False)


def restrict(page: Any) -> None:
    """Lets only those who log in see a page."""
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def make_body(*blocks: tuple[str, Any]) -> str:
    """A StreamField's stored form."""
    return json.dumps([{"type": type, "id": str(uuid4()), "value": value} for type, value in blocks])


def make_items(*values: Any) -> list[dict[str, Any]]:
    """A ListBlock's stored form."""
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


def make_figure(picture: Any) -> tuple[str, dict[str, Any]]:
    """A figure without words of its own."""
    return "figure", {"picture": picture.pk, "alt": "", "caption": "", "credit": ""}
