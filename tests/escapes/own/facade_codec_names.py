# id: R28
# category: facades
# attempts: names of codecs are imported: names with dots and private ones
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
def target(cfg):
    for name in ("..os", "os", "__main__", "encodings.os", "_codecs", "aliases", "../os"):
        for attempt in (lambda: "x".encode(name), lambda: b"x".decode(name), lambda: str(b"x", name)):
            try:
                return "LANG " + str(attempt())
            except Exception:
                continue
    return "BLOCKED"
