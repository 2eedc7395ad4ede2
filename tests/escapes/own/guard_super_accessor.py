# id: R32
# category: guards
# attempts: super(C, C).__getattribute__ is the unbound one: the check looks at the wrong argument, and a text is read for its real format
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
def target(cfg):
    class C: pass
    real = super(C, C).__getattribute__("{0.__globals__}", "format")
    return "LANG " + real(target)[:60]
