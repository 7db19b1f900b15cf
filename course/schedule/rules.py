"""What must hold before a lesson may be booked: one rule, one function, named as the truth that must hold.

``RULES`` and ``WARNINGS`` are the visible lists.  The rules of the class stand in ``class_rules``;
those of the period are here, in the order in which the page that finds nothing free says what took
the periods away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from course.errors import Problem
from course.i18n import _l
from course.schedule.class_rules import CLASS_RULES
from course.schedule.models import Place
from course.schedule.proposal import Held, Proposal, Situation
from course.schedule.wording import said_day, said_time
from course.travel import travel_minutes

PeriodRule = Callable[[Proposal], Problem | None]


def is_not_in_the_past(proposal: Proposal) -> Problem | None:
    """Nobody books backwards."""
    if proposal.start > proposal.situation.now:
        return None
    text = _l("%(day)s %(time)s has passed. Choose a later period.", **when(proposal))
    return Problem("is_not_in_the_past", text, "period")


def is_inside_a_term(proposal: Proposal) -> Problem | None:
    """Lessons take place in a term."""
    if proposal.situation.term_of(proposal.day):
        return None
    text = _l("%(day)s lies outside the term. Choose a day inside it.", day=said_day(proposal.day))
    return Problem("is_inside_a_term", text, "period")


def is_on_a_teaching_day(proposal: Proposal) -> Problem | None:
    """Schools teach on weekdays that are no holiday, and on the days that make up for one."""
    if proposal.situation.days.taught_as(proposal.day):
        return None
    text = _l("On %(day)s schools do not teach. Choose a teaching day.", day=said_day(proposal.day))
    return Problem("is_on_a_teaching_day", text, "period")


def is_a_period_of_the_school(proposal: Proposal) -> Problem | None:
    """A lesson begins and ends with the school's bells."""
    if proposal.times in proposal.situation.host.rung:
        return None
    times = said_time(proposal.start, proposal.end)
    text = _l("%(time)s is no period of this school. Choose one of its periods.", time=times)
    return Problem("is_a_period_of_the_school", text, "period")


def period_is_open(proposal: Proposal) -> Problem | None:
    """The school does not keep this period closed."""
    if proposal.times not in proposal.situation.host.kept_closed:
        return None
    text = _l("The school keeps this period closed. Choose another one.")
    return Problem("period_is_open", text, "period")


def school_takes_lessons(proposal: Proposal) -> Problem | None:
    """The school has no examination or holiday of its own then."""
    for blackout in proposal.situation.host.blackouts:
        if blackout.overlaps(proposal.start, proposal.end):
            text = _l(
                "The school takes no lessons then: %(reason)s. Choose another day.", reason=blackout.reason or "-"
            )
            return Problem("school_takes_lessons", text, "period", {"reason": blackout.reason})
    return None


def vice_principal_is_appointed(proposal: Proposal) -> Problem | None:
    """The vice-principal is appointed to this school on that day."""
    if any(first <= proposal.day <= last for first, last in proposal.person.duty):
        return None
    text = _l(
        "%(name)s is not a vice-principal of this school on %(day)s. Choose one of its own.",
        name=proposal.person.name,
        day=said_day(proposal.day),
    )
    return Problem("vice_principal_is_appointed", text, "vice_principal")


def vice_principal_is_not_absent(proposal: Proposal) -> Problem | None:
    """The vice-principal has no duty, court day or leave then."""
    if not any(absence.overlaps(proposal.start, proposal.end) for absence in proposal.person.absences):
        return None
    text = _l(
        "%(name)s cannot come on %(day)s %(time)s. Choose another period.", name=proposal.person.name, **when(proposal)
    )
    return Problem("vice_principal_is_not_absent", text, "period")


def classes_are_free(proposal: Proposal) -> Problem | None:
    """A class is in one place at a time."""
    wanted = {group.id for group in proposal.situation.groups}
    for held in proposal.clashing():
        busy = ", ".join(label for class_id, label in held.classes if class_id in wanted)
        if busy:
            text = _l("Class %(classes)s already has a lesson on %(day)s %(time)s.", classes=busy, **when(held))
            return Problem("classes_are_free", text, "period", {"lesson_id": held.lesson_id})
    return None


def hall_is_free(proposal: Proposal) -> Problem | None:
    """The hall is used by one lesson at a time."""
    situation = proposal.situation
    if situation.place is Place.CLASSROOM:
        return None
    for held in proposal.clashing():
        if held.place is Place.HALL and held.school_id == situation.host.id:
            text = _l(
                "The hall is taken by class %(classes)s on %(day)s %(time)s.", classes=held.labels(), **when(held)
            )
            return Problem("hall_is_free", text, "period", {"lesson_id": held.lesson_id})
    return None


def vice_principal_is_free(proposal: Proposal) -> Problem | None:
    """A vice-principal is in one place at a time; another school's lesson is named without its details."""
    for held in proposal.clashing():
        if held.vice_principal_id == proposal.person.id:
            name = proposal.person.name
            if held.school_id == proposal.situation.host.id:
                text = _l("%(name)s teaches class %(classes)s then.", name=name, classes=held.labels())
            else:
                text = _l("%(name)s teaches at another school then.", name=name)
            return Problem("vice_principal_is_free", text, "period", {"lesson_id": held.lesson_id})
    return None


def week_has_room(proposal: Proposal) -> Problem | None:
    """A vice-principal teaches no more lessons a week than agreed."""
    week, most = proposal.day.isocalendar()[:2], proposal.person.max_lessons_week
    taught = sum(held.start.isocalendar()[:2] == week for held in proposal.of_person())
    if taught < most:
        return None
    text = _l(
        "%(name)s already teaches %(taught)s lessons that week, the most agreed.",
        name=proposal.person.name,
        taught=taught,
    )
    return Problem("week_has_room", text, "period", {"most": most})


def day_has_room(proposal: Proposal) -> Problem | None:
    """A vice-principal teaches no more lessons a day than agreed."""
    most = proposal.person.max_lessons_day
    taught = sum(held.start.date() == proposal.day for held in proposal.of_person())
    if taught < most:
        return None
    text = _l(
        "%(name)s already teaches %(taught)s lessons that day, the most agreed.",
        name=proposal.person.name,
        taught=taught,
    )
    return Problem("day_has_room", text, "period", {"most": most})


def there_is_time_to_travel(proposal: Proposal) -> Problem | None:
    """Between two different schools on one day there is time for the way, before and after."""
    host, term = proposal.situation.host, proposal.situation.term_of(proposal.day)
    for held in neighbours(proposal):
        needed = travel_minutes(held.coordinates, host.coordinates, term) if term and held.school_id != host.id else 0.0
        if gap(held, proposal) < timedelta(minutes=needed) - timedelta(milliseconds=1):
            text = _l(
                "%(name)s teaches at another school that day and needs %(minutes)s minutes for the way.",
                name=proposal.person.name,
                minutes=round(needed),
            )
            return Problem("there_is_time_to_travel", text, "period", {"minutes": needed})
    return None


def vice_principal_teaches_the_theme(proposal: Proposal) -> Problem | None:
    """The theme is one of those that the vice-principal has prepared."""
    topic, person = proposal.situation.topic, proposal.person
    if not person.theme_codes or topic.code in person.theme_codes:
        return None
    text = _l('%(name)s does not usually teach "%(theme)s".', name=person.name, theme=topic.name)
    return Problem("vice_principal_teaches_the_theme", text)


def holidays_are_published(proposal: Proposal) -> Problem | None:
    """Somebody has said what the holidays of that year are."""
    if proposal.situation.days.is_published(proposal.day.year):
        return None
    return unpublished(proposal.day.year)


PERIOD_RULES: tuple[PeriodRule, ...] = (
    is_inside_a_term,
    is_on_a_teaching_day,
    is_not_in_the_past,
    is_a_period_of_the_school,
    period_is_open,
    school_takes_lessons,
    vice_principal_is_appointed,
    vice_principal_is_not_absent,
    classes_are_free,
    hall_is_free,
    vice_principal_is_free,
    day_has_room,
    week_has_room,
    there_is_time_to_travel,
)
RULES = (*CLASS_RULES, *PERIOD_RULES)
# What somebody else may have taken while a page was open: the answer is 409, and other periods are offered.
TAKEN = frozenset(
    {
        "classes_are_free",
        "hall_is_free",
        "vice_principal_is_free",
        "day_has_room",
        "week_has_room",
        "there_is_time_to_travel",
        "theme_is_new_to_the_classes",
        "slots_are_free",
    }
)
# What a school may book all the same once it has ticked that it knows: a theme again, one for another stage, one more
# lesson on a day, a theme that somebody does not usually teach.  Who is asked still answers.
USUAL_THEME = vice_principal_teaches_the_theme.__name__
MAY_BE_ACCEPTED = frozenset({"theme_is_new_to_the_classes", "theme_suits_the_stage", "day_has_room", USUAL_THEME})
NOTHING: frozenset[str] = frozenset()
WARNINGS: tuple[PeriodRule, ...] = (vice_principal_teaches_the_theme, holidays_are_published)


def problems(proposal: Proposal, accepted: frozenset[str] = NOTHING) -> list[Problem]:
    """Everything that stands against a lesson, all at once, but for what somebody knows and accepts."""
    found = class_problems(proposal.situation, accepted)
    return found + [problem for problem in (rule(proposal) for rule in period_rules(accepted)) if problem]


def to_tick(proposal: Proposal, accepted: frozenset[str] = NOTHING) -> list[Problem]:
    """What takes no period away, and is asked for once before a lesson is booked."""
    problem = None if USUAL_THEME in accepted else vice_principal_teaches_the_theme(proposal)
    return [problem] if problem else []


def class_problems(situation: Situation, accepted: frozenset[str] = NOTHING) -> list[Problem]:
    """What stands against the classes, the theme and the place."""
    known = accepted & MAY_BE_ACCEPTED
    found = (rule(situation) for rule in CLASS_RULES)
    return [problem for problem in found if problem and problem.rule not in known]


def period_rules(accepted: frozenset[str] = NOTHING) -> tuple[PeriodRule, ...]:
    """The rules of the period that are still asked."""
    known = accepted & MAY_BE_ACCEPTED
    return tuple(rule for rule in PERIOD_RULES if rule.__name__ not in known)


def first_obstacle(proposal: Proposal, rules: Sequence[PeriodRule] = PERIOD_RULES) -> str:
    """The name of the first rule of the period that does not hold; empty where the period is free."""
    return next((rule.__name__ for rule in rules if rule(proposal)), "")


def warnings(proposal: Proposal) -> list[Problem]:
    """What should be known but refuses nothing."""
    return [problem for problem in (rule(proposal) for rule in WARNINGS) if problem]


def unpublished(year: int) -> Problem:
    """The warning that a year's holidays are not known."""
    text = _l("The holidays of %(year)s are not published yet; ordinary weekdays are shown. Check the day.", year=year)
    return Problem("holidays_are_published", text, facts={"year": year})


def neighbours(proposal: Proposal) -> list[Held]:
    """The vice-principal's last lesson before and first lesson after the proposed one, on the same day."""
    that_day = sorted(
        (held for held in proposal.of_person() if held.start.date() == proposal.day), key=lambda held: held.start
    )
    before = [held for held in that_day if held.end <= proposal.start]
    after = [held for held in that_day if held.start >= proposal.end]
    return before[-1:] + after[:1]


def gap(held: Held, proposal: Proposal) -> timedelta:
    """The time between two lessons that do not overlap."""
    return proposal.start - held.end if held.end <= proposal.start else held.start - proposal.end


def when(times: Held | Proposal) -> dict[str, object]:
    """The day and the clock time of a lesson, for a sentence."""
    return {"day": said_day(times.start.date()), "time": said_time(times.start, times.end)}
