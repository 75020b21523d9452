"""Hostile questions, the same ones for a seed: what people send who look for a way in, and what goes wrong by itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_from_bytes


def _pieces(text: str) -> list[str]:
    return text.split()


SYNTAX = _pieces(r"""
*:* _exists_:title title:secret +a -b "unclosed a~2 a^1e309 [2020 TO *] {* TO *} /.*/ /(a+)+$/ /a{1,99999}/ ?* *a* AND OR NOT
&& || ! ( ) )) (( : :: \ \\ \" ~ ~~ ^ a:b:c _id:* _source _all _index:* (a OR (b AND (c NOT d))) "a b"~100000 a~0.5 fuzzy~99
regexp:/.*/ now-1d/d {{7*7}} ${jndi:ldap://x/a} #{1} <%=1%> <script>alert(1)</script> "><img/src=x> javascript:alert(1) %00
%s %n %x ' '' ';-- ' OR '1'='1 1;DROP TABLE wagtailcore_page-- UNION SELECT NULL,NULL " OR ""=" ') OR ('a'='a sleep(10)
pg_sleep(10) xp_cmdshell ../../../../etc/passwd ..\..\windows file:///etc/passwd /dev/null | ; `id` $(id)
{"query":{"match_all":{}}} {"script":"while(true){}"} __proto__ constructor[prototype] NaN Infinity -0 1e999 0x7fffffff
999999999999999999999 null undefined true [] {} <!ENTITY> <![CDATA[ (?i) (?=a) [^]* \p{Han} \u0000 .{0,99999} ((((((((((
[[[[[[[[[[ ++++++++ --------
""")
WORDS = _pieces(
    "bando ricerca il la di che l'innovazione dell'arte 机器人 中国 創新 工业4.0 5G C919 università café ﬁne ㈜ ﷺ Ⅻ ½ ß İ ı"
)
ODD = (
    "\u200b\u200c\u200d\u200e\u202e\u2066\ufeff\u00ad\u0301\u0489\u1ab0\u20dd\ufe0f\U0001f469\u200d\U0001f680\U000e0041\ufdd0\uffff"
    "\ue000\ue001\U0010ffff\u2028\u3000\u00a0\uff07\u2019´`′"
)
TYPES = [
    "1",
    "-1",
    "0",
    "1.5",
    "1e3",
    "",
    " ",
    "null",
    "true",
    "[]",
    "{}",
    "٣",
    "９",
    "0x10",
    "2147483648",
    "NaN",
    "%00",
    "it",
    "a" * 300,
]
NAMES = ["q", "locale", "type", "topic", "status", "year", "page", "size", "across"]
VALID = {
    "locale": "zh-hans",
    "type": "news",
    "status": "open",
    "year": "2026",
    "page": "1",
    "size": "20",
    "across": "1",
}
UNKNOWN = [
    "explain",
    "q[]",
    "q[$ne]",
    "type[0]",
    "_source",
    "callback",
    "sort",
    "from",
    "index",
    "Q",
    "query",
    "__proto__",
    "",
    "%00",
    "a.b",
]
SEARCH = "/api/search/v1"


def hostile_targets(count: int, seed: int) -> Iterator[bytes]:
    """So many request targets."""
    chance = random.Random(seed)
    kinds: list[Callable[[random.Random], str]] = [
        syntax, syntax, words, mixed, mixed, odd, unicode_noise, bytes_noise, controls, surrogates, wrong_types,
        repeated, unknown, deep, long, filters,
    ]  # fmt: skip
    for number in range(count):
        kind = kinds[number % len(kinds)]
        address = f"{SEARCH}/suggest" if number % 5 == 0 and kind in (syntax, words, mixed, odd) else SEARCH
        yield f"{address}?{kind(chance)}".encode("ascii")


def _q(text: str, chance: random.Random) -> str:
    locale = chance.choice(["", "&locale=it", "&locale=zh-hans"])
    return f"q={quote(text, safe='', errors='surrogatepass')}{locale}"


def syntax(chance: random.Random) -> str:
    """Pieces of query languages, with or without spaces between."""
    return _q(chance.choice(["", " "]).join(chance.choices(SYNTAX, k=chance.randint(1, 8))), chance)


def words(chance: random.Random) -> str:
    """Words that could be meant, very many of them."""
    return _q(" ".join(chance.choices(WORDS, k=chance.randint(1, 30))), chance)


def mixed(chance: random.Random) -> str:
    """Words with syntax stuck to them, in the other language too."""
    parts = [chance.choice(WORDS) + chance.choice(SYNTAX) for _ in range(chance.randint(1, 5))]
    return _q(" ".join(parts), chance) + chance.choice(["", "&across=true"])


def odd(chance: random.Random) -> str:
    """Marks, joiners, directions, private and unassigned characters."""
    return _q("".join(chance.choices(ODD + "ab机", k=chance.randint(1, 60))), chance)


def unicode_noise(chance: random.Random) -> str:
    """Any characters at all."""
    return _q("".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 40))), chance)


def bytes_noise(chance: random.Random) -> str:
    """Bytes that are no UTF-8, and percent signs that escape nothing."""
    return (
        "q="
        + quote_from_bytes(chance.randbytes(chance.randint(1, 40)))
        + chance.choice(["", "%", "%zz", "%u673a"])
    )


def controls(chance: random.Random) -> str:
    """Control characters among words."""
    return _q(
        "".join(chance.choice([chr(chance.randrange(32)), "\x7f", "\x85", "bando"]) for _ in range(6)), chance
    )


def surrogates(chance: random.Random) -> str:
    """Halves of characters."""
    return _q("bando" + chr(chance.randrange(0xD800, 0xE000)) * chance.randint(1, 3), chance)


def wrong_types(chance: random.Random) -> str:
    """Values of another kind for any parameter."""
    return f"{chance.choice(NAMES)}={quote(chance.choice(TYPES))}&q=bando"


def repeated(chance: random.Random) -> str:
    """The same parameter over and over."""
    name = chance.choice(NAMES)
    return "&".join([f"{name}={VALID.get(name, 'bando')}"] * chance.randint(2, 150))


def unknown(chance: random.Random) -> str:
    """Names that do not exist."""
    return f"{chance.choice(UNKNOWN)}={quote(chance.choice(SYNTAX))}&q=bando"


def deep(chance: random.Random) -> str:
    """Pages far down."""
    return f"q=a&page={chance.choice([25, 50, 51, 500, 501, 10**6, 10**30])}&size={chance.choice([1, 10, 20, 21, 10**6])}"


def long(chance: random.Random) -> str:
    """Long ones; some need to be cut, some to be refused."""
    return _q(
        chance.choice(["a", "机", "a ", "* ", "ﷺ", "'", "🦑"])
        * chance.choice([100, 127, 128, 129, 500, 5000]),
        chance,
    )


def filters(chance: random.Random) -> str:
    """Every filter at once, with a query that finds much or nothing."""
    chosen = "&".join(f"{name}={value}" for name, value in VALID.items() if chance.random() < 0.6)
    return f"q={quote(chance.choice(WORDS))}&{chosen}"
