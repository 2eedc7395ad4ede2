"""Coverage-guided fuzzing of what the host reads: `python -m tests.soak.fuzz_frames [--seconds N] [CORPUS_DIRECTORY]`.

Needs atheris (`pip install atheris`; CPython 3.11 to 3.13 on Linux). The first byte of an input says in what pieces the
rest arrives, and if it is odd, that the rest is one payload and not a stream of frames. Ends with 0 if nothing but values
and violations was seen.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tracemalloc
from pathlib import Path
from typing import Final

try:
    import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]
except ImportError:
    sys.exit("tests.soak.fuzz_frames needs atheris: pip install atheris (CPython 3.11 to 3.13, Linux)")

with atheris.instrument_imports():
    from sandbox import codec, decoding, wire
    from sandbox.literal import literal

from sandbox.errors import ProtocolError

MAX_BYTES, MAX_NODES = 1 << 16, 1 << 14
#: Of the host, for each byte that was sent.
MEMORY_FACTOR: Final = 120

#: One value of each kind, to begin with.
SEEDS: Final = (
    b'["returned","0123456789abcdef",[1,-2.5,null,true,"\\u00fc"],[{"d":[[1,{"S":[1,2]}]]}]]',
    b'["a",{"q":[]},{"i":"0x7f"},{"f":"nan"},{"s":[55296]},{"b":"AA=="},{"B":"AA=="},{"c":["0.0","1.0"]},{"r":[0,9,2]}]',
    b'["a",{"D":"1e5"},{"F":["0x1","0x3"]},{"date":"2020-01-01"},{"time":["00:00:00",0]},{"delta":[1,2,3]}]',
    b'["a",{"datetime":["2020-01-01T00:00:00+00:00",0]},{"o":"X"},{"R":["P",[["x",1]]]},{"I":[true,[1]]},{"Z":["a"]}]',
    b'["raised","0123456789abcdef","ValueError","text",3,["Exception"]]',
)


def one_input(data: bytes) -> None:
    piece, stream = (data[0] + 1, data[1:]) if data else (1, b"")
    if piece % 2 == 0:
        stream = len(stream).to_bytes(4, "big") + stream
    tracemalloc.start()
    reader = wire.FrameReader(MAX_BYTES, MAX_NODES)
    try:
        for start in range(0, len(stream), piece):
            reader.feed(stream[start : start + piece])
            while (parts := reader.next()) is not None:
                literal(parts)
                codec.dumps(parts)
    except ProtocolError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    if peak > 200_000 + MEMORY_FACTOR * len(stream):
        raise AssertionError(f"{peak} bytes of memory for {len(stream)} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.soak.fuzz_frames")
    parser.add_argument("corpus", nargs="?", type=Path, help="where inputs are kept, by default nowhere")
    parser.add_argument("--seconds", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        corpus = options.corpus or Path(passing)
        corpus.mkdir(exist_ok=True)
        for number, payload in enumerate(SEEDS):
            (corpus / f"seed-{number}").write_bytes(b"\xff" + payload)
        words = [*decoding.DECODERS, *decoding.TABLES, "returned", "raised", "nan", "-inf"]
        dictionary = Path(passing) / "words.dict"
        dictionary.write_text("".join(f'"\\"{word}\\""\n' for word in words))
        atheris.Setup(
            [sys.argv[0], str(corpus), f"-max_total_time={options.seconds}", f"-dict={dictionary}", "-max_len=4096",
             "-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1", "-artifact_prefix=/tmp/fuzz-frames-"],
            one_input,
        )  # fmt: skip
        atheris.Fuzz()


if __name__ == "__main__":
    main()
