"""The head of every page: nothing of it is cut, and its menus open without scripts."""

from __future__ import annotations

import pytest

from tests.browser.looking import page_problems
from tests.browser.person import DESK, PHONE, Chromium, Person
from tests.browser.serving import Site

# Parts of the head that hide some of their words, and rows of links that have become two.
CUT = """() => [...document.querySelectorAll('.site-header *')]
  .filter(node => node.clientWidth > 1 && getComputedStyle(node).overflowX !== 'visible')
  .filter(node => node.tagName !== 'INPUT' && node.scrollWidth > node.clientWidth + 1)
  .map(node => node.outerHTML.slice(0, 120))"""
ROWS = """() => new Set([...document.querySelectorAll('.site-nav .container > ul > li, .site-more')]
  .filter(node => node.clientWidth).map(node => Math.round(node.getBoundingClientRect().top))).size"""


def bureau(chromium: Chromium, site: Site, language: str, **options: object) -> Person:
    person = chromium.person(site, language, **options)
    person.sign_in(site.logins["bureau"])
    return person


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_of_the_head_is_cut(chromium: Chromium, site: Site, language: str, size: dict[str, int]) -> None:
    person = bureau(chromium, site, language)
    person.page.set_viewport_size(size)
    for address in ("/coverage", "/lessons/new", "/"):
        person.open(address)
        assert person.page.evaluate(CUT) == []
        assert person.page.evaluate(ROWS) == 1, address
    name = "Law courses" if size == PHONE else "Rule-of-law courses"
    assert person.page.locator(".site-name").get_by_text(person.says(name), exact=True).is_visible()


def test_menus_open_without_scripts(chromium: Chromium, site: Site) -> None:
    person = bureau(chromium, site, "zh", viewport=PHONE, java_script_enabled=False)
    person.choose_more("Coverage")
    person.page.wait_for_url("**/coverage")
    person.page.locator(".site-account > summary").click()
    person.tap_button("Sign out")
    person.page.wait_for_url("**/sign-in")


def test_an_open_menu_is_in_order_and_closes(chromium: Chromium, site: Site) -> None:
    person = bureau(chromium, site, "zh")
    for menu in (".site-more", ".site-account"):
        person.page.locator(f"{menu} > summary").click()
        assert page_problems(person) == []
        assert person.page.locator(f"{menu} .site-panel").is_visible()
        person.page.keyboard.press("Escape")
        assert not person.page.locator(f"{menu} .site-panel").is_visible()
