# id: R18
# category: facades
# attempts: rename a base class's field while dataclass works, by the slot's descriptor, from the truth value of an option
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
from dataclasses import dataclass, field, fields
leak = []
Field = type(field())
class Late:
    def __bool__(self):
        Field.name.__set__(fields(Base)[0], "x=leak.append(().__class__.__base__.__subclasses__()), *, y")
        return True
@dataclass
class Base:
    x: int = 0
def target(cfg):
    try:
        dataclass(init=Late(), repr=False, eq=False, match_args=False)(type("C", (Base,), {}) if cfg.get("plain") else Child)
    except SyntaxError as error:
        return "LANG a field's name went into code: " + str(error)[:60]
    return "LANG generated" if leak else "BLOCKED"
class Child(Base):
    z: int = 1
