"""What comes out of a printer: nothing that only leads elsewhere, and a map that can be read."""

from __future__ import annotations

import pytest

from tests.browser.person import Chromium, Person
from tests.browser.serving import Site

PAPER = {"width": 718, "height": 1040}  # A4 between its margins


def printed(chromium: Chromium, site: Site, address: str) -> Person:
    person = chromium.person(site, viewport=PAPER)
    person.sign_in(site.logins["bureau"])
    person.open(address)
    person.page.emulate_media(media="print")
    return person


def cells(person: Person) -> set[str]:
    """How the cells of the tables on the sheet are laid out."""
    return set(
        person.page.locator(".table-cards td, .term-sheet td")
        .filter(visible=True)
        .evaluate_all("cells => cells.map(cell => getComputedStyle(cell).display)")
    )


@pytest.mark.parametrize(
    "address",
    ["/coverage?view=schools", "/schools/QH01/record", "/coverage/schools/QH01", "/lessons", "/vice-principals"],
)
def test_a_sheet_is_no_telephone(chromium: Chromium, site: Site, address: str) -> None:
    person = printed(chromium, site, address)
    assert cells(person) == {"table-cell"}
    assert person.overflow() <= 0


def seen(person: Person, message: str) -> bool:
    return person.page.get_by_role("main").get_by_text(person.says(message)).filter(visible=True).count() > 0


def test_the_list_of_schools_leads_nowhere(chromium: Chromium, site: Site) -> None:
    person = printed(chromium, site, "/coverage?view=schools")
    steps = person.page.locator(".to-do").filter(visible=True).all_inner_texts()
    assert len(steps) > 5
    assert not [step for step in steps if person.says("book") in step]
    assert not seen(person, "Mock trials, visits, assemblies, organised lessons")


def test_the_map_takes_the_whole_width(chromium: Chromium, site: Site) -> None:
    person = printed(chromium, site, "/coverage?view=map")
    assert person.page.locator(".plan-map svg").bounding_box()["width"] > 0.85 * PAPER["width"]
    assert not seen(person, "Touch a sign to open the school.")


def test_of_the_filters_only_the_chosen_one_is_printed(chromium: Chromium, site: Site) -> None:
    person = printed(chromium, site, "/evaluations?missing=1")
    assert person.page.locator(".duty-tabs a").filter(visible=True).all_inner_texts() == [person.says("Still missing")]
