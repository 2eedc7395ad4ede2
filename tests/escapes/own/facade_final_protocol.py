# id: R07
# category: facades
# attempts: make a protocol of the library checkable at run time, which writes into its class
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import typing
def target(cfg):
    class Mine(typing.Protocol):
        def read(self): ...
    typing.runtime_checkable(typing.SupportsInt)
    return "LANG wrote to a class of typing"
