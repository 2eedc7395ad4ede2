# id: W13
# category: server
# attempts: duplicate the protocol's descriptors and open channels of its own
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
    done = [call(number, 4, 9) for number in (32, 33)] + [call(72, fd, 1030, 20) for fd in range(5)]
    done += [call(53, 1, 1, 0, buffer), call(22, buffer), call(319, b"x", 0), call(29, 1, 4096, 0o1777), call(290, 0, 0)]
    return "ESCAPED has a descriptor more" if any(each >= 0 for each in done) else "BLOCKED"
