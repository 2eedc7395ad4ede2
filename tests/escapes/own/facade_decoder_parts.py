# id: R30
# category: facades
# attempts: the parts of a JSONDecoder are functions of the library; their globals, and the scanner's secrets
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import json, operator
def target(cfg):
    decoder = json.JSONDecoder()
    for part in (decoder.parse_object, decoder.parse_array, decoder.scan_once, json.JSONEncoder.default, decoder.decode):
        for name in ("__globals__", "__self__", "__func__", "__code__", "__builtins__", "__closure__", "__dict__"):
            for way in (getattr, lambda value, name: operator.attrgetter(name)(value),
                        lambda value, name: object.__getattribute__(value, name)):
                try:
                    return "LANG " + str(way(part, name))[:60]
                except Exception:
                    continue
    return "BLOCKED"
