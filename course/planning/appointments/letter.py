"""The letter of appointment in words, and as a .docx to be sealed: one sheet, A4 across."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from flask_babel import format_date

from course.i18n import _, page_language
from course.roster.models import Appointment

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_POINTS, TEXT_POINTS = 44, 22
SONG, LATIN = "宋体", "Times New Roman"


@dataclass(frozen=True)
class Letter:
    """What a letter of appointment says."""

    title: str
    text: str
    closing: str
    seal: str
    dated: str
    language: str


def letter_of(row: Appointment) -> Letter:
    """The letter of an appointment in the reader's language; the seal and its date are put on by hand."""
    text = _(
        "We hereby appoint %(person)s of %(station)s vice-principal for rule of law of %(school)s, "
        "for a term of office from %(start)s to %(end)s.",
        person=row.vice_principal.name,
        station=row.vice_principal.station.name,
        school=row.school.name,
        start=written_out(row.start),
        end=written_out(row.end),
    )
    return Letter(
        title=_("Letter of appointment"),
        text=text,
        closing=_("This letter is proof of the appointment."),
        seal=_("Appointing body (seal):"),
        dated=_("Date:"),
        language=page_language(),
    )


def written_out(day: date) -> str:
    """2026年9月1日, or 1 September 2026."""
    return format_date(day, "d MMMM y" if page_language() == "en" else "long")


def as_document(letter: Letter) -> bytes:
    """The letter as a .docx."""
    document = Document()
    drop_old_styles(document)
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(40)
    page.top_margin = page.bottom_margin = Mm(30)
    document.core_properties.title, document.core_properties.author = letter.title, ""
    written(document.add_paragraph(), letter.title, TITLE_POINTS, WD_ALIGN_PARAGRAPH.CENTER).runs[0].bold = True
    for text in (letter.text, letter.closing):
        line = written(document.add_paragraph(), text, TEXT_POINTS, WD_ALIGN_PARAGRAPH.JUSTIFY)
        line.paragraph_format.first_line_indent = Pt(2 * TEXT_POINTS)
        line.paragraph_format.line_spacing = 1.6
    for text in (letter.seal, letter.dated):
        line = written(document.add_paragraph(), text, TEXT_POINTS - 4, WD_ALIGN_PARAGRAPH.LEFT)
        line.paragraph_format.left_indent, line.paragraph_format.space_before = Mm(120), Pt(18)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def drop_old_styles(document: Any) -> None:
    """Leave out the second table of styles that only Word 2007 reads and that differs from the first."""
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]


def written(line: Paragraph, text: str, points: int, alignment: WD_ALIGN_PARAGRAPH) -> Paragraph:
    """The paragraph with its words, in a typeface that has both scripts."""
    line.alignment = alignment
    run = line.add_run(text)
    run.font.size, run.font.name = Pt(points), LATIN
    run._element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
    # Otherwise a program without the font may take the forms of Japanese characters.
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    run._element.rPr.append(language)
    return line
