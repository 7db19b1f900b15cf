"""The words for a recall: what a notice says, and the sentences of a problem in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.cases.laws.recall_actions import COMING, SUPERSEDED
from course.cases.laws.recall_rules import Reason
from course.i18n import _, long_date, ngettext, page_language
from slides import Problem


def language() -> str:
    """The reader's language, ``zh`` or ``en``."""
    return "en" if page_language() == "en" else "zh"


def case_lines(problems: Sequence[Problem]) -> list[str]:
    """What does not hold in a case, each sentence once."""
    return list(dict.fromkeys(problem.sentence(language()) for problem in problems))


def reason_line(reason: Reason) -> str:
    """Why a deck is superseded, in a sentence."""
    return reason.sentence(language())


def superseded(facts: Mapping[str, Any], lang: str) -> Wording:
    """Decks of one case should no longer be used."""
    title = ngettext(
        "A law has changed: do not use your deck “%(title)s” any more.",
        "A law has changed: do not use your %(num)s decks “%(title)s” any more.",
        facts["decks"],
        title=facts[f"title_{lang}"],
    )
    lines = [Reason(one["rule"], one["values"]).sentence(lang) for one in facts["reasons"]]
    return Wording(title, [*lines, _("Download the deck again before the lesson.")], _("To the deck"))


def ahead(facts: Mapping[str, Any], lang: str) -> Wording:
    """A law that cases cite begins or ends soon."""
    day = long_date(date.fromisoformat(facts["day"]))
    title = ngettext(
        "From %(day)s on, %(num)s case no longer agrees with the law.",
        "From %(day)s on, %(num)s cases no longer agree with the law.",
        facts["cases"],
        day=day,
    )
    titles = ("；" if lang == "zh" else "; ").join(facts[f"titles_{lang}"])
    return Wording(
        title, [titles, _("Revise them before that day; decks for later lessons are refused.")], _("To the law check")
    )


WORDINGS[SUPERSEDED] = superseded
WORDINGS[COMING] = ahead
