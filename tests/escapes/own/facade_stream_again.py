# id: R02
# category: facades
# attempts: initialise the shared stand-in for sys.stdout a second time, under another name
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import sys
def target(cfg):
    sys.stdout.__init__("stderr")
    return "LANG the shared stream is another one now"
