"""Pages of large regions: made once for everybody who asks in the same moments, and never the wrong reader's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Role
from course.coverage import kept_pages
from course.coverage.kept_pages import BETWEEN, LONGEST, SETTLED, SHORTEST, KeptPages, Reader
from course.db import db, one_transaction
from course.i18n import local_now
from course.roster.models import Region
from tests import make

SignIn = Callable[[int], FlaskClient]
PAGE = BETWEEN.join(("title", "styles", "content"))


def made(pages: KeptPages, reader: Reader, content: str = "content") -> str:
    """What a reader is shown, where this would be made now."""
    return str(pages.get("key", reader, lambda: BETWEEN.join(("title", "styles", content))).content)


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        (Reader(1_000.0 + SHORTEST), "first"),
        (Reader(1_000.0 + SHORTEST + 0.1), "second"),
        # Whoever has done something since, or just before, sees what came of it.
        (Reader(1_001.0, acted_at=1_000.5), "second"),
        (Reader(1_001.0, acted_at=1_000.0 - SETTLED), "second"),
        (Reader(1_001.0, acted_at=999.0 - SETTLED), "first"),
        # A clock that was put back does not make a page young for ever.
        (Reader(999.0), "second"),
    ],
)
def test_a_page_is_kept_for_a_while_and_never_from_a_reader_who_knows_better(reader: Reader, shown: str) -> None:
    pages = KeptPages()
    made(pages, Reader(1_000.0), "first")
    assert made(pages, reader, "second") == shown


def test_what_takes_long_is_kept_for_longer_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0.0, 2.0, 100.0, 200.0])
    monkeypatch.setattr(kept_pages, "monotonic", lambda: next(seconds))
    pages = KeptPages()
    made(pages, Reader(1_000.0), "two seconds")
    assert made(pages, Reader(1_040.0), "another") == "two seconds"
    assert made(pages, Reader(1_040.1), "hundred seconds") == "hundred seconds"
    assert not pages.pages["key"].may_be_shown(Reader(1_040.1 + LONGEST + 1), 1)


def test_one_reader_counts_and_the_others_see_the_page_before() -> None:
    pages, begun, go_on = KeptPages(), threading.Event(), threading.Event()
    made(pages, Reader(1_000.0), "before")

    def slowly() -> str:
        begun.set()
        assert go_on.wait(10)
        return PAGE

    counting = threading.Thread(target=lambda: pages.get("key", Reader(1_011.0), slowly))
    counting.start()
    assert begun.wait(10)
    assert made(pages, Reader(1_011.0), "counted twice") == "before"
    go_on.set()
    counting.join()
    assert made(pages, Reader(1_012.0), "counted twice") == "content"


def test_pages_asked_for_longest_ago_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 2)
    pages = KeptPages()
    for key in ("a", "b", "a", "c"):
        pages.get(key, Reader(1_000.0), lambda: PAGE)
    assert list(pages.pages) == ["a", "c"]


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A county that counts as large, with one school that somebody serves, and those who look at it."""
    monkeypatch.setattr(kept_pages, "LARGE", 0)
    with app.app_context(), one_transaction():
        county, elsewhere = make.region("KP"), make.region("KQ")
        school = make.school(county, code="KP-S")
        make.school_class(school, 5, 1)
        person = make.vice_principal(make.station(county, code="KP-ST"), code="KP-P")
        today = local_now().date()
        make.appointment(person, school, start=today - timedelta(days=9), end=today + timedelta(days=99))
        readers = {"one": county, "other": county, "stranger": elsewhere}
        users = {name: make.user(Role.BUREAU, of, email=f"{name}@kp.example.org").id for name, of in readers.items()}
        users["admin"] = make.user(Role.ADMIN, None, email="admin@kp.example.org").id
        return SimpleNamespace(app=app, path="/coverage/regions/KP", county=county.id, users=users)


def open_a_school(world: SimpleNamespace) -> None:
    """Another school appears in the county."""
    with world.app.app_context(), one_transaction():
        make.school(db.session.get_one(Region, world.county), code="KP-NEW")


def test_a_large_region_is_counted_once_for_its_readers(world: SimpleNamespace, sign_in: SignIn) -> None:
    path = f"{world.path}?view=schools"
    one, other = sign_in(world.users["one"]), sign_in(world.users["other"])
    assert "KP-S" in one.get(path).text
    open_a_school(world)
    # Counted a moment ago for somebody else; the other reader has done nothing that the page does not know.
    assert "KP-NEW" not in other.get(path).text
    other.post("/language/zh_Hans_CN", data={"next": "/"})
    assert "KP-NEW" in other.get(path).text


def test_a_small_region_is_counted_for_each_reader(
    world: SimpleNamespace, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pages, "LARGE", 1)
    client = sign_in(world.users["one"])
    client.get(f"{world.path}?view=schools")
    open_a_school(world)
    assert "KP-NEW" in client.get(f"{world.path}?view=schools").text


def test_readers_of_other_regions_roles_and_languages_have_pages_of_their_own(
    world: SimpleNamespace, sign_in: SignIn
) -> None:
    bureau, admin, stranger = (sign_in(world.users[name]) for name in ("one", "admin", "stranger"))
    assert "覆盖情况" in bureau.get(world.path).text
    assert admin.get(world.path).status_code == 200
    assert len(world.app.extensions["kept_pages"].pages) == 2
    assert stranger.get(world.path).status_code == 404
    bureau.post("/language/en", data={"next": world.path})
    assert "Coverage:" in bureau.get(world.path).text


@pytest.mark.parametrize("view", ["", "schools", "themes", "map"])
def test_what_is_kept_is_the_same_page_and_nobody_s_own(
    view: str, world: SimpleNamespace, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{world.path}?view={view}"
    client = sign_in(world.users["one"])
    kept = client.get(path).text
    monkeypatch.setattr(kept_pages, "LARGE", 10**9)
    assert client.get(path).text.split("<main")[1].split() == kept.split("<main")[1].split()
    (page,) = world.app.extensions["kept_pages"].pages.values()
    assert "csrf" not in page.content
