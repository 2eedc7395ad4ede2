"""Checks a wrong quick sort, shows the smallest counterexample, then uses a right one from your own tests."""

from sandbox import Sandbox

wrong = """
def quick_sort(items):
    if not items:
        return []
    pivot = items[0]
    return quick_sort([x for x in items if x < pivot]) + [pivot] + quick_sort([x for x in items if x > pivot])
"""
right = wrong.replace("[x for x in items if x > pivot]", "[x for x in items[1:] if x >= pivot]")

with Sandbox("restricted") as box:
    verdict = box.check(wrong, "quick sort")
    assert verdict.counterexample is not None
    print(verdict.status.value, "by", verdict.counterexample.call)
    print(box.check(right, "quick sort").status.value)
    with box.load(right) as program:
        quick_sort = program["quick_sort"]  # a plain callable; the code itself stays in the sandbox
        print(quick_sort([3, 1, 2]))
