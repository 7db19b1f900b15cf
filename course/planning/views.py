"""Pages of the plan: a term's plan for a region, from the button to the published lessons."""

from __future__ import annotations

from flask import Blueprint

from course.planning import models  # noqa: F401

bp = Blueprint("planning", __name__, url_prefix="/plans")
