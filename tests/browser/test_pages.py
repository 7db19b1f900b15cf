"""Every page that somebody can reach works, reads well and fits, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from course.db import db
from course.roster.models import School, VicePrincipal
from course.schedule.models import Lesson
from tests.browser import looking
from tests.browser.crawling import Crawl, Visit
from tests.browser.person import DESK, PHONE, Chromium, Person
from tests.browser.serving import Site

ROLES = ("admin", "bureau", "station", "vice_principal", "school")
LANGUAGES = ("zh", "en")
FEWEST_PAGES = 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_works_reads_well_and_fits(
    role: str, language: str, site: Site, chromium: Chromium, pictures: Path | None
) -> None:
    person = chromium.person(site, language)
    person.sign_in(site.logins[role])
    crawl = Crawl(person, seeds(site))

    # What is wrong on several pages is named once, with the first of them.
    wrong: dict[str, str] = {}
    for visit in crawl.visits():
        for problem in problems(person, visit, pictures, role):
            wrong.setdefault(problem, visit.path)

    assert not wrong, "\n" + "\n".join(f"{path}: {problem}" for problem, path in wrong.items())
    assert len(crawl.seen) >= FEWEST_PAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_without_a_sign_in_work_read_well_and_fit(
    language: str, site: Site, chromium: Chromium, pictures: Path | None
) -> None:
    person = chromium.person(site, language)
    person.open("/sign-in")
    person.choose_language()
    for path in ("/sign-in", "/no-such-page", "/confirm/forged"):
        answer = person.open(path)
        assert answer.status == (200 if path == "/sign-in" else 404)
        person.complaints.clear()
        visit = Visit(path, path.strip("/").replace("/", "-"), 200)
        assert problems(person, visit, pictures, "nobody") == []


def seeds(site: Site) -> dict[str, str]:
    """Where a walk begins: the start page, and one lesson of each state of the demo's school and vice-principal."""
    with site.app.app_context():
        chosen = sa.select(Lesson.state, sa.func.max(Lesson.id)).join(School, School.id == Lesson.school_id)
        chosen = chosen.join(VicePrincipal, VicePrincipal.id == Lesson.vice_principal_id).group_by(Lesson.state)
        rows = db.session.execute(chosen.where(School.code == "QH01", VicePrincipal.code == "QHV01"))
        return {"/": "coverage.start", **{f"/lessons/{last}": f"schedule.lesson.{state.value}" for state, last in rows}}


def problems(person: Person, visit: Visit, pictures: Path | None, role: str) -> list[str]:
    """Everything that is wrong with the page that is open."""
    found = [] if visit.status == 200 else [f"answered {visit.status}"]
    found += looking.language_problems(person)
    found += looking.width_problems(person.page)
    if person.language == "zh":
        found += looking.axe_problems(person.page)
    found += [] if visit.name == "roster.phone" else looking.telephone_problems(person.page)
    found += person.complaints
    person.complaints.clear()
    if pictures:
        take_pictures(person, pictures, f"{role}-{person.language}-{visit.name}")
    return found


def take_pictures(person: Person, folder: Path, name: str) -> None:
    """The page on a phone and on a desk, for looking at."""
    for size in (PHONE, DESK):
        person.page.set_viewport_size(size)
        person.page.screenshot(path=folder / f"{name}-{size['width']}.png", full_page=True)
