"""Pages of access."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("access", __name__)
