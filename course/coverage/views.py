"""Pages of coverage, and each person's start page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from course.access.guard import allow
from course.access.models import Role

bp = Blueprint("coverage", __name__)


@bp.get("/")
@allow(*Role)
def start() -> Any:
    """What comes next for me, what waits for me, and one figure that matters."""
    return render_template("coverage/start.html")
