"""What the ledger holds about people."""

from __future__ import annotations

from course.access.held import HELD, Held
from course.i18n import _l
from course.roster.models import Absence, Appointment, Training, VicePrincipal

PERSON = ("vice_principal_id",)

HELD += [
    Held(
        VicePrincipal,
        _l("Vice-principal"),
        of_person=("id",),
        emptied={"phone": "", "email": "", "lat": None, "lon": None},
        named=("name",),
    ),
    Held(Appointment, _l("Appointments"), of_person=PERSON, emptied={"reason": "", "end_reason": ""}),
    Held(Training, _l("Training"), of_person=PERSON, emptied={"note": ""}),
    Held(Absence, _l("Times away"), of_person=PERSON, removed=True),
]
