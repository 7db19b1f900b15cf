"""Addresses that work without signing in: signed for one purpose, so that no token opens anything else."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

LONGEST_NUMBER = 19


def sign(purpose: str, value: Any) -> str:
    """A token for ``value``, usable as the last part of an address."""
    return str(serializer(purpose).dumps(value))


def read(purpose: str, token: str) -> Any | None:
    """What was signed for this purpose; None for anything else."""
    try:
        return serializer(purpose).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None


def sign_short(purpose: str, number: int) -> str:
    """A short token for a row's number: the number and 128 bits that only we can compute."""
    return f"{number}-{seal(purpose, number)}"


def read_short(purpose: str, token: str) -> int | None:
    """The number that was signed for this purpose; None for anything else."""
    number, _, given = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER):
        return None
    return int(number) if hmac.compare_digest(given.encode(), seal(purpose, int(number)).encode()) else None


def seal(purpose: str, number: int) -> str:
    """The first 128 bits of the HMAC of a number, in letters that an address may hold."""
    key = f"course.{purpose}.1:{current_app.config['SECRET_KEY']}".encode()
    digest = hmac.new(key, str(number).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def digits(purpose: str, value: str, places: int) -> str:
    """A few digits for a value that only we can compute; few enough to be typed, so tries must be limited."""
    key = f"course.{purpose}.1:{current_app.config['SECRET_KEY']}".encode()
    digest = hmac.new(key, value.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**places:0{places}d}"


def address(path: str) -> str:
    """The whole address of a path, by our own settings and never by what a request says of itself."""
    return current_app.config["BASE_URL"].rstrip("/") + path


def serializer(purpose: str) -> URLSafeSerializer:
    """Signs and reads tokens of one purpose."""
    secret = current_app.config["SECRET_KEY"]
    return URLSafeSerializer(secret, salt=f"course.{purpose}.1", signer_kwargs={"digest_method": hashlib.sha256})
