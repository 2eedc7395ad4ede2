# id: K24
# attempts: exceptions named like the sandbox's own failures
# entry: target(xs)   shape: solve
class SandboxError(Exception):
    pass
class WorkerGoneError(SandboxError):
    pass
class CheckError(ValueError):
    pass
def target(xs):
    raise (SandboxError, WorkerGoneError, CheckError)[len(xs) % 3]("the worker was lost")
