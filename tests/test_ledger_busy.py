"""Busy times out of calendars and duty rosters: zones, whole days, repetitions, and files made to do harm."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from course import uploads
from course.ledger.busy_calendar import Reader, read_calendar
from course.ledger.busy_reading import KINDS, read_busy
from course.ledger.busy_sheet import read_sheet
from course.ledger.busy_times import BusyFile, BusyUnreadable, Window

NOW = datetime(2026, 11, 26, 9, 0)
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n"


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events).replace("\n", "\r\n")
    return f"{HEAD}{head}{body}END:VCALENDAR\r\n".encode()


def sheet(*rows: tuple[Any, ...]) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"strings_to_formulas": False})
    page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    clock = book.add_format({"num_format": "hh:mm"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(number, place, cell, day)
            elif isinstance(cell, time):
                page.write_datetime(number, place, cell, clock)
            else:
                page.write(number, place, cell)
    book.close()
    return data.getvalue()


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., BusyFile]:
    """Judge and read a file as an upload does, each in a process of its own."""

    def reading(content: bytes, kind: str = "ics") -> BusyFile:
        path = tmp_path / "upload"
        path.write_bytes(content)
        uploads.judge(path, f"a.{kind}", KINDS)
        return read_busy(path, kind, NOW, "Asia/Shanghai", "")

    return reading


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., BusyFile]:
    """Read a file in this process."""

    def reading(content: bytes, kind: str = "ics", titles: str = "titles", first: datetime = NOW) -> BusyFile:
        path = tmp_path / "upload"
        path.write_bytes(content)
        if kind == "xlsx":
            return read_sheet(path, Window(first))
        return read_calendar(path, Reader(ZoneInfo("Asia/Shanghai"), Window(first), bool(titles)))

    return reading


def said(file: BusyFile) -> list[str]:
    return [f"{row.start:%m-%d %H:%M} {row.end:%m-%d %H:%M} {row.reason}".strip() for row in file.times]


ONE = [
    ("DTSTART:20261201T080000\nDTEND:20261201T180000\nSUMMARY:值班", "12-01 08:00 12-01 18:00 值班"),
    ("DTSTART:20261201T000000Z\nDTEND:20261201T010000Z", "12-01 08:00 12-01 09:00"),
    ("DTSTART;TZID=Asia/Shanghai:20261201T080000\nDURATION:PT2H30M", "12-01 08:00 12-01 10:30"),
    ("DTSTART;TZID=Europe/Berlin:20261201T080000\nDTEND;TZID=Europe/Berlin:20261201T090000", "12-01 15:00 12-01 16:00"),
    ("DTSTART;TZID=China Standard Time:20261201T080000\nDURATION:PT1H", "12-01 08:00 12-01 09:00"),
    ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261203", "12-01 00:00 12-02 23:59"),
    ("DTSTART;VALUE=DATE:20261201", "12-01 00:00 12-01 23:59"),
    ("DTSTART:20261201T080030\nDTEND:20261201T090030", "12-01 08:00 12-01 09:01"),
    ("DTSTART:20261120T080000\nDTEND:20261130T080000", "11-20 08:00 11-30 08:00"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "wanted"), ONE)
def test_one_entry(read: Callable[..., BusyFile], event: str, wanted: str) -> None:
    assert said(read(calendar(f"UID:1\n{event}"))) == [wanted]


REPEATED = [
    ("RRULE:FREQ=WEEKLY;COUNT=3", ["12-01", "12-08", "12-15"]),
    ("RRULE:FREQ=WEEKLY;UNTIL=20261208T000000Z", ["12-01", "12-08"]),
    ("RRULE:FREQ=WEEKLY;UNTIL=20261207T235959Z", ["12-01"]),
    ("RRULE:FREQ=DAILY;UNTIL=20261203", ["12-01", "12-02", "12-03"]),
    ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4\nEXDATE;TZID=Asia/Shanghai:20261203T080000", ["12-01", "12-08", "12-10"]),
    ("RRULE:FREQ=WEEKLY;COUNT=2\nEXDATE:20261208T000000Z", ["12-01"]),
    ("RRULE:FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20270401T000000Z", ["12-01", "12-31", "01-31", "03-31"]),
    ("RDATE;TZID=Asia/Shanghai:20261204T080000,20261205T080000", ["12-01", "12-04", "12-05"]),
]


@pytest.mark.parametrize(("rule", "days"), REPEATED)
def test_a_rule_of_repetition(read: Callable[..., BusyFile], rule: str, days: list[str]) -> None:
    event = f"UID:1\nDTSTART;TZID=Asia/Shanghai:20261201T080000\nDURATION:PT1H\n{rule}"
    assert [row[:5] for row in said(read(calendar(event)))] == days


def test_a_duty_since_years_is_read_for_one_year(read: Callable[..., BusyFile]) -> None:
    event = "UID:1\nDTSTART;TZID=Asia/Shanghai:20200101T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    found = read(calendar(event)).times
    assert (
        len(found) == 366
        and found[0].start == datetime(2026, 11, 27, 8)
        and found[-1].start == datetime(2027, 11, 27, 8)
    )


def test_summer_time_elsewhere_moves_the_hour_here(read: Callable[..., BusyFile]) -> None:
    event = "UID:1\nDTSTART;TZID=Europe/Berlin:20270325T080000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2"
    assert said(read(calendar(event))) == ["03-25 15:00 03-25 16:00", "04-01 14:00 04-01 15:00"]


def test_an_entry_that_was_moved_by_itself_stands_where_it_was_moved_to(read: Callable[..., BusyFile]) -> None:
    rule = "UID:1\nDTSTART;TZID=Asia/Shanghai:20261201T080000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = "UID:1\nRECURRENCE-ID;TZID=Asia/Shanghai:20261208T080000\nDTSTART:20261209T010000Z\nDURATION:PT1H"
    off = "UID:1\nRECURRENCE-ID:20261215T000000Z\nDTSTART:20261215T000000Z\nDURATION:PT1H\nSTATUS:CANCELLED"
    assert [row[:11] for row in said(read(calendar(rule, moved, off)))] == ["12-01 08:00", "12-09 09:00"]


def test_what_is_free_called_off_or_over_is_no_busy_time(read: Callable[..., BusyFile]) -> None:
    free = "DTSTART:20261201T080000\nDURATION:PT1H\nTRANSP:TRANSPARENT"
    off = "DTSTART:20261201T080000\nDURATION:PT1H\nSTATUS:CANCELLED"
    over = "DTSTART:20261101T080000\nDURATION:PT1H"
    assert read(calendar(free, off, over)).times == ()


def test_titles_are_kept_only_when_asked_and_never_those_of_private_entries(read: Callable[..., BusyFile]) -> None:
    public = "DTSTART:20261201T080000\nDURATION:PT1H\nSUMMARY:值班\\, 夜班"
    private = "DTSTART:20261202T080000\nDURATION:PT1H\nSUMMARY:看病\nCLASS:PRIVATE"
    assert [row.reason for row in read(calendar(public, private)).times] == ["值班, 夜班", ""]
    assert [row.reason for row in read(calendar(public, private), titles="").times] == ["", ""]


ODD = [
    ("DTSTART:garbage", "odd_entry"),
    ("SUMMARY:x", "no_start"),
    ("DTSTART;TZID=Mars/Olympus:20261201T080000\nDURATION:PT1H", "unknown_zone"),
    ("DTSTART:20261201T080000\nDTEND:20261201T070000", "takes_no_time"),
    ("DTSTART:20261201T080000", "takes_no_time"),
    ("DTSTART:20261201T080000\nDTEND;VALUE=DATE:20261202", "odd_entry"),
    ("DTSTART:20261201T080000\nDTEND:20290101T080000", "longer_than_a_year"),
    ("DTSTART:20261201T080000\nDTEND:99991231T235959", "odd_entry"),
    ("DTSTART:20261201T080000\nDURATION:P99999999999D", "odd_entry"),
    ("DTSTART:20261201T080000\nDURATION:PT1H\nRRULE:FREQ=NEVER", "odd_entry"),
    ("DTSTART:20261201T080000\nDURATION:PT1H\nRRULE:COUNT=2", "odd_entry"),
    ("DTSTART:00010101T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY", "odd_entry"),
]


@pytest.mark.parametrize(("event", "rule"), ODD)
def test_an_odd_entry_is_left_out_in_words_and_the_others_are_read(
    read: Callable[..., BusyFile], event: str, rule: str
) -> None:
    good = "UID:9\nDTSTART:20261201T100000\nDURATION:PT1H"
    file = read(calendar(f"UID:1\n{event}", good))
    assert [one.rule for one in file.skipped] == [rule] and len(file.times) == 1


BOMBS = [
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;COUNT=999999999",
    "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9",
    "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
]


@pytest.mark.parametrize("rule", BOMBS)
def test_what_repeats_too_often_is_refused(sent: Callable[..., BusyFile], rule: str) -> None:
    with pytest.raises(BusyUnreadable) as refused:
        sent(calendar(f"UID:1\nDTSTART:20261201T080000\nDURATION:PT1M\nSUMMARY:弹\nRRULE:{rule}"))
    assert refused.value.rule == "repeats_too_often"


def test_a_rule_that_never_comes_true_ends_by_itself_or_with_its_process(sent: Callable[..., BusyFile]) -> None:
    event = "UID:1\nDTSTART:20261201T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    try:
        assert len(sent(calendar(event)).times) == 1
    except BusyUnreadable as refused:
        assert refused.rule == "took_too_long"


def test_more_times_than_anybody_has_are_refused(read: Callable[..., BusyFile]) -> None:
    rules = [f"UID:{n}\nDTSTART:20261201T{n:02d}0000\nDURATION:PT1H\nRRULE:FREQ=DAILY" for n in range(8, 12)]
    with pytest.raises(BusyUnreadable) as refused:
        read(calendar(*rules))
    assert refused.value.rule == "too_many_times"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"hello", "not_a_calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "not_a_calendar"),
        (calendar("DTSTART:20261201T080000")[:-20], "broken_archive"),
        (b"PK\x03\x04" + b"x" * 50, "not_that_kind"),
        (b"<html>", "not_that_kind"),
        (HEAD.encode() + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 10_000 + b"END:VCALENDAR\r\n", "too_many_events"),
        (HEAD.encode() + b"X-A:" + b"x" * 6_000_000 + b"\r\nEND:VCALENDAR\r\n", "large_calendar"),
    ],
)
def test_the_gate_refuses_what_is_no_calendar_or_too_much(
    sent: Callable[..., BusyFile], content: bytes, rule: str
) -> None:
    with pytest.raises(uploads.UploadRefused) as refused:
        sent(content)
    assert refused.value.rule == rule
    assert str(refused.value)


def test_nesting_and_bytes_without_sense_are_no_calendar(sent: Callable[..., BusyFile]) -> None:
    for middle in (b"END:VEVENT\r\n", b"BEGIN:VEVENT\r\n", b"\xff\xfe\xfd\r\n", b";;;:::\r\n"):
        try:
            assert sent(HEAD.encode() + middle + b"END:VCALENDAR\r\n").times == ()
        except BusyUnreadable as refused:
            assert refused.rule == "not_a_calendar"


SHEETS = [
    ((("日期", "开始", "结束", "事由"), ("2026-12-01", "08:00", "18:00", "值班")), ["12-01 08:00 12-01 18:00 值班"]),
    ((("值班表",), ("值班日期", "班次"), ("2026年12月1日", "白班")), ["12-01 00:00 12-01 23:59 白班"]),
    ((("Day", "From", "To"), ("2026/12/1", "20:00", "08:00")), ["12-01 20:00 12-02 08:00"]),
    ((("开始时间", "结束时间", "备注"), ("2026-12-01 08:00", "2026-12-03", "训")), ["12-01 08:00 12-03 23:59 训"]),
    ((("日期", "时间"), ("2026-12-02", "20：00至24:00")), ["12-02 20:00 12-03 00:00"]),
    ((("日期", "开始", "结束"), (datetime(2026, 12, 1), time(12), time(18))), ["12-01 12:00 12-01 18:00"]),
    ((("日期", "事由"), ("2026-12-01", "=1+1"), ("2026-12-01", "again")), ["12-01 00:00 12-01 23:59 =1+1"]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "wanted"), SHEETS)
def test_a_duty_roster(read: Callable[..., BusyFile], rows: Any, wanted: list[str]) -> None:
    found = read(sheet(*rows), "xlsx")
    assert said(found) == wanted and not found.skipped


def test_rows_that_cannot_be_read_are_named_and_the_others_kept(read: Callable[..., BusyFile]) -> None:
    rows = [
        ("日期", "开始", "结束"),
        ("昨天", "", ""),
        ("2026-12-01", "8点", ""),
        ("2026-02-30", "", ""),
        ("2026-12-02", "", ""),
    ]
    found = read(sheet(*rows), "xlsx")
    assert [(one.where, one.rule) for one in found.skipped] == [
        ("2", "not_a_day"),
        ("3", "not_a_time"),
        ("4", "no_such_day"),
    ]
    assert said(found) == ["12-02 00:00 12-02 23:59"]


def test_a_sheet_without_the_columns_and_one_with_too_many_rows_are_refused(read: Callable[..., BusyFile]) -> None:
    for rows, rule in (([("姓名", "电话")], "no_columns"), ([("日期",)] + [("2026-12-01",)] * 5_001, "too_many_rows")):
        with pytest.raises(BusyUnreadable) as refused:
            read(sheet(*rows), "xlsx")
        assert refused.value.rule == rule


def test_a_leap_day_and_the_end_of_the_year(read: Callable[..., BusyFile]) -> None:
    first = datetime(2028, 2, 1)
    event = "UID:1\nDTSTART;VALUE=DATE:20280229\nRRULE:FREQ=YEARLY;COUNT=3"
    assert said(read(calendar(event), first=first)) == ["02-29 00:00 02-29 23:59"]
    late = "UID:1\nDTSTART:20281231T235900\nDTEND:20281231T235959"
    assert said(read(calendar(late), first=first)) == ["12-31 23:59 01-01 00:00"]
    assert read(calendar(late), first=first).times[0].end - timedelta(minutes=1) == datetime(2028, 12, 31, 23, 59)
