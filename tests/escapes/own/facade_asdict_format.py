# id: R16
# category: facades
# attempts: dataclasses.asdict reads the field called format of an own string, and returns the real method
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import dataclasses
@dataclasses.dataclass(init=False)
class Text(str):
    format: str
def target(cfg):
    real = dataclasses.asdict(Text("{0.__globals__}"))["format"]
    return "LANG " + real(target)[:60]
