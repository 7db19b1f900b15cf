"""Addresses that work without signing in: signed for one purpose, so that no token opens anything else."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def sign(purpose: str, value: Any) -> str:
    """A token for ``value``, usable as the last part of an address."""
    return str(serializer(purpose).dumps(value))


def read(purpose: str, token: str) -> Any | None:
    """What was signed for this purpose; None for anything else."""
    try:
        return serializer(purpose).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None


def address(path: str) -> str:
    """The whole address of a path, by our own settings and never by what a request says of itself."""
    return current_app.config["BASE_URL"].rstrip("/") + path


def serializer(purpose: str) -> URLSafeSerializer:
    """Signs and reads tokens of one purpose."""
    secret = current_app.config["SECRET_KEY"]
    return URLSafeSerializer(secret, salt=f"course.{purpose}.1", signer_kwargs={"digest_method": hashlib.sha256})
