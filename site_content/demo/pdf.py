"""PDF files: a title, a text of paragraphs and a language in, the bytes of an A4 file out.

The same arguments give the same bytes.
"""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer

INK, JADE, SOFT = HexColor("#17212B"), HexColor("#0B6455"), HexColor("#5B6670")
CHINESE_FONT = "STSong-Light"
MARGIN = 26 * mm
FOOTER = {"it": "materiale dimostrativo", "zh-hans": "演示材料"}


def make_pdf(title: str, text: str, language: str) -> bytes:
    """An A4 file. The first paragraph of `text` is its heading; blank lines part the others."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    styles = make_styles(chinese=language != "it")
    heading, rest = (paragraphs[0], paragraphs[1:]) if len(paragraphs) > 1 else (title, paragraphs)
    story = [Paragraph(escape(heading), styles["heading"]), Spacer(1, 6 * mm)]
    story += [Paragraph(escape(part), styles["text"]) for part in rest]
    return _set(story, title, language)


def make_styles(*, chinese: bool) -> dict[str, ParagraphStyle]:
    """Chinese breaks between any two characters, stands wider apart and has no bold of its own."""
    if chinese:
        pdfmetrics.registerFont(UnicodeCIDFont(CHINESE_FONT))
    fonts = (CHINESE_FONT, CHINESE_FONT) if chinese else ("Helvetica-Bold", "Helvetica")
    shared: dict[str, Any] = {"textColor": INK, "wordWrap": "CJK" if chinese else None}
    return {
        "heading": ParagraphStyle("heading", fontName=fonts[0], fontSize=20, leading=27, **shared),
        "text": ParagraphStyle(
            "text",
            fontName=fonts[1],
            fontSize=11,
            leading=19 if chinese else 16.5,
            spaceAfter=3.2 * mm,
            **shared,
        ),
    }


def _set(story: list[Any], title: str, language: str) -> bytes:
    out = BytesIO()
    invariant, rl_config.invariant = rl_config.invariant, 1
    try:
        document = BaseDocTemplate(
            out, pagesize=A4, title=title, lang={"it": "it-IT"}.get(language, "zh-CN"), invariant=1
        )
        frame = Frame(MARGIN, MARGIN, A4[0] - 2 * MARGIN, A4[1] - 2.2 * MARGIN, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(frames=[frame], onPage=_decorate(language)))
        document.build(story)
    finally:
        rl_config.invariant = invariant
    return out.getvalue()


def _decorate(language: str) -> Any:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFillColor(JADE)
        canvas.rect(MARGIN, A4[1] - 18 * mm, 18 * mm, 1.2 * mm, stroke=0, fill=1)
        canvas.setFillColor(SOFT)
        canvas.setFont("Helvetica" if language == "it" else CHINESE_FONT, 8.5)
        canvas.drawString(MARGIN, 14 * mm, FOOTER.get(language, FOOTER["zh-hans"]))
        canvas.drawRightString(A4[0] - MARGIN, 14 * mm, str(document.page))

    return draw
