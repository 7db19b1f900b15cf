"""The same form sent twice does its work once.

The key of a form is written first, inside the request's own transaction.  A second request with
the same key waits for the first (the database makes it), finds its answer and gives it again; the
same key with other contents is refused.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, abort, g, redirect, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from course.access.models import IdempotencyKey
from course.db import SAFE_METHODS, db, utc_now

KEPT = timedelta(days=2)
KEY = re.compile(r"[0-9a-f]{32}")
NOT_HASHED = {"idempotency_key", "csrf_token"}
# Every form asks these; made once.
TABLE = IdempotencyKey.__table__
NEW = sa.insert(TABLE)
MINE = sa.and_(
    TABLE.c.key == sa.bindparam("this"), TABLE.c.created_at == sa.bindparam("written"), TABLE.c.location == ""
)
ANSWERED = sa.update(TABLE).where(MINE).values(location=sa.bindparam("to"))
UNANSWERED = sa.delete(TABLE).where(MINE)


def init_app(app: Flask) -> None:
    """Look at every form before its view does, and keep the answer after it."""
    app.before_request(begin)


def begin() -> Response | None:
    """Give the first answer again where this form was already answered."""
    key = request.form.get("idempotency_key", "") if request.method not in SAFE_METHODS else ""
    if not KEY.fullmatch(key):
        return None
    row = {"key": key, "user_id": user_id(), "request_hash": request_hash(), "created_at": utc_now(), "location": ""}
    try:
        db.session.connection().execute(NEW, row)
    except IntegrityError:
        db.session.rollback()
        return first_answer(key)
    g.idempotency = row
    return None


def first_answer(key: str) -> Response:
    """The redirect that the first request got; 422 for other contents or another user."""
    first = db.session.get(IdempotencyKey, key)
    if first is None or first.user_id != user_id() or first.request_hash != request_hash():
        abort(422)
    return redirect(first.location or request.path, code=303)


def keep_answer(response: Response) -> Response:
    """Remember where the first request was sent; a refused form may be sent again with the same key.

    So may a form whose answer is a file or a page of its own: there is no address to send anybody to.
    """
    row = g.pop("idempotency", None)
    if row is not None and response.status_code in {302, 303}:
        told = {**of_row(row), "to": response.location or ""}
        stands = db.session.connection().execute(ANSWERED, told).rowcount
        g.answer_is_kept = True
        return response if stands else write_again({**row, "location": told["to"]}, response)
    if row is not None and response.status_code < 400:
        db.session.connection().execute(UNANSWERED, of_row(row))
    return response


def of_row(row: dict[str, Any]) -> dict[str, Any]:
    """What tells the key that this request wrote from one that somebody else wrote meanwhile."""
    return {"this": row["key"], "written": row["created_at"]}


def write_again(row: dict[str, Any], response: Response) -> Response:
    """Write the key of a form whose view gave the lock away for a while; somebody else may have been faster."""
    try:
        db.session.connection().execute(NEW, row)
    except IntegrityError:
        db.session.rollback()
        return first_answer(row["key"])
    return response


def forget_old_keys(now: datetime) -> None:
    """Drop the keys that nobody will send again."""
    db.session.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEPT))


def user_id() -> int | None:
    """The user who sends the form, if any."""
    return current_user.id if current_user.is_authenticated else None


def request_hash() -> str:
    """What the form said, apart from its key and its token, and the names of the files with it."""
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if name not in NOT_HASHED)
    files = sorted((name, file.filename or "") for name, file in request.files.items(multi=True))
    return hashlib.sha256(repr((request.path, fields, files)).encode()).hexdigest()
