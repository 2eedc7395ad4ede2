# id: W10
# category: server
# attempts: signal the fork server, init, every process and group by each call that can
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere
# expected classes: restricted: policy-block|error; process: contained; container: contained
# bounded by: signal 0 only, which ends nothing
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
me, server = os.getpid(), os.getppid()
buffer = ctypes.create_string_buffer(4096)
def call(number, *arguments):
    return libc.syscall(ctypes.c_long(number), *(ctypes.c_long(each) if isinstance(each, int) else each for each in arguments))
def target(cfg):
    done = [call(62, pid, 0) for pid in (server, 1, 0, -1, -server)]
    done += [call(234, pid, pid, 0) for pid in (server, 1, 2)] + [call(200, pid, 0) for pid in (server, 1, 2)]
    done += [call(129, server, 0, buffer), call(424, 3, 0, 0, 0)]
    return "ESCAPED a signal was sent" if any(each >= 0 for each in done) else "BLOCKED"
