"""From source to guarded code."""

from __future__ import annotations
import __future__

import ast
import warnings
from typing import TYPE_CHECKING, Literal

from ..refusal import Refusal
from . import facades
from .hints import FILENAME
from .transformer import Transformer

if TYPE_CHECKING:
    import types

_FIX = "fix the syntax"
_TOO_DEEP = ("the source is nested too deeply", "split long expressions into statements")


def compile_restricted(source: str, mode: Literal["exec", "eval"] = "exec") -> types.CodeType:
    """Code of a module or of one expression. Raises `Refusal`, for the reason that comes first in the source."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in a string is the program's business
            tree = ast.parse(source, FILENAME, mode)
            transformer = Transformer(facades.STAR)
            tree = transformer.visit(tree)
            if transformer.refusals:
                raise min(transformer.refusals, key=lambda refusal: refusal.line)
            flags = _future_flags(transformer.future)
            code: types.CodeType = compile(tree, FILENAME, mode, flags=flags, dont_inherit=True)
            return code
    except SyntaxError as error:
        raise Refusal("syntax", f"not Python: {error.msg}", line=error.lineno or 0, hint=_FIX) from None
    except (RecursionError, MemoryError):
        raise Refusal("syntax", _TOO_DEEP[0], hint=_TOO_DEEP[1]) from None
    except ValueError as error:  # a null byte, a lone surrogate, a number of too many digits
        raise Refusal("syntax", f"not Python: {error}", hint=_FIX) from None


def _future_flags(names: list[str]) -> int:
    flags = 0
    for name in names:
        if name not in __future__.all_feature_names:
            raise SyntaxError(f"future feature {name} is not defined")
        flags |= getattr(__future__, name).compiler_flag
    return flags
