# id: W12
# category: server
# attempts: trace the fork server, read and write its memory from here
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
def target(cfg):
    done = [call(101, request, server, 0, 0) for request in (16, 0x4206)]
    done += [call(310, server, buffer, 1, buffer, 1, 0), call(311, server, buffer, 1, buffer, 1, 0)]
    done += [call(434, server, 0), call(438, 3, 0, 0)]
    return "ESCAPED traced its server" if any(each >= 0 for each in done) else "BLOCKED"
