"""Rules of the tallies: what a school adds to the figures of its regions, from each day on.

A school's contribution is a step function of the day.  What belongs to no year (schools, those that somebody serves,
classes) is told by the days on which it is true; the figures of a year by the days on which they were known.  The steps
of a region are the sums of its schools' steps, so that the sum of the steps up to a day is the figure of that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import sub
from typing import Any

from course.coverage.by_day import A_DAY, ByDay
from course.coverage.rules import Year, minutes_owed
from course.coverage.tallies.facts import ALWAYS, Counted, Facts, Owed, Vector

NO_YEAR = 0
BASE = ("schools", "appointed", "classes", "themes_owed")
YEARLY = (
    *("with_hours", "with_claimed_hours", "taught_minutes", "organised_minutes", "practice_minutes"),
    *("claimed_minutes", "lessons", "reached", "claimed", "covered", "on_course", "themes_had"),
)
EVERYTHING_KNOWN = date.max

# The themes that a region requires, by stage, on each day, for each region in which a school lies or lay.
Themes = Mapping[str, ByDay[Mapping[str, frozenset[str]]]]
# What is added from each day on, in the order of the days; before the first of them it is nothing.
Timeline = list[tuple[date, Vector]]


def count(facts: Facts, year: Year, owed: Owed, day: date, known: date = EVERYTHING_KNOWN) -> Counted:
    """Count a school's year with the classes that it has on a day, from what was known on another day."""
    stages = classes_there(facts, year.day_that_counts(day))
    taught = [row for row in facts.taught if year.first <= row.day <= year.last]
    taught = [row for row in taught if waits(row.known_on, row.until, known)]
    had: dict[int, dict[str, int]] = {}
    for row in facts.reached:
        within = year.first <= row.day <= year.last
        if within and row.class_id in stages and waits(row.known_on, row.until, known):
            had.setdefault(row.class_id, {})[row.theme] = row.theme_id
    claimed = open_classes(facts, year, known) & stages.keys() - had.keys()
    scheduled = [row for row in facts.scheduled if year.first <= row.day <= year.last]
    scheduled = [row for row in scheduled if waits(row.since, row.until, known)]
    coming = coming_classes(facts, year, known) & stages.keys() - had.keys() - claimed
    organised = sum(row.minutes for row in taught if row.organised)
    return Counted(
        taught_minutes=sum(row.minutes for row in taught) - organised,
        organised_minutes=organised,
        practice_minutes=sum(row.minutes for row in taught if row.practice),
        claimed_minutes=claimed_minutes(facts, year, known),
        scheduled_minutes=sum(row.minutes for row in scheduled),
        lessons=len(taught),
        owed_minutes=minutes_owed(facts.stage, owed.hours),
        classes=len(stages),
        reached=len(had),
        claimed=len(claimed),
        coming=len(coming),
        themes_owed=sum(len(owed.themes.get(stage, ())) for stage in stages.values()),
        themes_had=sum(len(owed.themes.get(stages[one], frozenset()) & themes.keys()) for one, themes in had.items()),
        # What classes had by theme is not told by day, so a school that is no more counts for nothing at once.
        themes=by_theme(stages, had) if facts.is_there(year.day_that_counts(day)) else {},
        last_on=max((row.day for row in scheduled), default=None),
    )


def classes_there(facts: Facts, day: date) -> dict[int, str]:
    """The classes that belong to the school on a day, with their stages."""
    return {one: home.stage for one, home in facts.homes.items() if home.on(day) == facts.school_id}


def by_theme(stages: dict[int, str], had: dict[int, dict[str, int]]) -> dict[str, int]:
    """How many classes of a stage were reached with a theme, as ``12:junior``."""
    found: dict[str, int] = {}
    for class_id, themes in had.items():
        for theme_id in themes.values():
            key = f"{theme_id}:{stages[class_id]}"
            found[key] = found.get(key, 0) + 1
    return found


def waits(known_on: date, answered_on: date | None, known: date) -> bool:
    """Whether a report was there on a day, and not yet answered; or something else stood then, and still did."""
    return known_on <= known and (answered_on is None or answered_on > known)


def claimed_minutes(facts: Facts, year: Year, known: date) -> int:
    """The minutes that were reported and not yet confirmed."""
    rows = (row for row in facts.claims if year.first <= row.day <= year.last)
    return sum(row.minutes for row in rows if waits(row.known_on, row.answered_on, known))


def open_classes(facts: Facts, year: Year, known: date) -> set[int]:
    """The classes of lessons that were reported and not yet confirmed."""
    rows = (row for row in facts.waiting if row.known_on and year.first <= row.day <= year.last)
    return {row.class_id for row in rows if row.known_on and waits(row.known_on, row.answered_on, known)}


def coming_classes(facts: Facts, year: Year, known: date) -> set[int]:
    """The classes of lessons that were scheduled on a day."""
    rows = (row for row in facts.waiting if not row.known_on and year.first <= row.day <= year.last)
    return {row.class_id for row in rows if waits(row.since, row.until, known)}


def base_timeline(facts: Facts, themes: Themes) -> Timeline:
    """What the school adds in every year: itself, whether somebody serves it, its classes, the themes owed to them."""
    moves = {until for home in facts.homes.values() for until, _ in home.before}
    moves |= {until for until, _ in facts.before}
    moves |= {day for place in facts.places() for day in themes[place].days()}
    days = {facts.opened_on or ALWAYS} | moves | change_days(facts)
    return steps(days, lambda day: base_vector(facts, themes, day), BASE)


def base_vector(facts: Facts, themes: Themes, day: date) -> Vector:
    """The school on a day, in the order of ``BASE``."""
    if not facts.is_there(day):
        return (0,) * len(BASE)
    stages, asked = classes_there(facts, day).values(), themes[facts.place_on(day)].on(day)
    owed = sum(len(asked.get(stage, ())) for stage in stages)
    return 1, int(facts.is_served(day)), len(stages), owed


def year_timeline(facts: Facts, counted: Counted, year: Year, today: date) -> Timeline:
    """What the school adds to the figures of a year from today on, when nothing more happens."""
    vectors = {served: counted.vector(served) for served in (True, False)}
    days = {today} | {day for day in change_days(facts) if today < day <= year.last}
    return told_from(today, steps(days, lambda day: vector_on(facts, vectors, year.day_that_counts(day)), YEARLY))


def told_from(today: date, timeline: Timeline) -> Timeline:
    """A timeline that begins today at the latest; its first day says from when on it is told, also while it is nothing.

    Otherwise a school whose first figure is to come, with an appointment, would not be counted until then.
    """
    begins_later = timeline and timeline[0][0] > today
    return [(today, (0,) * len(YEARLY)), *timeline] if begins_later else timeline


def vector_on(facts: Facts, vectors: dict[bool, Vector], day: date) -> Vector:
    """The figures of the year on a day: nothing where the school is not there, and less where nobody serves it."""
    return vectors[facts.is_served(day)] if facts.is_there(day) else (0,) * len(YEARLY)


def change_days(facts: Facts) -> set[date]:
    """The days on which somebody comes or goes, or the school itself does."""
    spans = {day for start, end in facts.spans for day in (start, end + A_DAY)}
    return spans | ({facts.opened_on, facts.closed_on} - {None})  # type: ignore[operator]


def steps(days: Iterable[date], value: Callable[[date], Vector], columns: tuple[str, ...]) -> Timeline:
    """The values on these days, without those that change nothing."""
    found: Timeline = []
    last: Vector = (0,) * len(columns)
    for day in sorted(days):
        now = value(day)
        if now != last:
            found.append((day, now))
            last = now
    return found


def value_on(timeline: Timeline, day: date, nothing: Vector) -> Vector:
    """What a timeline says of a day."""
    return next((value for since, value in reversed(timeline) if since <= day), nothing)


def changes(old: Timeline, new: Timeline, since: date) -> Timeline:
    """By how much the sum moves on each day from ``since`` on, when one timeline takes the place of another."""
    sample = (old or new)[:1]
    if not sample or old == new:
        return []
    nothing: Vector = (0,) * len(sample[0][1])
    was, now = dict(old), dict(new)
    lost, gained, before = value_on(old, since, nothing), value_on(new, since, nothing), nothing
    found = []
    for day in sorted({since} | {day for day in was.keys() | now.keys() if day > since}):
        lost, gained = was.get(day, lost), now.get(day, gained)
        apart = tuple(map(sub, gained, lost))
        if apart != before:
            found.append((day, tuple(map(sub, apart, before))))
            before = apart
    return found


def by_place(timeline: Timeline, before: Sequence[tuple[date, str]], path: str) -> dict[str, Timeline]:
    """A timeline in parts: to each region what the school adds to it while it lies there."""
    found: dict[str, Timeline] = {}
    nothing: Vector = (0,) * len(timeline[0][1]) if timeline else ()
    since = date.min
    for until, place in (*before, (date.max, path)):
        if since < until:
            found.setdefault(place, []).extend(between(timeline, since, until, nothing))
            since = until
    return found


def between(timeline: Timeline, since: date, until: date, nothing: Vector) -> Timeline:
    """The part of a timeline from a day until another, on which it ends."""
    begins = [(since, value_on(timeline, since, nothing))] if since > date.min else []
    inside = [(day, value) for day, value in timeline if since < day < until]
    ends = [(until, nothing)] if until < date.max else []
    return [*begins, *inside, *ends] if timeline else []


def moves_within(before: Sequence[tuple[date, str]], year: Year) -> list[tuple[date, str]]:
    """The moves of a school that part the figures of a year: what it had done by the first day, it had always done."""
    return [(until, place) for until, place in before if year.first < until <= year.last]


def written(timeline: Timeline) -> list[Any]:
    """A timeline as it is stored."""
    return [[day.isoformat(), list(value)] for day, value in timeline]


def read(stored: list[Any]) -> Timeline:
    """A stored timeline."""
    return [(date.fromisoformat(day), tuple(value)) for day, value in stored]


def places_above(path: str) -> list[str]:
    """A region and all above it, up to everything together (empty)."""
    parts = path.split("/") if path else []
    return ["/".join(parts[:length]) for length in range(len(parts) + 1)]
