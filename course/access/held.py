"""What is held about people: each feature says which of its rows are about whom, and what is forgotten of them.

A test compares this with the schema: a table that names a user or a vice-principal and is not here fails it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from course.access.models import AuditEntry, IdempotencyKey, Message, Notice, User
from course.i18n import _l


@dataclass(frozen=True)
class Held:
    """The rows of a table that are about a person.

    ``of_user`` and ``of_person`` are the columns that name an account or a vice-principal; ``hidden`` are columns
    that open something and are never handed out.  When somebody is erased ``removed`` rows go altogether, columns in
    ``emptied`` are given that value, and those in ``named`` hold the name and are given the tombstone instead.
    """

    model: Any
    title: Any
    of_user: tuple[str, ...] = ()
    of_person: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    removed: bool = False
    emptied: Mapping[str, Any] = field(default_factory=dict, hash=False)
    named: tuple[str, ...] = ()
    # Whether the rows are changed at all; the log never is.
    changes: bool = True


HELD: list[Held] = [
    Held(
        User,
        _l("Account"),
        of_user=("id",),
        of_person=("vice_principal_id",),
        hidden=("password", "fs_uniquifier", "tf_totp_secret", "mf_recovery_codes"),
        emptied={
            "password": None,
            "active": False,
            "tf_primary_method": None,
            "tf_totp_secret": None,
            "tf_phone_number": None,
            "mf_recovery_codes": None,
            "preferences": {},
        },
        named=("name",),
    ),
    Held(Notice, _l("Notices"), of_user=("user_id",), removed=True),
    Held(Message, _l("Messages"), of_user=("user_id",), hidden=("attachment",), removed=True),
    Held(IdempotencyKey, _l("Forms sent lately"), of_user=("user_id",), hidden=("key", "request_hash"), removed=True),
    Held(AuditEntry, _l("Lines of the log"), of_user=("user_id",), hidden=("hash", "previous_hash"), changes=False),
]
