"""Ciphers of letters: Caesar, ROT13, Vigenère; there and back."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"


def _shifted(character: str, shift: int) -> str:
    if not (character.isascii() and character.isalpha()):
        return character
    first = ord("a") if character.islower() else ord("A")
    return chr((ord(character) - first + shift) % 26 + first)


def _texts() -> SearchStrategy[str]:
    """Letters at both ends of the alphabet, with marks and digits between."""
    from hypothesis import strategies as st

    return st.text("azAZ", max_size=4) | st.text("abcmnxyzABCMNXYZ 09,.!-", max_size=12)


_FIXED = (
    "", "a", "z", "A", "Z", "Hello, World!", "xyz", "XYZ", "The quick brown fox jumps over the lazy dog. 123",
    "[`{@",
)  # fmt: skip


# Caesar


def caesar_encrypt(text: str, shift: int) -> str:
    return "".join(_shifted(character, shift) for character in text)


def caesar_decrypt(text: str, shift: int) -> str:
    return caesar_encrypt(text, -shift)


def _texts_and_shifts() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_texts(), st.integers(0, 27) | st.integers(-30, 60))


def _forms(*modes: str) -> tuple[Form, ...]:
    return (
        Form("", 2),
        Form("called with (shift, text)", 2, lambda given: (given[1], given[0])),
        *(_mode(mode) for mode in modes),
    )


def _mode(mode: str) -> Form:
    return Form(f"called with (text, shift, {mode!r})", 3, lambda given: (*given, mode))


def _cases(name: str, cipher: Callable[..., str]) -> tuple[Choice, ...]:
    """The case of each letter may be kept, or all be in one."""
    return (
        answer(name, cipher),
        answer(name, lambda *given: cipher(*given).upper(), choice="all in capitals"),
        answer(name, lambda *given: cipher(*given).lower(), choice="all in small letters"),
    )


_SHIFTED_EDGES: tuple[Arguments, ...] = (
    *zip(_FIXED, (3, 1, 1, -1, 1, 3, 3, 29, 13, 5), strict=True),
    *(("abc", 0), ("abc", 26), ("abc", -3), ("Zz", 52), ("aA", 25)),
)
_WHY_SHIFTED = (
    "Letters at both ends of the alphabet in both cases, with everything else among them; shifts of any size, negative"
    " ones too. The text may also come out in one case throughout."
)

_CAESAR = Entry(
    name="caesar cipher",
    names=listed("""
        caesar, caesar encryption, caesar encrypt, caesar cipher encryption, caesar cipher encrypt, caesar encode,
        encrypt caesar cipher, encrypt string using caesar cipher, encrypt text using caesar cipher, caesar shift,
        encrypt message using caesar cipher, encrypt with caesar cipher, caesar cipher encoder, shift cipher,
        凯撒密码, 凯撒加密, 恺撒密码, 恺撒加密, 凯撒密码加密, 恺撒密码加密, 凯撒移位密码,
        encrypt string with caesar cipher, encrypt text with caesar cipher, encrypt message with caesar cipher,
        caesar cipher function, 凯撒加密算法, 凯撒密码算法, 恺撒密码算法, 凯撒密码的加密, 使用凯撒密码加密字符串,
        凯撒密码加密字符串
    """),
    entry_points=listed("""
        caesar_cipher, caesar_encrypt, caesar, caesar_encode, encrypt_caesar, caesar_cipher_encrypt, caesar_shift
    """),
    signature="def caesar_cipher(text: str, shift: int) -> str",
    summary="Returns `text` with each letter a-z and A-Z moved `shift` places on in the alphabet, cyclically and within"
    " its case; `shift` is any integer, all other characters stay as they are.",
    inputs=_texts_and_shifts,
    conventions=conventions(_forms("encrypt", "encode", "e"), _cases("each letter shifted", caesar_encrypt)),
    reference=caesar_encrypt,
    edges=_SHIFTED_EDGES,
    why=_WHY_SHIFTED,
)

_CAESAR_BACK = Entry(
    name="caesar decryption",
    names=listed("""
        caesar decrypt, caesar cipher decryption, caesar cipher decrypt, caesar decode, decrypt caesar cipher,
        decrypt string using caesar cipher, decrypt text using caesar cipher, decrypt message using caesar cipher,
        decode caesar cipher, caesar cipher decoder, 凯撒解密, 恺撒解密, 凯撒密码解密, 恺撒密码解密, 解密凯撒密码,
        decrypt text with caesar cipher, decrypt string with caesar cipher, decrypt message with caesar cipher,
        decrypt caesar cipher text, decrypt caesar encrypted text, 凯撒密码的解密, 凯撒密码解密算法
    """),
    entry_points=listed("caesar_decrypt, caesar_decode, decrypt_caesar, caesar_cipher_decrypt, caesar_decipher"),
    signature="def caesar_decrypt(text: str, shift: int) -> str",
    summary="Returns `text` with each letter a-z and A-Z moved `shift` places back in the alphabet, cyclically and"
    " within its case; `shift` is any integer, all other characters stay as they are.",
    inputs=_texts_and_shifts,
    conventions=conventions(_forms("decrypt", "decode", "d"), _cases("each letter shifted back", caesar_decrypt)),
    reference=caesar_decrypt,
    edges=_SHIFTED_EDGES,
    why=_WHY_SHIFTED,
)

_ROT13 = Entry(
    name="rot13",
    names=listed("""
        rot13 cipher, rot13 encoding, rot13 encode, rot13 encryption, rot 13, rot 13 cipher, rot13加密, rot13编码,
        rot13密码
    """),
    entry_points=listed("rot13, rot_13, rot13_cipher, rot13_encode, rot13_encrypt"),
    signature="def rot13(text: str) -> str",
    summary="Returns `text` with each letter a-z and A-Z moved 13 places on in the alphabet, cyclically and within its"
    " case; all other characters stay as they are.",
    inputs=lambda: _texts().map(lambda text: (text,)),
    conventions=conventions((Form("", 1),), (answer("each letter 13 places on", lambda t: codecs.encode(t, "rot13")),)),
    reference=lambda text: codecs.encode(text, "rot13"),
    edges=tuple((text,) for text in (*_FIXED, "m", "n", "M", "N")),
    why="Letters at both ends and in the middle of the alphabet in both cases, with everything else among them.",
)

# Vigenère


def _vigenere(text: str, key: str, sign: int, *, skips: bool) -> str:
    """`skips`: characters that are no letters use up no letter of the key."""
    written, used = "", 0
    for character in text:
        is_letter = character.isascii() and character.isalpha()
        shift = ord(key[used % len(key)].lower()) - ord("a")
        written += _shifted(character, sign * shift)
        used += is_letter or not skips
    return written


def vigenere_encrypt(text: str, key: str) -> str:
    return _vigenere(text, key, 1, skips=True)


def vigenere_decrypt(text: str, key: str) -> str:
    return _vigenere(text, key, -1, skips=True)


def _texts_and_keys() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_texts(), st.text("abcyz", min_size=1, max_size=4) | st.text("abczABZ", min_size=1, max_size=5))


_KEYED_EDGES: tuple[Arguments, ...] = (
    ("", "key"), ("a", "a"), ("a", "b"), ("z", "b"), ("Z", "B"), ("ATTACKATDAWN", "LEMON"), ("LXFOPVEFRNHR", "LEMON"),
    ("Hello, World!", "Key"), ("attack at dawn", "ab"), ("aaaa", "abc"), ("a a", "bc"), ("AbC", "bB"),
    ("abc", "xyzabc"), ("[`{@", "b"),
)  # fmt: skip


def _keyed_choices(name: str, sign: int) -> tuple[Choice, ...]:
    def by_position(text: str, key: str) -> str:
        return _vigenere(text, key, sign, skips=False)

    def by_letter(text: str, key: str) -> str:
        return _vigenere(text, key, sign, skips=True)

    at_each = _cases(name, by_position)
    return (
        *_cases(name, by_letter),
        *(
            Choice(f"every character uses up a letter of the key{c.name and ', '}{c.name}", c.properties)
            for c in at_each
        ),
    )


_KEYED_FORMS = (
    Form("", 2),
    Form("called with (key, text)", 2, lambda given: (given[1], given[0])),
    Form("the key in capitals", 2, lambda given: (given[0], str(given[1]).upper())),
    Form("the key in small letters", 2, lambda given: (given[0], str(given[1]).lower())),
)
_WHY_KEYED = (
    "Texts longer and shorter than the key, letters at both ends of the alphabet in both cases, with marks among them:"
    " these may use up a letter of the key or not, but the same way everywhere. The key's case is left open."
)

_VIGENERE = Entry(
    name="vigenere cipher",
    names=listed("""
        vigenère cipher, vigenere, vigenere encryption, vigenere encrypt, vigenere cipher encryption,
        vigenere cipher encrypt, encrypt vigenere cipher, encrypt text using vigenere cipher, vigenère,
        vigenère encryption, vigenère encrypt, encrypt string using vigenere cipher,
        encrypt message using vigenere cipher, 维吉尼亚密码, 维吉尼亚加密, 维吉尼亚密码加密, 维热纳尔密码,
        维吉尼亚密码加密, encrypt text with vigenere cipher, vigenère cipher encryption,
        encrypt message with vigenere cipher, 维吉尼亚密码算法, 维吉尼亚加密算法
    """),
    entry_points=listed(
        "vigenere_cipher, vigenere_encrypt, vigenere, vigenere_encode, encrypt_vigenere, vigenere_cipher_encrypt"
    ),
    signature="def vigenere_cipher(text: str, key: str) -> str",
    summary="Returns `text` with each letter a-z and A-Z moved on in the alphabet, cyclically and within its case, by"
    " the place of the next letter of `key` (a is 0; the key's case means nothing), which starts again when it is used"
    " up; all other characters stay as they are and use up no letter of `key`. `key` has at least one letter and"
    " nothing else.",
    inputs=_texts_and_keys,
    conventions=conventions(_KEYED_FORMS, _keyed_choices("each letter shifted by the key's", 1)),
    reference=vigenere_encrypt,
    edges=_KEYED_EDGES,
    why=_WHY_KEYED,
)

_VIGENERE_BACK = Entry(
    name="vigenere decryption",
    names=listed("""
        vigenere decrypt, vigenere cipher decryption, vigenere cipher decrypt, decrypt vigenere cipher,
        vigenère decryption, vigenère decrypt, vigenere decode, decrypt text using vigenere cipher,
        decrypt string using vigenere cipher, 维吉尼亚解密, 维吉尼亚密码解密, 解密维吉尼亚密码
    """),
    entry_points=listed(
        "vigenere_decrypt, vigenere_decode, decrypt_vigenere, vigenere_cipher_decrypt, vigenere_decipher"
    ),
    signature="def vigenere_decrypt(text: str, key: str) -> str",
    summary="Returns `text` with each letter a-z and A-Z moved back in the alphabet, cyclically and within its case, by"
    " the place of the next letter of `key` (a is 0; the key's case means nothing), which starts again when it is used"
    " up; all other characters stay as they are and use up no letter of `key`. `key` has at least one letter and"
    " nothing else.",
    inputs=_texts_and_keys,
    conventions=conventions(_KEYED_FORMS, _keyed_choices("each letter shifted back by the key's", -1)),
    reference=vigenere_decrypt,
    edges=_KEYED_EDGES,
    why=_WHY_KEYED,
)

ENTRIES: tuple[Entry, ...] = (_CAESAR, _CAESAR_BACK, _ROT13, _VIGENERE, _VIGENERE_BACK)
