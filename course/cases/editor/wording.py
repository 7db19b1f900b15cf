"""The words of the editor: what its fields, kinds and problems are called on a page."""

from __future__ import annotations

from typing import Any

from course.i18n import _, _l, page_language
from slides import Problem
from slides.kinds import KIND_NAMES, STAGE_NAMES

# The first halves of lines, by what the kind calls them.
LINES: dict[str, Any] = {
    "goals": _l("Goal %(number)s"),
    "discussion": _l("Opinion %(number)s"),
    "timeline": _l("Step %(number)s"),
    "quiz": _l("Option %(number)s"),
    "help": _l("Number to call %(number)s"),
    "summary": _l("Sentence %(number)s"),
}
SECONDS: dict[str, Any] = {"help": _l("What for"), "timeline": _l("What happens")}
MARKS: dict[str, Any] = {"quiz": _l("This is the right one"), "right-and-wrong": _l("This helps (else it does harm)")}
LEADS: dict[str, Any] = {
    "discussion": _l("The question"),
    "quiz": _l("The question"),
    "quote": _l("The words said"),
    "answer": _l("One sentence why"),
}
FIELDS: dict[str, Any] = {
    "title": _l("Slide title"),
    "lead": _l("Paragraph"),
    "rows": _l("Table"),
    "by": _l("Who says it"),
    "law": _l("Name of the law on the slide"),
    "unit": _l("Unit"),
    "source": _l("Source, printed in the footer"),
    "alt": _l("The picture in words"),
    "say": _l("Say"),
    "ask": _l("Ask"),
    "expect": _l("Expect"),
    "sources": _l("Sources"),
    "kind": _l("Kind of slide"),
    "stages": _l("Stages"),
    "minutes": _l("Minutes"),
    "picture": _l("Picture"),
    "cite": _l("Citation"),
    "sentences": _l("Only these sentences"),
    "chart": _l("Form of the chart"),
    "parts": _l("Parts of the lesson"),
    "id": _l("Short name"),
    "version": _l("Version"),
    "approver": _l("Approved by"),
    "approved": _l("Approved on"),
    "theme": _l("Theme"),
    "strand": _l("Strand"),
    "author": _l("Written by"),
    "laws-checked": _l("Laws checked on"),
    "title.zh": _l("Title in Chinese"),
    "title.en": _l("Title in English"),
    "summary.zh": _l("Summary in Chinese"),
    "summary.en": _l("Summary in English"),
    "- (a source)": _l("Sources"),
}
STRANDS: dict[str, Any] = {
    "patriotism": _l("Patriotism"),
    "reasonableness": _l("Reasonableness"),
    "law-abiding": _l("Abiding by the law"),
    "self-protection": _l("Self-protection"),
}
LANGUAGES: dict[str, Any] = {"zh": _l("Chinese"), "en": _l("English")}


def field_label(name: str, kind: str = "") -> Any:
    """What a field is called: ``title``, ``line-2`` of a quiz, ``say``."""
    part, _, number = name.partition("-")
    if part == "line":
        return str(LINES.get(kind, _l("Line %(number)s"))) % {"number": number}
    if part == "second":
        return SECONDS.get(kind, _l("Second half"))
    if part == "mark":
        return MARKS.get(kind, _l("Ticked"))
    if part == "lead":
        return LEADS.get(kind, FIELDS["lead"])
    return FIELDS.get(name, name)


def kind_label(kind: str) -> str:
    """What a kind of slide is called in the reader's language."""
    english, chinese = KIND_NAMES.get(kind, (kind, kind))
    return english if page_language() == "en" else chinese


def stage_words(stage: str) -> str:
    """What a stage is called in the middle of a sentence."""
    english, chinese = STAGE_NAMES.get(stage, (stage, stage))
    return english if page_language() == "en" else chinese


def said(problem: Problem) -> str:
    """A problem of a case file, in the reader's language."""
    return problem.sentence("en" if page_language() == "en" else "zh")


def said_on_card(problem: Problem) -> str:
    """A problem in the words of the editor, where nobody sees keys and marks of the file."""
    key = str(problem.values.get("key", "")).removeprefix("> ")
    if problem.rule in {"missing-key", "empty-key"}:
        return _("“%(field)s” is still empty.", field=field_label(key))
    if problem.rule == "unknown-key":
        label = field_label(key)
        return _("“%(field)s” has no place on a slide of this kind: empty it, or choose another kind.", field=label)
    if problem.rule in CARD_SENTENCES:
        return str(CARD_SENTENCES[problem.rule]) % facts_of(problem)
    return said(problem)


CARD_SENTENCES: dict[str, Any] = {
    "lead-missing": _l("The paragraph under the title is still empty."),
    "lead-unwanted": _l("A slide of this kind has no paragraph: empty it, or choose another kind."),
    "item-count": _l("%(wanted)s lines are needed here, there are %(found)s."),
    "item-mark": _l("Say of this line whether it is right: save the card once."),
    "item-mark-unwanted": _l("The lines of this kind have no boxes: save the card once."),
    "item-pair": _l("Fill in both halves of this line."),
    "one-right": _l("Exactly one option is right; %(found)s are ticked."),
    "list-unwanted": _l("A slide of this kind has no list: empty the lines, or choose another kind."),
    "table-unwanted": _l("A slide of this kind has no table: empty it, or choose another kind."),
    "scene-missing": _l("There is no picture of the name “%(name)s”. Choose one of the library."),
    "empty-part": _l("A part of the lesson has no slides. Add one, or remove the part."),
    "part-name": _l("A part of the lesson lacks its name in one language."),
}


def facts_of(problem: Problem) -> dict[str, str]:
    """The facts of a problem as words."""
    return {name: str(value) for name, value in problem.values.items()}
