"""Every page that somebody can reach works, reads well and fits, in both languages."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from course.db import db
from course.roster.models import School, VicePrincipal
from course.schedule.models import Lesson
from tests.browser import looking
from tests.browser.crawling import Crawl, Visit
from tests.browser.person import Chromium, Person
from tests.browser.serving import Site

ROLES = ("admin", "bureau", "station", "vice_principal", "school")
LANGUAGES = ("zh", "en")
FEWEST_PAGES = 12
SAME_BUTTONS = {"bureau": "admin", "station": "vice_principal"}
SHOWS_THE_NUMBER = {"roster.phone", "cases.contact", "privacy.mine"}
SEEN: set[tuple[str, str]] = set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_works_reads_well_and_fits(
    role: str, language: str, site: Site, chromium: Chromium
) -> None:
    person = chromium.person(site, language)
    person.sign_in(site.logins[role])
    crawl = Crawl(person, seeds(site))

    # What is wrong on several pages is named once, with the first of them.
    wrong: dict[str, str] = {}
    for visit in crawl.visits():
        for problem in problems(person, visit, role):
            wrong.setdefault(problem, visit.path)

    assert not wrong, "\n" + "\n".join(f"{path}: {problem}" for problem, path in wrong.items())
    assert len(crawl.seen) >= FEWEST_PAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_without_a_sign_in_work_read_well_and_fit(language: str, site: Site, chromium: Chromium) -> None:
    person = chromium.person(site, language)
    person.open("/sign-in")
    person.choose_language()
    open_to_all = ("/sign-in", "/help", "/help/confirm-by-link", "/help/figures")
    for path in (*open_to_all, "/no-such-page", "/confirm/forged"):
        answer = person.open(path)
        assert answer.status == (200 if path in open_to_all else 404)
        person.complaints.clear()
        visit = Visit(path, path.strip("/").replace("/", "-"), 200)
        assert problems(person, visit, "nobody") == []


def seeds(site: Site) -> dict[str, str]:
    """Where a walk begins: the start page, and one lesson of each state of the demo's school and vice-principal."""
    with site.app.app_context():
        chosen = sa.select(Lesson.state, sa.func.max(Lesson.id)).join(School, School.id == Lesson.school_id)
        chosen = chosen.join(VicePrincipal, VicePrincipal.id == Lesson.vice_principal_id).group_by(Lesson.state)
        rows = db.session.execute(chosen.where(School.code == "QH01", VicePrincipal.code == "QHV01"))
        return {"/": "coverage.start", **{f"/lessons/{last}": f"schedule.lesson.{state.value}" for state, last in rows}}


def problems(person: Person, visit: Visit, role: str) -> list[str]:
    """Everything that is wrong with a page of a walk."""
    found = [] if visit.status == 200 else [f"answered {visit.status}"]
    found += looking.page_problems(person, axe=person.language == "zh" and is_new(visit.name, role))
    found += [] if visit.name in SHOWS_THE_NUMBER else looking.telephone_problems(person.page)
    looking.take_pictures(person, f"{role}-{visit.name}")
    return found


def is_new(name: str, role: str) -> bool:
    """Whether no role with the same buttons has shown this kind of page yet; axe takes longer than all else."""
    key = (SAME_BUTTONS.get(role, role), name)
    return key not in SEEN and not SEEN.add(key)
