# id: R04
# category: facades
# attempts: initialise a shared alias of typing again, with another origin
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import typing
def target(cfg):
    typing.List.__init__(dict, 2, name="List")
    return "LANG typing.List is " + str(typing.List[int, str])
