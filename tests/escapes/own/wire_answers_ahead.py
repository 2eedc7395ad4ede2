# id: W04
# category: wire
# attempts: read off the stream what the host asks next, and answer this and what it has not asked yet
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
import select
def target(xs):
    asked = os.read(3, 1 << 16) if select.select([3], [], [], 0)[0] else b""
    for part in asked.split(b'"call","')[1:]:
        say("returned", part[:16].decode(), 0, None)
    for _ in range(3):
        say("returned", token(), 0, None)
    return 0
