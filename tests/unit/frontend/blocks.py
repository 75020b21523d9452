"""A body with one block of every kind, in either language."""

from __future__ import annotations

from datetime import date

from site_content.documents import blocks
from site_content.documents.blocks import Block, Question, TimelineEntry
from tests.unit.frontend.pieces import file, picture, say


def paragraphs(locale: str, count: int) -> tuple[blocks.Paragraph, ...]:
    italian = (
        "<p>Il gruppo di lavoro ha messo in comune <strong>tre anni di misure</strong> e un metodo. "
        'I dati sono <a href="/it/publications/">pubblicati</a> con licenza aperta; chi lavora sul tema '
        "può chiedere di unirsi, dall'Italia come dalla Cina, e portare <em>le proprie serie</em>.</p>"
    )
    chinese = (
        "<p>工作组汇集了<strong>三年的测量数据</strong>和一套解读方法。数据以开放许可方式"
        '<a href="/zh-hans/publications/">公布</a>；从事同一课题的中意两国研究人员'
        "均可申请加入，并提供<em>自己的数据</em>。</p>"
    )
    return tuple(
        blocks.Paragraph(id=f"p{place}", html=say(locale, italian, chinese)) for place in range(count)
    )


def questions(locale: str) -> tuple[Question, ...]:
    return (
        Question(
            id="q1",
            question=say(locale, "Può partecipare chi ha già un assegno?", "已获其他资助者可否申请？"),
            html=say(locale, "<p>Sì, se l'ente lo consente.</p>", "<p>可以，但须经所在单位同意。</p>"),
            lang=locale,
        ),
        Question(id="q2", question="E chi lavora in un'impresa?", html="<p>Anche.</p>", lang="it"),
    )


def timeline(locale: str) -> blocks.Timeline:
    rows = (
        (date(2010, 1, 1), "year", "cn", "Memorandum tra i due governi", "两国政府签署谅解备忘录"),
        (date(2012, 1, 1), "year", "both", "Dichiarazione congiunta", "两国政府联合声明"),
        (date(2016, 10, 25), "day", "it", "Apre la sede di Bergamo", "贝加莫办事处揭牌"),
        (date(2016, 10, 27), "day", "both", "Rinnovato l'accordo quadro", "续签框架协议"),
    )
    text = say(
        locale,
        "<p>Due righe che dicono che cosa cambia da quel giorno.</p>",
        "<p>用两句话说明此后的变化。</p>",
    )
    return blocks.Timeline(
        id="t1",
        entries=tuple(
            TimelineEntry(
                id=f"t{place}",
                date=day,
                precision=precision,
                side=side,
                title=say(locale, italian, chinese),
                html=text,
                lang=locale,
            )
            for place, (day, precision, side, italian, chinese) in enumerate(rows)
        ),
    )


def all_blocks(locale: str) -> tuple[Block, ...]:
    caption = say(locale, "La sala durante la cerimonia", "揭牌仪式现场")
    return (
        *paragraphs(locale, 1),
        blocks.Heading(id="h1", text=say(locale, "Un titolo di sezione", "一个小节标题"), anchor="section"),
        blocks.Figure(id="f1", picture=picture("halls-room", locale, caption=caption)),
        blocks.Heading(
            id="h2", text=say(locale, "Un titolo più piccolo", "更小的标题"), anchor="small", level=3
        ),
        blocks.Quote(
            id="q",
            text=say(locale, "Un ponte serve se lo si percorre nei due sensi.", "桥，双向通行才有意义。"),
            attribution=say(locale, "Un partecipante", "一位与会者"),
        ),
        blocks.Gallery(
            id="g1",
            title=say(locale, "L'inaugurazione in immagini", "揭牌仪式图集"),
            pictures=tuple(picture(f"halls-{seed}", locale, caption=caption) for seed in "abcde"),
        ),
        blocks.Table(
            id="tb",
            caption=say(locale, "Progetti per settore", "各领域项目数"),
            header=(say(locale, "Settore", "领域"), "2024", "2025", "2026"),
            rows=(
                (say(locale, "Scienze della vita", "生命科学"), "4", "6", "9"),
                (say(locale, "Manifattura", "制造"), "3", "5", "7"),
            ),
        ),
        blocks.Documents(
            id="d",
            title=say(locale, "Documenti", "文件"),
            files=(file("a", locale), file("b", "it", superseded=True)),
        ),
        blocks.Button(
            id="b", label=say(locale, "Scrivi alla sede", "联系办事处"), url=f"/{locale}/about/offices/"
        ),
        blocks.Questions(id="qq", items=questions(locale)),
        blocks.People(
            id="pp",
            title=say(locale, "Chi risponde", "联系人"),
            people=("person-rossi", "person-li", "person-none"),
        ),
        blocks.Partners(
            id="pa", title=say(locale, "Con chi", "合作单位"), partners=("partner-unibg", "partner-bmstc")
        ),
        blocks.Place(
            id="pl",
            name="Kilometro Rosso",
            address="Via Stezzano 87, Bergamo",
            latitude=45.6622,
            longitude=9.6536,
            picture=picture("place-bergamo", locale),
        ),
        blocks.Video(
            id="v",
            title=say(locale, "La visita in due minuti", "两分钟看参访"),
            file=file("v", locale, title="Video"),
            poster=picture("rings-video", locale),
            transcript=say(locale, "Si vede il laboratorio.", "画面为实验室。"),
        ),
        timeline(locale),
    )
