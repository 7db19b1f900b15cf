"""Reads of appointments that end soon and are not renewed, and of who is to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from course.access.models import Notice, Role, User
from course.access.scope import Scope, within
from course.db import db
from course.planning.endings.rules import TOLD_BEFORE
from course.planning.selections import Condition
from course.roster.models import Appointment, Region, School, VicePrincipal
from course.roster.vacancy_queries import is_open

ON_A_PAGE = 50


def ending_soon(today: date) -> Condition:
    """The appointments of open schools that end within 90 days and are not followed by another one."""
    later = aliased(Appointment)
    same = (later.vice_principal_id == Appointment.vice_principal_id, later.school_id == Appointment.school_id)
    renewed = sa.select(later.id).where(*same, later.end > Appointment.end).exists()
    return sa.and_(
        Appointment.end.between(today, today + timedelta(days=max(TOLD_BEFORE))),
        Appointment.end_reason == "",
        ~renewed,
        Appointment.school_id.in_(sa.select(School.id).where(is_open(today + timedelta(days=max(TOLD_BEFORE))))),
    )


def ending_page(scope: Scope, today: date, number: int) -> tuple[Sequence[Appointment], int]:
    """One page of what ends soon in the scope, the next to end first, and how many there are."""
    condition = sa.and_(ending_soon(today), within(Appointment, scope))
    page = sa.select(Appointment).where(condition).order_by(Appointment.end, Appointment.id)
    shown = page.options(with_person(), joinedload(Appointment.school))
    rows = db.session.scalars(shown.limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)).all()
    return rows, db.session.scalar(sa.select(ending_count(scope, today))) or 0


def ending_count(scope: Scope, today: date) -> sa.ScalarSelect[int]:
    """How many appointments in the scope end soon, as a part of another question."""
    condition = sa.and_(ending_soon(today), within(Appointment, scope))
    return sa.select(sa.func.count()).select_from(Appointment).where(condition).scalar_subquery()


def with_person() -> sa.orm.interfaces.ORMOption:
    """The person of an appointment with their station."""
    return joinedload(Appointment.vice_principal).joinedload(VicePrincipal.station)


def all_ending(today: date) -> Sequence[Appointment]:
    """Everything that ends soon, anywhere, with its person and school."""
    chosen = sa.select(Appointment).join(Appointment.vice_principal).join(Appointment.school)
    shown = chosen.options(contains_eager(Appointment.vice_principal), contains_eager(Appointment.school))
    return db.session.scalars(shown.where(ending_soon(today)).order_by(Appointment.end, Appointment.id)).all()


def told_already(kind: str) -> set[tuple[int, str]]:
    """Who was told what of this kind."""
    told = sa.select(Notice.user_id, Notice.key).where(Notice.kind == kind)
    return {(user_id, key) for user_id, key in db.session.execute(told)}


def users_by(column: sa.orm.InstrumentedAttribute[int | None], ids: Iterable[int]) -> dict[int, list[int]]:
    """The active users of these schools or people."""
    found: dict[int, list[int]] = defaultdict(list)
    chosen = sa.select(column, User.id).where(column.in_(set(ids)), User.active.is_(True)).order_by(User.id)
    for owner, user_id in db.session.execute(chosen):
        found[owner].append(user_id)
    return found


def bureaus() -> dict[str, list[int]]:
    """The active users of the bureau of each region that has any, by its path."""
    found: dict[str, list[int]] = defaultdict(list)
    chosen = sa.select(Region.path, User.id).join(Region, Region.id == User.region_id)
    for path, user_id in db.session.execute(chosen.where(User.role == Role.BUREAU, User.active.is_(True))):
        found[path].append(user_id)
    return found


def bureau_of(path: str, known: dict[str, list[int]]) -> list[int]:
    """The users of the bureau of a region, or of the nearest one above it that has any."""
    parts = path.split("/")
    above = ("/".join(parts[:number]) for number in range(len(parts), 0, -1))
    return next((known[one] for one in above if one in known), [])
