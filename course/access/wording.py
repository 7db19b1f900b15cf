"""The words for what the log remembers; the code itself where there are none."""

from __future__ import annotations

from typing import Any

from course.i18n import _l

ACTIONS = {
    "sign_in": _l("Signed in"),
    "sign_in.failed": _l("Failed to sign in"),
    "sign_out": _l("Signed out"),
    "sessions.end": _l("Signed out everywhere"),
    "password.change": _l("Changed the password"),
    "user.add": _l("Added a user"),
    "user.change_role": _l("Changed a user's role"),
    "user.new_password": _l("Gave a new password"),
    "user.disable": _l("Disabled a user"),
    "user.enable": _l("Enabled a user"),
    "roster.import": _l("Imported the ledger"),
    "roster.export": _l("Downloaded the ledger"),
    "phone.show": _l("Looked at a telephone number"),
    "absence.add": _l("Entered an absence"),
    "absence.remove": _l("Took back an absence"),
    "blackout.add": _l("Entered a time without lessons"),
    "blackout.remove": _l("Took back a time without lessons"),
    "card.show": _l("Printed a contact card"),
    "appointment.made": _l("Appointed a vice-principal"),
    "appointment.ended": _l("Ended an appointment"),
    "law.import": _l("Took in a law"),
    "law.correct": _l("Corrected a law"),
    "case.start": _l("Began a version of a case"),
    "case.import": _l("Imported a case file"),
    "case.change": _l("Changed a draft"),
    "case.submit": _l("Submitted a version for approval"),
    "case.take_back": _l("Took a submission back"),
    "case.send_back": _l("Returned a version to its writers"),
    "case.approve": _l("Approved a version"),
    "case.withdraw": _l("Withdrew a version"),
    "case.discard": _l("Gave a draft up"),
    "plan.make": _l("Asked for a plan"),
    "plan.again": _l("Asked for a plan again"),
    "plan.cancel": _l("Stopped the making of a plan"),
    "plan.discard": _l("Threw a draft of a plan away"),
    "plan.publish": _l("Published a plan"),
    "plan.withdraw": _l("Withdrew a plan"),
    "lesson.request": _l("Asked for a lesson"),
    "lesson.accept": _l("Accepted a lesson"),
    "lesson.agree": _l("Agreed to a planned lesson"),
    "lesson.decline": _l("Declined a lesson"),
    "lesson.cancel": _l("Cancelled a lesson"),
    "lesson.move": _l("Moved a lesson"),
    "waiting.join": _l("Joined a waiting list"),
    "waiting.withdraw": _l("Left a waiting list"),
    "waiting.offer": _l("A time was offered to the first on its list"),
    "waiting.lapse": _l("An offer was not taken in time"),
    "waiting.book": _l("Booked a time that was waited for"),
    "lesson.report": _l("Reported a lesson as taught"),
    "lesson.take_back": _l("Took back a report"),
    "lesson.confirm": _l("Confirmed a lesson"),
    "lesson.correct": _l("Corrected a confirmation"),
    "lesson.withdraw": _l("Withdrew a confirmation"),
    "lesson.miss": _l("Said that a lesson did not take place"),
    "plan.export": _l("Downloaded a plan"),
}


def action_label(action: str) -> Any:
    """What a person reads for an action such as ``lesson.cancel``."""
    return ACTIONS.get(action, action)
