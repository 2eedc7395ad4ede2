"""Strings rewritten step by step: described, expanded, simplified; columns of a spreadsheet, check digits."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ..entry import Entry, each, listed
from ..properties import Form, answer, collected, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"


# Count and say


def count_and_say(number: int) -> str:
    term = "1"
    for _ in range(number - 1):
        term = "".join(f"{len(list(group))}{digit}" for digit, group in itertools.groupby(term))
    return term


def _small_numbers() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(1, 12))


_COUNT_AND_SAY = Entry(
    name="count and say",
    names=listed("""
        look and say, look and say sequence, count and say sequence, 外观数列, 报数序列, look and say number,
        nth term of count and say sequence, nth term of look and say sequence
    """),
    entry_points=listed("count_and_say, look_and_say, countandsay"),
    signature="def count_and_say(number: int) -> str",
    summary="Returns the term with that number, from 1 on, of the sequence '1', '11', '21', '1211', '111221', ... in"
    " which each term tells the runs of digits of the one before, each as its length and the digit.",
    inputs=_small_numbers,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the term of the sequence", count_and_say),
            answer(
                "all terms up to that one",
                lambda number: [count_and_say(n) for n in range(1, number + 1)],
                collected,
                choice="a list of the terms up to it",
            ),
        ),
    ),
    reference=count_and_say,
    edges=each(1, 2, 3, 4, 5, 6, 7, 10),
    why="The first twelve terms, all of them; later ones grow by a third each.",
)

# Decode string


def decode_string(code: str) -> str:
    stack: list[tuple[str, int]] = []
    text, count = "", 0
    for sign in code:
        if sign.isdigit():
            count = 10 * count + int(sign)
        elif sign == "[":
            stack.append((text, count))
            text, count = "", 0
        elif sign == "]":
            before, times = stack.pop()
            text = before + times * text
        else:
            text += sign
    return text


def _nested_codes() -> SearchStrategy[Arguments]:
    """Letters, and codes in brackets after a number of one digit or two, beside each other and nested."""
    from hypothesis import strategies as st

    letters = st.sampled_from(("", "a", "b", "xy", "abc"))
    count = st.integers(1, 4) | st.sampled_from((1, 2, 10, 12))
    filled = st.sampled_from(("a", "b", "xy", "abc"))
    code = st.recursive(
        filled,
        lambda inner: st.tuples(letters, count, inner, letters).map(lambda d: f"{d[0]}{d[1]}[{d[2]}]{d[3]}"),
        max_leaves=3,
    )
    return st.tuples(st.lists(code, max_size=2).map("".join))


_DECODE_STRING = Entry(
    name="decode string",
    names=listed("decode string with brackets, 字符串解码, decode nested string, decode string with repeat counts"),
    entry_points=("decode_string",),
    signature="def decode_string(code: str) -> str",
    summary="Returns the text of which `code` is the short form: `3[ab]` stands for `ab` three times, brackets may be"
    " nested, and letters without brackets stand for themselves; `code` is well-formed, with numbers from 1 on.",
    inputs=_nested_codes,
    conventions=conventions((Form("", 1),), (answer("the text that it stands for", decode_string),)),
    reference=decode_string,
    edges=each(
        "", "a", "3[a]", "3[a]2[bc]", "3[a2[c]]", "2[abc]3[cd]ef", "abc3[cd]xyz", "10[a]", "1[a]", "2[2[2[b]]]",
        "a2[b]c",
        "2[a3[b]c]d", "12[xy]", "3[z]2[2[y]pq4[2[jk]e1[f]]]ef", "2[ab3[c]]2[d]",
    ),
    why="Codes beside each other, nested, with letters before, between and after, and numbers of two digits.",
)  # fmt: skip

# Simplify path


def simplify_path(path: str) -> str:
    names: list[str] = []
    for name in path.split("/"):
        if name == "..":
            del names[-1:]
        elif name not in ("", "."):
            names.append(name)
    return "/" + "/".join(names)


def _paths() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    part = st.sampled_from(("a", "b", "home", ".", "..", "..", "", "...", ".a", "a."))
    end = st.sampled_from(("", "/"))
    return st.tuples(st.tuples(st.lists(part, max_size=6), end).map(lambda d: "/" + "/".join(d[0]) + d[1]))


_SIMPLIFY_PATH = Entry(
    name="simplify path",
    names=listed("""
        simplify unix path, simplify absolute path, simplify unix style path, simplify file path, 简化路径, 路径简化,
        canonical path, simplify unix file path
    """),
    entry_points=listed("simplify_path, simplify_unix_path"),
    signature="def simplify_path(path: str) -> str",
    summary="Returns the shortest form of an absolute Unix path: single slashes, none at the end but for the root, `.`"
    " left out and `..` taking away the name before it, if there is one; other names of dots are names.",
    inputs=_paths,
    conventions=conventions((Form("", 1),), (answer("the shortest form", simplify_path),)),
    reference=simplify_path,
    edges=each(
        "/", "/home/", "/../", "/home//foo/", "/a/./b/../../c/", "/a/..", "/a/../..", "/.", "/..", "/...", "/a//b",
        "//", "/a/b",
        "/a/b/..", "/a/b/../c", "/.a", "/a.", "/../a", "/a/./b", "/a/../../b/../c//.//",
    ),
    why="Slashes side by side and at the end, `.` and `..` at every place, also more of them than names, and names that"
    " only look like them.",
)  # fmt: skip

# Columns of a spreadsheet


def column_title(number: int) -> str:
    title = ""
    while number:
        number, letter = divmod(number - 1, 26)
        title = chr(ord("A") + letter) + title
    return title


def _column_numbers() -> SearchStrategy[Arguments]:
    """Often beside a power of 26 or a multiple of it."""
    from hypothesis import strategies as st

    near = st.tuples(st.sampled_from((26, 52, 676, 702, 728, 18278)), st.integers(-1, 1)).map(sum)
    return st.tuples(st.integers(1, 60) | near | st.integers(1, 20000))


_COLUMN_NUMBERS = (1, 2, 25, 26, 27, 28, 51, 52, 53, 78, 676, 677, 701, 702, 703, 728, 729, 18278, 18279, 16384)

_COLUMN_TITLE = Entry(
    name="excel column title",
    names=listed("""
        excel sheet column title, convert number to excel column title, number to excel column, excel column name,
        convert number to excel column name, column number to excel title, number to excel column title,
        excel表列名称, excel列名, 数字转excel列名
    """),
    entry_points=listed("""
        excel_column_title, convert_to_title, number_to_excel_column, column_number_to_title, excel_column_name,
        number_to_column_title
    """),
    signature="def excel_column_title(number: int) -> str",
    summary="Returns the title of the column with that number, from 1 on, in a spreadsheet: A to Z, then AA, AB and so"
    " on.",
    inputs=_column_numbers,
    conventions=conventions((Form("", 1),), (answer("the title of the column", column_title),)),
    reference=column_title,
    edges=each(*_COLUMN_NUMBERS),
    why="Numbers beside powers of 26 and multiples of them, where the last letter is a Z and none is carried.",
)


def _titles() -> SearchStrategy[Arguments]:
    return _column_numbers().map(lambda given: (column_title(int(str(given[0]))),))


def column_number(title: str) -> int:
    return sum(26**place * (ord(letter) - ord("A") + 1) for place, letter in enumerate(reversed(title)))


_COLUMN_NUMBER = Entry(
    name="excel column number",
    names=listed("""
        excel sheet column number, convert excel column title to number, excel column to number,
        excel column title to number, convert excel column to number, convert excel column name to number,
        excel表列序号, excel列序号, excel列名转数字
    """),
    entry_points=listed("excel_column_number, title_to_number, excel_column_to_number, column_title_to_number"),
    signature="def excel_column_number(title: str) -> int",
    summary="Returns the number, from 1 on, of the column of a spreadsheet with that title of capitals: A is 1, Z is"
    " 26, AA is 27.",
    inputs=_titles,
    conventions=conventions((Form("", 1),), (answer("the number of the column", column_number),)),
    reference=column_number,
    edges=each(*map(column_title, _COLUMN_NUMBERS)),
    why="Titles of one to three letters, often with an A or a Z at the end.",
)

# Check digits


def luhn(text: str) -> bool:
    digits = [int(digit) for digit in reversed(text)]
    return sum(digits[::2]) % 10 == -sum(divmod(2 * d, 10)[0] + 2 * d % 10 for d in digits[1::2]) % 10


def _card_numbers() -> SearchStrategy[Arguments]:
    """Numbers of at least two digits, half of them completed by the right digit; at times two digits change places."""
    from hypothesis import strategies as st

    digits = st.text("0123456789", min_size=1, max_size=9) | st.text("059", min_size=1, max_size=4)

    def completed(text: str) -> str:
        return next(text + last for last in "0123456789" if luhn(text + last))

    right = digits.map(completed)
    turned = right.map(lambda text: text[1] + text[0] + text[2:])
    return st.tuples(right | right | turned | st.tuples(digits, st.sampled_from("0159")).map("".join))


def _without_zeros(given: Arguments) -> Arguments:
    return (int(f"1{given[0]}"),)


_LUHN = Entry(
    name="luhn algorithm",
    names=listed("""
        luhn, luhn check, luhn checksum, luhn validation, check luhn, luhn algorithm check,
        luhn check digit validation, luhn校验, luhn算法, luhn算法校验, luhn 算法
    """),
    entry_points=listed("""
        luhn_check, is_valid_luhn, luhn, luhn_checksum, validate_luhn, is_luhn_valid, luhn_algorithm, luhn_validate,
        valid_luhn, check_luhn
    """),
    signature="def luhn_check(text: str) -> bool",
    summary="Returns True if the decimal digits `text`, at least two, pass Luhn's check: from the right every second"
    " digit is doubled, less 9 if it has two digits then, and the sum of all is a multiple of 10.",
    inputs=_card_numbers,
    conventions=(
        *conventions((Form("", 1),), (answer("True exactly where the check digit is right", luhn),)),
        *conventions(
            (Form("called with an integer", 1, _without_zeros),),
            (answer("True exactly where the check digit is right", lambda text: luhn(f"1{text}")),),
        ),
    ),
    reference=luhn,
    edges=each(
        "00", "18", "19", "59", "055", "4539578763621486", "8273123273520569", "79927398713", "79927398710", "91",
        "26", "34", "42",
        "67", "75", "83", "10", "01", "90", "0000", "4111111111111111", "4111111111111112", "500", "109", "05", "50",
    ),
    why="Numbers of even and odd length, with the right digit at the end, a wrong one, or two digits changed"
    " round.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (
    _COUNT_AND_SAY,
    _DECODE_STRING,
    _SIMPLIFY_PATH,
    _COLUMN_TITLE,
    _COLUMN_NUMBER,
    _LUHN,
)
