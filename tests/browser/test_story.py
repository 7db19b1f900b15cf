"""The main job from end to end: from a ledger to a confirmed lesson on the coverage page.

One story, told in both languages and on both databases, through the pages only.  Its one trick is the
clock: a lesson can be booked for a coming day only, and nobody wants to wait for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import ViewportSize
from pptx import Presentation

from course.access.models import Role
from course.db import db, one_transaction
from course.i18n import local_now
from course.schedule.models import Lesson, Slot
from slides.composing.labels import day
from tests.browser.district import District, as_workbook, as_zip
from tests.browser.looking import looks_right, take_pictures
from tests.browser.person import Chromium, Person
from tests.browser.serving import Login, Site

MOST_TAPS_TO_BOOK, MOST_TAPS_TO_DECK = 4, 3
NARROW: ViewportSize = {"width": 320, "height": 640}
OWN_PASSWORD = "清清溪水绕青山 2026"
DISTRICTS = {"zh": District("BZ", "溪山"), "en": District("BE", "云岭")}
STORIES = [("zh", "sqlite"), ("en", "sqlite"), ("zh", "postgresql")]


@pytest.mark.parametrize(("language", "database"), STORIES)
def test_from_a_ledger_to_a_confirmed_lesson_on_the_coverage_page(
    language: str,
    database: str,
    chromium: Chromium,
    sites: Callable[[str], Site],
    tmp_path: Path,
) -> None:
    site, district = sites(database), DISTRICTS[language]

    admin = chromium.person(site, language)
    admin.sign_in(site.logins["admin"])
    pack = as_workbook if language == "zh" else as_zip
    import_ledger(admin, pack(district.ledger(), tmp_path))
    bureau = join(chromium, admin, Role.BUREAU, district.county)
    school = join(chromium, admin, Role.SCHOOL, district.school)
    vice_principal = join(chromium, admin, Role.VICE_PRINCIPAL, district.vice_principal)

    assert coverage(bureau) == [(0, 2), (0, 2), (0, 4)]
    import_ledger(bureau, pack(district.appointments(datetime.now()), tmp_path))
    assert coverage(bureau) == [(1, 2), (0, 2), (0, 4)]

    book(school, theme="防范校园欺凌", school_class="5-1")
    assert school.taps <= MOST_TAPS_TO_BOOK
    accept(vice_principal, district)
    lesson = lesson_of(site, district)
    download_deck(vice_principal, tmp_path, lesson, district)
    assert vice_principal.taps <= MOST_TAPS_TO_DECK

    let_the_lesson_take_place(site, lesson.id)
    link = say_taught(vice_principal)
    assert coverage(bureau) == [(1, 2), (0, 2), (0, 4)], "what is only reported does not count yet"
    confirm_without_signing_in(chromium, site, language, link)

    assert coverage(bureau) == [(1, 2), (1, 2), (1, 4)]
    look_into_the_school(bureau, district)
    assert not admin.complaints + bureau.complaints + school.complaints + vice_principal.complaints


def import_ledger(person: Person, path: Path) -> None:
    """Send the file, look at what would change, agree, and wait until it is done."""
    person.open("/")
    person.choose_more("Import")
    person.page.get_by_label(person.says("File"), exact=True).set_input_files(path)
    person.tap_button("Check the file")
    person.heading("What would change").wait_for()
    assert path.name in person.text
    looks_right(person, "story-preview")
    person.tap(person.page.get_by_role("button", name=re.compile(person.pattern("Apply %(number)s changes"))))
    person.heading("Applied").wait_for()
    looks_right(person, "story-applied")


def join(chromium: Chromium, admin: Person, role: Role, code: str) -> Person:
    """The administrator adds a user; the user signs in with the one-time password and must choose another."""
    email = f"{role.value}.{code}@example.org".lower().replace("_", "-")
    admin.open("/")
    admin.choose_more("Users")
    admin.tap_link("Add a user")
    admin.fill("E-mail address", email)
    admin.page.locator(f"input[name=role][value={role.value}]").check()
    admin.fill("Code of the region, station, vice-principal or school", code)
    admin.tap(admin.page.get_by_role("main").get_by_role("button", name=admin.says("Add")))
    admin.heading("The account is ready.").wait_for()
    take_pictures(admin, "story-one-time-password")
    once = admin.page.locator("dd").nth(1).inner_text()

    newcomer = chromium.person(admin.site, admin.language)
    newcomer.sign_in(Login(email, once))
    newcomer.heading("Change password").wait_for()
    looks_right(newcomer, "story-first-sign-in")
    newcomer.fill("Password so far", once)
    newcomer.fill("New password", OWN_PASSWORD)
    newcomer.fill("New password once more", OWN_PASSWORD)
    newcomer.page.get_by_role("main").get_by_role("button", name=newcomer.says("Change password")).click()
    newcomer.page.wait_for_url(f"{newcomer.site.address}/")
    return newcomer


def coverage(person: Person) -> list[tuple[int, int]]:
    """The three figures that the person reads: appointed schools, schools with their hours, classes reached."""
    person.open("/")
    person.tap_link("Coverage")
    person.page.wait_for_url("**/coverage")
    bars = person.page.get_by_role("img", name=re.compile(r"\d+ . \d+$"))
    bars.first.wait_for()
    labels = [bar.get_attribute("aria-label").rpartition(": ")[2] for bar in bars.all()]
    return [(int(value), int(total)) for value, _, total in (label.partition(" / ") for label in labels)]


def book(person: Person, *, theme: str, school_class: str) -> None:
    """From the start page: theme, class, free period."""
    person.open("/")
    person.taps = 0
    person.tap_link("Book a lesson")
    person.tap(person.page.get_by_role("link", name=theme))
    person.tap(person.page.get_by_role("link", name=re.compile(f"^{school_class}\\b")))
    person.tap(person.button_like("Period %(number)s", number=1))
    person.reads("Requested")
    looks_right(person, "story-requested")


def accept(person: Person, district: District) -> None:
    """One tap on the start page."""
    person.open("/")
    person.taps = 0
    assert district.school_name in person.text
    person.tap_button("Accept")
    person.reads("Scheduled")
    looks_right(person, "story-scheduled")
    assert person.taps == 1


def lesson_of(site: Site, district: District) -> Lesson:
    """The row of the lesson that was booked."""
    with site.app.app_context():
        return db.session.scalars(sa.select(Lesson).where(Lesson.region_path.endswith(district.county))).one()


def download_deck(person: Person, folder: Path, lesson: Lesson, district: District) -> None:
    """From the start page: one tap gives a deck that was made for this lesson."""
    person.open("/")
    person.taps = 0
    with person.page.expect_download() as downloading:
        person.tap_link("Download the deck" if person.language == "zh" else "In English")
    path = folder / downloading.value.suggested_filename
    downloading.value.save_as(path)
    assert path.suffix == ".pptx"

    deck = Presentation(str(path))
    cover = " ".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    school_class = {"zh": "5年级1班", "en": "5-1"}[person.language]
    for fact in (district.school_name, school_class, day(lesson.start.date(), person.language), "林清源"):
        assert fact in cover, cover
    assert len(deck.slides) > 5


def let_the_lesson_take_place(site: Site, lesson_id: int) -> None:
    """The story's only trick: the lesson, and the slots it holds, are moved so that it has just ended."""
    with site.app.app_context(), one_transaction():
        lesson = db.session.get(Lesson, lesson_id)
        earlier = lesson.end - local_now()
        start, end = lesson.start - earlier, lesson.end - earlier
        db.session.execute(sa.update(Slot).where(Slot.lesson_id == lesson_id).values(start=start, end=end))
        lesson.start, lesson.end = start, end


def say_taught(person: Person) -> str:
    """One tap on the start page; the lesson then shows the link for the school."""
    person.open("/")
    person.taps = 0
    person.tap_button("Taught")
    assert person.taps == 1
    field = person.page.get_by_label(person.says("Or send the link"))
    link = field.input_value()
    looks_right(person, "story-taught")
    return link


def confirm_without_signing_in(chromium: Chromium, site: Site, language: str, link: str) -> None:
    """A teacher opens the link on an old phone and taps once."""
    teacher = chromium.person(site, language, viewport=NARROW, java_script_enabled=False)
    teacher.open("/sign-in")
    teacher.choose_language()
    teacher.open(link)
    teacher.heading("Did this lesson take place?").wait_for()
    assert teacher.overflow() <= 0
    take_pictures(teacher, "story-link", (NARROW,))
    teacher.tap_button("Yes, it took place")
    teacher.heading("Confirmed, thank you").wait_for()
    assert teacher.overflow() <= 0
    take_pictures(teacher, "story-link-confirmed", (NARROW,))
    assert teacher.taps == 1


def look_into_the_school(person: Person, district: District) -> None:
    """From the county to the school to the class that had the lesson."""
    person.tap(person.page.get_by_role("link", name=district.school_name, exact=True))
    row = person.page.get_by_role("row", name=re.compile("^5-1"))
    assert "防范校园欺凌" in row.inner_text()
    assert "防范校园欺凌" not in person.page.get_by_role("row", name=re.compile("^5-2")).inner_text()
    looks_right(person, "story-school")
