"""An invented district for the demo, as the files of a roster folder; no person or school in it exists."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

SEED = 52
COUNTY = "QH"
FAMILY_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN_NAMES = (
    *("晓明", "建国", "丽华", "志远", "雨桐", "海燕", "文博"),
    *("思敏", "立新", "佳宁", "春梅", "国栋", "子涵", "振华"),
)
STATIONS = (
    ("QHP1", "城关派出所", "police", 42.905, 125.140),
    ("QHP2", "河东派出所", "police", 42.930, 125.175),
    ("QHP3", "泉水镇派出所", "police", 42.861, 125.069),
    ("QHC1", "青河区人民法院", "court", 42.911, 125.149),
    ("QHJ1", "青河区人民检察院", "procuratorate", 42.908, 125.153),
    ("QHS1", "城关司法所", "justice", 42.903, 125.137),
)
# code, name, stage, lat, lon, hall seats, classes in each grade
SCHOOLS = (
    ("QH01", "青河区实验小学", "primary", 42.906, 125.142, 400, 3),
    ("QH02", "青河区第二小学", "primary", 42.913, 125.158, 0, 2),
    ("QH03", "青河区朝阳小学", "primary", 42.899, 125.131, 260, 2),
    ("QH04", "河东中心小学", "primary", 42.931, 125.177, 300, 2),
    ("QH05", "泉水镇中心小学", "primary", 42.860, 125.071, 0, 1),
    ("QH06", "柳树屯小学", "primary", 42.842, 125.020, 0, 1),
    ("QH07", "青河区第一初级中学", "junior", 42.909, 125.146, 600, 4),
    ("QH08", "河东初级中学", "junior", 42.928, 125.170, 450, 3),
    ("QH09", "泉水镇初级中学", "junior", 42.862, 125.067, 0, 2),
    ("QH10", "青河区第一高级中学", "senior", 42.917, 125.151, 800, 5),
)
GRADES = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}
# Person, station, the schools they serve; QH06 has nobody, so that the vacancy shows.
SERVICE = (
    ("QHV01", "QHP1", "QH01 QH02"),
    ("QHV02", "QHP1", "QH01"),
    ("QHV03", "QHP1", "QH03"),
    ("QHV04", "QHP2", "QH04 QH08"),
    ("QHV05", "QHP2", "QH08"),
    ("QHV06", "QHP3", "QH05 QH09"),
    ("QHV07", "QHP3", ""),
    ("QHV08", "QHC1", "QH07 QH10"),
    ("QHV09", "QHJ1", "QH07"),
    ("QHV10", "QHJ1", "QH10"),
    ("QHV11", "QHS1", "QH02 QH03"),
)
BELLS = {
    "primary": ("08:30", "09:20", "10:25", "11:15", "14:10", "15:00", "15:50"),
    "junior": ("08:00", "08:55", "10:10", "11:05", "14:20", "15:15", "16:10"),
    "senior": ("07:50", "08:45", "10:00", "10:55", "14:30", "15:25", "16:20"),
}
MINUTES = {"primary": 40, "junior": 45, "senior": 45}


def write_folder(folder: Path, today: date) -> None:
    """Write the district as a roster folder, with a term that is half over on ``today``."""
    folder.mkdir(parents=True, exist_ok=True)
    first, last = term_around(today)
    tables = {
        "regions": [
            ("code", "name", "level", "parent"),
            ("SF", "示范省", "province", ""),
            ("SFQ", "青山市", "city", "SF"),
            (COUNTY, "青河区", "county", "SFQ"),
        ],
        "stations": [("code", "name", "agency", "region", "lat", "lon"), *station_rows()],
        "schools": [("code", "name", "stage", "region", "lat", "lon", "hall", "pref_weekdays"), *school_rows()],
        "classes": [("school", "grade", "class", "pupils"), *class_rows()],
        "vice_principals": [
            ("code", "name", "station", "max_lessons_week", "max_lessons_day", "themes", "phone", "email"),
            *person_rows(),
        ],
        "appointments": [("vice_principal", "school", "start", "end"), *appointment_rows(first)],
        "unavailability": [("vice_principal", "start", "end", "reason"), *absence_rows(first, last)],
        "blackouts": [("school", "start", "end", "reason"), *blackout_rows(first, last)],
        "bells": [("key", "period", "start", "end"), *bell_rows()],
        "term": [("key", "value"), ("start", first), ("end", last), ("min_hours", 4)],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


def term_around(today: date) -> tuple[date, date]:
    """The school term that holds this day; in the holidays a term that does, so that the demo always has a middle."""
    for first, last in (
        (date(today.year, 3, 1), date(today.year, 7, 10)),
        (date(today.year, 9, 1), date(today.year + 1, 1, 22)),
        (date(today.year - 1, 9, 1), date(today.year, 1, 22)),
    ):
        if first + timedelta(days=28) <= today <= last - timedelta(days=21):
            return first, last
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(weeks=11), monday + timedelta(weeks=9, days=4)


def station_rows() -> Iterator[tuple[Any, ...]]:
    """The rows of stations.csv."""
    return ((code, name, agency, COUNTY, lat, lon) for code, name, agency, lat, lon in STATIONS)


def school_rows() -> Iterator[tuple[Any, ...]]:
    """The rows of schools.csv."""
    return ((code, name, stage, COUNTY, lat, lon, hall, "2;4") for code, name, stage, lat, lon, hall, _ in SCHOOLS)


def class_rows() -> Iterator[tuple[Any, ...]]:
    """The rows of classes.csv."""
    chance = random.Random(SEED)
    for code, _, stage, _, _, _, count in SCHOOLS:
        for grade in GRADES[stage]:
            for number in range(1, count + 1):
                yield code, grade, number, chance.randint(31, 46)


def person_rows() -> Iterator[tuple[Any, ...]]:
    """The rows of vice_principals.csv; the telephone numbers are of a range that is given to nobody."""
    for index, (code, station, _) in enumerate(SERVICE):
        name = FAMILY_NAMES[index] + GIVEN_NAMES[index]
        themes = "T01;T02;T03;T04;T05;T06;T07" if index % 2 else "T01;T02;T04;T10;T12"
        yield code, name, station, 3, 2, themes, f"1000000{index + 1:04d}", f"{code.lower()}@example.com"


def appointment_rows(first: date) -> Iterator[tuple[Any, ...]]:
    """The rows of appointments.csv: three years, begun a year before the term."""
    start = date(first.year - 1, 9, 1)
    for code, _, schools in SERVICE:
        for school in schools.split():
            yield code, school, start, date(start.year + 3, 8, 31)


def absence_rows(first: date, last: date) -> Iterator[tuple[Any, ...]]:
    """The rows of unavailability.csv: duty every eighth day, and a day in court now and then."""
    for index, (code, _, _) in enumerate(SERVICE):
        for offset in range(index % 8, (last - first).days, 8):
            start = datetime.combine(first + timedelta(days=offset), datetime.min.time()).replace(hour=8)
            reason, hours = ("值班", 24) if offset % 3 else ("出庭、办案", 4)
            yield code, f"{start:%Y-%m-%d %H:%M}", f"{start + timedelta(hours=hours):%Y-%m-%d %H:%M}", reason


def blackout_rows(first: date, last: date) -> Iterator[tuple[Any, ...]]:
    """The rows of blackouts.csv: the first week, the last two, and one school's sports day."""
    yield "*", f"{first} 00:00", f"{first + timedelta(days=4)} 23:59", "开学周"
    yield "*", f"{last - timedelta(days=13)} 00:00", f"{last} 23:59", "期末复习考试"
    sports = first + timedelta(weeks=6, days=2)
    yield "QH01", f"{sports} 00:00", f"{sports + timedelta(days=1)} 23:59", "秋季运动会"


def bell_rows() -> Iterator[tuple[Any, ...]]:
    """The rows of bells.csv."""
    for stage, starts in BELLS.items():
        for period, start in enumerate(starts, start=1):
            end = datetime.strptime(start, "%H:%M") + timedelta(minutes=MINUTES[stage])
            yield stage, period, start, f"{end:%H:%M}"
