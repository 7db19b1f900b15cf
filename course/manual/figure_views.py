"""The page that explains each figure, with an example that the figure's own rule works out."""

from __future__ import annotations

from typing import Any

from flask import render_template

from course.access.guard import allow_anyone
from course.manual import figure_examples as examples
from course.manual import measure_examples as measures
from course.manual.blueprint import bp
from course.manual.figure_pages import FigureHelp


@bp.get("/help/figures")
@allow_anyone
def figures() -> Any:
    """What each figure counts, an example, and what it does not say."""
    return render_template("manual/figures.html", figures=explained())


def explained() -> list[FigureHelp]:
    """All figures, in the order in which one asks for them."""
    return [
        *examples.three_figures(),
        examples.claimed(),
        examples.lesson_hours(),
        measures.organised(),
        measures.practice(),
        measures.themes(),
        measures.vacant(),
        measures.status(),
        measures.reachable(),
        measures.trend(),
        measures.understanding(),
        examples.as_of(),
    ]
