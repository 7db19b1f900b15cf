"""Every scene by the name that cases use for it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

WIDTH, HEIGHT = 1200, 900

# Each file of lessons/ holds the scenes of one theme, or a part of them, under the name SCENES.
SCENES: dict[str, Callable[[], str]] = {
    name: draw
    for path in sorted((Path(__file__).parent / "lessons").glob("[!_]*.py"))
    for name, draw in import_module(f"slides.art.lessons.{path.stem}").SCENES.items()
}
