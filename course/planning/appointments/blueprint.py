"""The blueprint of appointments: proposals, appointments by hand, letters, the notice board."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort

from course.access.models import Role

bp = Blueprint("appointing", __name__)
OFFICES = (Role.ADMIN, Role.BUREAU)


def found(row: Any) -> Any:
    """The row, or 404 where there is none in the scope."""
    return row if row is not None else abort(404)
