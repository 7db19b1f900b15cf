"""Accounts of schools that come with an export: added where the address is new, and never changed.

Nobody knows their password: they sign in by single sign-on, or the bureau gives them one.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

import sqlalchemy as sa
from flask_security import hash_password

from course.access import audit
from course.access.models import Role, User
from course.access.scope import Scope
from course.db import db
from course.ledger.judging import JudgedTable
from course.ledger.relating import Known
from course.ledger.remarks import Outcome
from course.ledger.steps import Step
from course.ledger.storing import AT_ONCE, chunks


def compare_accounts(judged: JudgedTable, known: Known, scope: Scope) -> list[int]:
    """Say of each account whether it is new; refuse what lies outside the scope.  Returns the rows to be added."""
    owners, added = owners_of([row.email for row in judged.rows.values()]), []
    for number, row in list(judged.rows.items()):
        place = known.places["schools"][row.school]
        if not scope.covers(place.path):
            judged.refuse(number, "", "", "outside_scope")
        elif row.email not in owners:
            judged.outcomes[number] = Outcome.ADDED
            added.append(number)
        else:
            judged.outcomes[number] = Outcome.UNCHANGED
            if owners[row.email] != place.id:
                judged.say(number, "email", row.email, Outcome.NOTICE, "account_is_there")
    return added


def owners_of(addresses: list[str]) -> dict[str, int | None]:
    """Those of these addresses that have an account, with the school that it is for; None for other accounts."""
    found: dict[str, int | None] = {}
    address = sa.func.lower(User.email)
    for some in chunks(sorted(addresses), AT_ONCE):
        found.update(db.session.execute(sa.select(address, User.school_id).where(address.in_(some))).all())
    return found


def write_accounts(judged: JudgedTable, added: list[int], known: Known, step: Step, *, now: datetime) -> None:
    """Add the new accounts."""
    if not added:
        return
    # One secret for all of them: it is kept nowhere, and making one takes long.
    unknown = hash_password(secrets.token_urlsafe(32))
    for number in added:
        row = judged.rows[number]
        place = known.places["schools"][row.school]
        user = User(email=row.email, name=row.name, role=Role.SCHOOL, school_id=place.id, password=unknown)
        user.fs_uniquifier, user.created_at = uuid.uuid4().hex, now
        db.session.add(user)
        db.session.flush()
        subject, detail = f"user:{user.id}", {"role": Role.SCHOOL.value, "file": judged.file}
        audit.note("user.add", subject, user=None, now=now, region_path=place.path, **detail)
        step.take(1)
