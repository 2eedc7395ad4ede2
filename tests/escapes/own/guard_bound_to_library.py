# id: R49
# category: guards
# attempts: an own method bound to the library's class, and super called from there
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import json
class Mine(json.JSONEncoder):
    def go(self):
        super(Mine, Mine).__init__(self, default=lambda *parts: "forged")
def target(cfg):
    Mine.go(json.JSONEncoder)
    return "LANG the library's encoder answers " + json.dumps(target)
