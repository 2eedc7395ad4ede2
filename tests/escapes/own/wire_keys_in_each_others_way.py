# id: W09
# category: wire
# attempts: make the host search a dict whose keys were chosen to meet each other
# entry: target(xs)   shape: solve
# a correct sandbox must show: verdict never PASSED
# expected classes: restricted: verdict-fail; process: verdict-fail; container: verdict-fail
# bounded by: ends with its limits
def keys(bits=17, count=8000):
    mask, slot, walk = (1 << bits) - 1, 0, []
    for _ in range(int(0.6 * 2**bits)):
        walk.append(slot)
        slot = (5 * slot + 1) & mask
    place, others, key = {slot: n for n, slot in enumerate(walk)}, [], mask
    while len(others) < count:
        key += 1
        rest, slot = key, key & mask
        while rest and slot in place:
            rest >>= 5
            slot = (5 * slot + rest + 1) & mask
        if not rest and place.get(slot, len(walk)) < len(walk) // 3:
            others.append(key)
    return walk + others
def target(xs):
    return dict.fromkeys(keys())
