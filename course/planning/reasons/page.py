"""What the pages of gaps show: the list with its filter, and the funnel and remedies of one school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for

from course.access.guard import may_enter
from course.i18n import _
from course.pages import Page
from course.planning.models import PlanPart
from course.planning.reasons import wording as reason_wording
from course.planning.reasons.queries import Names, person_names, school_names
from course.planning.reasons.wording import REASONS, Facts

ON_A_PAGE = 50


@dataclass(frozen=True)
class GapLine:
    """A school in the list of gaps."""

    county: str
    code: str
    name: str
    missing: str
    reason: Any
    proof: str


@dataclass(frozen=True)
class GapsPage:
    """The list of gaps: how many there are of each kind, and the lines of one page, county by county."""

    parts: Sequence[PlanPart]
    kinds: Mapping[str, int]
    kind: str
    counties: Sequence[tuple[str, list[GapLine]]]
    pager: Page

    @property
    def plan(self) -> Any:
        """The plan that they belong to."""
        return self.parts[0].plan

    @property
    def total(self) -> int:
        """How many schools lack something."""
        return sum(self.kinds.values())


def gaps_page(parts: Sequence[PlanPart], kind: str, number: int) -> GapsPage:
    """The page of this number, of one kind of reason or of all."""
    every = [(part.region.name, gap) for part in parts for gap in by_what_is_missing(part.gaps)]
    kinds = Counter(gap["kind"] for _county, gap in every)
    chosen = [row for row in every if kind in ("", row[1]["kind"])]
    shown = chosen[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    lines = gap_lines(shown)
    counties = [(name, list(own)) for name, own in groupby(lines, key=lambda line: line.county)]
    ordered = {name: kinds[name] for name in REASONS if kinds[name]}
    return GapsPage(parts, ordered, kind, counties, Page.of(number, len(chosen), ON_A_PAGE))


def by_what_is_missing(gaps: Iterable[Facts]) -> list[Facts]:
    """The school that lacks most first: hours, then classes."""
    return sorted(gaps, key=lambda gap: (-gap["hours"], -len(gap["classes"]), gap["school"]))


def gap_lines(rows: Sequence[tuple[str, Facts]]) -> list[GapLine]:
    """The lines of these gaps with the names of schools and people."""
    schools = school_names([gap["school"] for _county, gap in rows])
    people = people_of(gap for _county, gap in rows)
    return [
        GapLine(
            county,
            gap["school"],
            schools[gap["school"]],
            reason_wording.missing(gap),
            REASONS[gap["kind"]],
            reason_wording.proof(gap, people),
        )
        for county, gap in rows
    ]


def people_of(gaps: Iterable[Facts]) -> Names:
    """The names of all people in these gaps."""
    codes = {one["person"] for gap in gaps for one in (*gap["funnel"], *(gap["cut"]["people"] if gap["cut"] else ()))}
    return person_names(codes)


@dataclass(frozen=True)
class Step:
    """One line of a funnel: what is left, what was taken away before it, and how wide its bar is, of a hundred."""

    label: str
    left: int
    lost: int
    width: float


@dataclass(frozen=True)
class PersonFunnel:
    """The funnel of one person at a school, from all periods to lessons."""

    name: str
    code: str
    steps: Sequence[Step]
    lessons: Facts


def funnels(gap: Facts, names: Names) -> list[PersonFunnel]:
    """The funnel of each person who is appointed to the school."""
    return [PersonFunnel(names[one["person"]], one["person"], steps_of(one), one) for one in gap["funnel"]]


def steps_of(one: Facts) -> list[Step]:
    """The periods that are left after each thing that takes some away."""
    labels = {
        "closed": _("without closed periods"),
        "blackouts": _("without closings of the school"),
        "appointment": _("on days of the appointment"),
        "duty": _("without duty and leave"),
        "agreed": _("without agreed lessons"),
    }
    total = left = one["periods"]
    steps = [Step(_("All periods of the term"), left, 0, 100.0 if total else 0.0)]
    for name, label in labels.items():
        if one[name]:
            left -= one[name]
            steps.append(Step(label, left, one[name], 100 * left / total))
    return steps


@dataclass(frozen=True)
class RemedyLine:
    """What would help: the change, what it gains, and where it is done."""

    text: str
    gain: str
    elsewhere: str
    href: str
    link: str


def remedy_lines(found: Iterable[Facts], code: str, plan_id: int) -> list[RemedyLine]:
    """The remedies in words, each with the page on which it is done."""
    remedies = list(found)
    names = person_names({one["person"] for one in remedies if "person" in one})
    return [
        RemedyLine(
            reason_wording.remedy(one, names),
            reason_wording.gain(one),
            reason_wording.gain_elsewhere(one),
            *place_to_do(one, code, plan_id),
        )
        for one in remedies
    ]


def place_to_do(one: Facts, code: str, plan_id: int) -> tuple[str, str]:
    """The page on which a remedy is done, and the words of its link; empty where there is none for the reader."""
    places = {
        "plan_again": ("planning.show", {"plan_id": plan_id}, _("Go to the plan")),
        "more_a_week": ("roster.vice_principal", {"code": one.get("person", "")}, _("Ask this person")),
        "one_more": ("appointing.school", {"code": code}, _("Appoint")),
        "more_by_substitutes": ("roster.school", {"code": code}, _("Look at the school")),
        "stand_in": ("roster_import.upload", {}, _("Change the term in the ledger")),
        "open_period": ("roster.school", {"code": code}, _("Ask the school")),
        "hall": ("roster.school", {"code": code}, _("Ask the school")),
    }
    endpoint, values, words = places[one["kind"]]
    return (url_for(endpoint, **values), words) if may_enter(endpoint) else ("", "")
