"""Addresses of our own pages, each put together once and then remembered."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request

KEPT = 4096  # Of some hundred bytes each.


class Application(Flask):
    """Flask, with addresses that are remembered: a page names some fifty, and most of them were named before."""

    def __init__(self, name: str, **settings: Any) -> None:
        super().__init__(name, **settings)
        # A true value and a 1 are equal and are written differently, hence ``typed``.
        self.made_address = lru_cache(KEPT, typed=True)(self.make_address)

    def make_address(self, root: str, endpoint: str, /, **values: Any) -> str:
        """The path of an endpoint below where the site is mounted; ``root`` only tells the answers apart."""
        return super().url_for(endpoint, **values)

    def url_for(self, endpoint: str, **values: Any) -> str:
        """The path of an endpoint; whole addresses and those relative to the page are made anew each time."""
        whole = values.get("_external") or values.get("_scheme")
        if whole or endpoint.startswith(".") or not has_request_context():
            return super().url_for(endpoint, **values)
        try:
            return self.made_address(request.script_root, endpoint, **values)
        except TypeError:  # A list of values has no hash.
            return super().url_for(endpoint, **values)
