# id: R08
# category: facades
# attempts: empty a set that a module exports
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: error; process: contained; container: contained
# bounded by: none needed
import hashlib
def target(cfg):
    hashlib.algorithms_available.clear()
    return "LANG the library knows no algorithm any more"
