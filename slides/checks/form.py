"""Check a case against the contract of its kinds: what each slide carries, how long texts are, what a deck needs."""

import re
from collections.abc import Iterator
from datetime import date

from slides.casefile.values import Case, Slide, Words
from slides.checks.lesson_rules import check_stages
from slides.checks.text_rules import check_gaps, check_length, check_notes, check_texts
from slides.kinds import (
    FRONT_LIMITS,
    KINDS,
    LANGUAGES,
    NODE_LIMIT,
    STAGE_ORDER,
    STRANDS,
    Kind,
)
from slides.law.citations import parse_citation
from slides.problems import Problem

FRONT_FORMS = {
    "schema": (r"1", "1"),
    "id": (r"[a-z][a-z0-9-]{1,39}", "a short name such as bank-card"),
    "version": (r"[1-9]\d{0,3}", "a number"),
    "theme": (r"T\d\d", "a code such as T02"),
    "strand": ("|".join(STRANDS), ", ".join(STRANDS)),
    "minutes": (r"[1-9]\d?", "the minutes of the lesson, such as 40"),
    "approved": (r"\d{4}-\d\d-\d\d", "a date such as 2026-11-20"),
    "laws-checked": (r"\d{4}-\d\d-\d\d", "a date such as 2026-11-20"),
}


def check_form(case: Case, scenes: frozenset[str] | None = None) -> tuple[Problem, ...]:
    """Check everything that needs no law table; `scenes` are the pictures that exist (left out: not checked)."""
    problems = [*_front(case), *check_stages(case)]
    for part in case.parts:
        for lang in LANGUAGES:
            problems += check_length("part", part.name(lang), part.line, FRONT_LIMITS["part"], lang)
    for slide in case.slides:
        if slide.kind in KINDS:
            problems += _slide(slide, KINDS[slide.kind], scenes)
    return tuple(sorted(set(problems), key=lambda problem: problem.line))


def _front(case: Case) -> Iterator[Problem]:
    for key, (form, wanted) in FRONT_FORMS.items():
        value = case.get(key)
        if value and (not re.fullmatch(form, value) or (wanted.startswith("a date") and not _is_date(value))):
            yield Problem("bad-value", case.line_of(key), {"key": key, "value": value, "wanted": wanted})
    for lang in LANGUAGES:
        for name in ("title", "summary"):
            key = f"{name}.{lang}"
            yield from check_length(name, case.get(key), case.line_of(key), FRONT_LIMITS[name], lang)
            yield from check_gaps(case.get(key), case.line_of(key))
    for one, other in (("approver", "approved"), ("approved", "approver")):
        if case.get(one) and not case.get(other):
            yield Problem("missing-key", case.line_of(one), {"key": other})
    if not case.sources and case.get("schema"):
        yield Problem("missing-key", case.line_of("sources"), {"key": "- (a source)"})


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _slide(slide: Slide, kind: Kind, scenes: frozenset[str] | None) -> Iterator[Problem]:
    for key in kind.needs:
        if not slide.get(key):
            yield Problem("missing-key", slide.line, {"key": key})
    for key, _ in slide.keys:
        if key not in kind.needs + kind.may:
            known = ", ".join((*kind.needs, *kind.may, "stages", "minutes"))
            yield Problem("unknown-key", slide.line_of(key), {"key": key, "known": known})
    if kind.timed and not slide.minutes:
        yield Problem("missing-key", slide.line, {"key": "minutes"})
    if slide.get("picture") and scenes is not None and slide.get("picture") not in scenes:
        yield Problem("scene-missing", slide.line_of("picture"), {"name": slide.get("picture")})
    if slide.get("cite") and not parse_citation(slide.get("cite")):
        yield Problem("law-unreadable", slide.line_of("cite"), {"text": slide.get("cite")})
    yield from _slide_values(slide)
    for lang in LANGUAGES:
        words = slide.words(lang)
        if words != Words() or words.lines:
            yield from _shape(slide, kind, words, lang)
            yield from check_texts(slide, kind, words, lang)
            yield from check_notes(kind, words, lang)
    yield from _both(slide, kind)


def _slide_values(slide: Slide) -> Iterator[Problem]:
    forms = {
        "picture": (r"[a-z0-9][a-z0-9_-]*", "the name of a scene"),
        "sentences": (r"\d+(-\d+)?", "1 or 2-3"),
        "chart": ("bar|line", "bar or line"),
    }
    for key, (form, wanted) in forms.items():
        if slide.get(key) and not re.fullmatch(form, slide.get(key)):
            yield Problem("bad-value", slide.line_of(key), {"key": key, "value": slide.get(key), "wanted": wanted})


def _shape(slide: Slide, kind: Kind, words: Words, lang: str) -> Iterator[Problem]:
    line = words.line_of("title")
    if kind.lead == "required" and not words.lead:
        yield Problem("lead-missing", line, {"kind": kind.name})
    if kind.lead == "no" and words.lead:
        yield Problem("lead-unwanted", words.line_of("lead"), {"kind": kind.name})
    needed = (
        kind.words_need
        + (("alt",) if slide.get("picture") else ())
        + (("law",) if kind.name == "law" and lang == "en" else ())
    )
    for key in dict.fromkeys(needed):
        if not words.get(key):
            yield Problem("missing-key", line, {"key": key})
    known = kind.words_need + kind.words_may
    for key, _ in words.keys:
        if key not in known or (key == "alt" and "alt" not in kind.words_need and not slide.get("picture")):
            yield Problem("unknown-key", words.line_of(key), {"key": key, "known": ", ".join(known) or "-"})
    yield from _rows(kind, words) if kind.shape in ("numbers", "cells") else _items(slide, kind, words)


def _items(slide: Slide, kind: Kind, words: Words) -> Iterator[Problem]:
    if words.rows:
        yield Problem("table-unwanted", words.line_of("row0"), {"kind": kind.name})
    if kind.shape == "none":
        if words.items:
            yield Problem("list-unwanted", words.items[0].line, {"kind": kind.name})
        return
    low, high = kind.count
    if kind.name == "timeline" and slide.stages:
        high = min(NODE_LIMIT[STAGE_ORDER.index(stage)] for stage in slide.stages)
    groups = [[i for i in words.items if i.mark == m] for m in ("x", " ")] if kind.shape == "marked" else [words.items]
    for group in groups:
        if not low <= len(group) <= high:
            wanted = str(low) if low == high else f"{low}-{high}"
            yield Problem(
                "item-count", words.line_of("title"), {"kind": kind.name, "wanted": wanted, "found": len(group)}
            )
    for item in words.items:
        yield from _item(kind, item.line, item.mark, item.halves)
    right = sum(item.mark == "x" for item in words.items)
    if kind.shape == "options" and right != 1:
        yield Problem("one-right", words.line_of("title"), {"found": right})


def _item(kind: Kind, line: int, mark: str, halves: tuple[str, str]) -> Iterator[Problem]:
    boxed = kind.shape in ("marked", "options")
    if not "".join(halves).strip():
        yield Problem("empty-item", line)
        return
    if boxed and not mark:
        yield Problem("item-mark", line)
    if not boxed and mark:
        yield Problem("item-mark-unwanted", line)
    if kind.shape == "pairs" and not all(halves):
        first, second = ("110", "what for") if kind.name == "help" else ("label", "what happens")
        yield Problem("item-pair", line, {"first": first, "second": second})


def _rows(kind: Kind, words: Words) -> Iterator[Problem]:
    if words.items:
        yield Problem("list-unwanted", words.items[0].line, {"kind": kind.name})
    low, high = kind.count
    widths = {len(row) for row in words.rows}
    columns = (2, 3) if kind.shape == "numbers" else (2, 5)
    if not low <= len(words.rows) - 1 <= high:
        yield _table_fault(
            words,
            "row0",
            f"The table needs a heading row and {low} to {high} rows.",
            f"表格要有标题行和 {low} 到 {high} 行。",
        )
    if len(widths) > 1 or (widths and not columns[0] <= max(widths) <= columns[1]):
        yield _table_fault(
            words,
            "row0",
            f"Every row needs the same number of cells, {columns[0]} to {columns[1]}.",
            f"每行的格数要相同，{columns[0]} 到 {columns[1]} 格。",
        )
    for number, row in enumerate(words.rows):
        if not all(row):
            yield _table_fault(words, f"row{number}", "A cell is empty: write something in it.", "有空格子，请填上。")
        if (
            kind.shape == "numbers"
            and number
            and not all(re.fullmatch(r"-?\d{1,9}(\.\d{1,2})?", cell) for cell in row[1:])
        ):
            yield _table_fault(
                words,
                f"row{number}",
                "After its label the row has plain numbers such as 42 or 3.5.",
                "标签后面只写数字，如 42 或 3.5。",
            )


def _table_fault(words: Words, row: str, reason: str, reason_zh: str) -> Problem:
    return Problem("table-shape", words.line_of(row), {"reason": reason, "reason_zh": reason_zh})


def _both(slide: Slide, kind: Kind) -> Iterator[Problem]:
    """What must be alike in the two languages."""
    zh, en = slide.zh, slide.en
    if zh == Words() or en == Words():
        return
    if [i.mark for i in zh.items] != [i.mark for i in en.items]:
        if kind.shape == "options" and len(zh.items) == len(en.items):
            yield Problem("right-differs", en.line_of("title"), {"zh": zh.right + 1, "en": en.right + 1})
        else:
            yield Problem("marks-differ", en.line_of("title"), {"zh": len(zh.items), "en": len(en.items)})
    if kind.shape == "numbers" and [row[1:] for row in zh.rows[1:]] != [row[1:] for row in en.rows[1:]]:
        yield Problem("numbers-differ", en.line_of("row1"))
