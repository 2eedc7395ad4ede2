# id: R01
# category: facades
# attempts: build another stand-in for a standard stream, for any attribute of sys; its failure carries that attribute as AttributeError.obj, read by the descriptor of an own subclass
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: error; process: contained; container: contained
# bounded by: none needed
import sys
class Own(AttributeError): pass
def target(cfg):
    try:
        type(sys.stdout)("modules").write("")
    except AttributeError as error:
        modules = Own.obj.__get__(error)
        return "LANG sys.modules: " + str(modules["os"])
    return "BLOCKED"
