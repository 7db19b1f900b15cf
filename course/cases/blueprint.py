"""The one blueprint of cases; its pages stand in several files, one a noun."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("cases", __name__)
