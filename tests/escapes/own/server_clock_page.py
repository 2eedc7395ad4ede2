# id: W16
# category: server
# attempts: write to the clock that it shares with the fork server, and compute on
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere
# expected classes: restricted: policy-block|error; process: contained|timeout|cpu|killed|crash; container: contained|timeout|cpu|killed|crash
# bounded by: ends with its limits
import sys
def target(cfg):
    frame = sys._getframe()
    while "clocks" not in frame.f_locals:
        frame = frame.f_back
    page = frame.f_locals["clocks"]._page
    while True:
        page[0] = page[1] = 2**64 - 1
