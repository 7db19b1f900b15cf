"""The one blueprint of the pages of sharing; what programs read has a blueprint of its own."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("sharing", __name__)
