"""Reports as slides: the door of the deck builder for what is no case."""

from __future__ import annotations

from course.cases.decks import PPTX
from slides import BriefChart, BriefCover, BriefPage, ReportCover, ReportPart, brief_deck, report_deck

__all__ = ["PPTX", "BriefChart", "BriefCover", "BriefPage", "ReportCover", "ReportPart", "brief_deck", "report_deck"]
