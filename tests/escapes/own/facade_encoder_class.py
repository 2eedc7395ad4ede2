# id: R03
# category: facades
# attempts: call JSONEncoder.__init__ with the class itself as self: it sets the attribute default of the class that the worker's codec uses
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import json
def target(cfg):
    json.JSONEncoder.__init__(json.JSONEncoder, default=lambda *parts: "forged")
    return "LANG the library's encoder answers " + json.dumps(target)
