"""What RestrictedPython's own language refuses or guards, asked of ours: refused, guarded, or allowed for a reason."""

from __future__ import annotations

import ast
import sys

import pytest

from sandbox.worker.refusal import Refusal
from sandbox.worker.restricted import prepare
from sandbox.worker.restricted.compiling import compile_restricted

_GENERATOR = "g = (n for n in [1])\n"

#: Refused before anything runs.
REFUSED = {
    "async def": "async def f():\n    return 1",
    "await": "async def f(x):\n    await x",
    "async with": "async def f(x):\n    async with x as y:\n        pass",
    "async for": "async def f(x):\n    async for y in x:\n        pass",
    "an async list comprehension": "def f(x):\n    return [y async for y in x]",
    "an async set comprehension": "def f(x):\n    return {y async for y in x}",
    "an async dict comprehension": "def f(x):\n    return {y: 1 async for y in x}",
    "an async generator expression": "def f(x):\n    return (y async for y in x)",
    "except*": "try:\n    pass\nexcept* OSError:\n    pass",
    "exec": "exec('x = 1')",
    "compile": "compile('1', '', 'eval')",
    "breakpoint": "breakpoint()",
    "globals": "globals()",
    "locals": "locals()",
    "__import__": "__import__('math')",
    "the builtins by name": "__builtins__['open']",
    "the builtins in an f-string": "f'{__builtins__}'",
    "the loader by name": "__loader__",
    "the spec by name": "__spec__",
    "a traceback": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    e.__traceback__",
    "a special attribute in a default argument": "def f(x=int.__bases__):\n    pass",
    "a special attribute in a lambda's default": "f = lambda x=int.__bases__: x",
    "a special attribute in a decorator": "@print.__self__\ndef f(): pass",
    "a special attribute in a class's base": "class C(int.__base__): pass",
    "a special attribute in a keyword of a class": "class C(x=int.__mro__): pass",
    "a special attribute in an annotation": "def f(x: int.__mro__): pass",
    "a special attribute in a result's annotation": "def f() -> int.__mro__: pass",
    "a special attribute in a variable's annotation": "x: int.__mro__ = 1",
    "a special attribute in a subscript": "[1][int.__mro__]",
    "a special attribute in a slice": "[1][int.__mro__:]",
    "a special attribute in a nested format": "f'{1:{int.__mro__}}'",
    "a special attribute in a comprehension's condition": "[x for x in [1] if x.__subclasshook__]",
    "a special attribute in a starred argument": "print(*int.__mro__)",
    "a special attribute in an assert": "assert True, int.__mro__",
    "a special attribute in a raise": "raise ValueError from int.__mro__",
    "a special attribute in a walrus": "(x := int.__mro__)",
    "a special attribute in a context manager": "with int.__mro__ as x: pass",
    "a special attribute in a condition": "1 if int.__mro__ else 2",
    "a special attribute in a yield": "def f():\n    yield int.__mro__",
    "a special attribute in a return": "def f():\n    return int.__mro__",
    "a special attribute in a match": "match int.__mro__:\n    case _: pass",
    "a special attribute in a match's guard": "match 1:\n    case x if x.__reduce__: pass",
    "a special attribute as a match's value": "match 1:\n    case int.__mro__: pass",
    "a special attribute as a match's key": "match 1:\n    case {int.__mro__: x}: pass",
    "a special attribute as a match's class": "match 1:\n    case int.__base__(): pass",
    "the class in a class pattern": "match 1:\n    case object(__class__=c): pass",
    "a private attribute in a class pattern": "match 1:\n    case object(_x=c): pass",
    "a frame in a class pattern": "match 1:\n    case object(gi_frame=c): pass",
    "a format in a class pattern": "match 'x':\n    case str(format=c): pass",
    "the frame of a generator": _GENERATOR + "g.gi_frame",
    "the code of a generator": _GENERATOR + "g.gi_code",
    "what a generator waits for": _GENERATOR + "g.gi_yieldfrom",
    "the frame before a frame": "def f(x): return x.f_back",
    "the builtins of a frame": "def f(x): return x.f_builtins",
    "the globals of a frame": "def f(x): return x.f_globals",
    "the locals of a frame": "def f(x): return x.f_locals",
    "the frame of a coroutine": "def f(x): return x.cr_frame",
    "the frame of an asynchronous generator": "def f(x): return x.ag_frame",
    "what an asynchronous generator waits for": "def f(x): return x.ag_await",
    "the frame of a traceback": "def f(x): return x.tb_frame",
    "the bytes of a code object": "def f(x): return x.co_code",
    "an attribute that is set to be special": "class C: pass\nC().__code__ = 1",
    "a method that runs when nobody knows": "class C:\n    def __del__(self): pass",
    "a special name as a function": "def __builtins__(): pass",
    "a special name as a class": "class __loader__: pass",
    "a special name as a parameter": "def f(__builtins__): pass",
    "a special name as a positional-only parameter": "def f(__builtins__, /): pass",
    "a special name as a keyword-only parameter": "def f(*, __builtins__): pass",
    "a special name as a starred parameter": "def f(*__builtins__): pass",
    "a special name as a double-starred parameter": "def f(**__builtins__): pass",
    "a special name as a lambda's parameter": "lambda __builtins__: 1",
    "a special name as a lambda's positional-only parameter": "lambda __builtins__, /: 1",
    "a special name as a global": "def f():\n    global __builtins__",
    "a special name as a nonlocal": "def f():\n    def g():\n        nonlocal __class__",
    "a special name as an import": "import math as __builtins__",
    "a special name as an imported name": "from math import pi as __builtins__",
    "a special name as a loop's variable": "for __builtins__ in []: pass",
    "a special name as a comprehension's variable": "[1 for __builtins__ in []]",
    "a special name in a walrus in a comprehension": "[(__builtins__ := x) for x in []]",
    "a special name as a context manager's": "with f() as __builtins__: pass",
    "a special name in a context manager's tuple": "with f() as (a, (__builtins__, b)): pass",
    "a special name as an exception's": "try:\n    pass\nexcept OSError as __builtins__:\n    pass",
    "a special name in a deletion": "del __builtins__",
    "a special name in an augmented assignment": "__builtins__ += 1",
    "a special name in an annotated assignment": "__builtins__: int",
    "a special name as a pattern": "match 1:\n    case __builtins__: pass",
    "a special name after a pattern": "match 1:\n    case int() as __builtins__: pass",
    "a special name as a pattern's star": "match 1:\n    case [*__builtins__]: pass",
    "a special name as a pattern's rest": "match 1:\n    case {**__builtins__}: pass",
    "a relative import": "from .x import y",
    "an import of nothing": "from . import x",
    "a name that is special once it is normalised": "_\uff3fbuiltins_\uff3f",
    "a builtin that is one once it is normalised": "\uff45\uff58\uff45\uff43('1')",
    "an attribute that is special once it is normalised": "int._\uff3fmro_\uff3f",
    "a frame that is one once it is normalised": _GENERATOR + "g.\uff47\uff49_frame",
    "a parameter that is special once it is normalised": "def f(_\uff3fbuiltins_\uff3f): pass",
}
REFUSED_SINCE = {
    12: {
        "a special name as a type parameter": "def f[__builtins__](): pass",
        "a special name as a class's type parameter": "class C[*__builtins__]: pass",
        "a special name as a parameter specification": "def f[**__builtins__](): pass",
        "a special name as a type alias": "type __builtins__ = int",
        "a special attribute in a type alias": "type X = int.__mro__",
        "a special attribute in a type parameter's bound": "def f[T: int.__mro__](): pass",
        "an async comprehension in a type alias": "type X[T] = [y async for y in T]",
    },
    13: {"a special attribute in a type parameter's default": "class C[T = int.__mro__]: pass"},
    14: {
        "a special attribute in a template string": "t'{int.__mro__}'",
        "the builtins in a template string": "t'{__builtins__}'",
    },
}

#: Refused when it runs.
GUARDED = {
    "an import that is not allowed": "import os",
    "an import of a part": "import os.path as path",
    "an import of a private module": "import _io",
    "an import from a private module": "from _io import open",
    "a private name of a module": "from random import _inst",
    "a module's module": "from json import codecs",
    "an attribute of a module that is a module": "import json\njson.codecs",
    "eval of something refused": "eval('int.__mro__')",
    "a private attribute of the library": "import decimal\ndecimal.Decimal(1)._exp",
    "writing to a module": "import math\nmath.tau = 1",
    "writing to a class of the library": "import fractions\nfractions.Fraction.x = 1",
    "deleting from a module": "import math\ndel math.tau",
    "writing as a loop's variable": "import math\nfor math.tau in [1]: pass",
    "writing as a comprehension's variable": "import math\n[0 for math.tau in [1]]",
    "writing as a context manager's name": (
        "import math\nfrom contextlib import nullcontext\nwith nullcontext([1, 2]) as (math.tau, math.pi): pass"
    ),
    "writing by unpacking": "import math\n(x, *math.tau) = 1, 2",
    "writing by an annotated assignment": "import math\nmath.tau: int = 1",
    "writing by an augmented assignment": "import math\nmath.tau *= 2",
    "setattr": "import math\nsetattr(math, 'tau', 1)",
    "delattr": "import math\ndelattr(math, 'tau')",
    "getattr by a name that lies": (
        "class Name(str):\n    def startswith(self, x): return False\ntry:\n    getattr(str, Name('__class__'))\n"
        "except TypeError:\n    getattr(str, '__base__')"
    ),
    "format that reads": "'{0.__mro__}'.format(int)",
    "format_map that reads": "'{x.__mro__}'.format_map({'x': int})",
    "format of the class": "str.format('{0.__class__.__mro__}', 1)",
    "format_map of the class": "str.format_map('{x.__mro__}', {'x': int})",
    "string.Formatter": "import string\nstring.Formatter().get_field('0.__globals__', (string.capwords,), {})",
    "a metaclass": "class M(type): pass",
    "a metaclass by a keyword": "class C(metaclass=print): pass",
    "a metaclass by unpacked keywords": "class C(**{'metaclass': print}): pass",
    "three arguments to type": "type('C', (), {})",
    "printing to a file": "print(1, file=type('F', (), {}))",
}

#: RestrictedPython refuses these, or needs a guard for them; here they are part of the language, and why.
ALLOWED = {
    "a name that begins with an underscore": ("_x = 1\nresult = _x", "no guard has a name that a source can write"),
    "a parameter that begins with an underscore": ("result = (lambda _getattr_, /: _getattr_)(1)", "it shadows nothing"),
    "names that end in __roles__": ("x__roles__ = 1\nresult = x__roles__", "Zope's roles mean nothing here"),
    "a variable called print": ("print = 1\nresult = print", "print is a function like others"),
    "a variable called builtins": ("builtins = 1\nresult = builtins", "the module of that name cannot be imported"),
    "nonlocal": ("def f():\n    x = 0\n    def g():\n        nonlocal x\n        x = 1\n    g()\n    return x\nresult = f()", "it binds nothing but the program's own"),
    "global": ("def f():\n    global x\n    x = 1\nf()\nresult = x", "a program has one module, its own"),
    "an own private attribute": ("class C:\n    def __init__(self): self._x = 1\nresult = C()._x", "what a program made is its own"),
    "a name-mangled attribute": ("class C:\n    __x = 1\n    def f(self): return self.__x\nresult = C().f()", "what a program made is its own"),
    "writing to an own object": ("class C: pass\nc = C()\nc.x = 1\nresult = c.x", "the guard lets it pass"),
    "augmented assignment of an attribute": ("class C:\n    x = 0\nc = C()\nc.x += 1\nresult = c.x", "its owner is checked for both halves"),
    "augmented assignment of an item": ("d = [0]\nd[0] += 1\nresult = d[0]", "items belong to the program's own objects"),
    "augmented assignment of a slice": ("d = [5]\nd[:] += [1]\nresult = d[1]", "items belong to the program's own objects"),
    "special methods": ("class C:\n    def __len__(self): return 1\nresult = len(C())", "a class without them is no Python"),
    "annotated variables": ("x: int = 1\nresult = x", "an annotation is an expression like others"),
    "star imports": ("from math import *\nresult = int(sqrt(1))", "they bind a fixed list of names"),
    "eval": ("result = eval('3 - 2')", "what it evaluates is of the same language"),
    "match": ("match [1]:\n    case [x]: result = x", "patterns read public names only"),
    "format": ("result = int('{0.real}'.format(1))", "its fields are read by the guard"),
    "iteration and unpacking": ("(x, *_), = [[1, 2]]\nresult = [x for x in [x]][0]", "a program meets only its own objects"),
    "builtins that iterate": ("result = next(zip(sorted(reversed(tuple([1])))))[0]", "a program meets only its own objects"),
    "yield from": ("def f():\n    yield from [1]\nresult = next(f())", "generators show no frame"),
    "keyword arguments with special names": ("result = dict(__class__=1)['__class__']", "a key is data"),
    "delayed imports": ("def f():\n    import math\n    return int(math.sqrt(1))\nresult = f()", "an import is an assignment of a facade"),
    "a class's keywords": ("class B:\n    def __init_subclass__(cls, n): cls.n = n\nclass C(B, n=1): pass\nresult = C.n", "they reach own code only"),
}  # fmt: skip


def _refusal(source: str) -> Refusal:
    ast.parse(source)  # a case of a typing error would be refused as well
    with pytest.raises(Refusal) as caught:
        compile_restricted(source)
    assert not caught.value.message.startswith("not Python")
    return caught.value


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_before_it_runs(name: str) -> None:
    assert _refusal(REFUSED[name]).line


@pytest.mark.parametrize(("since", "name"), [(since, name) for since, cases in REFUSED_SINCE.items() for name in cases])
def test_newer_syntax_is_refused_before_it_runs(since: int, name: str) -> None:
    if sys.version_info < (3, since):
        pytest.skip(f"syntax of Python 3.{since}")
    assert _refusal(REFUSED_SINCE[since][name]).line


@pytest.mark.parametrize("name", GUARDED)
def test_it_is_refused_when_it_runs(name: str) -> None:
    code, module = prepare(GUARDED[name], "candidate")
    with pytest.raises(Refusal):
        exec(code, vars(module))


@pytest.mark.parametrize("name", ALLOWED)
def test_it_is_allowed_for_a_reason(name: str) -> None:
    source, reason = ALLOWED[name]
    code, module = prepare(source, "candidate")
    exec(code, vars(module))
    assert vars(module)["result"] == 1, reason
