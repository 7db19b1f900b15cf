"""What is printed of appointments: the letter, also as a .docx, and the notice board of a school."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request

from course.access.guard import allow, current_scope
from course.access.models import Role
from course.downloads import attachment
from course.i18n import _, local_now
from course.planning.appointments import page_queries as queries
from course.planning.appointments.blueprint import bp, found
from course.planning.appointments.letter import DOCX, as_document, letter_of
from course.roster import queries as roster


@bp.get("/appointments/<int(max=2147483647):appointment_id>/letter")
@allow(*Role)
def letter(appointment_id: int) -> Any:
    """Print the letter of an appointment."""
    row = found(queries.appointment_in(current_scope(), appointment_id))
    return render_template("planning/letter.html", row=row, letter=letter_of(row))


@bp.get("/appointments/<int(max=2147483647):appointment_id>/letter.docx")
@allow(*Role)
def letter_file(appointment_id: int) -> Response:
    """Download the letter of an appointment as a document that can be changed before it is printed."""
    row = found(queries.appointment_in(current_scope(), appointment_id))
    name = f"{_('Letter of appointment')} {row.vice_principal.name} {row.school.name}.docx"
    return attachment(as_document(letter_of(row)), name, DOCX)


@bp.get("/schools/<code>/board")
@allow(*Role)
def board(code: str) -> Any:
    """Print the notice board of a school: its vice-principals and what they are there for."""
    school, today = found(roster.school_by_code(current_scope(), code)), local_now().date()
    rows = roster.appointments_of_school(current_scope(), school.id, today)
    serving = [row for row in rows if row.start <= today]
    return render_template(
        "planning/board.html", school=school, appointments=serving, duties=duties(), phone=request.args.get("phone")
    )


def duties() -> list[str]:
    """What a vice-principal is there for, in the words of the regulation (Order 52, article 5)."""
    return [
        _("Rule-of-law education"),
        _("Protecting the rights of pupils"),
        _("Preventing juvenile crime"),
        _("Taking part in school safety"),
        _("Carrying out or guiding educational discipline"),
        _("Guiding the school's governance by law"),
        _("Other duties that laws and regulations name"),
    ]
