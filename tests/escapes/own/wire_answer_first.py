# id: W01
# category: wire
# attempts: send an answer of its own before the worker sends the real one
# entry: target(xs)   shape: solve
# a correct sandbox must show: verdict never PASSED
# expected classes: restricted: verdict-fail|policy-block|error; process: verdict-fail; container: verdict-fail
# bounded by: ends with its limits
import json, os, struct, sys
def token():
    frame = sys._getframe()
    while frame is not None:
        request = frame.f_locals.get("request")
        if type(request) is list:
            return request[1]
        frame = frame.f_back
def say(*parts):
    data = json.dumps(parts).encode()
    os.write(4, struct.pack("!I", len(data)) + data)
def target(xs):
    say("returned", token(), len(xs), None)
    return 0
