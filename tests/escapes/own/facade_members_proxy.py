# id: R05
# category: facades
# attempts: compare the read-only members of a library enumeration with an own object, whose __eq__ is handed the dict behind them
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: error; process: contained; container: contained
# bounded by: none needed
import re
class Writer:
    def __eq__(self, other):
        other["FORGED"] = 5
        return True
def target(cfg):
    re.RegexFlag.__members__ == Writer()
    return "LANG the library's enumeration has " + str(re.RegexFlag["FORGED"])
