"""Bytes and text as other text: base64, hexadecimal, percent-encoding; there and back."""

from __future__ import annotations

import base64
import urllib.parse
from typing import TYPE_CHECKING, TypeAlias

from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Convention

    Code: TypeAlias = Callable[[bytes], str]

FIELD = "strings"

# What base64 and hexadecimal encode is drawn as text: bytes are its Latin-1 code, a string is folded into ASCII, since
# programs differ on how other characters become bytes.


def _raw(text: str) -> bytes:
    return text.encode("latin-1")


def _plain(text: str) -> str:
    return "".join(chr(ord(character) % 128) for character in text)


def _octets() -> SearchStrategy[Arguments]:
    """Of every length, with all values of a byte; ? and ~ give base64's last signs."""
    from hypothesis import strategies as st

    return st.tuples(
        st.text("aM?~>\x00 ", max_size=7)
        | st.text("abcXYZ019 .?~>/+\n\x7f", max_size=12)
        | st.text(st.characters(max_codepoint=255), max_size=6)
    )


_EDGES: tuple[Arguments, ...] = tuple(
    (text,)
    for text in ("", "a", "ab", "abc", "abcd", "Hello, World!", "???", "~~~>>>", "\x00", "\x0f", "\x10", "\x00\x01",
                 "\xff\xff\xff", "\x80", "\xfb", "Man",
                 "".join(map(chr, range(32, 127))), "".join(map(chr, range(256))))
)  # fmt: skip


def _encodings(name: str, **codes: Code) -> tuple[Convention, ...]:
    """What is given and what is returned may be a string or bytes; the codes by the style that sets each apart."""
    return (
        *conventions((Form("called with bytes", 1, _given(_raw)),), _written(name, _raw, codes)),
        *conventions((Form("called with a string", 1, _given(_plain)),), _written(name, _plain_bytes, codes)),
    )


def _plain_bytes(text: str) -> bytes:
    return _plain(text).encode()


def _written(name: str, data: Callable[[str], bytes], codes: dict[str, Code]) -> tuple[Choice, ...]:
    return tuple(choice for style, code in codes.items() for choice in _of_style(name, style, data, code))


def _of_style(name: str, style: str, data: Callable[[str], bytes], code: Code) -> tuple[Choice, ...]:
    manner = f", {style.replace('_', ' ')}" if style != "usual" else ""
    return (
        answer(name, lambda text: code(data(text)), choice=f"a string is returned{manner}"),
        answer(name, lambda text: code(data(text)).encode(), choice=f"bytes are returned{manner}"),
    )


def _decodings(code: Callable[[bytes], str]) -> tuple[Convention, ...]:
    def code_of_plain(text: str) -> str:
        return code(_plain_bytes(text))

    def code_of_raw(text: str) -> str:
        return code(_raw(text))

    octets = (answer("the bytes that were encoded", _raw, choice="bytes are returned"),)
    characters = (answer("the characters that were encoded", _plain, choice="a string is returned"),)
    return (
        *conventions(_code_forms(code_of_raw), octets),
        *conventions(_code_forms(code_of_plain), characters),
    )


def _code_forms(code: Callable[[str], str]) -> tuple[Form, ...]:
    return (
        Form("called with a string", 1, _given(code)),
        Form("called with bytes", 1, _given(lambda text: code(text).encode())),
    )


def _given(change: Callable[[str], object]) -> Callable[[Arguments], Arguments]:
    return lambda arguments: (change(str(arguments[0])),)


_WHY = (
    "Every length modulo three, all values of a byte, all printable ASCII characters. Strings, where a program takes or"
    " gives them, have ASCII characters only, since programs differ on how others become bytes."
)

# Base64


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


_BASE64 = Entry(
    name="base64 encoding",
    names=listed("""
        base64 encode, base64 encoder, encode base64, base64, base64 encode string, encode string to base64,
        encode string in base64, convert string to base64, encode bytes to base64, base64编码, base64编码器,
        字符串base64编码, base64 encoding of string, encode data in base64, encode text in base64,
        encode text to base64, encode bytes in base64, 实现base64编码, 字符串转base64
    """),
    entry_points=listed(
        "base64_encode, encode_base64, b64_encode, to_base64, b64encode, base64_encoder, string_to_base64"
    ),
    signature="def base64_encode(data: bytes) -> str",
    summary="Returns the base64 code (RFC 4648, with + and /, padded with =) of `data` as a string.",
    inputs=_octets,
    conventions=_encodings("the base64 code", usual=base64_of),
    reference=lambda text: base64_of(_raw(text)),
    edges=_EDGES,
    why=_WHY,
)

_BASE64_BACK = Entry(
    name="base64 decoding",
    names=listed("""
        base64 decode, base64 decoder, decode base64, base64 decode string, decode base64 string,
        decode string from base64, base64 to string, convert base64 to string, base64解码, base64解码器,
        字符串base64解码, decode base64 encoded string, decode base64 to string, decode base64 text, base64转字符串,
        实现base64解码
    """),
    entry_points=listed(
        "base64_decode, decode_base64, b64_decode, from_base64, b64decode, base64_decoder, base64_to_string"
    ),
    signature="def base64_decode(code: str) -> bytes",
    summary="Returns the bytes of which `code` is the base64 code (RFC 4648, with + and /, padded with =).",
    inputs=_octets,
    conventions=_decodings(base64_of),
    reference=_raw,
    edges=_EDGES,
    why=_WHY,
)

# Hexadecimal


def _spaced_hex(data: bytes) -> str:
    return data.hex(" ")


def _capital_hex(data: bytes) -> str:
    return data.hex().upper()


def _mixed_hex(data: bytes) -> str:
    """Small and capital digits in turns, two at a time."""
    return "".join(digit.upper() if n // 2 % 2 else digit for n, digit in enumerate(data.hex()))


_HEX = Entry(
    name="hex encoding",
    names=listed("""
        hex encode, hex encoder, encode hex, bytes to hex, string to hex, convert bytes to hex, convert string to hex,
        encode string to hex, hexadecimal encoding, convert string to hexadecimal, string to hexadecimal,
        bytes to hexadecimal, convert bytes to hexadecimal, bytes to hex string, convert bytes to hex string,
        十六进制编码, 字符串转十六进制, 字节转十六进制, 字符串转换为十六进制
    """),
    entry_points=listed("""
        hex_encode, encode_hex, bytes_to_hex, string_to_hex, str_to_hex, hexlify, text_to_hex
    """),
    signature="def hex_encode(data: bytes) -> str",
    summary="Returns two hexadecimal digits (0-9, a-f) for each byte of `data`, the high half first, as a string.",
    inputs=_octets,
    conventions=_encodings(
        "two hexadecimal digits a byte", usual=bytes.hex, capital_digits=_capital_hex, a_space_between=_spaced_hex
    ),
    reference=lambda text: _raw(text).hex(),
    edges=_EDGES,
    why=_WHY,
)


_HEX_BACK = Entry(
    name="hex decoding",
    names=listed("""
        hex decode, hex decoder, decode hex, hex to bytes, hex to string, convert hex to string, convert hex to bytes,
        decode hex string, hexadecimal decoding, hexadecimal to string, convert hexadecimal to string,
        hex string to bytes, convert hex string to bytes, 十六进制解码, 十六进制转字符串, 十六进制转字节,
        十六进制转换为字符串
    """),
    entry_points=listed("hex_decode, decode_hex, hex_to_bytes, hex_to_string, hex_to_str, unhexlify, hex_to_text"),
    signature="def hex_decode(code: str) -> bytes",
    summary="Returns the bytes of which `code` has two hexadecimal digits each, the high half first; the digits a-f may"
    " be capitals.",
    inputs=_octets,
    conventions=_decodings(_mixed_hex),
    reference=_raw,
    edges=_EDGES,
    why=_WHY,
)

# Percent-encoding


def _texts() -> SearchStrategy[Arguments]:
    """With characters whose UTF-8 code needs one to four bytes."""
    from hypothesis import strategies as st

    return st.tuples(st.text("abXYZ019 .-_~/+%&=?\n\x7f", max_size=10) | st.text("aé中😀\xff ", max_size=4))


_URL_EDGES: tuple[Arguments, ...] = tuple(
    (text,)
    for text in ("", "a", "Z", "09", "a b", "a/b", "-._~", "100%", "a+b&c=d", "\t", "é", "中文", "😀", "%41", "%", "%2",
                 "!*'()", "".join(map(chr, range(32, 127))))
)  # fmt: skip
_WHY_URL = "All ASCII characters, and characters of two to four bytes in UTF-8."


def percent_encoded(text: str) -> str:
    return urllib.parse.quote(text, safe="")


_URL = Entry(
    name="url encoding",
    names=listed("""
        url encode, url encoder, percent encoding, percent encode, encode url, url encode string, url quote, url编码,
        百分号编码, url编码器, 字符串url编码, percent encode string, url encode text, encode string for url,
        对字符串进行url编码
    """),
    entry_points=listed("url_encode, percent_encode, encode_url, url_quote, urlencode_string"),
    signature="def url_encode(text: str) -> str",
    summary="Returns `text` with each byte of its UTF-8 code written as % and two capital hexadecimal digits, except"
    " for the letters a-z and A-Z, the digits and the characters - . _ ~ which stay as they are.",
    inputs=_texts,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("percent-encoded", percent_encoded),
            answer("percent-encoded", urllib.parse.quote, choice="/ stays as it is"),
            answer("percent-encoded", urllib.parse.quote_plus, choice="+ for a space"),
        ),
    ),
    reference=percent_encoded,
    edges=_URL_EDGES,
    why=f"{_WHY_URL} A slash may stay as it is, and a space become a plus sign.",
)


def _some_encoded(text: str) -> str:
    """Of the letters every third is encoded too, which is as right; no + is left, on which programs differ."""
    return "".join(
        f"%{ord(c):02X}" if n % 3 == 2 and c.isascii() else urllib.parse.quote(c) for n, c in enumerate(text)
    )


_URL_BACK = Entry(
    name="url decoding",
    names=listed("""
        url decode, url decoder, percent decoding, percent decode, decode url, url decode string, url unquote,
        decode percent encoded string, url解码, 百分号解码, url解码器, 字符串url解码, percent decode string,
        decode url encoded string, url decode text, decode url string, 对字符串进行url解码
    """),
    entry_points=listed("url_decode, percent_decode, decode_url, url_unquote, decode_uri_component"),
    signature="def url_decode(text: str) -> str",
    summary="Returns `text` with each % and two hexadecimal digits replaced by the byte that they stand for, the whole"
    " read as UTF-8; all other characters stay as they are.",
    inputs=_texts,
    conventions=conventions((Form("", 1, _given(_some_encoded)),), (answer("what was encoded", str),)),
    reference=str,
    edges=_URL_EDGES,
    why=f"{_WHY_URL} Plus signs, which some read as spaces, and broken escapes do not occur.",
)

ENTRIES: tuple[Entry, ...] = (_BASE64, _BASE64_BACK, _HEX, _HEX_BACK, _URL, _URL_BACK)
