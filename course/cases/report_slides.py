"""A yearly report as slides: the door of the deck builder for what is no case."""

from __future__ import annotations

from course.cases.decks import PPTX
from slides import ReportCover, ReportPart, report_deck

__all__ = ["PPTX", "ReportCover", "ReportPart", "report_deck"]
