"""Paging: which page of a list, and the addresses of the one before and the one after."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    number: int
    pages: int
    previous_href: str | None
    next_href: str | None

    @classmethod
    def of(cls, number: int, total: int, size: int) -> Page:
        """The page of this number in a list of ``total`` rows, ``size`` on a page."""
        pages = max(1, -(-total // size))
        before = page_address(number - 1) if number > 1 else None
        after = page_address(number + 1) if number < pages else None
        return cls(number, pages, before, after)


def page_number(name: str = "page", default: int = 1) -> int:
    """The number that the address asks for; the default where it asks for nonsense."""
    asked = request.args.get(name, "")
    return max(int(asked), default) if asked.isascii() and asked.isdigit() and len(asked) < 8 else default


def page_address(number: int) -> str:
    """The address of another page of this list, with the same filters.

    What somebody put into the address never becomes an argument of ``url_for``, which has names of its own.
    """
    arguments = {**request.args.to_dict(flat=False), "page": [str(number)]}
    return f"{url_for(request.endpoint or '', **(request.view_args or {}))}?{urlencode(arguments, doseq=True)}"
