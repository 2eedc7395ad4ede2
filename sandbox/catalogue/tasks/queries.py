"""Query strings, as in addresses: read and written."""

from __future__ import annotations

import urllib.parse
from typing import TYPE_CHECKING

from ...checking.property import MISSING
from ..entry import Entry, listed
from ..properties import Form, answer, as_list, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "parsing"

_KEYS = ("a", "b", "name", "x y", "k=1", "é")
_VALUES = ("1", "2", "bob", "a b", "x&y", "1=2", "50%", "中", "a+b", "#?")


def _pairs() -> SearchStrategy[list[tuple[str, str]]]:
    """Keys that come again, values with characters that must be encoded; none is empty."""
    from hypothesis import strategies as st

    key = st.sampled_from(("a", "a", *_KEYS)) | st.text("ab &", min_size=1, max_size=3)
    value = st.sampled_from(_VALUES) | st.text("ab=&% 1", min_size=1, max_size=4)
    return st.lists(st.tuples(key, value), max_size=4)


# Read


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return urllib.parse.urlencode(pairs, quote_via=urllib.parse.quote)


def pairs_of(text: str) -> list[tuple[str, str]]:
    return urllib.parse.parse_qsl(text)


def _lists(text: str) -> dict[str, list[str]]:
    return urllib.parse.parse_qs(text)


def _first(text: str) -> dict[str, str]:
    return {key: values[0] for key, values in _lists(text).items()}


def _mixed(text: str) -> dict[str, object]:
    return {key: values[0] if len(values) == 1 else values for key, values in _lists(text).items()}


def _as_pairs(call: Call) -> object:
    """A list of pairs, whether lists or tuples, as a list of tuples."""
    pairs = as_list(call.value)
    if not isinstance(pairs, list):
        return MISSING
    return [tuple(inner) if isinstance(inner := as_list(pair), list) else MISSING for pair in pairs]


def _queries() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_pairs().map(_encoded))


_PARSE = Entry(
    name="query string parser",
    names=listed("""
        parse query string, parse url query string, parse url query, parse url query parameters, query string parsing,
        parse query parameters, parse query string into dictionary, parse url query string into dictionary,
        parse query string to dictionary, 解析查询字符串, 查询字符串解析, 解析url查询字符串, 解析url参数, url参数解析,
        解析查询参数, 解析url查询参数, parse query string from url, parse query string into dict,
        parse url query string to dictionary, parse url parameters, parse query string to dict,
        将查询字符串解析为字典, 解析url中的查询参数, 解析url的查询参数
    """),
    entry_points=listed("""
        parse_query_string, parse_querystring, parse_query_params, parse_qs, query_string_to_dict
    """),
    signature="def parse_query_string(text: str) -> dict[str, str]",
    summary="Returns a dict of the keys and values of a query string such as `a=1&b=x%20y`, percent-decoded as UTF-8;"
    " of several values of a key the last counts. There is no leading question mark, no plus sign, no empty key or"
    " value; the empty string gives an empty dict.",
    inputs=_queries,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the keys with their values", lambda text: dict(pairs_of(text))),
            answer("the keys with their values", _first, choice="the first value of a key counts"),
            answer("the keys with their values", _lists, choice="a list of values for every key"),
            answer("the keys with their values", _mixed, choice="a list for a key with several values"),
            answer("the pairs of key and value", pairs_of, _as_pairs, choice="a list of pairs"),
        ),
    ),
    reference=lambda text: dict(pairs_of(text)),
    edges=tuple(
        (text,)
        for text in ("", "a=1", "a=1&b=2", "a=1&a=2", "a=1&b=2&a=3", "name=John%20Doe", "a=x%26y", "a%3D1=2", "a=1%3D2",
                     "q=%E4%B8%AD", "a=1&a=1", "b=2&a=1", "a=50%25", "a=%2B", "a=b%20c&d=e")
    ),
    why="Keys that come again and encoded separators, which have to be split before they are decoded. Plus signs, empty"
    " values and missing equals signs, on which programs differ, do not occur.",
)  # fmt: skip

# Written


def _dicts() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    numbered = st.dictionaries(st.sampled_from(("a", "b", "page")), st.integers(0, 20), max_size=3)
    return st.tuples(_pairs().map(dict) | numbered)


def _built(quote: Callable[[str], str], *, in_order: bool) -> Callable[[dict[str, object]], str]:
    def build(data: dict[str, object]) -> str:
        pairs = sorted(data.items()) if in_order else data.items()
        return "&".join(f"{quote(key)}={quote(str(value))}" for key, value in pairs)

    return build


def _percent(text: str) -> str:
    return urllib.parse.quote(text, safe="")


_BUILD = Entry(
    name="query string builder",
    names=listed("""
        build query string, build url query string, create query string from dictionary,
        build query string from dictionary, dictionary to query string, convert dictionary to query string,
        url query string builder, build url query, 构建查询字符串, 字典转查询字符串, 构造查询字符串,
        字典转换为查询字符串, 拼接查询字符串
    """),
    entry_points=listed("""
        build_query_string, dict_to_query_string, to_query_string, make_query_string, build_querystring
    """),
    signature="def build_query_string(data: dict[str, object]) -> str",
    summary="Returns the query string of a dict of strings and integers, in its order: `{'a': 1, 'b': 'x y'}` gives"
    " `a=1&b=x%20y`. Keys and values are percent-encoded as UTF-8, with capital hexadecimal digits; the empty dict"
    " gives the empty string.",
    inputs=_dicts,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the pairs, percent-encoded", _built(_percent, in_order=False)),
            answer("the pairs, percent-encoded", _built(urllib.parse.quote_plus, in_order=False),
            choice="+ for a space"),
            answer("the pairs, percent-encoded", _built(_percent, in_order=True), choice="sorted by key"),
            answer(
                "the pairs, percent-encoded",
                _built(urllib.parse.quote_plus, in_order=True),
                choice="sorted by key, + for a space",
            ),
        ),
    ),
    reference=_built(_percent, in_order=False),
    edges=(
        ({},), ({"a": 1},), ({"a": "1", "b": "2"},), ({"b": 1, "a": 2},), ({"a": "x y"},), ({"a": "x&y"},),
        ({"a b": "c"},),
        ({"k=1": "1=2"},), ({"q": "中"},), ({"a": 0},), ({"a": "50%"},), ({"a": "+"},),
    ),
    why="Keys and values with separators, spaces, percent and plus signs and characters of several bytes; numbers."
    " Slashes, on which programs differ, do not occur.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (_PARSE, _BUILD)
