"""Carrying what we drew in one rectangle over into another: stretched, but circles stay round and codes square."""

from dataclasses import dataclass, replace

from slides.designs.layouts import Box, Shape, Slot
from slides.uploaded.places import Edges, box_of, edges

ROUND = frozenset({"ellipse", "check", "mathMultiply", "icon"})
ONE_LINE = (0.3, 0.8)


@dataclass(frozen=True)
class Move:
    """From a rectangle of ours into one of someone else's: stretched, but circles stay round."""

    frame: Edges
    free: Edges

    @property
    def scales(self) -> tuple[float, float]:
        """How much wider and how much higher things become."""
        across = (self.free[2] - self.free[0]) / (self.frame[2] - self.frame[0])
        return across, (self.free[3] - self.free[1]) / (self.frame[3] - self.frame[1])

    def rim(self, rim: Edges) -> Edges:
        """Where a rectangle comes to lie; what holds one line of text stays as high as that line."""
        across, down = self.scales
        left, right = (self.free[0] + (edge - self.frame[0]) * across for edge in (rim[0], rim[2]))
        top, bottom = (self.free[1] + (edge - self.frame[1]) * down for edge in (rim[1], rim[3]))
        if ONE_LINE[0] <= rim[3] - rim[1] <= ONE_LINE[1]:
            grown = max(0.0, (rim[3] - rim[1]) - (bottom - top)) / 2
            top, bottom = top - grown, bottom + grown
        return left, top, right, bottom

    def slot(self, slot: Slot, rim: Edges) -> Box:
        """The box of a slot; a square picture, which is a code to be scanned, stays square."""
        square = slot.kind == "pic" and abs(slot.box[2] - slot.box[3]) < 0.05
        return box_of(self._undistorted(rim) if square else self.rim(rim))

    def shape(self, shape: Shape, rim: Edges) -> Shape:
        """A shape with its letter or numeral."""
        whole = rim == edges(shape.box)
        is_round = whole and (shape.geometry in ROUND or (shape.text and not shape.fill))
        size = max(8, round(shape.size * min(*self.scales, 1.0)))
        return replace(shape, box=box_of(self._undistorted(rim) if is_round else self.rim(rim)), size=size)

    def _undistorted(self, rim: Edges) -> Edges:
        left, top, right, bottom = self.rim(rim)
        scale = min(self.scales)
        across, down = (rim[2] - rim[0]) * scale / 2, (rim[3] - rim[1]) * scale / 2
        middle, centre = (left + right) / 2, (top + bottom) / 2
        return middle - across, centre - down, middle + across, centre + down
