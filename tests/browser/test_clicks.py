"""How many clicks each step of the daily work takes, counted by the browser itself from the signed-in start page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask_security import hash_password

from course.access.models import Role
from course.db import db
from course.i18n import local_now
from course.schedule.models import Lesson
from tests import make
from tests.browser.person import PHONE, Chromium, Person
from tests.browser.serving import Login, Site
from tests.browser.test_story import let_the_lesson_take_place

# Whatever is pressed says so: nothing that the test does by itself is counted, and no click is missed.
PRESSED = "pressed"
LISTENING = f"addEventListener('pointerdown', event => event.isTrusted && console.debug('{PRESSED}'), true)"
ON_A_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
BOOK, ACCEPT, DECK, TAUGHT, CONFIRM = 4, 1, 2, 1, 1


@pytest.fixture(params=["zh", "en", "phone"])
def world(request: pytest.FixtureRequest, site: Site) -> SimpleNamespace:
    """A county with one school and one vice-principal, who have nothing to do yet; on a desk or on telephones."""
    number, place = {"zh": ("CZ1", "清平"), "en": ("CE1", "清流"), "phone": ("CP1", "清泉")}[request.param]
    with site.app.app_context():
        today = local_now().date()
        county = make.region(number)
        school = make.school(county, code=f"{number}-S", name=f"{place}小学")
        person = make.vice_principal(make.station(county, code=f"{number}-ST"), code=f"{number}-P", name="周明理")
        make.appointment(person, school, start=today - timedelta(days=90), end=today + timedelta(days=300))
        for grade in (5, 6):
            make.school_class(school, grade, 1)
        password = hash_password(make.PASSWORD)
        users = [(Role.SCHOOL, school), (Role.VICE_PRINCIPAL, person)]
        logins = {
            role: Login(make.user(role, of, email=f"{role.value}@{number}.example.org", password=password).email, "")
            for role, of in users
        }
    kind = ("zh", ON_A_PHONE) if request.param == "phone" else (request.param, {})
    return SimpleNamespace(language=kind[0], window=kind[1], school_code=f"{number}-S", logins=logins)


def enter(chromium: Chromium, site: Site, world: SimpleNamespace, role: Role) -> Person:
    """Somebody signs in; from then on the browser says what is pressed."""
    person = chromium.person(site, world.language, **world.window)
    person.page.add_init_script(LISTENING)
    person.sign_in(Login(world.logins[role].email, make.PASSWORD))
    return person


@contextmanager
def clicks(person: Person, allowed: int) -> Iterator[None]:
    """From the start page on, exactly so many things are pressed."""
    person.open("/")
    pressed: list[str] = []

    def note(said: object) -> None:
        pressed.extend([PRESSED] if getattr(said, "text", "") == PRESSED else [])

    person.page.on("console", note)
    yield
    person.page.remove_listener("console", note)
    assert len(pressed) == allowed


def book(person: Person, school_class: str) -> None:
    """A lesson for one class."""
    person.link("Book a lesson").click()
    person.page.get_by_role("link", name="防范校园欺凌").click()
    person.page.get_by_role("link", name=re.compile(rf"^{school_class}\b")).click()
    person.button_like("Period %(number)s", number=1).click()
    person.reads("Requested")


def download(person: Person) -> None:
    """The button gives a deck."""
    with person.page.expect_download() as downloading:
        person.link("Download the deck").click()
    assert downloading.value.suggested_filename.endswith(".pptx")


def test_the_daily_work_takes_as_few_clicks_as_promised(chromium: Chromium, site: Site, world: SimpleNamespace) -> None:
    school, police = (enter(chromium, site, world, role) for role in (Role.SCHOOL, Role.VICE_PRINCIPAL))
    for school_class in ("5-1", "6-1"):
        with clicks(school, BOOK):
            book(school, school_class)
        with clicks(police, ACCEPT):
            police.button("Accept").click()
            police.reads("Scheduled")
    with clicks(police, 1):
        download(police)
    # The deck of any lesson after the next one: its page, and the button.
    with clicks(police, DECK):
        police.page.locator("h3 a").nth(1).click()
        police.heading("防范校园欺凌").wait_for()
        download(police)

    let_the_lesson_take_place(site, next_lesson(site, world))
    with clicks(police, TAUGHT):
        police.button("Taught").click()
        police.reads("Taught, not yet confirmed")
    with clicks(school, CONFIRM):
        school.button("Confirm").click()
        school.reads("Confirmed")


def next_lesson(site: Site, world: SimpleNamespace) -> int:
    """The lesson that comes first."""
    with site.app.app_context():
        chosen = sa.select(Lesson.id).where(Lesson.region_path == world.school_code.removesuffix("-S"))
        return db.session.scalars(chosen.order_by(Lesson.start)).first()
