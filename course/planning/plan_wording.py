"""The words of plans: why a planned lesson no longer fits, the parts of the soft cost, and what notices say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from course.access.notice_wording import WORDINGS, Wording
from course.i18n import _, _l, day_and_time, long_date, ngettext, page_language
from course.planning.plan_entries import ENTRY
from course.planning.plan_notices import PUBLISHED_PERSON, PUBLISHED_SCHOOL, WITHDRAWN
from course.planning.publish_check import RefusedLesson
from course.schedule.lesson_wording import own_calendar

# By the names of the hard rules in ``solver/verify.py``, and two of ``publish_check``.
FAULTS = {
    "is_on_a_teaching_day": _l("no lessons are taught on that day any more"),
    "is_an_open_period": _l("the school no longer rings this period, or keeps it closed"),
    "school_takes_lessons": _l("the school takes no lesson at that time: an examination or a day off"),
    "person_is_not_away": _l("the vice-principal is on duty, in court or on leave"),
    "person_may_teach_here": _l("neither the vice-principal nor their station serves the school on that day any more"),
    "classes_are_of_the_school": _l("a class is not there any more"),
    "place_holds_them": _l("the pupils do not fit into the hall any more"),
    "theme_suits_the_stage": _l("the theme is no longer meant for this stage"),
    "theme_is_new_to_the_classes": _l("a class has had, or will have, this theme in another lesson"),
    "class_is_free": _l("a class has another lesson at that time"),
    "hall_is_free": _l("the hall is taken at that time"),
    "person_is_free": _l("the vice-principal has another lesson at that time"),
    "day_has_room": _l("the vice-principal's day is full"),
    "week_has_room": _l("the vice-principal's week is full"),
    "there_is_time_to_travel": _l("there is no time for the way from another school"),
    "school_is_of_the_county": _l("the school now belongs to another region"),
}
SOFT_PARTS = {
    "visits": _l("Visits: each way to a school"),
    "fairness": _l("Load: shared unevenly among people"),
    "far_from_special_day": _l("Themes far from their special day"),
    "empty_quarters": _l("Quarters of the term without a lesson"),
    "constitution_week": _l("Schools without a lesson in constitution week"),
    "substitute": _l("Lessons by substitutes"),
    "outside_themes": _l("Themes that nobody of the school has prepared"),
    "weekday": _l("Weekdays that the school does not prefer"),
    "period": _l("Periods that the school does not prefer"),
}
FAILURES = {
    "faults": _l("The plan that was computed broke a rule and was thrown away. Please tell us."),
    "error": _l("The county could not be planned because of an error of ours. Please tell us."),
}
KEPT = {
    "agreed": _l("agreed to"),
    "begun": _l("begun or taught"),
    "changed": _l("changed by people"),
    "over": _l("called off before"),
}


REFUSALS = {
    "part_is_a_draft": _l("It was not a draft any more."),
    "part_is_published": _l("It was not published any more."),
    "page_is_fresh": _l("The draft had changed since it was looked at. Look at it again, then publish it."),
    "something_lies_ahead": _l("No lesson of this draft lies ahead. Plan again from tomorrow on."),
    "slots_are_free": _l("Someone took one of these times at the same moment. Publish again."),
}


def refusal(rule: str, lessons: int) -> str:
    """Why a county was not published or withdrawn, in a sentence."""
    if rule == "plan_still_holds":
        return ngettext(
            "%(num)s planned lesson no longer fits, so nothing was published here. Plan again.",
            "%(num)s planned lessons no longer fit, so nothing was published here. Plan again.",
            lessons,
        )
    return str(REFUSALS.get(rule, rule))


def when(lesson: RefusedLesson) -> str:
    """11月26日 周四 第3节 10:25–11:05."""
    return day_and_time(datetime.fromisoformat(lesson.start), datetime.fromisoformat(lesson.end), lesson.period)


def reasons(lesson: RefusedLesson) -> str:
    """Why a planned lesson no longer fits, in a sentence."""
    return separator("；", "; ").join(str(FAULTS.get(rule, rule)) for rule in lesson.rules)


def kept_in_words(kept: Mapping[str, int]) -> str:
    """The lessons that stayed when a plan was withdrawn: ``3 agreed to, 1 begun or taught``."""
    return separator("，", ", ").join(f"{number} {KEPT.get(reason, reason)}" for reason, number in sorted(kept.items()))


def separator(chinese: str, english: str) -> str:
    """What stands between the parts of a list."""
    return english if page_language() == "en" else chinese


def published_for_person(facts: Mapping[str, Any], lang: str) -> Wording:
    """Lessons were planned for a vice-principal."""
    title = ngettext(
        "%(num)s lesson was planned for you: look at it and agree.",
        "%(num)s lessons were planned for you: look at them and agree.",
        facts["lessons"],
    )
    return Wording(title, [first_day(facts)], _("To the lessons"))


def published_for_school(facts: Mapping[str, Any], lang: str) -> Wording:
    """Lessons were planned at a school."""
    title = ngettext(
        "%(num)s lesson was planned at your school.",
        "%(num)s lessons were planned at your school.",
        facts["lessons"],
    )
    return Wording(title, [first_day(facts), _("The vice-principals still have to agree.")], _("To the lessons"))


def first_day(facts: Mapping[str, Any]) -> str:
    """When it begins."""
    return _("The first one is on %(day)s.", day=long_date(date.fromisoformat(facts["first"])))


def withdrawn(facts: Mapping[str, Any], lang: str) -> Wording:
    """Planned lessons were taken back."""
    title = ngettext(
        "%(num)s planned lesson was taken back; its time is free again.",
        "%(num)s planned lessons were taken back; their time is free again.",
        facts["lessons"],
    )
    return Wording(title, [], _("To the lessons"))


def entry(facts: Mapping[str, Any], lang: str) -> Wording:
    """The calendar entry of one lesson of a plan; whoever is to give it also agrees."""
    words = own_calendar(facts, lang)
    more = [_("It was planned for you. Agree on its page, or say that you cannot.")] if facts["asked"] else []
    return replace(words, lines=[*words.lines, *more])


WORDINGS[ENTRY] = entry
WORDINGS[PUBLISHED_PERSON] = published_for_person
WORDINGS[PUBLISHED_SCHOOL] = published_for_school
WORDINGS[WITHDRAWN] = withdrawn
