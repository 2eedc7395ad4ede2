"""Attacks on the restricted language itself. Behind it stands the wall, so none of them would be an escape."""

from __future__ import annotations

import sys

import pytest

from sandbox.worker.refusal import Refusal
from sandbox.worker.restricted import prepare

#: The function `f` is defined before each.
ATTACKS = {
    "format of an unbound method": "str.format('{0.__globals__}', f)",
    "format by a computed name": "getattr('{0.__globals__}', 'for' + 'mat')(f)",
    "format through a chain of allowed names": "'{0.__class__.__mro__}'.format(f)",
    "format nested in a format spec": "'{0:{1.__globals__}}'.format(1, f)",
    "format of a subclass": "class S(str): pass\nS('{0.__globals__}').format(f)",
    "format by super": "class S(str):\n    def go(self): return super().format(f)\nS('{0.__globals__}').go()",
    "format mapped": "list(map('{0.__globals__}'.format, [f]))",
    "format in a partial": "import functools\nfunctools.partial('{0.__globals__}'.format, f)()",
    "format_map": "'{f.__globals__}'.format_map({'f': f})",
    "methodcaller": "import operator\noperator.methodcaller('format', f)('{0.__globals__}')",
    "attrgetter path": "import operator\noperator.attrgetter('__class__.__base__')(f)",
    "getattr of a frame": "getattr((x for x in []), 'gi_frame')",
    "getattr of a dunder": "getattr(f, '__globals__')",
    "attrgetter of a frame": "import operator\noperator.attrgetter('gi_frame')(x for x in [])",
    "traceback": "try:\n    1 / 0\nexcept Exception as e:\n    e.__traceback__",
    "traceback in __exit__": "class M:\n    def __enter__(self): pass\n    def __exit__(self, k, e, t): t.tb_frame\nwith M(): 1 / 0",
    "the object of an AttributeError": "try:\n    f.nothing\nexcept AttributeError as e:\n    e.obj",
    "eval of a dunder": "eval('f.__globals__')",
    "eval of an import": "eval('__import__(\"os\")')",
    "eval with guards of its own": "eval('f.__globals__', {'<special>': print, '__builtins__': {}, 'f': f})",
    "eval with a lying key": (
        "class K(str):\n    def __eq__(self, o): return True\n    def __hash__(self): return hash('<private>')\n"
        "import random\neval('random.Random()._randbelow', {K('x'): lambda o, n: o, 'random': random})"
    ),
    "three arguments to the class of a class": "type(int)('X', (), {})",
    "an alias of type": "type[int]('X', (), {})",
    "typing's alias of type": "import typing\ntyping.Type[int]('X', (), {})",
    "the origin of an alias": "import typing\ntyping.get_origin(typing.Type[int])('X', (), {})",
    "metaclass by __class__": "class X(int.__class__): pass",
    "metaclass by an instance": "class G:\n    def __new__(cls, *a): return dict(a[2])\nclass X(object.__new__(G)): pass",
    "metaclass by a library's class": "from abc import ABCMeta\nclass M(ABCMeta): pass",
    "metaclass made by a call": "from abc import ABCMeta\nABCMeta('X', (), {})",
    "prepare": "class C:\n    @classmethod\n    def __prepare__(cls, *a): return {}",
    "mro entries": "class C:\n    def __mro_entries__(self, bases): return ()",
    "reduce": "class C:\n    def __reduce_ex__(self, v): return (print, (1,))",
    "subclass hook": "class C:\n    @classmethod\n    def __subclasshook__(cls, o): return True",
    "class cell lies": "class C:\n    @property\n    def __class__(self): return int",
    "registering a builtin": "from abc import ABC\nclass C(ABC): pass\nC.register(str)",
    "a dataclass protocol": "from typing import Protocol\nfrom dataclasses import dataclass\n@dataclass\nclass P(Protocol):\n    format: str",
    "private names of the library": "from fractions import Fraction\nFraction(1)._operator_fallbacks",
    "private names inherited from the library": "from enum import Enum\nclass E(Enum): pass\nE._convert_('X', 'builtins', bool)",
    "private names by getattr": "from enum import Enum\nclass E(Enum): pass\ngetattr(E, '_con' + 'vert_')('X', 'os', bool)",
    "private names by super": "from random import Random\nclass R(Random):\n    def go(self): return super()._randbelow(3)\nR().go()",
    "private names by format": "import random\n'{0._randbelow}'.format(random.Random())",
    "a forward reference": "import typing\ntyping.get_args(typing.List['open'])[0]._evaluate({}, {}, frozenset())",
    "a string annotation": "import functools\n@functools.singledispatch\ndef g(x): pass\n@g.register\ndef h(x: 'f.__globals__'): pass",
    "dataclass of a library's class": "from dataclasses import dataclass\nfrom fractions import Fraction\ndataclass(Fraction)",
    "field renamed": "from dataclasses import field\nx = field()\nx.name = 'a b'",
    "annotations changed": "class C:\n    x: int\n    __annotations__['a b'] = int",
    "total_ordering of a library's class": "import functools, fractions\nfunctools.total_ordering(fractions.Fraction)",
    "update_wrapper of a library's function": "import functools, json\nfunctools.update_wrapper(json.dumps, f)",
    "library class changed": "from fractions import Fraction\nFraction.limit = 1",
    "library class changed by setattr": "from fractions import Fraction\nsetattr(Fraction, 'limit', 1)",
    "module changed by setattr": "import math\nsetattr(math, 'pi', 4)",
    "module changed by object": "import math\nobject.__setattr__(math, 'pi', 4)",
    "module changed by del": "import math\ndel math.pi",
    "module changed by augmented assignment": "import math\nmath.pi += 1",
    "module changed by a loop": "import math\nfor math.pi in [1]: pass",
    "module changed by with": "import math\nfrom contextlib import nullcontext\nwith nullcontext(1) as math.pi: pass",
    "module changed by unpacking": "import math\n(math.pi, x) = 1, 2",
    "module's dict": "import math\nvars(math)['pi'] = 4",
    "module's class": "import math\ntype(math).x = 1",
    "facade built again": "import json\nobject.__getattribute__(json, '__dict__')",
    "own method by object": "class C: pass\nobject.__getattribute__(C(), '__reduce_ex__')",
    "a library function's dict by its method": "import json\njson.JSONEncoder().encode.__dict__",
    "class dict": "class C: pass\nC.__dict__",
    "builtins replaced": "__builtins__ = {}",
    "builtins by global": "def g():\n    global __builtins__\n    __builtins__ = {}",
    "builtins as a parameter": "lambda __builtins__: 1",
    "builtins by import": "import math as __builtins__",
    "builtins by except": "try:\n    pass\nexcept Exception as __builtins__:\n    pass",
    "builtins by match": "match 1:\n    case __builtins__: pass",
    "builtins by a star": "match [1]:\n    case [*__builtins__]: pass",
    "builtins by a rest": "match {}:\n    case {**__builtins__}: pass",
    "builtins by walrus": "(__builtins__ := 1)",
    "builtins by a class": "class __builtins__: pass",
    "builtins by a function": "def __import__(*a): pass",
    "module name of a class": "class C:\n    __module__ = 'os'",
    "styled letters": "().__cℓaſs__.__baſe__",
    "a bound method's function": "class C:\n    def m(self): pass\nC().m.__func__",
    "a builtin's module": "len.__self__",
    "a method's globals": "import json\njson.JSONEncoder.default.__globals__",
    "match reads the inside": "match f:\n    case object(__globals__=g): pass",
    "match by a protocol that fits functions": (
        "from typing import Protocol, runtime_checkable\n@runtime_checkable\nclass P(Protocol):\n"
        "    __match_args__ = ('__globals__',)\n    def __call__(self): ...\nmatch f:\n    case P(g): pass"
    ),
    "match by a protocol that fits strings": (
        "from typing import Protocol, runtime_checkable\n@runtime_checkable\nclass P(Protocol):\n"
        "    __match_args__ = ('format',)\n    def upper(self): ...\nmatch '':\n    case P(g): pass"
    ),
    "a class that becomes a protocol": (
        "from typing import Protocol, runtime_checkable\nfrom dataclasses import dataclass\n@runtime_checkable\n"
        "class P(Protocol): pass\n@dataclass\nclass C(P):\n    gi_frame: int\nC._is_protocol = True\n"
        "match (x for x in []):\n    case C(frame): pass"
    ),
    "a protocol that is none for a while": (
        "from typing import Protocol, runtime_checkable\nclass P(Protocol):\n    _is_protocol = False\n    format: str"
    ),
    "match_args that change": (
        "class D:\n    def __get__(self, o, c): return ('__globals__',)\nclass C:\n    __match_args__ = D()"
    ),
    "metaclass by typing": "import typing\nclass M(typing.Type): pass",
    "metaclass by an alias": "class M(type[int]): pass",
    "cached_property on a module": (
        "import math, functools\nc = functools.cached_property(lambda m: 4)\nc.__set_name__(None, 'pi')\n"
        "c.__get__(math, None)"
    ),
    "cached_property under a name of its own": (
        "import functools\nclass P(functools.cached_property): pass\np = P(lambda x: 1)\np.attrname = '__reduce_ex__'\n"
        "class C: pass\np.__get__(C())"
    ),
    "augmented assignment reads a format": (
        "class X:\n    def __radd__(self, found): found(f)\ns = '{0.__globals__}'\ns.format += X()"
    ),
    "augmented assignment reads a private name": (
        "from enum import Enum\nclass E(Enum): pass\nclass X:\n    def __radd__(self, found): found('X', 'os', bool)\n"
        "E._convert_ += X()"
    ),
    "a descriptor out of a class's dict": (
        "import functools\nc = functools.cached_property(len)\nc.__set_name__(None, 'gi_frame')\nc.__get__(type(f), None)"
    ),
    "enum's property reads for others": "import enum\nclass P(enum.property): pass",
    "a method in front of a class": (
        "from enum import Enum\nclass E(Enum): pass\nclass C:\n    def m(self): pass\n"
        "type(C().m)(E, 1)._convert_('X', 'os', bool)"
    ),
    "an alias in front of a class": (
        "from enum import Enum\nclass E(Enum): pass\ntype(list[int])(E, int)._convert_('X', 'os', bool)"
    ),
    "a forwarding class of the library": (
        "import typing\nclass A(type(typing.List[int]), _root=True): pass\n"
        "A(typing.get_args(typing.List['open'])[0], ())._evaluate({}, {}, frozenset())"
    ),
    "an enumeration made by a call": (
        "from enum import Enum\nEnum('E', {'__match_args__': ('__globals__',), 'A': 1})"
    ),
    "an enumeration of the library's inside": (
        "import typing\nfrom enum import Enum\nEnum('E', 'A', type=type(typing.get_args(typing.List['open'])[0]))"
    ),
    "match by match_args": "class C:\n    pass\nsetattr(C, '__match_args__', ('__globals__',))",
}  # fmt: skip

#: These end in a TypeError of Python's own.
REFUSED_BY_PYTHON = {
    "an alias of type",
    "typing's alias of type",
    "metaclass by an instance",
    "metaclass made by a call",
    "module's dict",
}


def run(source: str) -> object:
    code, module = prepare(source, "candidate")
    exec(code, vars(module))
    return vars(module).get("result")


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_on_the_language_is_refused(name: str) -> None:
    with pytest.raises((Refusal, TypeError)) as caught:
        run(f"def f(): pass\n{ATTACKS[name]}")
    assert isinstance(caught.value, Refusal) != (name in REFUSED_BY_PYTHON)


def test_a_guard_cannot_be_shadowed_by_any_name() -> None:
    for name in ("_getattr_", "_write_", "_getiter_", "_getitem_", "_inplacevar_"):
        source = f"import math\ndef poke({name}, /):\n    math.pi = 3\npoke(lambda *a: a[0])"
        with pytest.raises(Refusal, match=r"pi .*cannot be changed"):
            run(source)
    assert sys.modules["math"].pi > 3.1


def test_nothing_changed_by_the_attacks() -> None:
    assert run("import math, json, fractions\nresult = math.pi, hasattr(fractions.Fraction, 'limit')") == (
        sys.modules["math"].pi,
        False,
    )


#: Each would store `value` as `target.name` for a program that reaches the reducers of the real `copy`.
_LIE = """
import copy, collections, dataclasses
from abc import ABC
class Target(ABC): pass
class Answers: pass
def lie(x):
    reducer = lambda v=4: (lambda: Target, (), (None, {"__subclasshook__": classmethod(lambda c, k: True)}))
    for name in ("__reduce_ex__", "__reduce__"):
        vars(x)[name] = reducer
    return x
"""
COPIERS = {
    "copy": "copy.copy(lie(Answers()))",
    "deepcopy": "copy.deepcopy([lie(Answers())])",
    "asdict": "@dataclasses.dataclass\nclass D:\n    x: object\ndataclasses.asdict(D(lie(Answers())))",
    "astuple": "@dataclasses.dataclass\nclass D:\n    x: object\ndataclasses.astuple(D([lie(Answers())]))",
    "UserDict.copy": "x = lie(Answers())\nx.data = {}\ncollections.UserDict.copy(x)",
    "UserDict.copy by super": (
        "class U(collections.UserDict): pass\nx = lie(U())\nx.data = {}\nsuper(U, x).copy()\nsuper(U, x).__copy__()"
    ),
    "__getattribute__": (
        "class L:\n    def __getattribute__(self, name):\n"
        "        return vars(lie(Answers()))[name] if 'reduce' in name else object.__getattribute__(self, name)\n"
        "copy.copy(L())\ncopy.deepcopy(L())"
    ),
    "__new__": (
        "class N:\n    made = 0\n    def __new__(cls):\n        N.made += 1\n"
        "        return object.__new__(cls) if N.made == 1 else Target\n"
        "x = N()\nvars(x)['limit'] = 1\ncopy.copy(x)\ncopy.deepcopy(x)\nassert N.made == 1"
    ),
    "a lie about the class": (
        "class B:\n    def __new__(cls): return lambda: 0\n"
        "class U(collections.UserDict):\n    def __getattribute__(self, name):\n"
        "        return B if name == '__class__' else super().__getattribute__(name)\n"
        "assert type(collections.UserDict.__copy__(U())) is U"
    ),
}


@pytest.mark.parametrize("name", COPIERS)
def test_a_copy_is_new_and_nothing_else_is_written_to(name: str) -> None:
    run(_LIE + COPIERS[name])
    target = vars(sys.modules["candidate"])["Target"]
    assert not {"__subclasshook__", "limit"} & set(vars(target))


def test_the_bases_of_a_class_are_asked_for_once() -> None:
    source = """
class Base: pass
class Answers:
    pass
lie = Answers()
asked = []
def entries(bases):
    asked.append(bases)
    return (Base,) if len(asked) == 1 else (Exception,)
vars(lie)["__mro_entries__"] = entries
class Made(lie): pass
result = len(asked), issubclass(Made, Base), issubclass(Made, Exception)
"""
    assert run(source) == (1, True, False)


def test_an_enumeration_made_by_a_call_is_as_in_python() -> None:
    source = (
        "from enum import Enum\nmade = [Enum('C', 'RED GREEN'), Enum('C', ['A', 'B']), Enum('C', {'A': 5}),"
        " Enum('C', [('A', 1)], type=int), Enum('C', 'A', start=7)]\nresult = [repr(list(one)) for one in made]"
        "\nresult.append(made[0].__module__)"
    )
    plain: dict[str, object] = {"__name__": "candidate"}
    exec(source, plain)
    assert run(source) == plain["result"]
