# id: W06
# category: wire
# attempts: begin an answer and leave, so that the trailer goes for the rest of it
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
    data = json.dumps(["returned", token(), 0, None]).encode()
    os.write(4, struct.pack("!I", len(data) + 32) + data)
    os._exit(0)
