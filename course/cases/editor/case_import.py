"""A case file that somebody sends: decoded, read, and every problem with its line; or kept exactly as it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from course.cases.editor.draft_checks import parsed_case
from course.errors import Problem as Refusal
from course.errors import RuleBroken
from course.i18n import _l
from course.ledger.cells import Unfit
from course.ledger.decoding import encoding_of
from slides import Case, Problem, check_anonymity
from slides.casefile.reading import UNFINISHED
from slides.checks.form import check_form
from slides.pptx.pictures import scene_names

LARGEST_FILE = 512 * 1024
LONGEST_LINE = 12_000
ENCODINGS = {
    "empty_table": _l("The file is empty. Save it again with its contents."),
    "utf16": _l("The file is in UTF-16. Save it again as UTF-8."),
    "nul_byte": _l("Line %(row)s holds a NUL character; this is no text. Save the file again as UTF-8."),
    "unknown_encoding": _l("Line %(row)s is neither in UTF-8 nor in GB18030. Save the file again as UTF-8."),
    "big5": _l("The file seems to be in Big5. Save it again as UTF-8."),
    "mixed_encodings": _l("Lines %(other)s and %(row)s are in different encodings. Save the file again as UTF-8."),
}


@dataclass(frozen=True)
class CaseText:
    """A case file that was read: its text with plain line ends, the case, what is wrong, and what was repaired."""

    text: str
    case: Case
    problems: tuple[Problem, ...]
    repairs: tuple[str, ...]

    @property
    def can_be_kept(self) -> bool:
        """Whether every word of it has a place: what is merely unfinished can be finished card by card."""
        return not any(self.is_lost(problem) for problem in self.problems)

    def is_lost(self, problem: Problem) -> bool:
        """Whether a problem stands in the way of keeping the file as a draft."""
        return problem in parsed_case(self.text)[1] and problem.rule not in UNFINISHED


def read_case_file(content: bytes, theme_codes: Collection[str]) -> CaseText:
    """Read a case file from its bytes; raises ``RuleBroken`` where it is no text, or far too large to be a case."""
    text, repairs = decoded(content)
    refuse_long_lines(text)
    case, unreadable = parsed_case(text)
    found = [*unreadable, *check_form(case, scene_names()), *check_anonymity(case)]
    theme = case.get("theme")
    if theme and theme not in theme_codes:
        wanted = ", ".join(sorted(theme_codes))
        found.append(Problem("bad-value", case.line_of("theme"), {"key": "theme", "value": theme, "wanted": wanted}))
    problems = tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line))
    return CaseText(text, case, problems, repairs)


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, with what was made plain on the way."""
    if len(content) > LARGEST_FILE:
        message = _l(
            "The file has more than %(most)s KB; a case has less than a fifth of that.", most=LARGEST_FILE // 1024
        )
        raise RuleBroken(Refusal("too_large", message, "file"))
    try:
        encoding = encoding_of(content)
    except Unfit as unfit:
        raise RuleBroken(Refusal(unfit.rule, ENCODINGS[unfit.rule] % unfit.facts, "file")) from None
    text = content.decode(encoding)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    repairs = (
        ("gb18030", encoding == "gb18030"),
        ("mark", content.startswith(b"\xef\xbb\xbf")),
        ("line_ends", plain != text),
    )
    return plain, tuple(name for name, was_made in repairs if was_made)


def refuse_long_lines(text: str) -> None:
    """No line of a case is nearly so long; looking at it word by word would only keep the machine busy."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            message = _l("Line %(number)s has %(found)s characters. Cut it into lines.", number=number, found=len(line))
            raise RuleBroken(Refusal("long_line", message, "file"))
