# id: R48
# category: guards
# attempts: an alias hands on every attribute of its origin, also __init__ of the library's encoder
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import json
def target(cfg):
    alias = type(list[int])(json.JSONEncoder, int)
    alias.__init__(json.JSONEncoder, default=lambda *parts: "forged")
    return "LANG the library's encoder answers " + json.dumps(target)
