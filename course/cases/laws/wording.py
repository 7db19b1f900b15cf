"""The sentences for a law's text that cannot be read: which line, and what to do."""

from __future__ import annotations

from typing import Any

from course.cases.laws.text import TextProblem
from course.i18n import _, _l

SENTENCES: dict[str, Any] = {
    "empty_text": _l("The file holds no text."),
    "no_articles": _l("No article was found. The file must hold the text of the law, from “第一条” on."),
    "is_a_decision": _l(
        "“%(title)s” only says what is changed. Send the whole text of the law as it reads after the change."
    ),
    "article_gap": _l("Here stands %(place)s, but %(wanted)s comes next. Add what is missing, or correct the number."),
    "article_twice": _l("%(place)s stands here a second time. Keep one of them."),
    "empty_article": _l("%(place)s has no words."),
    "unknown_encoding": _l("The encoding of the file is not clear. Save it as UTF-8, or send the .docx."),
    "broken_document": _l("The document cannot be opened. Open it in Word or WPS, save it as .docx and send it again."),
    "tracked_changes": _l("The document holds tracked changes. Accept or reject them all, save it and send it again."),
    "embedded_document": _l("Another document is embedded in it. Copy its text into the document itself."),
    "too_long": _l("The file has more than %(most)s MB. Take out everything but the text of the law."),
    "too_many_lines": _l("The file has more than %(most)s lines. Send one law at a time."),
}


def sentence(problem: TextProblem) -> str:
    """What is wrong and where, in the reader's language."""
    text = str(SENTENCES[problem.rule]) % problem.facts
    return _("Line %(line)s: %(text)s", line=problem.line, text=text) if problem.line else text
