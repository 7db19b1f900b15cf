"""Texts that a spreadsheet would take for a formula, made harmless on the way out.

Files for people (downloads, reports) get one ``'`` in front of such a text, and the import takes
one away again, so what we wrote for people comes back as it was.  The plain export does not alter
a text, except one that already begins with ``'`` and a formula sign: it gets one more, because the
import would otherwise take its own away.
"""

from __future__ import annotations

import re

SIGNS = r"(?:[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n])"
FORMULA, QUOTED = re.compile(SIGNS), re.compile(f"'+{SIGNS}")
NUMBER = re.compile(r"[+-]?\d[\d ]*(\.\d+)?")


def escaped(text: str) -> str:
    """The text for a file that people open: never a formula; numbers, also telephone numbers, stay as they are."""
    if FORMULA.match(text) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return f"'{text}" if QUOTED.match(text) else text


def unescaped(text: str) -> str:
    """The text as it was before ``escaped``."""
    return text[1:] if QUOTED.match(text) else text


def plain(text: str) -> str:
    """The text for a file that is imported again: unaltered, unless the import would take a ``'`` away."""
    return f"'{text}" if QUOTED.match(text) else text
