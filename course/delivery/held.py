"""What the reports of lessons and duties hold about people."""

from __future__ import annotations

from course.access.held import HELD, Held
from course.delivery.models import Confirmation, Delivery, DutyRecord, Evaluation, Photo
from course.i18n import _l

PERSON = ("vice_principal_id",)

HELD += [
    Held(Delivery, _l("Reports of lessons"), of_user=("reported_by_id",)),
    Held(Confirmation, _l("Confirmations"), of_user=("confirmed_by_id",)),
    Held(Photo, _l("Photographs added"), of_user=("added_by_id",), hidden=("content", "content_hash", "look")),
    Held(DutyRecord, _l("Other duties"), of_user=("recorded_by_id",), of_person=PERSON),
    Held(Evaluation, _l("Evaluations"), of_user=("given_by_id",), of_person=PERSON, emptied={"note": ""}),
]
