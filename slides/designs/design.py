"""A design as one value: the colours, the layouts and the parts of the master that a deck is drawn with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from slides.designs.catalogue import chrome, layouts_of
from slides.designs.layouts import Layout, Shape
from slides.designs.looks import LOOK_OF_STAGE, LOOKS, Look
from slides.package import unzip_parts

MASTERS = Path(__file__).parent.parent / "masters"


@dataclass(frozen=True, eq=False)
class Design:
    """What a deck is drawn with; designs of one key are the same design.

    ``parts`` is the master's package without slides, ``backdrops`` the SVG behind a layout where the master brings
    one of its own, and ``name`` what the last slide's notes call the design.
    """

    key: str
    name: str
    look: Look
    layouts: Mapping[str, Layout]
    parts: Mapping[str, bytes]
    chrome: tuple[Shape, ...] = ()
    backdrops: Mapping[str, str] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Design) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def behind(self, layout: Layout) -> tuple[Shape, ...]:
        """Every shape that is drawn behind the texts of a layout, the lowest first."""
        return (*(self.chrome if layout.chrome else ()), *layout.shapes)


@cache
def built_in(key: str) -> Design:
    """One of the designs that come with the project, by the key of its look."""
    look = LOOKS[key]
    parts = unzip_parts((MASTERS / f"{key}.pptx").read_bytes())
    return Design(key, key, look, layouts_of(key), parts, chrome(look))


def design_of_stage(stage: str) -> Design:
    """The built-in design of a stage."""
    return built_in(LOOK_OF_STAGE[stage])
