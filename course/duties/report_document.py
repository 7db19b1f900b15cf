"""The yearly report as a .docx file, in the fonts that offices use."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from course.duties.report_page import Report, Section
from course.i18n import letters

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT_FONT, HEADING_FONT, TITLE_FONT = "仿宋", "黑体", "宋体"
EMPTY_LINES = 6
CELL_SIZE, HEAD_SIZE = 10.5, 9
# In centimetres: the table, the air in a cell, a letter; a Chinese heading breaks after four characters.
TABLE_WIDTH, AIR, LETTER, LONGEST_CHINESE = 15.8, 0.4, 0.21, 8


def report_document(report: Report, title: str) -> bytes:
    """The report as the bytes of a file."""
    document = Document()
    prepare(document, report, title)
    heading = document.add_paragraph(style="Title")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run(title)
    add_table(document, [[label, value] for label, value in report.facts], widths=(3.8, 12))
    for section in report.sections:
        add_section(document, section)
    document.add_paragraph(report.footer).runs[0].font.size = Pt(10)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def prepare(document: Any, report: Report, title: str) -> None:
    """A4, the fonts, and who the report is of."""
    drop_old_styles(document)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.6)
    page.top_margin = page.bottom_margin = Cm(2.8)
    for style, font, size in (("Normal", TEXT_FONT, 14), ("Heading 1", HEADING_FONT, 15), ("Title", TITLE_FONT, 22)):
        use_font(document.styles[style], font, size)
    for border in document.styles["Title"].element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = report.name, title, ""


def drop_old_styles(document: Any) -> None:
    """Leave out the second set of styles that the empty document carries: it says other things than the first."""
    part = document.part
    for name, related in list(part.rels.items()):
        if related.reltype.endswith("stylesWithEffects"):
            del part.rels[name]


def use_font(style: Any, font: str, size: int) -> None:
    """A font for both scripts, black, as official letters are."""
    style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(script), font)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    say_chinese(style.element.get_or_add_rPr())


def say_chinese(properties: Any) -> None:
    """Say that the characters are Chinese: otherwise a program without the font may take Japanese ones."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def add_section(document: Any, section: Section) -> None:
    """A heading with its sentences and its table; room to write where it is left blank."""
    document.add_heading(section.title, level=1)
    for line in section.lines:
        document.add_paragraph(line)
    if section.rows:
        add_table(document, [section.head, *section.rows], heads=1)
    for _line in range(EMPTY_LINES if section.blank else 0):
        document.add_paragraph()


def add_table(document: Any, rows: Any, widths: tuple[float, ...] = (), heads: int = 0) -> None:
    """A table with lines around its cells; what is a number in every row stands right, in a narrow column."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    counted = [all(is_number(row[at]) for row in rows[heads:]) for at in range(len(rows[0]))]
    for column, width in zip(table.columns, widths or shared_widths(counted, rows[0]), strict=True):
        column.width = Cm(width)
    for number, (row, values) in enumerate(zip(table.rows, rows, strict=True)):
        for at, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.text, cell.width = str(value), table.columns[at].width
            line = cell.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if counted[at] else WD_ALIGN_PARAGRAPH.LEFT
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(3)
            for run in line.runs:
                run.font.size, run.bold = Pt(HEAD_SIZE if number < heads else CELL_SIZE), number < heads


def is_number(value: Any) -> bool:
    """Whether a cell is a count or hours."""
    return str(value).replace(".", "", 1).isdecimal()


def shared_widths(counted: Sequence[bool], head: Sequence[str]) -> list[float]:
    """Numbers take what their heading needs; the rest of the paper is shared."""
    numbers = [needed(title) if number else 0.0 for number, title in zip(counted, head, strict=True)]
    left = TABLE_WIDTH - sum(numbers)
    return [number or left / (len(counted) - sum(counted)) for number in numbers]


def needed(title: str) -> float:
    """The width in which no word of a heading breaks."""
    words = [letters(word) if word.isascii() else min(letters(word), LONGEST_CHINESE) for word in title.split()]
    return AIR + LETTER * max(words)
