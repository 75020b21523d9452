"""A small site in releases, written through the store alone: pages that name their assets, in two languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from static_build.manifest import Entry, Making, Manifest, Retained
from static_build.release import Store

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HTML = "text/html; charset=utf-8"
TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".jpg": "image/jpeg",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}
_ASSET = re.compile(rb'"/((?:static|media)/[^"]+)"')


def assets_in(page: bytes) -> list[str]:
    """Paths of the assets that a page names."""
    return [found.decode() for found in _ASSET.findall(page)]


class SmallSite:
    """Files by path, turned into releases."""

    def __init__(self, home: Path, edition: str = "main") -> None:
        self.store = Store(home, edition)
        self.files: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.changing: dict[str, datetime] = {}
        self.retained: dict[str, Retained] = {}

    def put_asset(self, kind: str, stem: str, content: bytes) -> str:
        """Puts a hashed asset; returns its path."""
        folder = "media" if kind == "jpg" else "static"
        path = f"{folder}/{stem}.{sha256(content).hexdigest()[:12]}.{kind}"
        self.files[path] = content
        return path

    def put_page(self, path: str, text: str, *assets: str) -> None:
        """Puts a page that names these assets."""
        links = "".join(f'<link href="/{asset}">' for asset in assets)
        self.files[path] = f"<!doctype html><title>{text}</title>{links}<p>{text}".encode()

    def release(self) -> str:
        """Makes a release of the files as they are; its id."""
        entries = {path: self._entry(path, data) for path, data in self.files.items()}
        with self.store.lock():
            for data in self.files.values():
                self.store.put(data)
            manifest = Manifest(edition=self.store.edition, outputs=dict(sorted(entries.items())))
            record = self.store.release(manifest, Making(now=NOW, retained=self.retained))
        return record.release

    def _entry(self, path: str, data: bytes) -> Entry:
        digest = sha256(data).hexdigest()
        return Entry(
            sha256=digest,
            size=len(data),
            type=TYPES.get(Path(path).suffix, "text/plain; charset=utf-8"),
            fingerprint=digest[:40],
            changes_at=self.changing.get(path),
            redirect=self.redirects.get(path, ""),
        )

    def retain(self, path: str) -> None:
        """Drops an asset from the pages' side and keeps it for pages that are still open somewhere."""
        data = self.files.pop(path)
        self.retained[path] = Retained(entry=self._entry(path, data), until=NOW + timedelta(days=7))

    def served(self) -> dict[str, bytes]:
        """Every file that the current release serves, by path."""
        release = self.store.current()
        assert release is not None
        return {path: self.store.read(entry.sha256) for path, entry in self.store.served(release).items()}


def first_release(home: Path) -> tuple[SmallSite, str]:
    """Fifteen files, released."""
    site = SmallSite(home)
    css = site.put_asset("css", "site", b"body{color:#111}")
    script = site.put_asset("js", "site", b"'one'")
    picture = site.put_asset("jpg", "ponte", b"\xff\xd8one")
    withdrawn = site.put_asset("jpg", "secret", b"\xff\xd8two")
    for locale in ("it", "zh-hans"):
        site.put_page(f"{locale}/index.html", f"Casa {locale}", css, script, picture)
        site.put_page(f"{locale}/news/index.html", f"Notizie {locale}", css)
        site.put_page(f"{locale}/404.html", "Non c'è", css)
    site.put_page("it/news/uno/index.html", "Uno", css, picture)
    site.put_page("it/news/via/index.html", "Via", css, withdrawn)
    site.put_page("index.html", "Lingue", css)
    site.files["api/documents/v1/it/news/uno.json"] = b'{"title":"Uno"}'
    site.files["sitemap.xml"] = b"<urlset>1</urlset>"
    return site, site.release()


def tiny_release(home: Path) -> tuple[SmallSite, str]:
    """Nine files of the same kinds, for what is done hundreds of times."""
    site = SmallSite(home)
    css = site.put_asset("css", "site", b"body{color:#111}")
    picture = site.put_asset("jpg", "ponte", b"\xff\xd8one")
    withdrawn = site.put_asset("jpg", "secret", b"\xff\xd8two")
    site.put_page("it/index.html", "Casa", css, picture)
    site.put_page("it/news/index.html", "Notizie", css)
    site.put_page("it/news/uno/index.html", "Uno", css, picture)
    site.put_page("it/news/via/index.html", "Via", css, withdrawn)
    site.files["api/documents/v1/it/news/uno.json"] = b'{"title":"Uno"}'
    site.files["sitemap.xml"] = b"<urlset>1</urlset>"
    return site, site.release()


def second_release(site: SmallSite) -> str:
    """An edit, a new page with a new picture, a new stylesheet in every page's place of the old, and a withdrawal."""
    old = next(path for path in site.files if path.endswith(".css"))
    css = site.put_asset("css", "site", b"body{color:#222}")
    site.retain(old)
    for path in site.files:
        site.files[path] = site.files[path].replace(old.encode(), css.encode()).replace(b"Uno", b"Uno bis")
    picture = site.put_asset("jpg", "nuova", b"\xff\xd8three")
    site.put_page("it/news/due/index.html", "Due", css, picture)
    site.files["sitemap.xml"] = b"<urlset>2</urlset>"
    del site.files["it/news/via/index.html"]
    del site.files[next(path for path in site.files if path.startswith("media/secret"))]
    return site.release()
