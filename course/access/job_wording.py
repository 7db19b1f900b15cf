"""The words for work in the background: what it does, and what went wrong with it."""

from __future__ import annotations

from typing import Any

from course.i18n import _l
from course.job_trouble_rules import BROKEN, DATABASE, DIED, DISK, GONE, MEMORY, OVERDUE, RIGHTS, UNHEARD_OF

KIND_LABELS = {
    "accounts.end": _l("End the accounts of closed schools"),
    "appointments.propose": _l("Propose appointments for a county"),
    "appointments.watch": _l("Tell of appointments that end"),
    "delivery.ask": _l("Ask about lessons that nobody reported"),
    "laws.recall": _l("Look for cases that a changed law concerns"),
    "laws.watch": _l("Look for laws that come into force"),
    "lessons.unanswered": _l("Pass on requests that nobody answered"),
    "messages.morning": _l("Write the mails of the morning"),
    "plan.make": _l("Plan a term"),
    "plan.polish": _l("Polish lessons of a plan"),
    "plan.publish": _l("Publish the plan of a county"),
    "plan.withdraw": _l("Withdraw the plan of a county"),
    "privacy.forget": _l("Delete what has been kept long enough"),
    "reports.make": _l("Make a report"),
    "reports.regular": _l("Send the regular reports"),
    "reports.throw_away": _l("Delete reports whose day is over"),
    "roster.apply": _l("Apply an import"),
    "roster.preview": _l("Check an import"),
    "schools.merge": _l("Move what belonged to a merged school"),
    "tallies.opened_and_closed": _l("Count schools that were opened or closed lately anew"),
    "tallies.recount": _l("Count the figures of a region anew"),
    "tallies.understanding": _l("Count what pupils understood"),
    "waiting.look": _l("Offer a time that came free"),
    "waiting.watch": _l("Look after the waiting lists"),
}
TROUBLES = {
    OVERDUE: _l("It computed for too long without getting any further."),
    MEMORY: _l("It wanted more memory than the worker may take."),
    DIED: _l("Its worker was ended three times before it was done."),
    DATABASE: _l("The database did not answer."),
    DISK: _l("The disk was full or could not be written."),
    RIGHTS: _l("Whoever asked may not do this any more, or a file may not be opened."),
    GONE: _l("What it needed is no longer there."),
    BROKEN: _l("It ended in an error of the program."),
    UNHEARD_OF: _l("It waits: no worker here knows this kind of work. Another version of the program asked for it."),
}
ADVICE = {
    OVERDUE: _l("Ask for less at once, or try again when the machine is less busy."),
    MEMORY: _l("Ask for less at once, or give the worker more memory."),
    DIED: _l("See whether the worker runs and the machine has enough memory, then try again."),
    DATABASE: _l("Try again once the database is well."),
    DISK: _l("Make room, then try again."),
    RIGHTS: _l("Somebody who may do it asks for it anew; put this one aside."),
    GONE: _l("Ask for it anew; put this one aside."),
    BROKEN: _l(
        "The worker's log says more under this number. If it happens again, tell whoever looks after the program."
    ),
    UNHEARD_OF: _l("Finish the update; a worker of that version does it then by itself. Or put it aside."),
}
UNKNOWN = _l("The worker's log says why.")


def job_label(kind: str) -> Any:
    """What a person reads for a kind of work; the kind itself where there are no words."""
    return KIND_LABELS.get(kind, kind)


def job_trouble(trouble: str | None) -> Any:
    """What went wrong, in a sentence."""
    return TROUBLES.get(trouble or "", UNKNOWN)


def job_advice(trouble: str | None) -> Any:
    """What to do about it, in a sentence; empty where nobody can say."""
    return ADVICE.get(trouble or "", "")
