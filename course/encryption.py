"""Personal data at rest: telephone numbers are encrypted with a key that is not in the database."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from flask import current_app
from sqlalchemy.types import TypeDecorator

from course.i18n import _l


class EncryptedText(TypeDecorator[str]):
    """Text that the database holds only as ciphertext; the empty text is stored as it is."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str:
        return cipher(current_app.config["DATA_KEY"]).encrypt(value.encode()).decode() if value else ""

    def process_result_value(self, value: str | None, dialect: Any) -> str:
        return decrypt(value, current_app.config["DATA_KEY"]) if value else ""


@lru_cache(maxsize=4)
def cipher(secret: str) -> Fernet:
    """The cipher made from a secret of any length."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"course.data:" + secret.encode()).digest()))


def decrypt(value: str, secret: str) -> str:
    """The plain text; a sentence in its place where the key is not the one that encrypted it."""
    try:
        return cipher(secret).decrypt(value.encode()).decode()
    except InvalidToken:
        return str(_l("(unreadable: the data key has changed)"))


def masked_phone(phone: str) -> str:
    """138****8000: what lists show."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)
