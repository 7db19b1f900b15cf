"""Why nothing is free, in words: what each rule took away, and what to do about the largest part."""

from __future__ import annotations

from typing import Any

from course.i18n import _l

OBSTACLES = {
    "is_inside_a_term": _l("outside the term"),
    "is_on_a_teaching_day": _l("weekends and holidays"),
    "is_not_in_the_past": _l("already over"),
    "is_tomorrow_or_later": _l("too soon"),
    "is_a_period_of_the_school": _l("between the bells"),
    "period_is_open": _l("periods that the school keeps closed"),
    "school_takes_lessons": _l("examinations and days off of the school"),
    "vice_principal_is_appointed": _l("before or after the appointment"),
    "vice_principal_serves_or_stands_in": _l("does not serve this school and cannot stand in"),
    "vice_principal_is_not_absent": _l("vice-principal on duty, in court or on leave"),
    "classes_are_free": _l("class already has a lesson"),
    "hall_is_free": _l("hall taken"),
    "vice_principal_is_free": _l("vice-principal teaches then"),
    "day_has_room": _l("vice-principal's day is full"),
    "week_has_room": _l("vice-principal's week is full"),
    "there_is_time_to_travel": _l("no time for the way from another school"),
}
LOOK_LATER = _l("Look at later weeks.")
ADVICE = {
    "is_inside_a_term": _l("Go to the weeks of the term with the buttons below."),
    "period_is_open": _l("Look at later weeks, or ask the bureau to open a period of your school."),
    "vice_principal_is_appointed": _l("Tell the bureau that your school needs a vice-principal on these days."),
    "vice_principal_is_not_absent": _l("Look at later weeks, or ask the bureau for a second vice-principal."),
    "week_has_room": _l("Look at later weeks, or bring several classes into the hall together."),
    "day_has_room": _l("Look at later weeks, or bring several classes into the hall together."),
}
# These take their part away in every school and are nothing that one could do about.
USUAL = {"is_on_a_teaching_day", "is_not_in_the_past"}


def advice_for(taken: tuple[tuple[str, int], ...]) -> Any:
    """What to do, by the rule that took the most periods away."""
    telling = [(number, rule) for rule, number in taken if rule not in USUAL]
    return ADVICE.get(max(telling)[1], LOOK_LATER) if telling else LOOK_LATER
