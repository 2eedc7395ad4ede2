# id: K38
# attempts: leaves the worker no depth in which to encode
# entry: target(xs)   shape: solve
import sys
def target(xs):
    sys.setrecursionlimit(sys.getrecursionlimit())
    frame, depth = sys._getframe(), 0
    while frame:
        frame, depth = frame.f_back, depth + 1
    sys.setrecursionlimit(depth + 5)
    return [[[[[[[[[[[[[[[[[[[[sum(xs)]]]]]]]]]]]]]]]]]]]]
