"""The signed link with which a school confirms without signing in: the one module that knows itsdangerous."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from itsdangerous import BadSignature, URLSafeSerializer

PURPOSE = "course.delivery.confirmation-link.1"


@dataclass(frozen=True)
class Link:
    """Which lesson a link confirms, and until when it works."""

    lesson_uid: str
    until: date


def serializer(secret: str) -> URLSafeSerializer:
    """Signs for this purpose only, so that a token made for anything else is a forged one here."""
    return URLSafeSerializer(secret, salt=PURPOSE, signer_kwargs={"digest_method": hashlib.sha256})


def token_for(link: Link, secret: str) -> str:
    """The last part of the address."""
    return str(serializer(secret).dumps([link.lesson_uid, link.until.isoformat()]))


def read_token(token: str, secret: str) -> Link | None:
    """The link that we once signed; None for anything else."""
    try:
        lesson_uid, until = serializer(secret).loads(token)
        return Link(lesson_uid, date.fromisoformat(until))
    except (BadSignature, TypeError, ValueError):
        return None
