"""Walking through the pages that a person can reach, one of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Error, Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.browser.person import Person

MOST_PAGES = 60
# Of what is asked in an address, only this makes another page; the rest is the same page with other rows.
TELLING = ("classes", "missing", "theme", "view")


@dataclass(frozen=True)
class Visit:
    """A page that was reached, and how it was named."""

    path: str
    name: str
    status: int


@dataclass
class Crawl:
    """The pages that one person reaches by links, bounded, one for each route and set of questions in the address."""

    person: Person
    seeds: dict[str, str]
    seen: set[str] = field(default_factory=set)
    downloads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.routes: MapAdapter = self.person.site.app.url_map.bind("127.0.0.1")

    def visits(self) -> Iterator[Visit]:
        """Open page after page; the caller looks at each while it is open."""
        waiting = list(self.seeds.items())
        visited = 0
        while waiting and visited < MOST_PAGES:
            path, name = waiting.pop(0)
            if name in self.seen:
                continue
            self.seen.add(name)
            answer = self.opened(path)
            if answer is None:
                self.downloads.append(path)
                continue
            visited += 1
            waiting += [(path, self.name_of(path)) for path in self.links()]
            yield Visit(path, name, answer.status)

    def opened(self, path: str) -> Response | None:
        """The answer to opening a page; None where it is a file."""
        try:
            return self.person.open(path)
        except Error as error:
            if "Download is starting" in str(error):
                return None
            raise

    def links(self) -> list[str]:
        """The addresses on this site that the page links to."""
        hrefs = self.person.page.locator("a[href]").evaluate_all(
            "links => links.map(link => link.href.baseVal ?? link.href)"
        )
        address = self.person.site.address
        own = [urlsplit(href) for href in hrefs if href.removeprefix(address).startswith("/")]
        return list(dict.fromkeys(f"{link.path}?{link.query}" if link.query else link.path for link in own))

    def name_of(self, path: str) -> str:
        """What kind of page an address is: its endpoint and what is asked in the address."""
        parts = urlsplit(path)
        try:
            endpoint, arguments = self.routes.match(parts.path, method="GET")
        except HTTPException:
            return f"unknown {parts.path}"
        asked = parse_qs(parts.query)
        told = [f"{key}-{asked[key][0]}" if key == "view" else key for key in TELLING if key in asked]
        kind = [arguments[key] for key in ("language", "kind") if key in arguments]
        return ".".join([endpoint, *kind, *told])
