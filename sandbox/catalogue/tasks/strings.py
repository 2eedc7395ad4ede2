"""Questions about strings: palindromes, anagrams, brackets; and turning one round."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...checking.property import Call, Property
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions, declining, equals, in_place, says_no

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"

#: No underscore: to a regular expression it is a letter, to `isalnum` it is none.
_MARKS = " ,.!?'-:"

# What of a text counts: case folded or not, and which characters are left out.

Reading = Callable[[str], str]
_CASES: tuple[tuple[str, Reading], ...] = (("", str), ("case ignored", str.lower))
_SKIPPED: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("", lambda character: True),
    ("spaces ignored", lambda character: not character.isspace()),
    ("only letters and digits count", str.isalnum),
    ("only letters count", str.isalpha),
)


def readings() -> list[tuple[str, Reading]]:
    return [
        (", ".join(filter(None, (skipping, folding))), _reading(fold, counts))
        for (skipping, counts), (folding, fold) in itertools.product(_SKIPPED, _CASES)
    ]


def _reading(fold: Reading, counts: Callable[[str], bool]) -> Reading:
    return lambda text: fold("".join(filter(counts, text)))


# Palindrome


def is_palindrome(text: str) -> bool:
    return text == text[::-1]


def _near_palindromes() -> SearchStrategy[Arguments]:
    """Palindromes, such with changed case or inserted marks, and ones with one character changed."""
    from hypothesis import strategies as st

    letters = st.text("ab", max_size=6) | st.text("abcXYZ019", max_size=8)
    middle = st.sampled_from(("", "", "a", "b", "7"))
    mirrored = st.tuples(letters, middle).map(lambda drawn: drawn[0] + drawn[1] + drawn[0][::-1])
    position = st.integers(0, 16)
    replaced = st.tuples(mirrored, position, st.sampled_from("abZ5")).map(
        lambda d: d[0][: d[1]] + d[2] + d[0][d[1] + 1 :]
    )
    marked = st.tuples(mirrored, position, st.sampled_from(_MARKS)).map(lambda d: d[0][: d[1]] + d[2] + d[0][d[1] :])
    capital = st.tuples(mirrored, position).map(lambda d: d[0][: d[1]].upper() + d[0][d[1] :])
    return st.tuples(mirrored | mirrored | replaced | replaced | marked | capital | letters)


def _palindrome_by(reading: Reading) -> Callable[[str], bool]:
    return lambda text: is_palindrome(reading(text))


def _as_number(text: str) -> int:
    """A digit a character, so that a palindrome stays one; negative if the text begins with a mark."""
    digits = "".join(str(1 + ord(character) % 9) for character in text)
    return int(digits or "0") * (-1 if text[:1] in tuple(_MARKS) else 1)


_PALINDROMES = tuple(
    answer("True exactly for palindromes", _palindrome_by(how), choice=name) for name, how in readings()
)

_PALINDROME = Entry(
    name="palindrome",
    names=listed("""
        is palindrome, palindrome check, palindrome checker, check palindrome, string is palindrome,
        check string is palindrome, check string palindrome, valid palindrome, palindrome string, palindrome test,
        回文, 回文串, 回文字符串, 判断回文, 判断回文串, 判断回文字符串, 判断字符串是否为回文, 判断字符串是否是回文,
        回文判断, 回文检测, 验证回文串, 判断是否为回文, 检查回文
    """),
    entry_points=listed("is_palindrome, palindrome, check_palindrome, is_palindrome_string"),
    signature="def is_palindrome(text: str) -> bool",
    summary="Returns True if `text` reads the same backwards, every character counted as it is; the empty string does.",
    why="Palindromes and such with one character changed, with capitals, spaces and marks, since that is what the"
    " conventions differ in. No underscore, which is a letter to some and a mark to others.",
    inputs=_near_palindromes,
    conventions=(
        *conventions((Form("", 1),), (*_PALINDROMES, *declining(_PALINDROMES, "the empty string", lambda t: not t))),
        *conventions(
            (Form("called with an integer", 1, lambda given: (_as_number(str(given[0])),)),),
            (
                answer(
                    "True exactly for palindromic numbers, no negative one",
                    lambda text: is_palindrome(str(_as_number(text))),
                ),
            ),
        ),
    ),
    reference=is_palindrome,
    edges=(
        ("",),
        ("a",),
        ("aa",),
        ("ab",),
        ("aba",),
        ("abca",),
        ("abba",),
        ("abab",),
        ("Aba",),
        ("a b a",),
        ("ab a",),
        ("A man, a plan, a canal: Panama",),
        ("race a car",),
        ("1a2",),
        ("0P",),
        ("a.",),
    ),
)

# Anagram


def is_anagram(left: str, right: str) -> bool:
    return sorted(left) == sorted(right)


def _near_anagrams() -> SearchStrategy[Arguments]:
    """A shuffled word, at times with a letter replaced, doubled or dropped, another case or a space."""
    from hypothesis import strategies as st

    word = st.text("ab", min_size=1, max_size=5) | st.text("abcdeXYZ", min_size=1, max_size=8)
    changes: tuple[Callable[[str], str], ...] = (
        str, str, str, str.upper, str.swapcase, lambda t: t[0] + " " + t[1:], lambda t: t + t[-1],
        lambda t: t[:-1] + "c", lambda t: t[:-1] + t[0], lambda t: t + "!", lambda t: t[1:] or t,
    )  # fmt: skip
    return word.flatmap(
        lambda text: st.tuples(
            st.just(text),
            st.tuples(st.permutations(text).map("".join), st.sampled_from(changes)).map(
                lambda drawn: drawn[1](drawn[0])
            ),
        )
    ) | st.tuples(word, word)


def _anagram_by(reading: Reading) -> Callable[[str, str], bool]:
    return lambda left, right: is_anagram(reading(left), reading(right))


def _has_others(left: str, right: str) -> bool:
    return not all("a" <= character <= "z" for character in left + right)


#: A table of 26 counts has no place for anything else; it may fail on it, but not give a wrong answer.
_ONLY_SMALL_LETTERS = Choice(
    "small letters only",
    (
        equals("True exactly for anagrams", is_anagram, where=lambda left, right: not _has_others(left, right)),
        Property(
            "right or an exception for other characters",
            "postcondition",
            lambda call: not _has_others(*map(str, call.input)) or says_no(call) or call.value is _is_anagram(call),
            lambda call: _is_anagram(call),
        ),
    ),
)


def _is_anagram(call: Call) -> bool:
    left, right = map(str, call.input)
    return is_anagram(left, right)


_ANAGRAM = Entry(
    name="anagram",
    names=listed("""
        is anagram, anagram check, anagram checker, check anagram, valid anagram, are anagrams,
        two strings are anagrams, check two strings are anagrams, check anagrams, 异位词, 字母异位词, 判断异位词,
        有效字母异位词, 判断字母异位词, 变位词, 判断变位词, 判断两个字符串是否为异位词,
        判断两个字符串是否为字母异位词, 判断两个字符串是否为变位词
    """),
    entry_points=listed("is_anagram, are_anagrams, anagram, check_anagram, are_anagram"),
    signature="def is_anagram(left: str, right: str) -> bool",
    summary="Returns True if `right` has exactly the characters of `left`, each as often, in any order; every"
    " character, its case included, counts.",
    why="Shuffled words, some of them with a letter replaced, doubled or dropped, in another case or with a space,"
    " so that equal letters in unequal numbers show.",
    inputs=_near_anagrams,
    conventions=conventions(
        (Form("", 2),),
        (
            *(answer("True exactly for anagrams", _anagram_by(how), choice=name) for name, how in readings()),
            _ONLY_SMALL_LETTERS,
        ),
    ),
    reference=is_anagram,
    edges=(
        ("a", "a"),
        ("a", "b"),
        ("ab", "ba"),
        ("ab", "a"),
        ("aab", "abb"),
        ("listen", "silent"),
        ("rat", "car"),
        ("Ab", "ba"),
        ("a b", "ba"),
        ("aacc", "ccac"),
        ("ac", "bb"),
        ("ab!", "ba"),
    ),
)

# Reverse


def reverse(text: str) -> str:
    return text[::-1]


def _any_text() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.text("abcAB 01,.-\n", max_size=20) | st.text("aßé中文字😀 ", max_size=8))


def _characters(arguments: Arguments) -> Arguments:
    return (list(str(arguments[0])),)


_REVERSE = Entry(
    name="reverse string",
    names=listed("""
        string reversal, string reverse, reverse text, reverse strings, 反转字符串, 字符串反转, 翻转字符串,
        字符串翻转, 字符串逆序, 逆序字符串, 字符串倒序, 倒序字符串
    """),
    entry_points=listed("reverse_string, string_reverse, reverse_text, reverse_str, str_reverse"),
    signature="def reverse_string(text: str) -> str",
    summary="Returns the characters of `text` in reverse order.",
    why="Palindromes would hide a mistake, so most texts are none; with spaces at both ends, lines, and letters"
    " beyond ASCII. No combining characters, which nobody agrees on.",
    inputs=_any_text,
    conventions=(
        *conventions((Form("", 1),), (answer("the characters in reverse order", reverse),)),
        *conventions(
            (Form("a list of characters in place", 1, _characters),),
            (answer("the argument is left in reverse order", lambda text: list(reverse(text)), in_place),),
        ),
    ),
    reference=reverse,
    edges=(("",), ("a",), ("ab",), ("abc",), ("Hello, World!",), ("  a",), ("aba ",), ("中文",), ("a\nb",)),
)

ENTRIES: tuple[Entry, ...] = (_PALINDROME, _ANAGRAM, _REVERSE)
