"""Nonsense in every part of every address and in every parameter that a page reads: never an error of ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule

from tests import hostile
from tests.conftest import both_databases
from tests.hostile import World

# Written as they stand in an address.
NUMBERS = [
    "0", "-1", "2147483647", "2147483648", "9223372036854775808", "99999999999999999999",
    "9" * 4400, "000001" + "1" * 4400,
    "1e9", "1.5", "0x10", "%EF%BC%99" * 9, "%D9%A9" * 12, "%C2%B2", "NaN", "+1", "%201", "1;1",
]  # fmt: skip
WORDS = [
    "abc", "%00", "a%00b", "..%2f..%2fetc%2fpasswd", "%2e%2e%2fcourse.db", "a" * 5000, "%F0%A0%AE%B7" * 500, "%ff%fe",
    "%ed%a0%80", "%E2%80%AE%E2%80%8B", "%0d%0aSet-Cookie:x=1", "%27%22%3Cscript%3E%7B%7B7*7%7D%7D", "%25%5F%5C",
    "[]", "null", "2026-02-30", "0001-01-01", "9999-12-31", "2100-12-31", "2000-01-01", "2026-W01-1", "20261126",
    "1%27%20OR%201=1--",
]  # fmt: skip
# What PostgreSQL refuses and SQLite swallows, and what either cannot hold.
HUGE, LONG = "99999999999999999999", "000001" + "1" * 4400
STRICT = ["%00", HUGE, "%ed%a0%80", "9999-12-31"]
QUICK = [HUGE, LONG, "-1", "2026-02-30", "%ff%fe%25%5F%5C"]
# ``HOSTILE=all`` asks everything of everything, on both databases.
ALL = os.environ.get("HOSTILE") == "all"
# Names that mean something to the function that makes addresses.
OF_ADDRESSES = ["endpoint", "_external", "_scheme", "_method", "_anchor", "values", "self", "code", "lesson_id"]


@pytest.fixture
def world(app: Flask) -> World:
    return hostile.populated(app)


def nonsense(app: Flask) -> list[str]:
    """What is put into an address."""
    strict = "postgresql" in app.config["SQLALCHEMY_DATABASE_URI"]
    return [*NUMBERS, *WORDS] if ALL else STRICT if strict else QUICK


def reader(endpoint: str) -> str:
    """The role that is let into most of what a route can do."""
    return next((role for role in ("admin", "school", "vice_principal") if hostile.may(role, endpoint)), hostile.ANYONE)


class Browsers:
    """One browser for each role; remembers what the server is to blame for."""

    def __init__(self, world: World) -> None:
        self.world, self.known, self.asked, self.faults = world, {}, 0, []

    def ask(self, role: str, path: str, method: str = "GET") -> int:
        """The status of the answer."""
        client = self.known.setdefault(role, self.world.client(role))
        answer = client.open(path, method=method)
        self.asked += 1
        if hostile.crash(answer):
            self.faults.append(f"{role}: {method} {path[:120]} answered {answer.status_code}")
        return answer.status_code


def parts(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every part of every address that can be chosen."""
    for rule, method in hostile.routes(app):
        for part in sorted(rule.arguments):
            yield rule, method, part


@both_databases
def test_nonsense_in_a_part_of_an_address_is_not_found(world: World) -> None:
    browsers, before = Browsers(world), hostile.fingerprint(world.app)
    for rule, method, part in parts(world.app):
        role = reader(rule.endpoint)
        given = hostile.values(rule, world.home, role)
        for value in nonsense(world.app):
            status = browsers.ask(role, hostile.address(rule, {**given, part: value}), method)
            if status < 400 and status != 308:
                browsers.faults.append((rule.rule, value[:40], status))
    assert not browsers.faults
    assert hostile.fingerprint(world.app) == before


class Remembering(ImmutableMultiDict):
    """The parameters of an address; remembers the names that anybody asks for."""

    names: set[str] = set()

    def get(self, key, *rest, **options):
        Remembering.names.add(key)
        return super().get(key, *rest, **options)

    def getlist(self, key, *rest):
        Remembering.names.add(key)
        return super().getlist(key, *rest)

    def __getitem__(self, key):
        Remembering.names.add(key)
        return super().__getitem__(key)


class RememberingRequest(Request):
    """A request whose parameters are remembered."""

    parameter_storage_class = Remembering


# Who must ask, and what must be right in an address, for a page to look at the rest of it.
WAYS_IN = {
    "schedule.book": (
        ("admin", {}),
        ("school", {}),
        ("school", {"theme": "T03", "classes": "3-1"}),
    ),
    "schedule.wish": (("admin", {}), ("school", {"theme": "T03", "classes": "3-1"})),
    "schedule.series": (("admin", {}), ("school", {"theme": "T03", "grade": "3"})),
    "schedule.calendar": (("bureau", {"view": "month"}), ("school", {"view": "week"})),
}


def pages(world: World) -> Iterator[tuple[Rule, str, dict[str, str]]]:
    """Every page that somebody may look at, as whom, and with what in its address."""
    apart = {
        "site.health",
        "site.metrics",
        "schedule.deck",
        "schedule.deck_pdf",
        "cases.contact",
        "cases.contact_slide",
    }
    for rule, method in hostile.routes(world.app):
        if method == "GET" and rule.endpoint not in apart:
            for role, given in WAYS_IN.get(rule.endpoint, ((reader(rule.endpoint), {}),)):
                yield rule, role, given


def names_read(app: Flask, client: FlaskClient, path: str) -> set[str]:
    """The names of the parameters that a page reads."""
    Remembering.names = set()
    client.get(path)
    return Remembering.names - {"locale"}


@both_databases
def test_nonsense_in_a_parameter_is_no_error_of_ours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.app, "request_class", RememberingRequest)
    browsers, before, read = Browsers(world), hostile.fingerprint(world.app), set()
    for rule, role, given in pages(world):
        path = hostile.address(rule, hostile.values(rule, world.home, role))
        names = names_read(world.app, world.client(role), f"{path}?{urlencode(given)}")
        read |= names
        for name in sorted(names):
            for value in nonsense(world.app):
                query = "&".join(
                    [urlencode({key: word for key, word in given.items() if key != name}), f"{name}={value}"]
                )
                browsers.ask(role, f"{path}?{query}")
    assert not browsers.faults
    assert {
        "page",
        "word",
        "before",
        "year",
        "missing",
        "view",
        "day",
        "theme",
        "classes",
        "from",
        "to",
        "state",
    } <= read
    assert hostile.fingerprint(world.app) == before


def test_names_that_mean_something_to_the_maker_of_addresses_are_only_names(world: World) -> None:
    browsers = Browsers(world)
    for rule, role, _given in pages(world):
        path = hostile.address(rule, hostile.values(rule, world.home, role))
        browsers.ask(role, f"{path}?page=2&" + "&".join(f"{name}=1" for name in OF_ADDRESSES[1:]))
        for name in OF_ADDRESSES[:1]:
            browsers.ask(role, f"{path}?page=2&{name}=x")
    assert not browsers.faults
