"""Rebuilds an uploaded master; run as a process of its own, with little memory and little time.

Usage: ``python -I slides/uploaded/process.py FILE NAME``.  Prints one line of JSON: the rule that the file breaks
and the facts, or what was replaced, and then the bytes of the new package.
"""

import json
import resource
import sys
from pathlib import Path

MEBIBYTE = 1024 * 1024
MOST_MEMORY, MOST_SECONDS = 768 * MEBIBYTE, 15


def limit_this_process() -> None:
    """Little memory, little time, no writing."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(file: str, name: str) -> None:
    """Read the file, write it anew, and print what came of it."""
    limit_this_process()
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from slides.uploaded.package_reading import unzipped
    from slides.uploaded.pictures import encoded
    from slides.uploaded.reading import read_base
    from slides.uploaded.values import MasterRefused
    from slides.uploaded.writing import written_base

    try:
        base = read_base(unzipped(Path(file).read_bytes()), encoded)
        content, verdict = written_base(base, name), {"remarks": base.remarks}
    except MasterRefused as refused:
        content, verdict = b"", {"rule": refused.rule, "facts": refused.facts}
    sys.stdout.buffer.write(json.dumps(verdict).encode() + b"\n" + content)


if __name__ == "__main__":
    main(*sys.argv[1:])
