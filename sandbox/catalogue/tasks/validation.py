"""Texts that are numbers or addresses, or only look like it."""

from __future__ import annotations

import ipaddress
import itertools
import re
from typing import TYPE_CHECKING

from ...checking.property import Call, Property
from ..entry import Entry, each, listed
from ..properties import Choice, Form, answer, conventions, equals, says_no

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "parsing"


# A string to an integer

_LOWEST, _HIGHEST = -(2**31), 2**31 - 1
_NUMBER = re.compile(r" *([+-]?[0-9]+)")


def _number_in(text: str) -> int | None:
    """The integer at the beginning, after spaces; None if there is none."""
    found = _NUMBER.match(text)
    return int(found[1]) if found else None


def _whole_number(text: str) -> int | None:
    """The integer that the text is, but for spaces before it."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def atoi(text: str) -> int:
    number = _number_in(text)
    return 0 if number is None else _clamped(number)


def _clamped(number: int) -> int:
    return max(_LOWEST, min(_HIGHEST, number))


def _numerals() -> SearchStrategy[Arguments]:
    """Spaces, signs, digits and what follows, each at times missing or doubled; numbers near the limits of 32 bits."""
    from hypothesis import strategies as st

    digits = (
        st.integers(0, 120).map(str)
        | st.sampled_from(("", "0", "00", "007", "2147483646", "2147483647", "2147483648", "2147483649", "99999999999"))
        | st.integers(0, 2**33).map(str)
    )
    sign = st.sampled_from(("", "", "", "-", "-", "+", "+-", "--"))
    rest = st.sampled_from(("", "", "", "", "a", "-", "+1", ".5", " 7", "x9"))
    before = st.sampled_from(("", "", "", " ", "   ", "a"))
    return st.tuples(st.tuples(before, sign, digits, rest).map("".join))


def _reading(
    read: Callable[[str], int | None], change: Callable[[int], int], absent: int | None
) -> Callable[[str], object]:
    def expected(text: str) -> object:
        number = read(text)
        return absent if number is None else change(number)

    return expected


def _refusing(name: str, read: Callable[[str], int | None], change: Callable[[int], int]) -> Choice:
    def is_number(text: str) -> bool:
        return read(text) is not None

    def holds(call: Call) -> bool:
        return is_number(str(call.input[0])) or says_no(call)

    refusal = Property("raises where there is no number", "postcondition", holds)
    return Choice(name, (equals("the number", _reading(read, change, None), where=is_number), refusal))


_READINGS: tuple[tuple[str, Callable[[str], int | None]], ...] = (
    ("", _number_in),
    ("all of it must be a number", _whole_number),
)
_LIMITS: tuple[tuple[str, Callable[[int], int]], ...] = (("", _clamped), ("no limits", int))


def _atoi_choices() -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for (reading, read), (limits, change) in itertools.product(_READINGS, _LIMITS):
        name = ", ".join(filter(None, (reading, limits)))
        choices += [
            answer("the number", _reading(read, change, 0), choice=name),
            answer("the number", _reading(read, change, None), choice=f"{name}, None where there is none".lstrip(", ")),
            _refusing(f"{name}, raises where there is none".lstrip(", "), read, change),
        ]
    return tuple(choices)


_ATOI = Entry(
    name="string to integer",
    names=listed("""
        atoi, string to integer atoi, implement atoi, string to int, my atoi, convert string to integer,
        parse integer, convert string to int, atoi function, parse int, 字符串转整数, 字符串转换整数,
        字符串转换为整数, 字符串转换整数 atoi, 字符串转换成整数, 把字符串转换成整数, 将字符串转换为整数,
        string to integer conversion, implement string to integer atoi, convert string to 32 bit signed integer,
        实现atoi, 字符串转int, 把字符串转换为整数, 把字符串转成整数, atoi实现
    """),
    entry_points=listed("string_to_integer, atoi, my_atoi, string_to_int, str_to_int, parse_int, convert_to_integer"),
    signature="def string_to_integer(text: str) -> int",
    summary="Returns the decimal integer at the beginning of `text`, after any spaces and at most one sign: whatever"
    " follows the digits is ignored; 0 if there are no digits in that place; numbers below -2**31 or above 2**31 - 1"
    " give these limits.",
    inputs=_numerals,
    conventions=conventions((Form("", 1),), _atoi_choices()),
    reference=atoi,
    edges=each(
        "42", "0", "-42", "+7", "   -42", "4193 with words", "words and 987", "-91283472332", "91283472332", "", "-",
        "+", " ",
        "+-12", "-+12", "00000-42a1234", "2147483647", "2147483648", "-2147483648", "-2147483649", "0032", "3.14159",
        "  +0 123", "1 2", "--5", "-0", "9", "10", "a", "007",
    ),
    why="Spaces, signs, digits and other characters in every order, numbers around the limits of 32 bits. There may be"
    " limits or not, and text without a number may give 0, None or an exception, but the same everywhere. Trailing"
    " spaces and tabs, on which programs differ, do not occur.",
)  # fmt: skip

# IPv4 addresses


def is_ipv4(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def _is_lenient_ipv4(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 4 and all(part.isascii() and part.isdigit() and int(part) < 256 for part in parts)


def _addresses() -> SearchStrategy[Arguments]:
    """Four numbers, at times one of them too large, empty, with a letter or a leading zero; or three or five."""
    from hypothesis import strategies as st

    number = st.sampled_from(("0", "1", "9", "10", "99", "100", "192", "249", "250", "255")) | st.integers(0, 255).map(
        str
    )
    odd = st.sampled_from(
        ("256", "260", "300", "999", "1000", "", "a", "1a", "-1", "01", "00", "001", "+1", " 1", "1e1", "0x1")
    )
    right = st.lists(number, min_size=4, max_size=4)
    changed = st.tuples(right, st.integers(0, 3), odd).map(lambda d: [*d[0][: d[1]], d[2], *d[0][d[1] + 1 :]])
    other = st.lists(number, max_size=6)
    return st.tuples((right | changed | changed | other).map(".".join))


_IPV4 = Entry(
    name="ipv4 validation",
    names=listed("""
        validate ipv4, validate ipv4 address, is valid ipv4, valid ipv4 address, check valid ipv4 address,
        ipv4 validator, ipv4 address validation, check string is valid ipv4 address, is valid ipv4 address,
        validate ip address, valid ip address, check string is valid ip address, ip address validation,
        ip address validator, is valid ip, check ip address is valid, is valid ip address,
        check ipv4 address is valid, ip validation, validate ip, ip地址校验, ip地址验证, 验证ip地址,
        判断ip地址是否合法, 判断ip地址是否有效, ipv4地址校验, ipv4地址验证, 验证ipv4地址, 判断ipv4地址是否合法,
        校验ip地址, 验证ip地址是否合法, 检查ip地址是否有效, check ip address valid, string is valid ipv4 address,
        check valid ip address, check valid ip, 判断字符串是否为有效的ip地址, 判断是否为合法的ip地址,
        判断字符串是否为合法ip地址, 验证ipv4地址是否合法, 验证ip地址是否有效, ip地址合法性检查, 检查ip地址是否合法
    """),
    entry_points=listed("""
        is_valid_ipv4, is_valid_ip, valid_ip, validate_ip, validate_ipv4, is_ipv4, is_valid_ip_address,
        validate_ip_address, is_valid_ipv4_address, valid_ipv4
    """),
    signature="def is_valid_ipv4(text: str) -> bool",
    summary="Returns True if `text` is an IPv4 address in dotted decimal notation: four numbers from 0 to 255 without"
    " leading zeros, signs or spaces, with a dot between.",
    inputs=_addresses,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("True exactly for IPv4 addresses", is_ipv4),
            answer("True exactly for IPv4 addresses", _is_lenient_ipv4, choice="leading zeros are allowed"),
        ),
    ),
    reference=is_ipv4,
    edges=each(
        "192.168.1.1", "255.255.255.255", "256.1.1.1", "1.256.1.1", "1.1.256.1", "1.1.1.256", "1.1.1",
        "1.1.1.1.1",
        "", "1", "...", "1..1.1", ".1.1.1", "1.1.1.", "a.b.c.d", "1.1.1.a", "-1.1.1.1", "01.1.1.1", "1.1.1.00",
        "001.1.1.1",
        "1.1.1.1 ",
        " 1.1.1.1", "1,1,1,1", "1.1.1.1.", "1.1.1.+1", "1.2.3.4", "127.0.0.1", "1.1.1.-0",
    ),
    why="Addresses with one part too large, missing, empty, signed or with a letter; leading zeros may be refused or"
    " allowed. Addresses with colons (IPv6) do not occur.",
)  # fmt: skip

# E-mail addresses

_EMAIL = re.compile(r"[a-z0-9]+(?:[._][a-z0-9]+)*@(?:[a-z0-9]+\.)+[a-z]{2,}", re.IGNORECASE)


def is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


def _emails() -> SearchStrategy[Arguments]:
    """Plain addresses, and such with a part missing, a sign doubled or a space: none on which opinions differ."""
    from hypothesis import strategies as st

    local = st.sampled_from(("a", "bob", "john.doe", "x_1", "user123", "A"))
    host = st.sampled_from(("example", "mail.example", "x1", "a.b.co"))
    end = st.sampled_from(("com", "org", "de", "info"))
    right = st.tuples(local, host, end).map(lambda drawn: f"{drawn[0]}@{drawn[1]}.{drawn[2]}")
    changes: tuple[Callable[[str], str], ...] = (
        lambda t: t.replace("@", ""), lambda t: t.replace("@", "@@"), lambda t: t[t.index("@") :],
        lambda t: t[: t.index("@") + 1], lambda t: t[: t.index("@")], lambda t: t.split("@")[0] + "@example",
        lambda t: t.replace("@", " @"), lambda t: t + "@x.com", lambda t: t.replace("@", ""), lambda t: t[0] + " " + t,
        lambda t: t.replace("@", "@ "),
    )  # fmt: skip
    changed = st.tuples(right, st.sampled_from(changes)).map(lambda drawn: drawn[1](drawn[0]))
    return st.tuples(right | changed)


_EMAIL_ENTRY = Entry(
    name="email validation",
    names=listed("""
        e mail validation, validate email, validate email address, validate e mail address, email validator,
        is valid email, check email is valid, check valid email, email address validation,
        check email address is valid, valid email, check string is valid email, check string is valid email address,
        is valid email address, check valid email address, 邮箱校验, 邮箱验证, 验证邮箱, 验证邮箱地址,
        判断邮箱是否合法, 校验邮箱, 邮箱格式验证, 验证邮箱格式, 邮箱地址验证, 电子邮件验证, 判断邮箱格式是否正确,
        判断邮箱是否有效, 验证电子邮件地址, 邮箱格式校验, validate email addresses, email address validator,
        email checker, validate emails, validate email format, check email format, 验证邮箱地址是否合法,
        验证邮箱是否有效, 验证邮箱是否合法, 验证邮箱地址是否有效, 检查邮箱格式, 邮箱格式检查, 验证电子邮箱,
        电子邮件地址验证, 验证电子邮件, 判断邮箱地址是否合法, 邮箱地址校验, 验证电子邮件地址是否有效
    """),
    entry_points=listed("""
        is_valid_email, validate_email, valid_email, check_email, is_email, email_validator, is_valid_email_address,
        validate_email_address
    """),
    signature="def is_valid_email(text: str) -> bool",
    summary="Returns True if `text` has the form of a usual e-mail address: a local part of letters, digits, dots and"
    " underscores, one @, and a domain of names separated by dots, at least two, the last of letters only; no part is"
    " empty and there are no spaces.",
    inputs=_emails,
    conventions=conventions((Form("", 1),), (answer("True exactly for addresses", is_email),)),
    reference=is_email,
    edges=each(
        "a@b.co", "john.doe@example.com", "user_1@mail.example.org", "", "@", "a", "a@", "@b.co", "a@b", "a@@b.co",
        "a b@c.de",
        "a@b c.de", "a@b@c.de", "a.b.co", "a@b.", "a@.co", "x1@y2.info", " a@b.co", "a@b.co ", "@b",
        "A@B.COM",
    ),
    why="Clear cases alone: usual addresses, and such without @, local part, domain or dot, with two @ or a space."
    " Quoted parts, plus signs and dots at the ends, on which programs differ, do not occur.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (_ATOI, _IPV4, _EMAIL_ENTRY)
