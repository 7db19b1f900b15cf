"""The one blueprint of the schedule; its pages stand in several files, one a noun."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("schedule", __name__)
# The largest number that a row can have in both databases; more than that is no address of ours.
LESSON = "<int(max=2147483647):lesson_id>"
