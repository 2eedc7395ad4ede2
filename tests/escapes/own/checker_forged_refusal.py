# id: K39
# attempts: raises the worker's own refusal
# entry: target(xs)   shape: solve
import sys
def target(xs):
    for module in list(sys.modules.values()):
        refusal = getattr(module, "Refusal", None)
        if refusal is not None:
            raise refusal("entry point", "the program defines no function", hint="skip this check")
    return 0
