"""Which attribute and variable names a program may use; shared by the transformer and the guards. Pure.

A name's kind decides how it is read:
    plain     no check at all: a public name, or a data-model method such as `__len__`
    private   `_name`: checked when it runs, since `self._items` is fine and a library's `_evaluate` is not
    special   checked when it runs, each in its own way: `format`, `__class__`, `__dict__` ...
    refused   never: frames, code objects, globals, and every dunder that is not listed here
"""

from __future__ import annotations

from typing import Final, Literal

from RestrictedPython.transformer import INSPECT_ATTRIBUTES

Kind = Literal["plain", "private", "special", "refused"]


def _dunders(names: str) -> frozenset[str]:
    return frozenset(f"__{name}__" for name in names.split())


#: Methods that a program may define, call and assign. Not here: what runs at a time nobody chose (`__del__`), what
#: rebuilds foreign objects (`__reduce__`, `__setstate__`), and what lets an object lie about its class to `match`.
METHODS: Final = _dunders(
    """new post_init class_getitem repr str bytes format hash bool len length_hint
    eq ne lt le gt ge contains iter next reversed getitem setitem delitem missing call enter exit
    add radd iadd sub rsub isub mul rmul imul matmul rmatmul imatmul truediv rtruediv itruediv floordiv rfloordiv
    ifloordiv mod rmod imod divmod rdivmod pow rpow ipow lshift rlshift ilshift rshift rrshift irshift and rand iand
    xor rxor ixor or ror ior neg pos abs invert int float complex index round trunc floor ceil copy deepcopy dir
    sizeof fspath"""
)
#: Methods that may be defined; to be read they take a guard: those of the library read and write attributes of whatever
#: they are called with (`object.__setattr__`, `JSONEncoder.__init__`, a slot's `__set__`), or tell its metaclass.
GUARDED_METHODS: Final = _dunders("getattr getattribute setattr delattr init init_subclass set_name get set delete")
#: Harmless to read anywhere.
_READABLE: Final = METHODS | _dunders("name qualname doc module slots match_args cause context notes suppress_context")
SPECIAL: Final = (
    GUARDED_METHODS
    | _dunders("class dict annotations members")
    | {"format", "format_map", "obj", "register", "evaluate"}
)
_STORABLE: Final = (
    METHODS
    | GUARDED_METHODS - _dunders("getattribute")  # wrapped when its class is made
    | _dunders("name qualname doc dict cause context suppress_context")
)
#: Variables of a module or of a class body.
_VARIABLES: Final = (
    METHODS
    | GUARDED_METHODS
    | _dunders("name doc all author version date license email copyright credits status slots match_args")
)
#: `__class__` is the implicit cell of a method.
_READABLE_VARIABLES: Final = _VARIABLES | _dunders("class debug module qualname")


#: By these a class would become a protocol afterwards, which matches foreign objects.
_FIXED: Final = frozenset({"_is_protocol", "_is_runtime_protocol"})


def is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and len(name) > 4


def attribute_kind(name: str) -> Kind:
    if name in SPECIAL:
        return "special"
    if not name.startswith("_"):
        return "refused" if name in INSPECT_ATTRIBUTES else "plain"
    if is_dunder(name):
        return "plain" if name in _READABLE else "refused"
    return "private"


def storable_attribute(name: str) -> bool:
    return name in _STORABLE if is_dunder(name) else name not in INSPECT_ATTRIBUTES | _FIXED


def readable_variable(name: str) -> bool:
    return not is_dunder(name) or name in _READABLE_VARIABLES


def storable_variable(name: str) -> bool:
    return name in _VARIABLES if is_dunder(name) else name not in _FIXED
