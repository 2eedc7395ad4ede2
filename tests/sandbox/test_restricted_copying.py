"""Copies under the restricted policy are what Python's own would be; the guards behind them are tested as attacks."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from sandbox.worker.restricted import prepare

_START = """
import copy, random
from array import array
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque, namedtuple
from dataclasses import asdict, astuple, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import partial
from typing import NamedTuple

def both(value):
    return [(type(new), new, new is value) for new in (copy.copy(value), copy.deepcopy(value))]
"""
SAMPLES = {
    "builtin containers": "result = [both(v) for v in ([1, [2]], {1: [2]}, {1}, (1, [2]), bytearray(b'ab'), range(3))]",
    "containers of the library": (
        "result = [both(v) for v in (deque([[1]], 3), Counter('aab'), OrderedDict(a=[1]), defaultdict(list, {1: [2]}),"
        " array('i', [1]), ChainMap({1: [2]}, {}), UserDict({1: [2]}), UserList([[1]]))]"
    ),
    "numbers": "result = [both(v) for v in (1, 1.5, 2j, 'a', b'a', None, True, Decimal('1.5'), Fraction(1, 3))]",
    "functions and classes": "def f(): pass\nclass C: pass\nresult = [copy.deepcopy(v) is v for v in (f, C, len, int)]",
    "members of an enumeration": "class E(Enum):\n    A = 1\nresult = [copy.copy(E.A) is E.A, copy.deepcopy([E.A])[0] is E.A]",
    "named tuples": (
        "class N(NamedTuple):\n    a: list\n    b: int = 1\nQ = namedtuple('Q', 'u v')\n"
        "result = repr([copy.deepcopy(N([1])), copy.copy(Q([1], 2)), copy.deepcopy(Q([1], 2))])"
    ),
    "dataclasses": (
        "@dataclass(frozen=True, slots=True)\nclass F:\n    x: list\n@dataclass\nclass D:\n    x: object\n"
        "    y: dict = field(default_factory=dict)\nd = D([F([1])], {1: (2,)})\n"
        "result = repr([copy.copy(d), copy.deepcopy(d), asdict(d), astuple(d), asdict(d, dict_factory=OrderedDict)])"
    ),
    "an object with a cycle": (
        "class P:\n    def __init__(self):\n        self.items, self.me = [1], self\np = P()\nq, r = copy.deepcopy(p), copy.copy(p)\n"
        "result = q.me is q, q.items == p.items, q.items is p.items, r.me is p, r.items is p.items"
    ),
    "shared parts and cycles of lists": (
        "x = [1]\ny = copy.deepcopy([x, x])\nz = []\nz.append(z)\nw = copy.deepcopy(z)\n"
        "result = y[0] is y[1], y[0] is x, w[0] is w"
    ),
    "slots, also of a base class": (
        "class A:\n    __slots__ = ('x', '__y', 'z')\n    def __init__(self): self.x, self.__y = [1], 2\n"
        "    def show(self): return self.x, self.__y, hasattr(self, 'z')\nclass B(A):\n    __slots__ = ('w',)\n"
        "b = B()\nb.w = 3\nc = copy.deepcopy(b)\nresult = c.show(), c.w, c.x is b.x, copy.copy(b).x is b.x"
    ),
    "a container of the program's": (
        "class L(list): pass\nclass D(defaultdict): pass\nclass S(str): pass\nv = L([[1]])\nv.tag = [2]\nc = copy.deepcopy(v)\n"
        "result = c, c.tag, c.tag is v.tag, c[0] is v[0], copy.deepcopy(D(list, {1: [2]}))[5], copy.copy(S('a'))"
    ),
    "methods of the program's": (
        "class C:\n    def __init__(self): self.x = [1]\n    def __copy__(self): return 'copy'\n"
        "    def __deepcopy__(self, memo):\n        new = self.__class__.__new__(self.__class__)\n        memo[id(self)] = new\n"
        "        for key, value in self.__dict__.items():\n            setattr(new, key, copy.deepcopy(value, memo))\n"
        "        return new\nc = C()\nd = copy.deepcopy([c, c])\nresult = copy.copy(c), d[0] is d[1], d[0].x, d[0].x is c.x"
    ),
    "exceptions": "e = ValueError(1, [2])\ne.more = 3\nf = copy.deepcopy(e)\nresult = type(f), f.args, f.more",
    "random numbers": "r = random.Random(3)\nresult = copy.copy(r).random(), copy.deepcopy(r).random(), r.random()",
    "a subclass of UserDict": (
        "class U(UserDict): pass\nu = U(a=1)\nv = u.copy()\nv['b'] = 2\nresult = dict(u), dict(v), type(v) is U"
    ),
    "a long chain": (
        "class N:\n    def __init__(self, n): self.n = n\nh = None\nfor _ in range(150): h = N(h)\nk, n = copy.deepcopy(h), 0\n"
        "while k: k, n = k.n, n + 1\nresult = n"
    ),
    "what cannot be copied": (
        "result = []\nfor attempt in (copy.copy, copy.deepcopy):\n    try:\n        attempt(x for x in [])\n"
        "    except TypeError:\n        result.append('TypeError')"
    ),
}


def _run(source: str, restricted: bool) -> Any:
    if restricted:
        code, module = prepare(source, "candidate")
    else:
        module = sys.modules["candidate"] = type(sys)("candidate")
        code = compile(source, "<plain>", "exec", dont_inherit=True)
    exec(code, vars(module))
    return vars(module)["result"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_copy_is_what_it_is_in_python(name: str) -> None:
    source = _START + SAMPLES[name]
    assert repr(_run(source, restricted=True)) == repr(_run(source, restricted=False))
