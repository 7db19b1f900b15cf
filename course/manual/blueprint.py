"""The blueprint that the pages of the manual share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("manual", __name__)
