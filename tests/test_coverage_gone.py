"""Somebody leaves and goes to another county, a term is taken out of the table: what was taught stays as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from course.coverage.tallies.doctor import wrong_tallies
from course.db import db, utc_now
from course.roster.models import Region, Term, VicePrincipal
from tests import make, make_plans
from tests.conftest import both_databases
from tests.test_planning_school_changes import LAST_YEAR, THIS_YEAR, TODAY, SignIn, World, figures, world

__all__ = ["world"]


def had(app: Flask, world: World) -> list[dict[int, tuple[int, int, int]]]:
    """What each school has had, last year and this year."""
    return [
        {number: (one.reached, one.taught_minutes, one.classes) for number, one in figures(app, world, year).items()}
        for year in (LAST_YEAR, THIS_YEAR)
    ]


def seen(sign_in: SignIn, world: World) -> list[str]:
    """What the bureau reads of past lessons: their pages, and the school's."""
    client = sign_in(world.users["bureau"])
    addresses = [f"/lessons/{world.lessons[name]}" for name in ("last", "this")]
    answers = [client.get(address) for address in (*addresses, "/coverage/schools/S1?year=2025")]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.text for answer in answers]


@both_databases
def test_what_somebody_taught_stays_where_it_was_when_they_have_gone(app: Flask, world: World, sign_in: SignIn) -> None:
    before = had(app, world)
    form = {
        "kind": "transfer",
        "day": (TODAY - timedelta(days=1)).isoformat(),
        "note": "调到市局",
        "lessons": "call_off",
    }
    assert sign_in(world.users["bureau"]).post("/vice-principals/V1/leaving", data=form).status_code == 303
    with app.app_context():
        person = db.session.scalars(sa.select(VicePrincipal).where(VicePrincipal.code == "V1")).one()
        elsewhere = make.station(db.session.scalars(sa.select(Region).where(Region.code == "R001")).one())
        person.station_id, person.region_path = elsewhere.id, elsewhere.region_path
        db.session.commit()
    assert had(app, world) == before and before[0][world.schools["small"]][0] == 1
    assert all("V1" in text for text in seen(sign_in, world)[:2]), "who taught is still named"
    with app.app_context():
        assert list(wrong_tallies(utc_now())) == []


@both_databases
def test_what_was_taught_in_a_term_stays_when_the_term_is_gone(app: Flask, world: World, sign_in: SignIn) -> None:
    before = had(app, world)
    seen(sign_in, world)
    with app.app_context():
        db.session.execute(sa.delete(Term))
        db.session.commit()
    assert had(app, world) == before
    seen(sign_in, world)
    with app.app_context():
        assert list(wrong_tallies(utc_now())) == []


@both_databases
def test_a_term_that_has_a_plan_cannot_be_taken_out(app: Flask, data: None) -> None:
    make_plans.planned(make_plans.world())
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.delete(Term))
    db.session.rollback()
