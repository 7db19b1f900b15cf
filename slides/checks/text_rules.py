"""What a single text of a case may be: how long, and without gaps."""

from collections.abc import Iterator

from slides.casefile.values import Slide, Words
from slides.kinds import FIELD_NAMES, NOTE_LIMITS, WORD_LIMITS, Kind, limit
from slides.problems import Problem
from slides.words import gap_word, length, plain


def texts_of(kind: Kind, words: Words) -> Iterator[tuple[str, str, int]]:
    """Every text of a slide half with the name of its field and its line."""
    yield "title", words.title, words.line_of("title")
    if words.lead:
        yield "lead", words.lead, words.line_of("lead")
    for item in words.items:
        if kind.shape == "pairs":
            yield from (("first", item.halves[0], item.line), ("second", item.halves[1], item.line))
        else:
            yield "line", item.text, item.line
    for number, row in enumerate(words.rows):
        for cell in row:
            yield "label" if kind.shape == "numbers" else "cell", cell, words.line_of(f"row{number}")
    for key, value in words.keys:
        yield key, value, words.line_of(key)


def check_texts(slide: Slide, kind: Kind, words: Words, lang: str) -> Iterator[Problem]:
    """Every text of a slide half is complete and within its limits."""
    for field, text, line in texts_of(kind, words):
        yield from check_gaps(text, line)
        if text.count("**") % 2 or "**" in plain(text):
            yield Problem("bold-open", line)
        if field in WORD_LIMITS:
            yield from check_length(field, text, line, WORD_LIMITS[field][1], lang, WORD_LIMITS[field][0])
        yield from _stage_limit(slide, field, text, line, lang)


def _stage_limit(slide: Slide, field: str, text: str, line: int, lang: str) -> Iterator[Problem]:
    """A text is short enough for the strictest of its stages."""
    for stage in slide.stages:
        most = limit(slide.kind, field, stage, lang)
        if most is not None and length(text) > most:
            name, name_zh = FIELD_NAMES[field]
            yield Problem(
                "too-long",
                line,
                {
                    "field": name,
                    "field_zh": name_zh,
                    "found": length(text),
                    "limit": most,
                    "over": length(text) - most,
                    "stage": stage,
                },
            )
            return


def check_notes(kind: Kind, words: Words, lang: str) -> Iterator[Problem]:
    """The speaker's notes say what to say, and what to ask where the kind needs a question."""
    needed = ("say", "ask", "expect") if kind.asks else ("say",)
    for key in NOTE_LIMITS:
        text, line = getattr(words.notes, key), words.line_of(key)
        if not text and key in needed:
            yield Problem("missing-key", words.line_of("title"), {"key": f"> {key}"})
        if text:
            yield from check_gaps(text, line)
            yield from check_length(key, text, line, NOTE_LIMITS[key][1], lang, NOTE_LIMITS[key][0])


def check_gaps(text: str, line: int) -> Iterator[Problem]:
    """No text holds a word that looks like a forgotten gap."""
    if word := gap_word(text):
        yield Problem("gap-word", line, {"word": word})


def check_length(field: str, text: str, line: int, most: int, lang: str, least: int = 0) -> Iterator[Problem]:
    """A limit that is the same for every stage; English may be twice as long, and the least stays the same."""
    most *= 2 if lang == "en" else 1
    name, name_zh = FIELD_NAMES[field]
    if length(text) > most:
        facts = {"field": name, "field_zh": name_zh, "found": length(text), "limit": most, "over": length(text) - most}
        yield Problem("too-long", line, {**facts, "stage": "every stage"})
    elif text and length(text) < least:
        yield Problem("too-short", line, {"field": name, "field_zh": name_zh, "found": length(text), "limit": least})
