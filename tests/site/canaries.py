"""Canaries: words that must never leave, and the scan that looks for them in every byte of a release.

`Canaries.mark` makes a word and remembers what it stands in; `find_words` reads files the way a curious reader would:
text, compressed text, picture metadata, the text of PDFs.
"""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from static_build.release import Store


class Canaries:
    """Words by what they mark. Letters and digits alone, so that no escaping can hide one."""

    def __init__(self, prefix: str = "xqz") -> None:
        self.prefix = prefix
        self.marked: dict[str, str] = {}

    def mark(self, what: str) -> str:
        """A new word for something."""
        assert what not in self.marked, what
        self.marked[what] = f"{self.prefix}{len(self.marked):03}q"
        return self.marked[what]

    def watch(self, what: str, text: str) -> str:
        """An address or other text that must not leave, as it is."""
        self.marked[what] = text
        return text

    def found_in(self, release: dict[str, list[str]]) -> dict[str, list[str]]:
        """What of all that is marked stands in a release, and in which of its files."""
        found: dict[str, list[str]] = {}
        for what, word in self.marked.items():
            for name, forms in release.items():
                if any(word in form for form in forms):
                    found.setdefault(what, []).append(name)
        return found


def read_release(store: Store) -> dict[str, list[str]]:
    """Every readable form of every file of the live tree and of every object that is served, by address."""
    root = store.home / "current"
    paths = sorted((path for path in root.rglob("*") if path.is_file()), key=str)
    served = store.served(store.current() or "")
    names = [path.relative_to(root).as_posix() for path in paths]
    assert names == sorted(served)
    release = {}
    for path, name in zip(paths, names, strict=True):
        data = path.read_bytes()
        assert data == store.read(served[name].sha256)
        address = f"/{name}".removesuffix("index.html")
        release[address] = [address, *readable_forms(data, path)]
    return release


def readable_forms(data: bytes, path: Path) -> list[str]:
    """The bytes as text, with and without the zeros of UTF-16, and what a reader for the format gets out of them."""
    forms = [data.decode("latin-1"), data.replace(b"\0", b"").decode("latin-1")]
    suffix = path.suffix.lower()
    if suffix == ".gz":
        forms += readable_forms(gzip.decompress(data), path.with_suffix(""))
    elif suffix in (".jpg", ".webp", ".avif", ".png"):
        forms.append(_metadata(data))
    elif suffix == ".pdf":
        reader = PdfReader(BytesIO(data))
        forms += [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
    return forms


def _metadata(data: bytes) -> str:
    """All that Pillow knows of a picture beside its pixels."""
    with Image.open(BytesIO(data)) as picture:
        exif = picture.getexif()
        directories = [dict(exif.get_ifd(tag)) for tag in (0x8769, 0x8825)]
        info = {name: _plain(value) for name, value in picture.info.items()}
        return f"{info} {dict(exif)} {directories}"


def _plain(value: Any) -> Any:
    return value.replace(b"\0", b"").decode("latin-1") if isinstance(value, bytes) else value


def make_pdf(text: str) -> bytes:
    """A PDF of one page with that text, compressed so that its bytes don't show it."""
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1)
    canvas.drawString(72, 700, text)
    canvas.save()
    data = out.getvalue()
    assert text.encode() not in data
    return data


def make_picture(words: dict[str, str]) -> bytes:
    """A JPEG with a word in each place where cameras and programs leave some: `exif`, `gps`, `comment`, `xmp`, `icc`."""
    exif = Image.Exif()
    exif[0x010E] = words["exif"]
    exif.get_ifd(0x8825)[0x001D] = words["gps"]
    out = BytesIO()
    Image.new("RGB", (64, 40), "teal").save(
        out,
        "JPEG",
        exif=exif.tobytes(),
        comment=words["comment"].encode(),
        xmp=f"<x:xmpmeta>{words['xmp']}</x:xmpmeta>".encode(),
        icc_profile=_profile(words["icc"]),
    )
    data = out.getvalue()
    assert all(word in readable_forms(data, Path("x.jpg"))[-1] for word in words.values())
    return data


def _profile(word: str) -> bytes:
    """A working sRGB profile with a word behind its end, where Pillow keeps it."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile += word.encode()
    profile[:4] = len(profile).to_bytes(4, "big")
    return bytes(profile)


def compress(data: bytes) -> bytes:
    """What the scan must see through, for its own test."""
    return gzip.compress(data, compresslevel=zlib.Z_BEST_SPEED)
