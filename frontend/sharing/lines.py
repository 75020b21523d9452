"""Where a title's lines break, in Chinese and in languages with spaces. Texts and widths in, lines out; draws nothing.

Chinese by the rules of GB/T 15834: no line begins with a closing mark, none ends with an opening one, a number stays with its
unit. Lines are as even as they can be, and rather end after a mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

NO_START = frozenset("、。，；：？！）》〉」』】〕〗”’…—·%％‰℃々.,;:?!)]}»")
NO_END = frozenset("（《〈「『【〔〖“‘([{«#")
UNITS = frozenset("年月日号时分秒个位名届期万亿元倍级家人次项")
_IDEOGRAPH = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_GOOD_END = frozenset("，；：。？！、—")
_REWARD = 0.2
"""By how much of the line a break after a mark may be shorter and still be as good."""
_WORDS = re.compile(
    "中意|意中|中国|意大利|罗马|北京|上海|成都|重庆|那不勒斯|贝加莫|米兰|中心|技术|转移|创新|合作|项目|征集|通知|申报|指南|公告|研究|科研|人员|交流|成果|转化|"
    "供给|需求|意向|培训|活动|培养|课程|服务|新闻|出版|企业|大学|高校|机构|机器人|人工智能|智慧|社区|城市|先进|制造|生命|科学|医疗|器械|健康|材料|能源|环境|"
    "绿色|数字|文化|遗产|食品|农业|市场|国际|知识产权|管理|经理人|硕士|博士|学位|论文|访问|教授|教师|学生|青年|联合|实验室|示范|概念|验证|路演|对接|双边|领域|"
    "面向|短期|开幕|举办|启动|签署|协议|发布|年度|生物|数据|系统|平台|产业|投资|初创|孵化|论坛|研讨会|博览会|代表团"
)
"""Words that these titles are made of: a line rather ends beside one than inside it."""
_SPANS = re.compile(r"“[^”]{1,14}”|《[^》]{1,14}》|（[^）]{1,14}）")
"""So does it with what stands between two marks, where that is short."""
_INSIDE = 0.05
Width = Callable[[str], float]


def break_lines(text: str, width: Width, room: float) -> list[str]:
    """The text in the fewest lines that fit into `room`, as even as can be. A word wider than that is cut."""
    atoms = [piece for atom in cut_atoms(text) for piece in _cut_wide(atom, width, room)]
    sizes = [width(atom.rstrip()) for atom in atoms]
    steps = [width(atom) for atom in atoms]
    costs = _price_ends(text, atoms)
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(atoms) + 1):
        best.append(_best_end(best, sizes, steps, end, room, costs[end - 1]))
    lines, end = [], len(atoms)
    while end:
        start = best[end][2]
        lines.append("".join(atoms[start:end]).rstrip())
        end = start
    return lines[::-1]


def _price_ends(text: str, atoms: list[str]) -> list[float]:
    """What it costs to end a line after each atom: nothing, more inside a word or between two marks, less after a mark."""
    inside: set[int] = set()
    for pattern in (_WORDS, _SPANS):
        for found in pattern.finditer(text):
            inside.update(range(found.start() + 1, found.end()))
    costs, place = [], 0
    for atom in atoms:
        place += len(atom)
        is_good = atom[-1:] in _GOOD_END and place < len(text)
        costs.append(-_REWARD if is_good else _INSIDE * (place in inside))
    return costs


def _best_end(
    best: list[tuple[int, float, int]],
    sizes: list[float],
    steps: list[float],
    end: int,
    room: float,
    price: float,
) -> tuple[int, float, int]:
    """Lines, cost and start of the last line, of the best way to set the atoms before `end`."""
    found = (best[end - 1][0] + 1, float("inf"), end - 1)
    length = sizes[end - 1]
    for start in range(end - 1, -1, -1):
        if start < end - 1:
            length += steps[start]
        if length > room and start < end - 1:
            break
        slack = max(0.0, 1 - length / room + min(price, 0.0))
        lines, cost, _ = best[start]
        found = min(found, (lines + 1, cost + slack * slack + max(price, 0.0), start))
    return found


@lru_cache(maxsize=64)
def cut_atoms(text: str) -> tuple[str, ...]:
    """The pieces between which a line may end; a space stays with the piece before it."""
    atoms: list[str] = []
    for sign in text:
        if atoms and not _may_break(atoms[-1], sign):
            atoms[-1] += sign
        else:
            atoms.append(sign)
    return tuple(atoms)


def _may_break(before: str, sign: str) -> bool:
    last = before[-1]
    if sign in NO_START or sign.isspace() or last in NO_END or last == "\u00a0":
        return False
    if last.isspace():
        return True
    if last.isdigit() and sign in UNITS:
        return False
    return bool(_IDEOGRAPH.match(last) or _IDEOGRAPH.match(sign)) or _is_hyphen(before)


def _is_hyphen(before: str) -> bool:
    return len(before) > 2 and before[-1] in "-–/" and before[-2].isalpha()


def _cut_wide(atom: str, width: Width, room: float) -> list[str]:
    if width(atom.rstrip()) <= room:
        return [atom]
    pieces = [""]
    for sign in atom:
        if pieces[-1] and width(pieces[-1] + sign) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def shorten(text: str, width: Width, room: float, most: int) -> list[str]:
    """At most so many lines; what does not fit is cut between two pieces and ends in an ellipsis."""
    lines = break_lines(text, width, room)
    atoms = cut_atoms(text)
    while len(lines) > most and len(atoms) > 1:
        atoms = atoms[: max(1, len(atoms) * 9 // 10)]
        lines = break_lines("".join(atoms).rstrip(" ,;:，；：、") + "…", width, room)
    return lines[:most]
