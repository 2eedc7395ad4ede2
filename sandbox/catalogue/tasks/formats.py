"""Text formats that are read: JSON and CSV; nested dicts made flat."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from ...checking.property import MISSING
from ..entry import Entry, listed
from ..properties import Form, answer, as_list, collected, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "parsing"

# JSON


def _documents() -> SearchStrategy[Arguments]:
    """Values of every type, written with and without spaces, line breaks and escapes."""
    from hypothesis import strategies as st

    strings = st.text('ab"\\/ \n\té中', max_size=4) | st.sampled_from(("", "{}", "[1]", "a:b,c", "null", "\b\f\r\x01"))
    numbers = st.integers(-20, 1000) | st.sampled_from((0.5, -1.25, 1e20, 2.5e-07, -0.0, 10**20, 3.0))
    leaves = st.none() | st.booleans() | numbers | strings
    values = st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings, inner, max_size=3),
        max_leaves=6,
    )
    styles: tuple[dict[str, object], ...] = (
        {}, {"separators": (",", ":")}, {"indent": 2}, {"ensure_ascii": False}, {"separators": (" , ", " : ")},
        {"indent": "\t", "ensure_ascii": False},
    )  # fmt: skip
    return st.tuples(st.tuples(values, st.sampled_from(styles)).map(lambda drawn: json.dumps(drawn[0], **drawn[1])))


_JSON = Entry(
    name="json parser",
    names=listed("""
        parse json, json parsing, parse json string, json string parser, simple json parser, json parser from scratch,
        parse json from scratch, json deserializer, json解析, json解析器, 解析json, 解析json字符串, json字符串解析
    """),
    entry_points=listed("parse_json, json_parse, json_parser, parse_json_string, loads_json, json_loads"),
    signature="def parse_json(text: str) -> object",
    summary="Returns the value that the JSON text `text` (RFC 8259, always valid) stands for: dict, list, str, int or"
    " float, True, False or None.",
    inputs=_documents,
    conventions=conventions((Form("", 1),), (answer("the value that the text stands for", json.loads),)),
    reference=json.loads,
    edges=tuple(
        (text,)
        for text in ("null", "true", "false", "0", "-1", "12", "1.5", "-0.25", "1e3", "1E+2", "2.5e-1", '""', '"a"',
                     '"a b"',
                     '"\\""', '"\\\\"', '"\\/"', '"\\b\\f\\n\\r\\t"', '"\\u0041\\u00e9"', '"\\\\n"', "[]", "[1]",
                     "[1, 2]", "{}",
                     '{"a": 1}', '{"a": 1, "b": [true, null]}', '[[], {}, [{}]]', ' [ 1 , "]" ] ',
                     '{"a": {"b": {"c": "}"}}}',
                     '{ }', '[ ]', '{"": ""}', "\n\t1\r\n", '["a", "b"]', "[[1], [2]]", '"\\u4e2d"',
                     '[false, 1.0e1, "\\\\"]')
    ),
    why="Valid documents alone: every type, nested, empty, with all escapes, exponents and white space. Invalid text,"
    " of which programs find more or less, and pairs of surrogates do not occur.",
)  # fmt: skip

# Nested dicts


def flattened(data: dict[str, object], separator: str = ".", prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            flat |= flattened(value, separator, f"{prefix}{key}{separator}")
        else:
            flat[prefix + key] = value
    return flat


def _nested() -> SearchStrategy[Arguments]:
    """No inner dict is empty, and there is no list: there programs differ."""
    from hypothesis import strategies as st

    key = st.sampled_from(("a", "b", "cd"))
    leaf = st.integers(-3, 3) | st.sampled_from(("x", "", None, True))
    inner = st.recursive(leaf, lambda part: st.dictionaries(key, part, min_size=1, max_size=3), max_leaves=6)
    return st.tuples(st.dictionaries(key, inner, max_size=3))


def _flattened_by(separator: str) -> Callable[[dict[str, object]], object]:
    return lambda data: flattened(data, separator)


_FLATTEN = Entry(
    name="flatten dictionary",
    names=listed("""
        flatten dict, flatten nested dictionary, flatten nested dict, flatten nested json, flatten json,
        flatten json object, dictionary flattening, 字典扁平化, 嵌套字典扁平化, 扁平化字典, 扁平化嵌套字典, 展平字典,
        展平嵌套字典, 扁平化json, flatten nested dictionaries, flatten nested json object,
        flatten nested python dictionary, 将嵌套字典扁平化, 嵌套字典展平, 展开嵌套字典
    """),
    entry_points=listed("flatten_dict, flatten_dictionary, flatten_nested_dict, flatten_json, dict_flatten"),
    signature="def flatten_dict(data: dict[str, object]) -> dict[str, object]",
    summary="Returns a dict without inner dicts: each value that is no dict stands under the keys that lead to it,"
    " joined by dots (`{'a': {'b': 1}}` gives `{'a.b': 1}`). No inner dict is empty, keys have no dots.",
    inputs=_nested,
    conventions=conventions(
        (Form("", 1),),
        tuple(
            answer("each value under its path", _flattened_by(mark),
            choice="" if mark == "." else f"joined by {mark!r}")
            for mark in (".", "_", "/", "__", "-")
        ),
    ),
    reference=flattened,
    edges=(
        ({},), ({"a": 1},), ({"a": {"b": 1}},), ({"a": {"b": {"c": 1}}, "d": 2},), ({"a": {"b": 1, "c": {"d": 2}},
        "e": 3},),
        ({"a": None, "b": {"c": ""}},), ({"a": {"x": 0}, "b": {"x": 1}},),
    ),
    why="Dicts in dicts at any depth, equal keys in several of them, values that count as false. Empty inner dicts and"
    " lists, on which programs differ, do not occur.",
)  # fmt: skip

# CSV


def _quoted(field: str) -> str:
    return '"' + field.replace('"', '""') + '"'


def _written(drawn: tuple[str, bool]) -> str:
    """Quoted where it must be, and at times where it need not be."""
    field, always = drawn
    return _quoted(field) if always or any(mark in field for mark in ',"\n') else field


def _fields(characters: str) -> SearchStrategy[str]:
    from hypothesis import strategies as st

    plain = st.sampled_from(("", "a", "b c", "1", "x"))
    field = plain | st.text(characters, max_size=5).map(str.strip)
    return st.tuples(field, st.sampled_from((False, False, True))).map(_written)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def _lines() -> SearchStrategy[Arguments]:
    """At least one character, since an empty line may have one field or none."""
    from hypothesis import strategies as st

    fields = st.lists(_fields('ab,"" '), min_size=1, max_size=4)
    return st.tuples(fields.map(",".join).filter(bool))


_WHY_CSV = (
    "Fields that are empty, quoted without need, or hold commas, quotes and spaces inside. Spaces at the ends of fields"
    " and empty lines, on which programs differ, do not occur."
)

_CSV_LINE = Entry(
    name="csv line parser",
    names=listed("""
        parse csv line, parse line of csv, parse csv row, parse single csv line, split csv line, csv row parser,
        parse one line of csv, 解析csv行, 解析一行csv, csv行解析, csv行解析器, parse line of csv text,
        split line of csv into fields, parse csv record, 解析csv的一行
    """),
    entry_points=listed("""
        parse_csv_line, parse_csv_row, split_csv_line, csv_parse_line, parse_line_csv, split_csv
    """),
    signature="def parse_csv_line(line: str) -> list[str]",
    summary="Returns the fields of one CSV line (RFC 4180), which commas separate: a field in double quotes may hold"
    " commas, and double quotes written twice. There are no line breaks and no spaces at the ends of fields.",
    inputs=_lines,
    conventions=conventions((Form("", 1),), (answer("the fields", lambda line: rows_of(line)[0], collected),)),
    reference=lambda line: rows_of(line)[0],
    edges=tuple(
        (line,)
        for line in ("a", "a,b", ",", "a,", ",a", "a,,b", '""', '"a"', '"a,b"', 'a,"b,c",d', '"a""b"', '""""', '"","a"',
                     '"a","b"', 'a,""', '"""a"""', '",",","', "a b,c", '"a"",""b",c', "1,2,3")
    ),
    why=_WHY_CSV,
)  # fmt: skip


def _tables() -> SearchStrategy[Arguments]:
    """A header of different names and rows as long."""
    from hypothesis import strategies as st

    def with_rows(header: list[str]) -> SearchStrategy[str]:
        row = st.lists(field, min_size=len(header), max_size=len(header)).map(",".join)
        return st.lists(row, max_size=3).map(lambda rows: "\n".join([",".join(header), *rows]))

    field = st.sampled_from(
        ("", "a", "b c", "1", '""', '"a"', '"a,b"', '","', '"x""y"', '""""', '"1\n2"', '"\n"', '"a""\n,"')
    )
    header = st.lists(st.sampled_from(("id", "name", "x", '"a,b"', "City")), min_size=2, max_size=3, unique=True)
    return st.tuples(header.flatmap(with_rows))


def _rows(call: Call) -> object:
    """Rows as lists, whether lists, tuples or iterators; a dict stays one."""
    outer = as_list(call.value)
    if not isinstance(outer, list):
        return MISSING
    return [row if isinstance(row, dict) else as_list(row) for row in outer]


def _records(text: str) -> list[dict[str, str]]:
    header, *rows = rows_of(text)
    return [dict(zip(header, row, strict=True)) for row in rows]


_CSV = Entry(
    name="csv parser",
    names=listed("""
        parse csv, parse csv string, parse csv text, csv parsing, csv string parser, simple csv parser,
        csv parser from scratch, csv解析, csv解析器, 解析csv, 解析csv字符串, 解析csv文本
    """),
    entry_points=listed("""
        parse_csv_text, parse_csv_string, csv_parser, csv_parse, parse_csv_data, csv_to_dicts
    """),
    signature="def parse_csv_text(text: str) -> list[list[str]]",
    summary="Returns the rows of the CSV text (RFC 4180, lines ending in a line feed), the header among them, each as a"
    " list of its fields: a field in double quotes may hold commas, line feeds, and double quotes written twice. There"
    " is no line feed at the end and no empty line, and no field has spaces at its ends.",
    inputs=_tables,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the fields of every row", rows_of, _rows),
            answer("a dict for every row but the header", _records, _rows, choice="dicts by the header's names"),
        ),
    ),
    reference=rows_of,
    edges=tuple(
        (text,)
        for text in ("a,b", "a,b\n1,2", "a,b\n1,2\n3,4", 'a,b\n"1,2",3', 'a,b\n"x""y",', 'a,b\n"1\n2",3\n4,5', "a,b\n,",
                     'a,b\n"",""', 'a,b\n"",1\n"",2', '"a,b",c\n1,2', 'a,b\n1,"2"\n3,4', 'a,b\n"""",x')
    ),
    why=f"{_WHY_CSV} Quoted fields hold line feeds too.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (_JSON, _FLATTEN, _CSV_LINE, _CSV)
