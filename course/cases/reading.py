"""A deck to flip through: one page large, its notes beside it, and the way to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from course.cases.deck_pictures import WIDTHS
from slides import Preview, office_suite


@dataclass(frozen=True)
class Reading:
    """One page of a deck as its teacher sees it before the lesson.

    ``page_address(number)`` and ``picture_address(number, size)`` give the addresses of other pages and of pictures.
    """

    pages: tuple[Preview, ...]
    number: int
    page_address: Callable[[int], str]
    picture_address: Callable[[int, str], str]

    @property
    def page(self) -> Preview:
        """The page that is shown."""
        return self.pages[self.number - 1]

    @property
    def previous(self) -> str:
        """The address of the page before, or nothing on the first."""
        return self.page_address(self.number - 1) if self.number > 1 else ""

    @property
    def following(self) -> str:
        """The address of the next page, or nothing on the last."""
        return self.page_address(self.number + 1) if self.number < len(self.pages) else ""

    @property
    def sources(self) -> str:
        """The pictures of the page by width, as the browser chooses from them."""
        return ", ".join(f"{self.picture_address(self.number, size)} {width}w" for size, width in WIDTHS.items())


def can_make_pdf() -> bool:
    """Whether an office suite is there to make a PDF."""
    return office_suite() is not None
