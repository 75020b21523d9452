"""Words of a query that say which kind of page is meant: a type, a state, an audience, the newest.

They lift what is so, they never exclude the rest.
"""

from __future__ import annotations

from msgspec import Struct


class Intent(Struct, frozen=True, kw_only=True):
    """What a word asks for beside its own text. Empty means that it says nothing of this."""

    types: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    year: int = 0
    newest: bool = False

    def says_only_when(self) -> bool:
        """Whether it asks for the newest and for nothing that a page could be."""
        return self.newest and not (self.types or self.states or self.codes or self.year)


_OPEN = Intent(states=("open", "closing_soon"))
_CLOSING = Intent(states=("closing_soon",))
_COMING = Intent(states=("upcoming", "forthcoming", "postponed", "under_way"))
_PAST = Intent(states=("past", "closed", "results", "provisional_results", "evaluation"))
_RESULTS = Intent(states=("results", "provisional_results"))
_NEWEST = Intent(newest=True)
_CALL, _EVENT, _NEWS = Intent(types=("call",)), Intent(types=("event",)), Intent(types=("news",))
_COURSE, _TECHNOLOGY = Intent(types=("programme",)), Intent(types=("technology",))
_SERVICE, _PUBLICATION = Intent(types=("service",)), Intent(types=("publication",))
_OFFER = Intent(types=("technology",), codes=("technology_offer", "business_offer"))
_WANTED = Intent(types=("technology",), codes=("technology_request", "business_request", "research_request"))


def _codes(*codes: str) -> Intent:
    return Intent(codes=codes)


_WORDS: dict[str, tuple[tuple[Intent, str], ...]] = {
    "it": (
        (_CALL, "bando|avviso|call|calls|finanziamento|opportunità|borsa|borsa di studio|contributo|fondi"),
        (_EVENT, "evento|appuntamento|event|convegno|conferenza|incontro"),
        (_NEWS, "notizia|news|novità|comunicato|comunicato stampa|articolo"),
        (_COURSE, "corso|formazione|course|lezione|training"),
        (_SERVICE, "servizio|service"),
        (_PUBLICATION, "pubblicazione|publication|rapporto|report|guida|manuale|quaderno"),
        (_TECHNOLOGY, "scheda|tecnologie disponibili|profilo tecnologico"),
        (_OFFER, "offerta|offerta di tecnologia|offerta tecnologica|tecnologia offerta|si offre"),
        (_WANTED, "richiesta|richiesta di tecnologia|cercasi|si cerca|richiesta tecnologica"),
        (_OPEN, "aperto|aperta|in corso|attivo|disponibile|open|ancora aperto"),
        (_CLOSING, "in scadenza|scade presto|scadono|scade|ultimi giorni|ultimi posti|closing"),
        (_COMING, "prossimo|in programma|futuro|in arrivo|upcoming|next|in calendario"),
        (_PAST, "passato|concluso|chiuso|scaduto|past|closed|precedente"),
        (_RESULTS, "esito|graduatoria|risultati del bando|vincitori|ammessi"),
        (Intent(states=("postponed",)), "rinviato|rinvio|spostato"),
        (Intent(states=("cancelled", "revoked")), "annullato|revocato|cancellato"),
        (_NEWEST, "ultime|ultimo|recente|latest|più recente|nuove"),
        (_codes("students"), "studente|students|student|laureando|universitario"),
        (_codes("researchers"), "ricercatore|researcher|researchers|assegnista"),
        (_codes("professors"), "professore|docente|professor|professors"),
        (_codes("professionals"), "professionista|funzionario|professional"),
        (_codes("companies"), "impresa|azienda|company|companies|ditta|PMI"),
        (_codes("organisations"), "ente|organizzazione|istituzione"),
        (_codes("mobility"), "mobilità|soggiorno|mobility"),
        (_codes("matchmaking"), "abbinamenti|matchmaking|B2B|incontri d'affari"),
        (_codes("online"), "online|in linea|a distanza|webinar|da remoto"),
        (_codes("master"), "master"),
        (_codes("trl"), "TRL|livello di maturità tecnologica|maturità tecnologica"),
    ),
    "zh-hans": (
        (
            _CALL,
            "项目|项目征集|征集|征集通知|申报|申报指南|申报通知|项目申报|可申请的项目|资助项目|奖学金|资助|公告|招募|申请项目",
        ),
        (_EVENT, "活动|会议|论坛活动|讲座"),
        (_NEWS, "新闻|动态|消息|资讯|报道|最新消息|新闻稿"),
        (_COURSE, "培训|课程|培训班|学习班|研修"),
        (_SERVICE, "服务"),
        (_PUBLICATION, "出版物|报告|手册|指南|刊物"),
        (_TECHNOLOGY, "技术供需|技术信息|技术项目"),
        (_OFFER, "技术供给|供给|提供技术|技术转让项目"),
        (_WANTED, "技术需求|需求|寻求|寻找|求购"),
        (
            _OPEN,
            "开放|开放申请|开放的|可申请|可以申请|正在进行|进行中|正在申请|接受申请|在申请|正在开放|申请中|正在申报|申请|报名",
        ),
        (_CLOSING, "即将截止|快截止|快要截止|马上截止|要截止"),
        (_COMING, "即将|近期|即将举办|即将举行|即将开放|接下来|下一场|未来|将要|下一届|即将开始"),
        (_PAST, "已截止|已结束|往期|过去|往届|以往|过往|结束的"),
        (_RESULTS, "结果|评审结果|公示|结果公示|入选名单|名单"),
        (Intent(states=("postponed",)), "延期|推迟|延期举办"),
        (Intent(states=("cancelled", "revoked")), "取消|已取消|终止|已终止"),
        (_NEWEST, "最新|最近|新近"),
        (_codes("students"), "学生|大学生|研究生|硕士生|本科生|留学生"),
        (_codes("researchers"), "科研人员|研究人员|研究员|博士后"),
        (_codes("professors"), "教授|教师|老师"),
        (_codes("professionals"), "专业人员|专业人士|技术经理人"),
        (_codes("companies"), "企业|公司|中小企业"),
        (_codes("organisations"), "机构|单位"),
        (_codes("mobility"), "交流|访学|人员交流|公派"),
        (_codes("matchmaking"), "对接|洽谈|一对一"),
        (_codes("online"), "线上|在线|网上|远程"),
        (_codes("master"), "硕士课程"),
        (_codes("trl"), "TRL|技术成熟度|成熟度"),
    ),
}
INTENTS: dict[str, dict[str, Intent]] = {
    locale: {word: intent for intent, words in rows for word in words.split("|")}
    for locale, rows in _WORDS.items()
}
"""By language and word as a reader may write it; Italian words stand for all their inflections."""


def merge(one: Intent, other: Intent) -> Intent:
    """What both ask for."""
    return Intent(
        types=tuple(dict.fromkeys((*one.types, *other.types))),
        states=tuple(dict.fromkeys((*one.states, *other.states))),
        codes=tuple(dict.fromkeys((*one.codes, *other.codes))),
        year=one.year or other.year,
        newest=one.newest or other.newest,
    )
