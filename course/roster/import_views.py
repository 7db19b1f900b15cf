"""Pages of the import: upload, preview, apply."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("roster_import", __name__, url_prefix="/roster")
