"""What can be reached from the modules that a program imports."""

from __future__ import annotations

import types
from typing import Any

import pytest

from sandbox.policy import RESTRICTED_IMPORTS
from sandbox.worker.refusal import Refusal
from sandbox.worker.restricted import facades, preload, prepare
from sandbox.worker.restricted.inherited import LIBRARY_NAMES
from sandbox.worker.restricted.modules import PUBLIC_NAMES
from sandbox.worker.restricted.names import attribute_kind

preload()

#: Nobody who holds one of these needs anything else.
DANGEROUS = (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType)


def _public(value: object) -> dict[str, Any]:
    found = {}
    for name in dir(value):
        if attribute_kind(name) == "plain" and not name.startswith("_"):
            try:
                found[name] = getattr(value, name)
            except Exception:  # an abstract property, a slot without a value
                continue
    return found


def _walk(depth: int, start: dict[str, Any] | None = None) -> dict[int, tuple[str, Any]]:
    """Everything within `depth` public names of a facade (or of `start`), by identity, with the path to it."""
    seen: dict[int, tuple[str, Any]] = {}
    layer: list[tuple[str, Any]] = list((facades.FACADES if start is None else start).items())
    for _ in range(depth):
        following = []
        for path, value in layer:
            for name, inner in _public(value).items():
                if id(inner) not in seen:
                    seen[id(inner)] = f"{path}.{name}", inner
                    following.append((f"{path}.{name}", inner))
        layer = following
    return seen


def test_there_is_a_facade_for_each_import_of_the_policy() -> None:
    assert sorted(facades.FACADES) == sorted(RESTRICTED_IMPORTS) == sorted(PUBLIC_NAMES)


def test_public_names_lead_to_no_module_frame_or_code() -> None:
    reached = _walk(4)
    assert len(reached) > 1500
    assert [path for path, value in reached.values() if isinstance(value, DANGEROUS)] == []


def test_public_names_lead_to_no_dangerous_builtin() -> None:
    dangerous = {id(value) for value in (open, eval, exec, compile, __import__, input, globals, type)}
    assert [path for key, (path, _) in _walk(3).items() if key in dangerous] == []


#: One of each kind of object that a program can get from the library.
OBJECTS = """
import array, calendar, contextlib, datetime, decimal, fractions, functools, hashlib, itertools, json, operator
import random, re, statistics, string, textwrap, typing
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque, namedtuple
from dataclasses import dataclass, field, fields, InitVar
from enum import Enum, auto

@dataclass
class Data:
    x: int = 1

class Color(Enum):
    RED = auto()

def f(x=None): yield x

caught = []
for attempt in (lambda: json.loads("{"), lambda: int("x"), lambda: [].nothing, lambda: re.compile("("), lambda: {}[1]):
    try:
        attempt()
    except Exception as error:
        caught.append(error)

result = dict(enumerate([
    f, f(), Data, Data(), fields(Data)[0], field(), InitVar[int], Color, Color.RED, namedtuple("P", "x")(1), caught[0],
    *caught, random.Random(), calendar.TextCalendar(), calendar.HTMLCalendar(), calendar.day_name, string.Template("$a"),
    re.compile("a"), re.match("a", "a"), re.I, contextlib.ExitStack(), contextlib.nullcontext(), contextlib.suppress(),
    contextlib.contextmanager(f), contextlib.contextmanager(f)(), fractions.Fraction(1), decimal.Decimal(1),
    decimal.getcontext(), decimal.localcontext(), json.JSONEncoder(), json.JSONDecoder(), statistics.NormalDist(),
    textwrap.TextWrapper(), functools.partial(f), functools.partialmethod(f), functools.lru_cache(f),
    functools.singledispatch(f), functools.cached_property(f), functools.cmp_to_key(f), functools.wraps(f), property(f),
    staticmethod(f), classmethod(f), typing.List, typing.List[int], typing.get_args(typing.List["int"])[0],
    typing.TypeVar("T"), typing.NewType("N", int), typing.Protocol, typing.Union[int, str], typing.Any, int | str,
    datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc), datetime.timedelta(1), hashlib.md5(), array.array("i"),
    deque(), Counter(), ChainMap(), UserDict(), UserList(), OrderedDict(), defaultdict(list), {}.keys(), iter([]),
    itertools.count(), itertools.groupby([]), itertools.tee([])[0], operator.itemgetter(0), operator.attrgetter("x"),
    operator.methodcaller("x"), "".format, str.format, print, getattr, len, type, type(json), super, object.__setattr__,
]))
"""


def test_objects_of_the_library_lead_to_no_module_frame_or_code() -> None:
    code, module = prepare(OBJECTS, "candidate")
    exec(code, vars(module))
    reached = _walk(3, {str(number): value for number, value in vars(module)["result"].items()})
    assert len(reached) > 500
    dangerous = {id(value) for value in (open, eval, exec, compile, __import__, input, globals, type)}
    found = [path for path, value in reached.values() if isinstance(value, DANGEROUS) or id(value) in dangerous]
    assert found == []


def test_the_walk_would_find_a_module() -> None:
    leaky: Any = facades._facade("leaky", {"value": types})
    facades.FACADES["leaky"] = leaky
    try:
        assert [path for path, value in _walk(1).values() if isinstance(value, types.ModuleType)] == ["leaky.value"]
    finally:
        del facades.FACADES["leaky"]


def test_every_private_name_of_a_reachable_class_is_guarded() -> None:
    for path, value in _walk(1).values():
        if isinstance(value, type):
            private = {name for name in dir(value) if attribute_kind(name) == "private"}
            assert private <= LIBRARY_NAMES, path


@pytest.mark.parametrize("name", sorted(PUBLIC_NAMES))
def test_a_facade_cannot_be_changed(name: str) -> None:
    facade: Any = facades.FACADES[name]
    before = _public(facade)
    assert set(before) == set(facades.EXPORTS[name])
    with pytest.raises(Refusal):
        facade.new = 1
    with pytest.raises(Refusal):
        delattr(facade, next(iter(before)))
    assert _public(facade) == before
    assert not hasattr(facade, "__dict__")


def test_a_name_is_missing_as_in_python() -> None:
    math: Any = facades.FACADES["math"]
    with pytest.raises(AttributeError, match="module 'math' has no attribute 'nothing'"):
        _ = math.nothing
    with pytest.raises(ImportError, match="cannot import name 'nothing' from 'math'"):
        facades.import_from("math", "nothing")


def test_what_is_left_out_says_so() -> None:
    time: Any = facades.FACADES["time"]
    with pytest.raises(Refusal, match=r"time\.sleep is not available; do not wait"):
        _ = time.sleep
