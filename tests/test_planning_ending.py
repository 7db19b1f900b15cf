"""Appointments that end: notices 90 and 30 days before, once each, and a renewal by one click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from course.access.models import Notice, Role
from course.db import db, one_transaction
from course.planning.endings import jobs as ending_jobs
from course.planning.endings.queries import bureau_of
from course.planning.endings.rules import renewal, told_before
from course.roster.models import Appointment, School, VicePrincipal
from tests import make
from tests.conftest import both_databases

SignIn = Callable[[int], FlaskClient]
TODAY = date.today()
NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("left", "told"), [(-1, None), (0, 30), (1, 30), (30, 30), (31, 90), (90, 90), (91, None), (900, None)]
)
def test_two_days_are_told(left: int, told: int | None) -> None:
    assert told_before(TODAY + timedelta(days=left), TODAY) == told


def test_a_renewal_begins_the_day_after_or_today() -> None:
    assert renewal(date(2027, 8, 31), date(2027, 7, 1), "09-01") == (date(2027, 9, 1), date(2030, 8, 31))
    assert renewal(date(2026, 8, 31), date(2026, 11, 26), "09-01") == (date(2026, 11, 26), date(2029, 8, 31))


@pytest.mark.parametrize(
    ("path", "found"), [("P0/C00/R000", [1]), ("P0/C00/R001", [2]), ("P0/C01/R002", []), ("P0/C00", [2])]
)
def test_the_nearest_bureau_is_told(path: str, found: list[int]) -> None:
    assert bureau_of(path, {"P0/C00/R000": [1], "P0/C00": [2], "P0/C0": [3]}) == found


@pytest.fixture
def world(app: Flask) -> dict[str, int]:
    """Appointments that end in 20, 80 and 200 days, one that is renewed, one whose end was decided."""
    with app.app_context():
        county, foreign = make.region("R000"), make.region("R001")
        station = make.station(county)
        schools = [make.school(county, code=f"S{number}", name=f"第{number}小学") for number in range(5)]
        person = make.vice_principal(station, code="V1", name="王一")
        others = [make.vice_principal(station, code=f"W{number}") for number in range(4)]
        begun = TODAY - timedelta(days=700)
        given = [(person, 0, 20), (others[0], 1, 80), (others[1], 2, 200), (others[2], 3, 20), (others[3], 4, 20)]
        rows = [
            make.appointment(who, schools[at], start=begun, end=TODAY + timedelta(days=left)) for who, at, left in given
        ]
        make.appointment(others[2], schools[3], start=TODAY + timedelta(days=21), end=TODAY + timedelta(days=900))
        rows[4].end_reason = "调动"
        db.session.commit()
        return {
            "bureau": make.user(Role.BUREAU, county).id,
            "foreign": make.user(Role.BUREAU, foreign).id,
            "school": make.user(Role.SCHOOL, schools[0]).id,
            "person": make.user(Role.VICE_PRINCIPAL, person).id,
            "ending": rows[0].id,
            "later": rows[1].id,
        }


def tell(monkeypatch: pytest.MonkeyPatch, days: int = 0) -> int:
    """Let the daily work be done so many days from now; how many notices came of it."""
    at = datetime.combine(TODAY + timedelta(days=days), datetime.min.time())
    monkeypatch.setattr(ending_jobs, "local_now", lambda: at)
    with one_transaction():
        return ending_jobs.finish(ending_jobs.prepare({}, lambda done, total: None), {}, NOW)["notices"]


@both_databases
def test_everybody_concerned_is_told_once(app: Flask, world: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        assert tell(monkeypatch) == 4
        assert tell(monkeypatch) == tell(monkeypatch, 1) == 0
        told = sorted(db.session.scalars(sa.select(Notice.user_id)))
        assert told == sorted([world["bureau"], world["bureau"], world["school"], world["person"]])
        assert tell(monkeypatch, 55) == 1
        # The school year ends for many on one day: the bureau reads of it once.
        same = sa.update(Appointment).where(Appointment.id.in_([world["ending"], world["later"]]))
        db.session.execute(same.values(end=TODAY + timedelta(days=70)))
        db.session.commit()
        tell(monkeypatch)
        facts = db.session.scalars(sa.select(Notice.facts).where(Notice.user_id == world["bureau"])).all()
        assert [one["number"] for one in facts].count(2) == 1


def test_notices_read_well(app: Flask, world: dict[str, int], monkeypatch: Any, sign_in: SignIn) -> None:
    with app.app_context():
        tell(monkeypatch)
    for who in ("bureau", "school", "person"):
        page = sign_in(world[who]).get("/notices").text
        assert "王一" in page
        assert "第0小学" in page


@both_databases
def test_one_click_renews(app: Flask, world: dict[str, int], sign_in: SignIn) -> None:
    client, listed = sign_in(world["bureau"]), "/plans/appointments/ending"
    page = client.get(listed).text
    assert page.count("/renew") == 2
    assert page.index("第0小学") < page.index("第1小学")
    assert listed in client.get("/").text
    path = f"/plans/appointments/{world['ending']}/renew"
    assert sign_in(world["foreign"]).post(path).status_code == 404
    answer = client.post(path, follow_redirects=True)
    assert answer.text.count("/renew") == 1
    # Nobody has written down any training: a word of warning, and no more.
    assert "alert-warning" in answer.text
    with app.app_context():
        rows = db.session.scalars(sa.select(Appointment).order_by(Appointment.id.desc())).all()
        assert rows[0].start == TODAY + timedelta(days=21)
        assert rows[0].end > TODAY + timedelta(days=800)
        count = len(rows)
        db.session.remove()
    assert "alert-danger" in client.post(path, follow_redirects=True).text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Appointment)) == count


def test_a_school_that_closes_is_not_renewed(app: Flask, world: dict[str, int], sign_in: SignIn) -> None:
    with app.app_context():
        db.session.execute(sa.update(School).where(School.code == "S0").values(closed_on=TODAY + timedelta(days=40)))
        db.session.commit()
    client = sign_in(world["bureau"])
    assert client.get("/plans/appointments/ending").text.count("/renew") == 1
    answer = client.post(f"/plans/appointments/{world['ending']}/renew", follow_redirects=True)
    assert "alert-danger" in answer.text


def test_who_has_had_training_is_appointed_without_a_warning(
    app: Flask, world: dict[str, int], sign_in: SignIn
) -> None:
    with app.app_context():
        make.training(db.session.scalar(sa.select(VicePrincipal).where(VicePrincipal.code == "V1")))
    answer = sign_in(world["bureau"]).post(f"/plans/appointments/{world['ending']}/renew", follow_redirects=True)
    assert "alert-warning" not in answer.text
