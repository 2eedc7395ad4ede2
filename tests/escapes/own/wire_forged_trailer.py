# id: W05
# category: wire
# attempts: end the job itself, with every string of 32 bytes that it finds for a nonce
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
def nonces():
    frame, seen = sys._getframe(), set()
    while frame is not None:
        for value in frame.f_locals.values():
            for inner in (value, *(getattr(value, name, None) for name in getattr(type(value), "__slots__", ()))):
                if type(inner) is bytes and len(inner) == 32:
                    seen.add(inner)
        frame = frame.f_back
    return seen
def target(xs):
    from sandbox import wire
    for nonce in nonces() | {bytes(32)}:
        os.write(4, nonce + wire.frame("", 0, 0, 0.0, 0.0, 1, b"", b""))
    return 0
