# id: R19
# category: facades
# attempts: sys.setrecursionlimit with an int that compares as small and is large
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import sys
class Small(int):
    def __gt__(self, other): return False
    def __lt__(self, other): return True
def target(cfg):
    sys.setrecursionlimit(Small(10**8))
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    return f"LANG recursion limit {limit}" if limit > 10**6 else "BLOCKED"
