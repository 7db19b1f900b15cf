"""What is taken over from an uploaded master, as plain values; lengths are inches on a slide of 13.333 × 7.5."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slides.designs.layouts import Box

BODIES = frozenset({"body", "obj", "subTitle", "pic", "tbl", "chart", "dgm", "media", "clipArt"})
TITLES = frozenset({"title", "ctrTitle"})


class MasterRefused(Exception):
    """A file that cannot become a master: the rule that it breaks, and the facts."""

    def __init__(self, rule: str, **facts: object) -> None:
        super().__init__(rule)
        self.rule, self.facts = rule, facts


@dataclass(frozen=True)
class Holder:
    """A placeholder of a layout: what it is for, where it stands, how its text is set and in which colour."""

    kind: str
    box: Box
    align: str = "l"
    colour: str = ""


@dataclass(frozen=True)
class SourceLayout:
    """A layout of an uploaded master, complete in itself.

    ``ground`` and ``shapes`` are clean DrawingML; pictures in them are named by ``r:embed="NAME"``, where NAME is a
    key of the base's ``media``.
    """

    name: str
    kind: str
    holders: tuple[Holder, ...]
    ground: str
    shapes: str

    def holder(self, *kinds: str) -> Holder | None:
        """The first placeholder of one of these kinds."""
        return next((holder for holder in self.holders if holder.kind in kinds), None)

    @property
    def title(self) -> Holder | None:
        """The placeholder of the title."""
        return self.holder(*TITLES)

    @property
    def bodies(self) -> tuple[Holder, ...]:
        """The placeholders of what a slide says or shows besides its title."""
        return tuple(holder for holder in self.holders if holder.kind in BODIES)


@dataclass(frozen=True)
class Fonts:
    """The typefaces of headings and body: for Latin letters and for Chinese."""

    heading: tuple[str, str] = ("Arial", "Microsoft YaHei")
    body: tuple[str, str] = ("Arial", "Microsoft YaHei")


@dataclass(frozen=True)
class Base:
    """An uploaded master without anything that could do harm: theme colours, typefaces, layouts, pictures."""

    scheme: Mapping[str, str]
    fonts: Fonts
    layouts: tuple[SourceLayout, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)
    remarks: tuple[tuple[str, str], ...] = field(default=(), compare=False)
