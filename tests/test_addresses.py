"""Addresses that are remembered are those that would be made anew."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

from course.addresses import Application


def plain(app: Flask, endpoint: str, **values: object) -> str:
    """The address as Flask makes it."""
    return Flask.url_for(app, endpoint, **values)


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("coverage.start", {}),
        ("roster.schools", {"page": 1}),
        ("roster.schools", {"page": True}),
        ("roster.schools", {"page": "1"}),
        ("roster.schools", {"page": None}),
        ("roster.schools", {"word": ["a", "b"]}),
        ("roster.schools", {"_anchor": "found"}),
        ("schedule.lesson", {"lesson_id": 7}),
        ("static", {"filename": "icon.svg"}),
        ("coverage.start", {"_external": True}),
    ],
)
def test_it_is_the_same_the_first_time_and_the_next(app: Flask, endpoint: str, values: dict[str, object]) -> None:
    with app.test_request_context("/"):
        made = plain(app, endpoint, **values)
        assert [url_for(endpoint, **values), url_for(endpoint, **values)] == [made, made]


def test_a_site_below_a_path_and_one_that_is_not_are_told_apart(app: Flask) -> None:
    with app.test_request_context("/"):
        assert url_for("roster.schools", page=3) == "/schools?page=3"
    with app.test_request_context("/", base_url="http://localhost/law"):
        assert url_for("roster.schools", page=3) == "/law/schools?page=3"


def test_what_is_not_there_is_refused_each_time(app: Flask) -> None:
    with app.test_request_context("/"):
        for _ in range(2):
            with pytest.raises(BuildError):
                url_for("no.such.page")


def test_they_are_remembered(app: Application) -> None:
    with app.test_request_context("/"):
        url_for("roster.schools", page=12345)
        before = app.made_address.cache_info().hits
        url_for("roster.schools", page=12345)
    assert app.made_address.cache_info().hits == before + 1
