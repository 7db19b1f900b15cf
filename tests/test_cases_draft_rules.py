"""Who sees, writes and approves a case; which steps a version may take; names that are free."""

from __future__ import annotations

import pytest

from course.access.models import Role
from course.cases.editor import draft_rules
from course.cases.editor.draft_rules import Reader
from course.cases.models import VersionState

COUNTY, OTHER, CITY, ABOVE = "P0/C00/R000", "P0/C00/R001", "P0/C00", "P0"
WHO = {
    "admin": Reader(Role.ADMIN),
    "county bureau": Reader(Role.BUREAU, COUNTY),
    "city bureau": Reader(Role.BUREAU, CITY),
    "other bureau": Reader(Role.BUREAU, OTHER),
    "vice-principal": Reader(Role.VICE_PRINCIPAL, COUNTY),
    "other vice-principal": Reader(Role.VICE_PRINCIPAL, OTHER),
    "school": Reader(Role.SCHOOL, COUNTY),
    "station": Reader(Role.STATION, COUNTY),
    "nobody's school": Reader(Role.SCHOOL, ""),
}
READS = {
    "": set(WHO),
    COUNTY: {"admin", "county bureau", "city bureau", "vice-principal", "school", "station"},
    CITY: set(WHO) - {"nobody's school"},
    ABOVE: set(WHO) - {"nobody's school"},
    "P0/C01": {"admin"},
    "P0/C00/R0001": {"admin", "city bureau"},
}
WRITES = {
    "": {"admin"},
    COUNTY: {"admin", "county bureau", "city bureau", "vice-principal"},
    CITY: {"admin", "city bureau"},
    "P0/C01": {"admin"},
}
APPROVES = {"": {"admin"}, COUNTY: {"admin", "county bureau", "city bureau"}, CITY: {"admin", "city bureau"}}


@pytest.mark.parametrize("path", READS)
def test_a_case_is_read_by_its_region_and_by_those_around_it(path: str) -> None:
    assert {name for name, who in WHO.items() if draft_rules.may_read(who, path)} == READS[path]


@pytest.mark.parametrize("path", WRITES)
def test_a_case_is_written_by_its_bureau_and_the_vice_principals_of_its_county(path: str) -> None:
    assert {name for name, who in WHO.items() if draft_rules.may_write(who, path)} == WRITES[path]


@pytest.mark.parametrize("path", APPROVES)
def test_only_an_office_approves(path: str) -> None:
    assert {name for name, who in WHO.items() if draft_rules.may_approve(who, path)} == APPROVES[path]


def test_schools_and_stations_begin_no_case() -> None:
    may = {name for name, who in WHO.items() if draft_rules.may_create(who)}
    assert may == {
        "admin",
        "county bureau",
        "city bureau",
        "other bureau",
        "vice-principal",
        "other vice-principal",
    }


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        (draft_rules.is_draft, VersionState.DRAFT),
        (draft_rules.is_submitted, VersionState.SUBMITTED),
        (draft_rules.is_approved, VersionState.APPROVED),
    ],
)
def test_a_step_is_taken_from_its_own_state_only(rule: object, state: VersionState) -> None:
    assert [each for each in VersionState if rule(each) is None] == [state]


@pytest.mark.parametrize(("user", "refused"), [(1, True), (2, True), (3, False)])
def test_whoever_has_written_does_not_approve(user: int, refused: bool) -> None:
    assert bool(draft_rules.second_person(user, {1, 2})) is refused


@pytest.mark.parametrize(
    ("wanted", "taken", "key"),
    [
        ("fraud-QH", set(), "fraud-qh"),
        ("fraud-QH", {"fraud-qh"}, "fraud-qh-2"),
        ("fraud-QH", {"fraud-qh", "fraud-qh-2"}, "fraud-qh-3"),
        ("T04-区 01", set(), "t04-01"),
        ("330100", set(), "case-330100"),
        ("", set(), "case"),
        ("a", set(), "a-2"),
        ("x" * 60, set(), "x" * 35 + "-2"),
    ],
)
def test_a_free_name_is_short_plain_and_nobody_elses(wanted: str, taken: set[str], key: str) -> None:
    assert draft_rules.free_key(wanted, taken) == key
    assert 1 < len(key) <= draft_rules.LONGEST_KEY
