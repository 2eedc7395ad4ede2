"""Strings held against each other: character by character, by pattern; strings that can become something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"

# Hamming distance


def hamming(left: str, right: str) -> int:
    return sum(a != b for a, b in zip(left, right, strict=True))


def _of_equal_length() -> SearchStrategy[Arguments]:
    """Two strings of one length, often alike but for a few places."""
    from hypothesis import strategies as st

    pair = st.sampled_from(("01", "10", "00", "11", "00", "11"))
    return st.lists(pair, max_size=10).map(lambda pairs: ("".join(p[0] for p in pairs), "".join(p[1] for p in pairs)))


def _as_integers(given: Arguments) -> Arguments:
    return tuple(int(f"0{text}", 2) for text in given)


_HAMMING = Entry(
    name="hamming distance",
    names=listed("""
        hamming distance two strings, hamming distance between two strings, compute hamming distance, 汉明距离,
        计算汉明距离, 两个字符串汉明距离, 汉明距离计算
    """),
    entry_points=listed("hamming_distance, hamming, compute_hamming_distance, hamming_dist"),
    signature="def hamming_distance(left: str, right: str) -> int",
    summary="Returns at how many places two strings of the same length differ.",
    inputs=_of_equal_length,
    conventions=conventions(
        (Form("", 2), Form("called with integers, of which bits are compared", 2, _as_integers)),
        (answer("the number of places that differ", hamming),),
    ),
    reference=hamming,
    edges=(
        ("", ""), ("0", "0"), ("0", "1"), ("1", "0"), ("01", "10"), ("00", "01"), ("00", "10"), ("1011101", "1001001"),
        ("1", "1"), ("1111", "0000"), ("0001", "0100"), ("111", "110"),
    ),
    why="Strings of zeros and ones that differ at the beginning, in between or at the end, so that a program may take"
    " them as integers too. Strings of different lengths, which some refuse, do not occur.",
)  # fmt: skip

# Isomorphic strings


def is_isomorphic(left: str, right: str) -> bool:
    return len(left) == len(right) and len(set(zip(left, right, strict=True))) == len(set(left)) == len(set(right))


def _mapped_strings() -> SearchStrategy[Arguments]:
    """A string with its letters exchanged one for one, at times two for one or with a letter changed afterwards."""
    from hypothesis import strategies as st

    text = st.text("abc", max_size=7)
    targets = st.sampled_from(("bca", "abc", "xyz", "xxy", "aab", "yxz"))
    mapped = st.tuples(text, targets).map(lambda d: (d[0], d[0].translate(str.maketrans("abc", d[1]))))
    place = st.integers(0, 7)
    changed = st.tuples(mapped, place, st.sampled_from("axy")).map(
        lambda d: (d[0][0], (d[0][1][: d[1]] + d[2] + d[0][1][d[1] + 1 :])[: len(d[0][0])])
    )
    return mapped | changed | mapped.map(lambda pair: (pair[1], pair[0]))


_ISOMORPHIC = Entry(
    name="isomorphic strings",
    names=listed("""
        is isomorphic, check two strings are isomorphic, isomorphic string, check isomorphic strings,
        check strings are isomorphic, two strings are isomorphic, 同构字符串, 判断同构字符串, 判断两个字符串是否同构,
        判断两个字符串是否是同构的
    """),
    entry_points=listed("is_isomorphic, are_isomorphic, isomorphic_strings, check_isomorphic"),
    signature="def is_isomorphic(left: str, right: str) -> bool",
    summary="Returns True if the characters of `left` can be replaced, each always by the same and no two by the same,"
    " so that it becomes `right`, which is as long.",
    inputs=_mapped_strings,
    conventions=conventions((Form("", 2),), (answer("True exactly for isomorphic strings", is_isomorphic),)),
    reference=is_isomorphic,
    edges=(
        ("", ""), ("a", "a"), ("a", "b"), ("ab", "aa"), ("aa", "ab"), ("egg", "add"), ("foo", "bar"), ("paper",
        "title"),
        ("badc", "baba"), ("ab", "ba"), ("aab", "xxy"), ("aba", "xyz"), ("abc", "xyx"), ("bbbaaaba", "aaabbbba"),
        ("abab", "xyyx"), ("aabb", "xxxx"),
    ),
    why="Letters exchanged one for one, two for one, and one for two, with a last letter that spoils it. Strings of"
    " different lengths do not occur.",
)  # fmt: skip

# Word pattern


def follows_pattern(pattern: str, text: str) -> bool:
    words = text.split()
    if len(words) != len(pattern):
        return False
    return len(set(zip(pattern, words, strict=True))) == len(set(pattern)) == len(set(words))


def _patterns() -> SearchStrategy[Arguments]:
    """Words by a pattern, at times two letters with one word, a word changed, or one too many or too few."""
    from hypothesis import strategies as st

    pattern = st.text("abc", min_size=1, max_size=5)
    dictionary = st.sampled_from(
        (("dog", "cat", "fish"), ("dog", "dog", "cat"), ("a", "b", "c"), ("b", "a", "dog"), ("do", "dog", "dig"))
    )
    right = st.tuples(pattern, dictionary).map(lambda d: (d[0], [d[1]["abc".index(letter)] for letter in d[0]]))
    changed = st.tuples(right, st.integers(0, 5), st.sampled_from(("dog", "cat", "a"))).map(
        lambda d: (d[0][0], [*d[0][1][: d[1]], d[2], *d[0][1][d[1] + 1 :]])
    )
    shorter = right.filter(lambda d: len(d[1]) > 1).map(lambda d: (d[0], d[1][:-1]))
    return (right | right | changed | shorter).map(lambda d: (d[0], " ".join(d[1])))


_WORD_PATTERN = Entry(
    name="word pattern",
    names=listed("单词规律, word pattern matching, check string follows pattern, check word pattern"),
    entry_points=listed("word_pattern, follows_pattern, matches_word_pattern"),
    signature="def word_pattern(pattern: str, text: str) -> bool",
    summary="Returns True if `text`, words with one space between, has one word for each letter of `pattern`, equal"
    " letters having equal words and different letters different ones.",
    inputs=_patterns,
    conventions=conventions((Form("", 2),), (answer("True exactly where the words follow", follows_pattern),)),
    reference=follows_pattern,
    edges=(
        ("a", "dog"), ("ab", "dog dog"), ("aa", "dog cat"), ("abba", "dog cat cat dog"), ("abba", "dog cat cat fish"),
        ("aaaa", "dog cat cat dog"), ("abba", "dog dog dog dog"), ("ab", "dog"), ("a", "dog cat"), ("abc", "b c a"),
        ("aba", "cat dog cat"), ("abc", "dog cat dog"), ("aaa", "aa aa aa aa"), ("ab", "a b"), ("ab", "b a"), ("ab",
        "dog dig"),
    ),
    why="Words that follow a pattern, and such with one word changed, missing or too many, or one for two letters;"
    " words that are letters of the pattern themselves.",
)  # fmt: skip

# Permutations of a palindrome


def can_be_palindrome(text: str) -> bool:
    return sum(text.count(character) % 2 for character in set(text)) <= 1


def _pairs_of_letters() -> SearchStrategy[Arguments]:
    """Letters in pairs, shuffled, with none, one or two that are alone."""
    from hypothesis import strategies as st

    alone = st.sampled_from(("", "a", "b", "c", "ab", "bc", "abc", "aaa"))
    doubled = st.tuples(st.text("abc", max_size=4), alone).map(lambda drawn: drawn[0] * 2 + drawn[1])
    return st.tuples(doubled.flatmap(st.permutations).map("".join) | st.text("ab", max_size=6))


_PALINDROME_PERMUTATION = Entry(
    name="palindrome permutation",
    names=listed("""
        check palindrome permutation, can form palindrome, check string can be rearranged to form palindrome,
        check permutation of string can form palindrome, can be rearranged into palindrome, can permute palindrome,
        check string can be rearranged into palindrome, check string is permutation of palindrome, 回文排列,
        判断字符串能否重排成回文, 判断回文排列, 判定是否互为回文排列
    """),
    entry_points=listed("""
        can_form_palindrome, can_permute_palindrome, is_palindrome_permutation, palindrome_permutation,
        is_permutation_of_palindrome, can_be_palindrome
    """),
    signature="def can_form_palindrome(text: str) -> bool",
    summary="Returns True if the small letters of `text` can be put in an order that reads the same backwards; those of"
    " the empty string can.",
    inputs=_pairs_of_letters,
    conventions=conventions((Form("", 1),), (answer("True exactly where there is such an order", can_be_palindrome),)),
    reference=can_be_palindrome,
    edges=tuple(
        (text,)
        for text in ("", "a", "aa", "ab", "aab", "abc", "aabb", "aabbc", "aabbcd", "carerac", "code", "aaa", "aaab",
                     "aaabbb",
                     "abab", "abcabc", "aaaabbbc", "aaabc")
    ),
    why="Letters in pairs with none, one, two or three alone, in any order. Small letters only, since programs differ"
    " on capitals and spaces.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (_HAMMING, _ISOMORPHIC, _WORD_PATTERN, _PALINDROME_PERMUTATION)
