# id: W09
# category: wire
# attempts: replace what the worker sends with, and what ends it
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
from sandbox import codec, wire
codec.dumps = wire.dumps = lambda *values, **options: b'["loaded"]'
os._exit = lambda status: None
def target(xs):
    return 0
