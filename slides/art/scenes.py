"""Every scene by the name that cases use for it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

WIDTH, HEIGHT = 1200, 900

# Each scenes_*.py beside this file holds the scenes of one theme under the name SCENES.
SCENES: dict[str, Callable[[], str]] = {
    name: draw
    for path in sorted(Path(__file__).parent.glob("scenes_*.py"))
    for name, draw in import_module(f"slides.art.{path.stem}").SCENES.items()
}
