# id: R27
# category: facades
# attempts: the real type behind typing.Type: through the alias's forwarding, its origin, its base classes
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import typing
def target(cfg):
    alias = typing.Type[int]
    ways = [
        lambda: getattr(alias, "__origin__"),
        lambda: typing.get_origin(alias),
        lambda: getattr(alias, "__mro_entries__")(())[0],
        lambda: getattr(type(list[int])(alias, int), "__origin__"),
        lambda: typing.Type.mro(int)[0].__class__,
        lambda: type(type(type(1))),
        lambda: alias.__call__,
    ]
    for way in ways:
        try:
            made = way()("Made", (), {"__del__": lambda self: None})
            return "LANG built " + str(made)
        except Exception:
            continue
    return "BLOCKED"
