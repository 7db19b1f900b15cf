"""The shapes of what programs are given, as JSON Schema; answers are held against them by the tests."""

from __future__ import annotations

from typing import Any

from course.coverage.measure_rules import Status
from course.delivery.models import Form, Manner
from course.roster.models import Level, SchoolStage
from course.schedule.models import LessonState, Place
from course.sharing.parameters import DAY

Shape = dict[str, Any]


def thing(**fields: Shape) -> Shape:
    """An object with exactly these fields, all of them always there."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def rows(of: Shape) -> Shape:
    """A list of one shape."""
    return {"type": "array", "items": of}


def maybe(of: Shape) -> Shape:
    """One shape, or null."""
    return {"anyOf": [of, {"type": "null"}]}


def number(least: int = 0) -> Shape:
    """A whole number."""
    return {"type": "integer", "minimum": least}


def one_of(kind: Any) -> Shape:
    """The code of one member of an enumeration."""
    return {"type": "string", "enum": [member.value for member in kind]}


def named(name: str) -> Shape:
    """A shape of its own, by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def page(of: str) -> Shape:
    """One page of a list: its rows, when it was read, and where the next one is."""
    return thing(data=rows(named(of)), as_of=MOMENT, next=maybe({"type": "string", "format": "uri"}))


TEXT: Shape = {"type": "string"}
DATE: Shape = {"type": "string", "format": "date", "pattern": DAY}
MOMENT: Shape = {"type": "string", "format": "date-time"}
AMOUNT: Shape = {"type": "number", "minimum": 0}
PERCENT: Shape = {"type": "number", "minimum": 0, "maximum": 100}
DEGREES: Shape = {"type": "number"}
CLASS: Shape = {"type": "string", "pattern": r"^[1-9][0-9]?-[1-9][0-9]*$"}
HELD = {
    "manner": one_of(Manner),
    "form": one_of(Form),
    "minutes": number(1),
    "pupils": number(),
}
YEAR = thing(number=number(2000), first_day=DATE, last_day=DATE)
SHAPES: dict[str, Shape] = {
    "School": thing(
        code=TEXT,
        name=TEXT,
        stage=one_of(SchoolStage),
        region=TEXT,
        lat=maybe(DEGREES),
        lon=maybe(DEGREES),
        hall_seats=number(),
        opened_on=maybe(DATE),
        closed_on=maybe(DATE),
        successor=maybe(TEXT),
    ),
    "SchoolClass": thing(school=TEXT, label=CLASS, grade=number(1), number=number(1), pupils=number(1)),
    "Lesson": thing(
        id=number(1),
        uid=TEXT,
        state=one_of(LessonState),
        start=MOMENT,
        end=MOMENT,
        period=maybe(number(1)),
        place=one_of(Place),
        region=TEXT,
        school=TEXT,
        classes=rows(CLASS),
        theme=TEXT,
        case=maybe(TEXT),
        vice_principal=thing(code=TEXT, name=TEXT),
        sequence=number(),
        created_at=MOMENT,
        changed_at=MOMENT,
        delivery=maybe(thing(**HELD, reported_at=MOMENT)),
        confirmation=maybe(thing(taught_on=DATE, **HELD, confirmed_at=MOMENT)),
    ),
    "Figure": thing(
        confirmed=number(),
        claimed=number(),
        total=number(),
        percent=maybe(PERCENT),
    ),
    "Minutes": thing(taught=number(), organised=number(), claimed=number()),
    "Figures": thing(
        appointed=named("Figure"), hours=named("Figure"), classes=named("Figure"), minutes=named("Minutes")
    ),
    "Standing": thing(**{status.value: number() for status in Status}),
    "Understood": thing(answers=number(), percent=maybe(PERCENT)),
    "Share": thing(confirmed=number(), total=number(), percent=maybe(PERCENT)),
    "Measures": thing(
        confirmed_lessons=number(),
        covered=named("Share"),
        standing=named("Standing"),
        themes=named("Share"),
        practice_percent=maybe(PERCENT),
        organised_percent=maybe(PERCENT),
        understood=named("Understood"),
    ),
    "RegionCoverage": thing(
        code=TEXT,
        name=TEXT,
        direct={"type": "boolean"},
        figures=named("Figures"),
        measures=named("Measures"),
        within_reach=maybe(named("Share")),
    ),
    "SchoolCoverage": thing(
        code=TEXT,
        name=TEXT,
        stage=one_of(SchoolStage),
        hours=AMOUNT,
        hours_owed=AMOUNT,
        scheduled_lessons=number(),
        figures=named("Figures"),
        measures=named("Measures"),
    ),
    "SchoolPage": page("School"),
    "SchoolAnswer": thing(data=named("School"), as_of=MOMENT),
    "SchoolClassPage": page("SchoolClass"),
    "LessonPage": page("Lesson"),
    "LessonAnswer": thing(data=named("Lesson"), as_of=MOMENT),
    "RegionCoverageAnswer": thing(
        region=maybe(thing(code=TEXT, name=TEXT, level=one_of(Level))),
        year=YEAR,
        on=DATE,
        appointments_on=DATE,
        hours_owed=AMOUNT,
        figures=named("Figures"),
        measures=named("Measures"),
        within_reach=maybe(named("Share")),
        data=rows(named("RegionCoverage")),
        as_of=MOMENT,
    ),
    "SchoolCoveragePage": page("SchoolCoverage")
    | {
        "properties": page("SchoolCoverage")["properties"]
        | {"year": YEAR, "on": DATE, "appointments_on": DATE, "hours_owed": AMOUNT},
        "required": ["data", "as_of", "next", "year", "on", "appointments_on", "hours_owed"],
    },
    "Problem": {
        "type": "object",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "parameter": TEXT,
        },
        "required": ["type", "title", "status", "detail"],
    },
}
