"""The editor in a browser: counters and pictures while one types, and every one of its pages reads well and fits."""

from __future__ import annotations

import re

import pytest

from tests.browser import looking
from tests.browser.person import DESK, PHONE, Chromium, Person
from tests.browser.serving import Site

LANGUAGES = ("zh", "en")


def own_copy(person: Person) -> str:
    """The address of the editor of the county's own copy of a case; made where it is not there yet."""
    person.open("/cases/fraud")
    person.tap_button("Make our own copy")
    person.page.wait_for_url(re.compile("/edit$"))
    return person.page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_editor_reads_well_and_fits(language: str, site: Site, chromium: Chromium) -> None:
    person = chromium.person(site, language)
    person.sign_in(site.logins["vice_principal"])
    draft, wrong = own_copy(person), []
    pages = [draft, f"{draft}?stage=senior", f"{draft}/about", f"{draft}/parts", f"{draft}/import", "/cases/new"]
    pages += [f"{draft}/slides/{number}" for number in (1, 5, 8, 15, 18, 22, 27, 29)]
    pages += [draft.replace("/edit", "/versions"), "/cases", "/cases/import"]
    for address in pages:
        person.open(address)
        for size in (PHONE, DESK):
            person.page.set_viewport_size(size)
            wrong += [f"{address} at {size['width']}: {problem}" for problem in looking.page_problems(person)]
        looking.take_pictures(person, f"editor{address.rpartition('/edit')[2].replace('/', '-')}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_counter_and_the_picture_follow_what_one_types(
    size: dict[str, int], site: Site, chromium: Chromium
) -> None:
    person = chromium.person(site, "zh", viewport=size)
    person.sign_in(site.logins["vice_principal"])
    draft = own_copy(person)
    person.open(f"{draft}/slides/5")
    before = person.page.locator(".card-picture img").first.get_attribute("src")
    person.page.locator("#zh-line-1").fill("字" * 30)
    assert person.page.locator("#zh-line-1-count").inner_text().startswith("30 / 28")
    person.page.wait_for_function("src => document.querySelector('.card-picture img').src !== src", arg=before)
    person.page.locator("#kind").select_option("points")
    person.page.locator("#zh-lead").wait_for()
    assert person.page.locator("#zh-line-1").input_value() == "字" * 30
    person.tap_button("Save")
    person.reads("Saved.")
    assert person.complaints == []


def test_two_people_meet_a_page_with_both_texts(site: Site, chromium: Chromium) -> None:
    first, second = (chromium.person(site, "zh", viewport=PHONE) for _ in range(2))
    first.sign_in(site.logins["vice_principal"])
    second.sign_in(site.logins["bureau"])
    draft = own_copy(first)
    for person, title in ((first, "我的标题"), (second, "别人的标题")):
        person.open(f"{draft}/slides/5")
        person.page.locator("#zh-title").fill(title)
    second.page.locator("button[value=save]").click()
    second.reads("Saved.")
    first.page.locator("button[value=save]").click()
    first.reads("Two texts of one card")
    first.complaints.clear()
    assert looking.page_problems(first) == []
    first.tap_button("Carry on with mine in the form")
    first.reads("Stored now:")
    assert first.page.locator("#zh-title").input_value() == "我的标题"
    first.page.locator("button[value=save]").click()
    first.reads("Saved.")


def test_a_card_is_saved_without_javascript(site: Site, chromium: Chromium) -> None:
    person = chromium.person(site, "zh", java_script_enabled=False)
    person.sign_in(site.logins["vice_principal"])
    draft = own_copy(person)
    person.open(f"{draft}/slides/5")
    person.page.locator("#zh-title").fill("没有脚本")
    person.page.locator("#zh-title").press("Enter")
    person.reads("Saved.")
    person.page.locator("#kind").select_option("quote")
    person.tap_button("Show its fields")
    person.page.locator("#zh-by").wait_for()
    assert person.page.locator("#zh-title").input_value() == "没有脚本"
