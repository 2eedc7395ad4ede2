"""From a prompt to a task's name, strictly: a prompt that says more than the name is another task.

What is taken out are words that ask ("write", "please", 生成), words for code ("function", 代码) and words that change
nothing about the answer ("simple", "recursive"). What is left must be a name to the letter. "Quick sort in descending
order" is thus unknown, and checked by weaker evidence: no check is better than a wrong one.
"""

from __future__ import annotations

import re
import unicodedata

from .entry import listed

#: Verbs that make something. "Generate valid parentheses" asks for strings, not for a predicate: see `asks_for_things`.
_MAKING = frozenset({"create", "creates", "generate", "generates", "produce", "生成", "创建"})

_FINDING = re.compile(r"\bfind(?:s|ing)? (?:the|a|an|any|all)\b|找出|找到")

_CODE = frozenset(
    listed("""
        algorithm, algorithms, code, function, functions, implementation, method, program, programs, script, snippet,
        subroutine, routine, 代码, 函数, 算法, 程序, 方法, 脚本
    """)
)

_ASKING = frozenset(
    listed("""
        build, compute, computes, computing, calculate, calculates, define, develop, do, example, give, implement,
        implements, implementing, make, need, perform, performs, please, provide, return, returns, show, solve,
        solves, solving, want, write, writing
    """)
)

_FILLING = frozenset(
    listed("""
        a, an, and, any, can, could, for, given, i, if, in, it, its, let, me, my, of, on, one, that, the, their, this,
        us, using, whether, which, will, with, would, you, your, python, python3, py, basic, clean, complete, correct,
        efficient, executable, iterative, pure, recursive, runnable, short, simple, standard, working, ascending
    """)
)

_WORDS = _ASKING | _FILLING | _CODE | {word for word in _MAKING if word.isascii()}

#: Meanings that several words carry together; taken out first.
_PHRASES = re.compile(
    r"\b(?:python ?3\b(?: \d+\b)?|in (?:ascending|increasing|non decreasing) order"
    r"|i (?:want|need|would like) (?:you )?to"
    r"|(?:algorithm|code|function|method|program|routine|script|snippet) to"
    r"|from scratch|(?:to|how to) (?:calculate|compute|do|find|implement|perform|return|write)"
    r"|(?:using|with|by|via) (?:dynamic programming|recursion|iteration|backtracking|memoization)"
    r"|(?:find|finds|finding)(?= (?:the|a|an|all|any|if|whether)\b))\b"
)

_CHINESE_WORDS = listed("""
    请, 帮我, 给我, 给出, 找出, 找到, 为我, 我要, 我想要, 编写, 撰写, 写, 生成, 创建, 实现, 提供, 使用, 利用,
    用, 采用, 计算, 求, 可执行, 可运行, 能运行, 完整, 简单, 高效, 一个, 一段, 一份, 一种, 一下, 个, 的, 语言,
    版本, 代码, 函数, 算法, 程序, 脚本, 方法, 升序, 从小到大, 进行, 给定, 吧, 对, 来, 将, 把,
    解决, 递归, 动态规划, 回溯法
""")
_CHINESE = re.compile("|".join(sorted(_CHINESE_WORDS, key=len, reverse=True)))

#: Word forms that mean the same in every name.
_FORMS = dict(
    pair.split("=")
    for pair in listed("""
        arrays=array, integers=integer, lists=list, matrices=matrix, numbers=number, strings=string,
        parenthesis=parentheses, characters=character, letters=letter, vowels=vowel, words=word, checks=check,
        converts=convert, counts=count, decodes=decode, decrypts=decrypt, determine=check, determines=check,
        encodes=encode, encrypts=encrypt, evaluates=evaluate, groups=group, merges=merge, multiplies=multiply,
        parses=parse, removes=remove, reverses=reverse, sorts=sort, validates=validate, verifies=check, verify=check
    """)
)


def key(text: str) -> str:
    """What a name is compared by: letters and digits alone; `quick_sort`, `quickSort` and "Quick-Sort" are one."""
    return "".join(_tokens(text))


def meaning(prompt: str) -> str:
    """The `key` of what a prompt asks for, without the words that only ask."""
    text = _PHRASES.sub(" ", " ".join(_tokens(prompt)))
    return "".join(_essential(token) for token in text.split())


def asks_for_things(prompt: str) -> bool:
    """True for "generate palindromes" and "find a palindrome", which ask for more than whether something is one."""
    return _makes_things(prompt) or _FINDING.search(" ".join(_tokens(prompt))) is not None


def _makes_things(prompt: str) -> bool:
    """A verb of making, and no word for code that it could be about."""
    tokens = _tokens(prompt)
    if any(word in prompt for word in _CODE if not word.isascii()) or not _CODE.isdisjoint(tokens):
        return False
    return not _MAKING.isdisjoint(tokens) or any(word in prompt for word in _MAKING if not word.isascii())


def _tokens(text: str) -> list[str]:
    """Words in small letters, without marks; a run of Chinese is one word."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[a-z0-9]+|[^\W_a-z0-9]+", folded)


def _essential(token: str) -> str:
    if not token.isascii():
        return _CHINESE.sub("", token)
    return "" if token in _WORDS else _FORMS.get(token, token)
