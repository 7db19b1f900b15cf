"""Judging rows: their values together, rows that stand twice, and what they refer to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from course.ledger import importing
from course.ledger.judging import JudgedTable
from course.ledger.reading import Unreadable
from course.ledger.relating import Known, Place, relate
from course.ledger.remarks import Outcome
from course.ledger.wording import SENTENCES, sentence
from tests import ledgers


def judged(path: Path, table: str, text: str) -> JudgedTable:
    return importing.read(ledgers.only(path, **{table: text})).tables[0]


SCHOOLS = "code,name,stage,region,lat,lon\n"


@pytest.mark.parametrize(
    ("line", "repair", "place"),
    [
        ("S1,甲,primary,R0,42.9,125.1", [], (42.9, 125.1)),
        ("S1,甲,primary,R0,,", [], (None, None)),
        ("S1,甲,primary,R0,125.1,42.9", ["swapped_coordinates"], (42.9, 125.1)),
        ("S1,甲,primary,R0,,125.1", ["half_coordinates"], (None, None)),
        ("S1,甲,primary,R0,42.9,", ["half_coordinates"], (None, None)),
        ("S1,甲,primary,R0,0,0", ["zero_coordinates"], (None, None)),
    ],
)
def test_coordinates_are_repaired_only_where_that_is_certain(
    tmp_path: Path, line: str, repair: list[str], place: tuple[float | None, float | None]
) -> None:
    table = judged(tmp_path, "schools", SCHOOLS + line + "\n")
    assert [rule for _, _, rule in ledgers.repairs(table)] == repair
    assert (table.rows[2].lat, table.rows[2].lon) == place


@pytest.mark.parametrize("place", ["91,125", "42.9,-125.1", "60,60", "200,300"])
def test_coordinates_outside_china_are_refused(tmp_path: Path, place: str) -> None:
    table = judged(tmp_path, "schools", f"{SCHOOLS}S1,甲,primary,R0,{place}\n")
    assert ledgers.refusals(table) == [(2, "lat", "outside_china")]


@pytest.mark.parametrize(
    ("table", "text", "found"),
    [
        ("appointments", "vice_principal,school,start,end\nV1,S1,2028-09-01,2025-08-31\n", "ends_before_start"),
        ("unavailability", "vice_principal,start,end\nV1,2026-09-29 18:00,2026-09-29 09:00\n", "ends_before_start"),
        ("unavailability", "vice_principal,start,end\nV1,2026-09-29 18:00,2026-09-29 18:00\n", "ends_before_start"),
        ("blackouts", "school,start,end\n*,2026-10-07 00:00,2026-10-01 23:59\n", "ends_before_start"),
        ("bells", "key,period,start,end\nprimary,1,09:10,08:30\n", "ends_before_start"),
        ("bells", "key,period,start,end\nprimary,21,08:30,09:10\n", "out_of_range"),
        ("term", "key,value\nkmh,fast\n", "not_a_number"),
        ("classes", "school,grade,class,pupils\nS1,3,1,0\n", "no_pupils"),
        ("classes", "school,grade,class,pupils\nS1,3,1,40,，,x\n", "too_many_in_row"),
        ("classes", "school,grade,class,pupils\nS1,3\n", "empty"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tmp_path: Path, table: str, text: str, found: str) -> None:
    assert found in {rule for _, _, rule in ledgers.refusals(judged(tmp_path, table, text))}


def test_a_refusal_says_row_column_value_and_what_to_do(tmp_path: Path) -> None:
    table = judged(tmp_path, "classes", "school,grade,class,pupils\nS1,3,1,40\n\nS1,3,2,0\n")
    (remark,) = ledgers.said(table, Outcome.REFUSED)
    assert (table.file, remark.row, remark.column, remark.value) == ("classes.csv", 4, "pupils", "0")
    assert "head count" in str(SENTENCES[remark.rule]._args[0])


def test_every_cell_that_is_wrong_is_named_not_only_the_first(tmp_path: Path) -> None:
    table = judged(tmp_path, "classes", "school,grade,class,pupils\nS1,13,x,0\n")
    assert [column for _, column, _ in ledgers.refusals(table)] == ["grade", "class", "pupils"]


def test_a_row_that_stands_twice_is_read_once(tmp_path: Path) -> None:
    table = judged(tmp_path, "classes", "school,grade,class,pupils\nS1,3,1,40\nS1,3,(1)班,40\n")
    assert list(table.rows) == [2]
    assert (3, "", "same_as_row") in ledgers.repairs(table)
    assert table.outcomes[3] is Outcome.UNCHANGED


def test_two_rows_of_one_key_that_differ_are_both_refused(tmp_path: Path) -> None:
    table = judged(tmp_path, "classes", "school,grade,class,pupils\nS1,3,1,40\nS1,3,2,41\nS1,3,1,45\n")
    assert ledgers.refusals(table) == [(2, "pupils", "differs_from_row"), (4, "pupils", "differs_from_row")]
    assert [remark.facts["others"] for remark in ledgers.said(table, Outcome.REFUSED)] == ["4", "2"]
    assert list(table.rows) == [3]


def test_two_reasons_for_the_same_time_are_both_kept(tmp_path: Path) -> None:
    times = "2026-11-25 00:00,2026-11-26 23:59"
    table = judged(tmp_path, "blackouts", f"school,start,end,reason\nS1,{times},运动会\nS1,{times},月考\n")
    assert [row.reason for row in table.rows.values()] == ["运动会；月考"]
    assert ledgers.repairs(table) == [(3, "", "same_time_as_row")]


def test_a_missing_required_column_names_the_file_and_the_column(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        judged(tmp_path, "classes", "school,grade,number,pupils\nS1,3,1,40\n")
    assert (caught.value.file, caught.value.rule) == ("classes.csv", "missing_column")
    assert "class" in caught.value.facts["columns"]


def test_extra_columns_are_noticed_and_ignored(tmp_path: Path) -> None:
    table = judged(tmp_path, "classes", "school,grade,class,pupils,班主任\nS1,3,1,40,某某\n")
    assert [(remark.column, remark.rule) for remark in ledgers.said(table, Outcome.NOTICE)] == [
        ("班主任", "extra_column")
    ]
    assert len(table.rows) == 1


def test_chinese_headings_below_a_title_are_understood(tmp_path: Path) -> None:
    text = "东吉县班级名单\n*学校代码,年级,班级（必填）,学生人数\nS1,3,1,40\n"
    table = judged(tmp_path, "classes", text)
    assert table.rows[3] == ("S1", 3, 1, 40)


def test_an_extra_setting_of_the_term_is_noticed_and_ignored(tmp_path: Path) -> None:
    table = judged(tmp_path, "term", "key,value\nspeed,30\nkmh,30\n")
    assert [(remark.value, remark.rule) for remark in ledgers.said(table, Outcome.NOTICE)] == [
        ("speed", "unknown_setting")
    ]
    assert list(table.rows) == [3]


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        judged(tmp_path, "classes", "school,grade,class,pupils,人数\nS1,3,1,40,41\n")
    assert caught.value.rule == "column_twice"


def test_a_telephone_number_stands_masked_in_a_remark(tmp_path: Path) -> None:
    text = "code,name,station,phone\nV1,王立新,PS1,１3800000001\n"
    (remark,) = ledgers.said(judged(tmp_path, "vice_principals", text), Outcome.REPAIRED)
    assert "0000" not in remark.value + remark.facts["read"]


def known(**tables: dict[str, Place]) -> Known:
    empty = {name: {} for name in ("regions", "stations", "schools", "vice_principals", "themes")}
    return Known({**empty, **tables})


def test_unknown_references_are_refused_and_lost_zeros_are_recognised(tmp_path: Path) -> None:
    text = "school,grade,class,pupils\nS9,3,1,40\n123,3,1,40\n"
    table = judged(tmp_path, "classes", text)
    relate(table, known(schools={"00123": Place(1, "P0/R0", "primary")}))
    assert ledgers.refusals(table) == [(2, "school", "unknown_reference"), (3, "school", "unknown_lost_zero")]
    assert ledgers.said(table, Outcome.REFUSED)[1].facts["like"] == "00123"


def test_rows_that_refer_to_a_refused_row_are_refused_with_that_reason(tmp_path: Path) -> None:
    ledger = ledgers.only(
        tmp_path,
        schools=SCHOOLS + "S1,甲,college,R0,,\nS2,乙,primary,R0,,\n",
        classes="school,grade,class,pupils\nS1,3,1,40\nS2,3,1,40\n",
    )
    schools, classes = importing.read(ledger).tables
    state = known(regions={"R0": Place(1, "P0/R0", "county")})
    relate(schools, state)
    relate(classes, state)
    (remark,) = ledgers.said(classes, Outcome.REFUSED)
    assert (remark.row, remark.rule, remark.facts) == (2, "refers_to_refused", {"file": "schools.csv", "row": 2})


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("P0,省,province,\nR0,县,county,P0\n", []),
        ("R0,县,county,P0\nP0,省,province,\n", []),
        ("R0,县,county,P9\n", [(2, "parent", "unknown_reference")]),
        ("A,甲,city,B\nB,乙,city,A\n", [(2, "parent", "region_in_circle"), (3, "parent", "region_in_circle")]),
        ("A,甲,city,A\n", [(2, "parent", "region_in_circle")]),
        ("C0,市,county,\nR0,县,county,C0\n", [(3, "parent", "parent_not_above")]),
        ("P0,省,nowhere,\nR0,县,county,P0\n", [(2, "level", "not_a_choice"), (3, "parent", "refers_to_refused")]),
    ],
)
def test_regions_stand_below_larger_ones(tmp_path: Path, rows: str, found: list[tuple[int, str, str]]) -> None:
    table = judged(tmp_path, "regions", "code,name,level,parent\n" + rows)
    relate(table, known())
    assert sorted(ledgers.refusals(table)) == found


def test_regions_get_their_paths_in_any_order(tmp_path: Path) -> None:
    table = judged(tmp_path, "regions", "code,name,level,parent\nR0,县,county,C0\nC0,市,city,P0\nP0,省,province,\n")
    state = known()
    relate(table, state)
    assert state.path("regions", "R0") == "P0/C0/R0"


@pytest.mark.parametrize(
    ("tables", "rule"),
    [
        ({"classes": "school,grade,class,pupils\nS1,8,1,40\n"}, "grade_outside_stage"),
        (
            {
                "appointments": "vice_principal,school,start,end\n"
                + "".join(f"V1,S{n},2026-09-01,2029-08-31\n" for n in (1, 2, 3))
            },
            "many_schools",
        ),
        (
            {
                "appointments": "vice_principal,school,start,end\n"
                + "".join(f"V{n},S1,2026-09-01,2029-08-31\n" for n in range(1, 7))
            },
            "many_people",
        ),
        (
            {"appointments": "vice_principal,school,start,end\nV1,S1,2022-09-01,2025-08-31\n"},
            "over_before_term",
        ),
        ({"vice_principals": "code,name,station,agency\nV1,王立新,PS1,court\n"}, "agency_differs"),
        (
            {"bells": "key,period,start,end\nprimary,2,09:00,09:40\nprimary,1,08:30,09:10\n"},
            "bells_overlap",
        ),
    ],
)
def test_what_is_odd_but_possible_is_noticed_and_taken(tmp_path: Path, tables: dict[str, str], rule: str) -> None:
    (table,) = importing.read(ledgers.only(tmp_path, **tables)).tables
    state = known(
        schools={f"S{n}": Place(n, "P0/R0", "primary") for n in range(1, 7)},
        vice_principals={f"V{n}": Place(n, "P0/R0", "police") for n in range(1, 7)},
        stations={"PS1": Place(1, "P0/R0", "police")},
    )
    state.term_start = date(2026, 9, 1)
    rows = len(table.rows)
    relate(table, state)
    assert [remark.rule for remark in ledgers.said(table, Outcome.NOTICE)] == [rule]
    assert len(table.rows) == rows


def test_a_school_cannot_be_called_like_a_stage(tmp_path: Path) -> None:
    table = judged(tmp_path, "schools", SCHOOLS + "primary,甲,primary,R0,,\n")
    relate(table, known(regions={"R0": Place(1, "P0/R0", "county")}))
    assert ledgers.refusals(table) == [(2, "code", "code_is_a_stage")]


def test_a_person_without_agency_has_that_of_the_station(tmp_path: Path) -> None:
    table = judged(tmp_path, "vice_principals", "code,name,station,agency\nV1,王立新,PS1,\n")
    relate(table, known(stations={"PS1": Place(1, "P0/R0", "court")}))
    assert table.rows[2].agency == "court"


def test_every_rule_has_a_sentence_that_takes_its_facts(data: None, tmp_path: Path) -> None:
    for path in Path(importing.__file__).parent.glob("*.py"):
        for part in path.read_text(encoding="utf-8").split("judged.refuse(")[1:]:
            for word in part.split(")")[0].split('"')[1::2]:
                assert "_" not in word or word in SENTENCES, word
    assert sentence("refers_to_refused", {"row": 3, "file": "schools.csv"})
