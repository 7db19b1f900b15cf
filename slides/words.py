"""Text as a reader sees it: cleaning, counting, emphasis, and the script of each run."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

CJK = re.compile(
    "[\u2e80-\u2fff\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
LATIN_WORD = re.compile(r"[A-Za-z0-9][\w'./:-]*")
EMPHASIS = re.compile(r"\*\*(.+?)\*\*")
PUNCTUATION_END = "，。、；：？！…—,.;:?!）》」』】〉”’)\"' "
HAN_STRETCH = re.compile(f"(?:{CJK.pattern})(?:[^A-Za-z\\n]*(?:{CJK.pattern}))*")
GAP_WORD = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|#\}|\$\{|<%|%>|\b(?:TODO|FIXME|TBD|lorem|ipsum|undefined|none|null)\b|"
    r"click to (?:add|edit)|单击(?:此处|以)|点击(?:此处)?添加|待补充|待填写|占位(?:文字|符)",
    re.I,
)
DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True)
class Run:
    """A stretch of text in one language and weight."""

    text: str
    lang: str
    strong: bool = False


def is_harmful(character: str) -> bool:
    """Say whether a character would break an XML file or hide text from the reader."""
    return (
        character in DIRECTION_MARKS
        or character in "\u2028\u2029\ufffe\uffff"
        or unicodedata.category(character) in ("Cc", "Cs")
    )


def clean(text: str) -> str:
    """Give one line of text without control characters; every other character stays as it is."""
    spaced = re.sub(r"[\t\r\n\u2028\u2029]+", " ", text)
    return "".join(c for c in spaced if not is_harmful(c)).strip()


def clean_lines(text: str) -> str:
    """Like clean, for text of several paragraphs."""
    return "\n".join(filter(None, (clean(line) for line in re.split(r"[\r\n\u2028\u2029]+", text))))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Give the text without its marks of emphasis."""
    return EMPHASIS.sub(r"\1", text)


def length(text: str) -> int:
    """Count the characters that the reader sees, without punctuation at the end."""
    return len(plain(text).rstrip(PUNCTUATION_END))


def units(text: str) -> int:
    """Count how full a slide is: a Chinese character is 1, a Latin word 2."""
    seen = plain(text)
    return len(CJK.findall(seen)) + 2 * len(LATIN_WORD.findall(CJK.sub(" ", seen)))


def runs(text: str, lang: str, *, marked: bool = True) -> tuple[Run, ...]:
    """Split text into runs by emphasis and script; with marked=False asterisks stay literal."""
    found: list[Run] = []
    pieces = EMPHASIS.split(text) if marked else [text]
    for number, piece in enumerate(pieces):
        strong = number % 2 == 1
        found += [Run(part, code, strong) for part, code in _by_script(piece, lang)]
    return tuple(found)


def _by_script(text: str, lang: str) -> list[tuple[str, str]]:
    """A Chinese deck keeps Latin words inside Chinese runs; an English one sets Chinese apart."""
    if not text:
        return []
    if lang == "zh":
        return [(text, "zh-CN" if CJK.search(text) or not re.search("[A-Za-z]", text) else "en-US")]
    found, at = [], 0
    for match in HAN_STRETCH.finditer(text):
        if match.start() > at:
            found.append((text[at : match.start()], "en-US"))
        found.append((match.group(), "zh-CN"))
        at = match.end()
    if at < len(text):
        found.append((text[at:], "en-US"))
    return found


def gap_word(text: str) -> str:
    """Give the first word that looks like a forgotten gap, or nothing."""
    match = GAP_WORD.search(text)
    return match.group() if match else ""
