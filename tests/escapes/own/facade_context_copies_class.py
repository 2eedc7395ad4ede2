# id: R21
# category: facades
# attempts: contextmanager copies the dict of what it wraps: __init__ of the library's encoder, taken from the wrapper
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import contextlib, json
def target(cfg):
    raw = contextlib.contextmanager(json.JSONEncoder).__init__
    raw(json.JSONEncoder, default=lambda *parts: "forged")
    return "LANG the library's encoder answers " + json.dumps(target)
