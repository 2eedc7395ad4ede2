# id: W15
# category: server
# attempts: raise its own limits and those of its server
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere
# expected classes: restricted: policy-block|error; process: contained; container: contained
# bounded by: ends with its limits
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
me, server = os.getpid(), os.getppid()
buffer = ctypes.create_string_buffer(4096)
def call(number, *arguments):
    return libc.syscall(ctypes.c_long(number), *(ctypes.c_long(each) if isinstance(each, int) else each for each in arguments))
import struct
def target(cfg):
    most = struct.pack("=QQ", 2**64 - 1, 2**64 - 1)
    done = [call(number, *arguments) for which in range(16)
            for number, arguments in ((160, (which, most)), (302, (0, which, most, 0)), (302, (server, which, most, 0)))]
    return "ESCAPED raised a limit" if any(each >= 0 for each in done) else "BLOCKED"
