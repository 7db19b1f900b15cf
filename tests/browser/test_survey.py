"""The pupils' questions on the smallest phone: WeChat's browser, 320 px, no JavaScript, impatient fingers."""

from __future__ import annotations

import io
import itertools
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
import zxingcpp
from flask_security import hash_password
from PIL import Image
from playwright.sync_api import Locator
from pptx import Presentation

from course.access.models import Role
from course.cases.models import Case
from course.db import db
from course.delivery.models import Moment, QuizAnswer, SurveyAnswer
from course.delivery.survey_link import survey_address
from course.i18n import local_now
from course.roster.models import Theme
from tests import make, make_delivery
from tests.browser.person import Chromium, Person
from tests.browser.serving import Login, Site

WECHAT = (
    "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile"
    " Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MicroMessenger/8.0.47.2560(0x28002F36) NetType/WIFI Language/zh_CN"
)
SMALLEST = {"width": 320, "height": 568}
FINGER = 44
NUMBERS = itertools.count(1)
SMALLER_SIDES = "all => all.map(one => { const r = one.getBoundingClientRect(); return Math.min(r.width, r.height) })"


@pytest.fixture
def lesson(site: Site) -> SimpleNamespace:
    """A lesson on bullying that is being taught, its addresses, and who gives it."""
    with site.app.app_context():
        number, case = f"SV{next(NUMBERS)}", db.session.scalars(sa.select(Case).where(Case.key == "bullying")).one()
        county = make.region(number)
        school = make.school(county, code=f"{number}-S")
        person = make.vice_principal(make.station(county, code=f"{number}-ST"), code=f"{number}-P")
        make.appointment(person, school)
        given = {
            "theme": db.session.get_one(Theme, case.theme_id),
            "classes": (make.school_class(school, 3, 1, pupils=40),),
        }
        row = make_delivery.lesson(person, school, local_now().replace(microsecond=0), **given)
        row.case_id = case.id
        police = make.user(Role.VICE_PRINCIPAL, person, password=hash_password(make.PASSWORD))
        db.session.commit()
        addresses = [survey_address(row.id, moment) for moment in (Moment.BEFORE, Moment.AFTER)]
        return SimpleNamespace(id=row.id, police=police.email, before=addresses[0], after=addresses[1])


def phone(chromium: Chromium, site: Site) -> Person:
    options = {"viewport": SMALLEST, "user_agent": WECHAT, "has_touch": True, "is_mobile": True}
    return chromium.person(site, java_script_enabled=False, **options)


def kept(site: Site, lesson: SimpleNamespace) -> tuple[int, int]:
    """How many answers and how many faces the lesson has."""
    with site.app.app_context():
        counted = (sa.select(sa.func.count()).where(kind.lesson_id == lesson.id) for kind in (QuizAnswer, SurveyAnswer))
        found = tuple(db.session.scalar(one) for one in counted)
        db.session.remove()
        return found


def tap(pupil: Person, target: Locator) -> None:
    """Tap something that leads to another page, and wait for it."""
    with pupil.page.expect_navigation():
        target.tap()


def fits(pupil: Person) -> None:
    """Nothing hangs over the edge, and everything that can be tapped is as large as a finger."""
    assert pupil.overflow() == 0
    targets = pupil.page.locator("a, button, summary, input:not([type=hidden])")
    assert not [side for side in targets.evaluate_all(SMALLER_SIDES) if side < FINGER]


def test_from_the_code_on_the_deck_to_thanks(chromium: Chromium, site: Site, lesson: SimpleNamespace) -> None:
    police, pupil = chromium.person(site), phone(chromium, site)
    police.sign_in(Login(lesson.police, make.PASSWORD))
    deck = police.page.request.get(f"{site.address}/lessons/{lesson.id}/deck/zh").body()
    pictures = [one for one in Presentation(io.BytesIO(deck)).slides[-1].shapes if one.name == "picture"]
    pupil.open(zxingcpp.read_barcode(Image.open(io.BytesIO(pictures[0].image.blob))).text)

    answered = 0
    while pupil.page.locator("button.option").count():
        fits(pupil)
        # Twice, as fast as a finger can.
        pupil.page.locator("button.option").first.dblclick()
        pupil.link("Go on").wait_for()
        answered += 1
        fits(pupil)
        tap(pupil, pupil.link("Go on"))
    assert kept(site, lesson) == (answered, 0) and answered >= 3
    fits(pupil)
    tap(pupil, pupil.page.locator("button.face").first)
    pupil.reads("Thank you")
    fits(pupil)
    pupil.open(lesson.after)
    pupil.reads("You can close this page. If something is still unclear, ask your teacher or call 12355.")
    assert kept(site, lesson) == (answered, 1)
    assert [cookie["name"] for cookie in pupil.page.context.cookies()] == ["survey"]


def test_going_back_asks_for_nothing_twice(chromium: Chromium, site: Site, lesson: SimpleNamespace) -> None:
    pupil = phone(chromium, site)
    pupil.open(lesson.after)
    tap(pupil, pupil.page.locator("button.option").nth(1))
    pupil.page.go_back()
    tap(pupil, pupil.page.locator("button.option").first)
    tap(pupil, pupil.link("Go on"))
    pupil.page.go_back()
    fits(pupil)
    assert pupil.page.locator("h1").count() == 1 and kept(site, lesson)[0] <= 2


def test_without_cookies_a_phone_comes_to_thanks(chromium: Chromium, site: Site, lesson: SimpleNamespace) -> None:
    pupil = phone(chromium, site)

    def tap_without_cookies(target: Locator) -> None:
        pupil.page.context.clear_cookies()
        tap(pupil, target)

    pupil.open(lesson.after)
    while pupil.page.locator("button.option").count():
        tap_without_cookies(pupil.page.locator("button.option").first)
        fits(pupil)
        tap_without_cookies(pupil.button("Go on"))
    tap_without_cookies(pupil.page.locator("button.face").first)
    pupil.reads("Thank you")
    assert kept(site, lesson)[0] >= 3 and kept(site, lesson)[1] == 1


def test_what_cannot_be_answered_is_said_for_pupils(chromium: Chromium, site: Site, lesson: SimpleNamespace) -> None:
    pupil = phone(chromium, site)
    pupil.open(f"{lesson.before}x")
    pupil.reads("This code does not work")
    assert pupil.page.locator("a").count() == 0
    fits(pupil)
