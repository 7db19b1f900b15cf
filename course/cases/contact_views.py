"""The contact card of a vice-principal: a page to print, and the same as a slide."""

from __future__ import annotations

from typing import Any

import segno
from flask import Response, abort, render_template, request

from course.access import audit
from course.access.guard import allow, current_scope, current_user_row
from course.access.models import Role
from course.cases.blueprint import bp
from course.cases.decks import LANGUAGES, PPTX
from course.db import records_reading, utc_now
from course.downloads import attachment
from course.i18n import local_now, page_language
from course.roster import queries as roster
from course.roster.models import Stage, VicePrincipal
from slides import Contact, contact_card

# Whoever may know the number anyway; a school gets the card from its vice-principal.
HOLDERS = (Role.VICE_PRINCIPAL, Role.STATION, Role.BUREAU, Role.ADMIN)
ON_A_SHEET = 4


@bp.get("/vice-principals/<code>/card")
@records_reading
@allow(*HOLDERS)
def contact(code: str) -> Any:
    """Print the cards of a vice-principal, four on a sheet: whom to call."""
    person = card_of(code)
    contact = contact_of(person)
    code_picture = segno.make(contact.vcard, error="m", micro=False).svg_data_uri(border=2, scale=4)
    return render_template(
        "cases/contact.html", person=person, contact=contact, code_picture=code_picture, copies=ON_A_SHEET, stages=Stage
    )


@bp.get("/vice-principals/<code>/card.pptx")
@records_reading
@allow(*HOLDERS)
def contact_slide(code: str) -> Response:
    """Download the card as one slide in the look of a stage."""
    person = card_of(code)
    stage, language = request.args.get("stage", Stage.PRIMARY_HIGH.value), "en" if page_language() == "en" else "zh"
    if stage not in [each.value for each in Stage] or language not in LANGUAGES:
        abort(404)
    made = contact_card(contact_of(person), stage=stage, lang=language, made_on=local_now().date())
    return attachment(made, f"{person.name}.pptx", PPTX)


def card_of(code: str) -> VicePrincipal:
    """The vice-principal of an address in one's scope, or 404; that the number was shown is written down.

    A vice-principal prints their own card only.
    """
    person, user = roster.person_by_code(current_scope(), code), current_user_row()
    if person is None or (user.role is Role.VICE_PRINCIPAL and user.vice_principal_id != person.id):
        abort(404)
    audit.note("card.show", f"vice_principal:{code}", user=user, now=utc_now(), region_path=person.region_path)
    return person


def contact_of(person: VicePrincipal) -> Contact:
    """What the card says."""
    return Contact(person.name, person.station.name, person.phone)
