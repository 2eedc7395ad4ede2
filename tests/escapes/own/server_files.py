# id: W11
# category: server
# attempts: read the fork server's memory, environment and descriptors in /proc
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
    for pid in (server, 1, me):
        for name in ("mem", "environ", "maps", "fd/0", "cmdline", "root/etc/passwd"):
            if call(257, -100, b"/proc/%d/%s" % (pid, name.encode()), 0) >= 0:
                return "ESCAPED opened " + name
    return "BLOCKED"
