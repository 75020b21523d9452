"""How Chinese is read: traditional as simplified characters, syllables of pinyin, words that say nothing in a query."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

from site_content.search.text import HAN, fold, has_han, listed

RUN = re.compile(f"[{HAN}]+")
STOP_PHRASES = listed(
    """
    有哪些 有什么 是什么 是谁 什么是 怎么样 怎么 怎样 如何 哪些 哪里 哪个 什么 多少 为什么 可以 能否 能不能 是否 想要 我想
    我要 请问 关于 以及 或者 还是 目前 现在 正在 相关的 相关 有关
    一下 参加 我们 你们 的 了 吗 呢
    """
)
"""Left out of a query which has other words."""
SYLLABLES = frozenset(
    listed(
        """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu ca cai
    can cang cao ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai
    chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di
    dia dian diao die din ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng
    fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha
    hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao
    jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan
    kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian liang liao lie lin ling liu lo
    long lou lu luan lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo
    mou mu na nai nan nang nao ne nei nen neng ni nia nian niang niao nie nin ning niu nong nou nu nuan
    nun nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian
    qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan
    rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou
    shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te
    tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wong wu
    xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong
    you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng
    zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
        """
    )
)
"""Every syllable of Mandarin, without tones; ü is written v. A test compares them with pypinyin's dictionary."""
_LONGEST_SYLLABLE = 6
_TONES = "\u0304\u0301\u030c\u0300"
_U_WITH_DOTS = re.compile(f"[uU][{_TONES}]?\u0308[{_TONES}]?")


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def simplify(text: str) -> str:
    """The text in simplified characters."""
    return _converter("t2s").convert(text) if has_han(text) else text


def simplify_words(text: str) -> str:
    """In simplified characters and in the words of the mainland: 軟體 is 软件."""
    return _converter("tw2sp").convert(text) if has_han(text) else text


def spell(text: str) -> list[str]:
    """The syllables of the Chinese characters of a text, without tones; all else is left out."""
    return [syllable for run in RUN.findall(text) for syllable in _spell_run(run)]


@lru_cache(maxsize=1 << 14)
def _spell_run(run: str) -> tuple[str, ...]:
    """Kept, for the same names stand on many pages."""
    # Its dictionaries take 0.4 s and 50 MB, and most processes that know the rules of search spell nothing.
    from pypinyin import Style, lazy_pinyin

    return tuple(each.replace("ü", "v").lower() for each in lazy_pinyin(run, style=Style.NORMAL))


def runs_of(text: str) -> list[str]:
    """The stretches of Chinese characters in a text."""
    return RUN.findall(text)


def _write_u(spelt: str) -> str:
    """With v for ü, as keyboards have it, whatever its tone."""
    return _U_WITH_DOTS.sub("v", unicodedata.normalize("NFD", spelt))


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(each[:length] for each in SYLLABLES for length in range(1, len(each) + 1))


@lru_cache(4096)
def split_pinyin(word: str) -> tuple[str, ...]:
    """A word cut into the fewest syllables; the last may be the beginning of one. Empty where it cannot be cut.

    `jiqiren`, `jiqir`, `ji4qi4ren2`, `xi'an` and `Lǐ` can, `robotica` cannot.
    """
    parts = [part for part in fold(_write_u(word)).split("'") if part]
    cut = [_cut(re.sub(r"(?<=[a-z])[1-5](?![0-9])", "", part), is_last=part is parts[-1]) for part in parts]
    return tuple(syllable for part in cut for syllable in part) if cut and all(cut) else ()


def _cut(letters: str, *, is_last: bool) -> tuple[str, ...]:
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 40):
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before, piece = best[start], letters[start:end]
            is_begun = is_last and end == len(letters) and start > 0 and piece in _beginnings()
            if before is None or not (piece in SYLLABLES or is_begun):
                continue
            kept = best[end]
            if kept is None or len(before) + 1 < len(kept):
                best[end] = (*before, piece)
    return best[-1] or ()
