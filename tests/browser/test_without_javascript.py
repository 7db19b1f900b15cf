"""The work can be done with JavaScript switched off: every step is a link or a form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.browser.district import District, as_zip
from tests.browser.person import PHONE, Chromium, Person
from tests.browser.serving import Site

Somebody = Callable[[str], Person]
DISTRICT = District("BN", "柳湾")


@pytest.fixture
def somebody(chromium: Chromium, site: Site) -> Somebody:
    """A function that signs a role of the demo in, on a phone without JavaScript."""

    def sign_in(role: str) -> Person:
        person = chromium.person(site, viewport=PHONE, java_script_enabled=False)
        person.sign_in(site.logins[role])
        return person

    return sign_in


def test_a_school_books_and_the_vice_principal_accepts(somebody: Somebody, site: Site) -> None:
    school, vice_principal = somebody("school"), somebody("vice_principal")

    school.tap_link("Book a lesson")
    school.tap(school.page.get_by_role("link", name="禁毒教育"))
    school.tap(school.page.get_by_role("link", name=re.compile(r"^6-2\b")))
    school.tap(school.page.get_by_role("link", name="赵晓明"))
    school.tap(school.button_like("Period %(number)s", number=2))
    school.page.get_by_label(school.says("We know, and want the lesson all the same")).check()
    school.tap_button("Ask for it")
    school.reads("Requested")
    address = school.page.url
    vice_principal.open(address)
    vice_principal.tap_button("Accept")

    vice_principal.reads("Scheduled")
    school.open(address)
    school.reads("Scheduled")


def test_a_vice_principal_declines_with_a_reason(somebody: Somebody) -> None:
    school, vice_principal = somebody("school"), somebody("vice_principal")
    school.open("/lessons/new?theme=T12&classes=6-1&person=QHV01")
    school.tap(school.button_like("Period %(number)s", number=3))

    vice_principal.open(school.page.url)
    vice_principal.tap(vice_principal.page.locator("summary", has_text=vice_principal.says("Decline")))
    vice_principal.tap_button("On duty that day")

    vice_principal.reads("Declined")
    school.open(school.page.url)
    school.reads("On duty that day")


def test_a_school_confirms_with_other_figures(somebody: Somebody) -> None:
    school = somebody("school")

    school.tap_link("Confirm with other figures")
    school.fill("Pupils present", "30")
    school.tap_button("Save")

    school.reads("Confirmed by the school")


def test_an_administrator_imports_a_ledger(somebody: Somebody, tmp_path: Path) -> None:
    admin = somebody("admin")
    tables = DISTRICT.ledger() | DISTRICT.appointments(date.today())

    admin.open("/roster/import")
    admin.page.get_by_label(admin.says("File"), exact=True).set_input_files(as_zip(tables, tmp_path))
    admin.tap_button("Check the file")
    admin.heading("What would change").wait_for()  # The page looks again by itself, by a header and not by a script.
    admin.tap(admin.page.get_by_role("button", name=re.compile(admin.pattern("Apply %(number)s changes"))))

    admin.heading("Applied").wait_for()
    admin.open(f"/schools/{DISTRICT.school}")
    assert DISTRICT.school_name in admin.text


def test_an_administrator_turns_the_pages_of_a_report(somebody: Somebody, tmp_path: Path) -> None:
    admin = somebody("admin")
    rows = tuple(("QH01", "6", str(number), "40") for number in range(20, 99))
    admin.open("/roster/import")
    file = as_zip({"classes": (("school", "grade", "class", "pupils"), *rows)}, tmp_path)
    admin.page.get_by_label(admin.says("File"), exact=True).set_input_files(file)
    admin.tap_button("Check the file")
    admin.heading("What would change").wait_for()

    admin.tap_link("Next")
    admin.reads("Page %(number)s of %(pages)s", number=2, pages=2)
    admin.tap_link("Previous")
    admin.reads("Page %(number)s of %(pages)s", number=1, pages=2)
    admin.tap_button("Discard the file")
