"""The empty duty roster that people fill in: four columns, two rows that show how."""

from __future__ import annotations

import io
from datetime import date, timedelta

import xlsxwriter

from course.i18n import _, page_language

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 16
# The words that the import knows.
HEADINGS = {"en": ("Day", "Start", "End", "Reason"), "zh-CN": ("日期", "开始", "结束", "事由")}


def template_file(today: date) -> bytes:
    """The spreadsheet, every cell a text, with examples that are over and so enter nothing."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"strings_to_formulas": False, "strings_to_urls": False})
    heading, text = book.add_format({"bold": True, "num_format": "@"}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_("Duty roster"))
    sheet.set_column(0, 3, WIDTH, text)
    sheet.freeze_panes(1, 0)
    day = today - timedelta(days=7)
    rows = [
        HEADINGS[page_language()],
        (f"{day - timedelta(days=1)}", "08:00", "18:00", _("Duty (example)")),
        (f"{day}", "", "", _("Leave, the whole day (example)")),
    ]
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, heading if number == 0 else text)
    book.close()
    return data.getvalue()
