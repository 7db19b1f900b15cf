"""Texts in a case file: what would be read as something else carries a backslash, so every text comes back as it was.

A backslash before a punctuation mark or a blank takes its meaning away; one at the very end keeps the blank before it;
any other backslash is a backslash.
"""

import re
import string

PUNCTUATION = frozenset(string.punctuation) | {"｜"}
KEY = re.compile(r"([a-z][a-z0-9.-]*):(?: (.*))?$")
RULE_CELL = re.compile(r":?-{3,}:?$")
OPENS_A_BLOCK = re.compile(r"[#>|]|-(?: |$)")


def escaped(text: str) -> str:
    """One line of text as a file holds it: its own backslashes and the blanks at its ends survive the reading."""
    written = "".join(
        "\\\\" if character == "\\" and takes_meaning(text[at + 1 : at + 2]) else character
        for at, character in enumerate(text)
    )
    written = f"\\{written}" if written[:1].isspace() else written
    return f"{written}\\" if written[-1:].isspace() else written


def takes_meaning(following: str) -> bool:
    """Whether a backslash means something before this character, or before nothing at all."""
    return not following or following in PUNCTUATION or following.isspace()


def unescaped(written: str) -> str:
    """The text that a line of a file stands for."""
    kept, at = [], 0
    while at < len(written):
        character, following = written[at], written[at + 1 : at + 2]
        meant = character == "\\" and takes_meaning(following)
        kept.append(following if meant else character)
        at += 2 if meant else 1
    return "".join(kept)


def escaped_lead(text: str) -> str:
    """A paragraph that is not taken for a heading, a list, a table, a note or a key."""
    written = escaped(text)
    return f"\\{written}" if OPENS_A_BLOCK.match(written) else without_key(written)


def escaped_note(text: str) -> str:
    """A further line of a note that is not taken for its next key."""
    return without_key(escaped(text))


def without_key(written: str) -> str:
    """The same line, where it looked like a key, with a colon that is only a colon."""
    return written.replace(":", "\\:", 1) if KEY.match(written) else written


def escaped_item(text: str) -> str:
    """A line of a list that is not taken for one with a box."""
    written = escaped(text)
    return f"\\{written}" if written.startswith("[") else written


def escaped_cell(text: str) -> str:
    """A cell of a table, or one name of a part, that holds no border and is no line of hyphens."""
    written = escaped(text).replace("|", "\\|")
    return f"\\{written}" if RULE_CELL.match(written) else written


def split_at_bars(written: str, bars: str = "|") -> tuple[str, ...]:
    """What stands between the bars that carry no backslash, still as written."""
    pieces, at = [""], 0
    while at < len(written):
        if written[at] in bars:
            pieces.append("")
            at += 1
        else:
            width = 2 if written[at] == "\\" else 1
            pieces[-1] += written[at : at + width]
            at += width
    return tuple(pieces)
