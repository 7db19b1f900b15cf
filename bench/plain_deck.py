"""The same slides through the object model of python-pptx, as one would write it first: what ours is compared with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from slides import Studio
from slides.composing.deck import Chart, Page, Table, Text
from slides.designs.layouts import Layout

CHARTS = {"bar": XL_CHART_TYPE.COLUMN_CLUSTERED, "line": XL_CHART_TYPE.LINE}


def plain_deck(pages: Iterable[Page], master: bytes, layouts: Mapping[str, Layout], studio: Studio) -> bytes:
    """A .pptx of these pages: layouts by name, placeholders filled, notes on every slide."""
    presentation = Presentation(io.BytesIO(master))
    named = {layout.name: layout for layout in presentation.slide_layouts}
    for page in pages:
        layout = layouts[page.layout]
        slide = presentation.slides.add_slide(named[layout.name])
        fill(slide, page, layout, studio)
        slide.notes_slide.notes_text_frame.text = "\n".join(page.notes)
    memory = io.BytesIO()
    presentation.save(memory)
    return memory.getvalue()


def fill(slide: Any, page: Page, layout: Layout, studio: Studio) -> None:
    """Put a page's texts, picture, chart and table into the placeholders of its slide; take away what stays empty."""
    holders = {holder.placeholder_format.idx: holder for holder in slide.placeholders}
    for text in page.texts:
        write(holders.pop(layout.slot(text.slot).idx).text_frame, text)
    if page.picture:
        picture = holders.pop(13).insert_picture(io.BytesIO(studio.png(page)))
        picture._element.nvPicPr.cNvPr.set("descr", page.picture.alt)
    if page.chart:
        chart(holders.pop(16), page.chart)
    if page.table:
        table(holders.pop(17), page.table)
    for holder in holders.values():
        holder._element.getparent().remove(holder._element)


def write(frame: Any, text: Text) -> None:
    """The paragraphs of a text at its size."""
    for number, words in enumerate(text.paragraphs):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size = words, Pt(text.size)
        run._r.get_or_add_rPr().set("lang", "zh-CN")


def chart(holder: Any, values: Chart) -> None:
    """A native chart."""
    data = CategoryChartData()
    data.categories = values.labels
    for name, numbers in values.series:
        data.add_series(name, numbers)
    holder.insert_chart(CHARTS[values.kind], data)


def table(holder: Any, values: Table) -> None:
    """A native table."""
    made = holder.insert_table(len(values.rows), len(values.rows[0])).table
    for row, cells in enumerate(values.rows):
        for column, words in enumerate(cells):
            made.cell(row, column).text = words
