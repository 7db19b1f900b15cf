"""What the interface offers: one line for each address, read by its view, by its description and by its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from course.i18n import _l
from course.problem_json import PROGRAMS
from course.sharing import parameters as ask
from course.sharing.parameters import Parameter


@dataclass(frozen=True)
class Operation:
    """One address: what it gives, what a key must open for it, what may be asked, the shape of its answer."""

    name: str
    path: str
    allowed: str
    words: Any
    answer: str
    parameters: tuple[Parameter, ...] = ()

    @property
    def address(self) -> str:
        """The whole path, with the names of what stands in it in braces."""
        return PROGRAMS.rstrip("/") + self.path


PAGE = (ask.LIMIT, ask.AFTER)
SCHOOLS = Operation(
    "listSchools",
    "/schools",
    "schools",
    _l("Schools, also those that are closed"),
    "SchoolPage",
    (ask.REGION, *PAGE),
)
SCHOOL = Operation("getSchool", "/schools/{code}", "schools", _l("One school"), "SchoolAnswer")
CLASSES = Operation(
    "listClasses",
    "/classes",
    "schools",
    _l("Classes with their head counts"),
    "SchoolClassPage",
    (ask.REGION, ask.SCHOOL, *PAGE),
)
LESSONS = Operation(
    "listLessons",
    "/lessons",
    "lessons",
    _l("Lessons in every state, with what was reported and confirmed"),
    "LessonPage",
    (ask.REGION, ask.SCHOOL, ask.STATE, ask.FROM, ask.TO, ask.CHANGED_SINCE, *PAGE),
)
LESSON = Operation("getLesson", "/lessons/{id}", "lessons", _l("One lesson"), "LessonAnswer")
REGION_COVERAGE = Operation(
    "getRegionCoverage",
    "/coverage/regions",
    "coverage",
    _l("The three figures of a region and of those right below it"),
    "RegionCoverageAnswer",
    (ask.REGION, ask.YEAR, ask.ON),
)
SCHOOL_COVERAGE = Operation(
    "listSchoolCoverage",
    "/coverage/schools",
    "coverage",
    _l("The three figures of each school"),
    "SchoolCoveragePage",
    (ask.REGION, ask.YEAR, ask.ON, *PAGE),
)
OPERATIONS = (SCHOOLS, SCHOOL, CLASSES, LESSONS, LESSON, REGION_COVERAGE, SCHOOL_COVERAGE)
