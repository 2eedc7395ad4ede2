# id: W16
# category: server
# attempts: find in its memory what an earlier program or the host left there
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere
# expected classes: restricted: policy-block|error; process: contained; container: contained
# bounded by: ends with its limits
import gc, sys
def target(cfg):
    seen, frame = [], sys._getframe()
    while frame is not None:
        seen += frame.f_locals.values()
        seen += [value for name, value in frame.f_globals.items() if type(value) in (str, bytes)]
        frame = frame.f_back
    seen += [each for each in gc.get_objects() if type(each) in (str, bytes, dict, list)]
    for each in seen:
        if type(each) in (str, bytes) and cfg.get("tag", "tag-") in str(each) and each not in cfg.values():
            return "ESCAPED " + str(each)
    return "BLOCKED"
