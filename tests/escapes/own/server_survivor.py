# id: W14
# category: server
# attempts: start a process by every call there is, to outlive the job
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
    for number, arguments in ((57, ()), (58, ()), (56, (17, 0, 0, 0, 0)), (56, (0x8011, 0, 0, 0, 0)), (435, (buffer, 88))):
        result = call(number, *arguments)
        if result == 0:
            import time
            time.sleep(5)
            os._exit(0)
        if result > 0:
            return "ESCAPED started a process"
    return "BLOCKED"
