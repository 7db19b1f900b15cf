"""Whoever has no mouse sees where they are: each stop of the tabulator has a ring that stands out from the page."""

from __future__ import annotations

import pytest

from tests.browser.person import Chromium
from tests.browser.serving import Site

MOST_STOPS = 60
# The ring, and what lies below it: a ring outside the thing lies on what is around the thing.
STOP = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const style = getComputedStyle(node);
  let under = parseFloat(style.outlineOffset) < 0 ? node : node.parentElement;
  while (under && /, 0\\)$/.test(getComputedStyle(under).backgroundColor)) under = under.parentElement;
  const box = node.getBoundingClientRect();
  return {
    what: node.outerHTML.slice(0, 120),
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    colours: [style.outlineColor, under ? getComputedStyle(under).backgroundColor : 'rgb(255, 255, 255)'],
    inside: box.right > 0 && box.left < innerWidth && box.width > 1,
  };
}"""


def brightness(colour: str) -> float:
    """How bright a colour is for the eye, as the rules of accessible pages count it."""
    parts = [float(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("school", "/"),
        ("school", "/lessons/wish"),
        ("bureau", "/coverage"),
        ("bureau", "/coverage?view=schools"),
        ("bureau", "/find?q=学"),
        ("vice_principal", "/duties/new"),
        ("admin", "/account"),
    ],
)
def test_every_stop_of_the_tabulator_can_be_seen(chromium: Chromium, site: Site, role: str, address: str) -> None:
    person = chromium.person(site, reduced_motion="reduce")
    person.sign_in(site.logins[role])
    person.open(address)
    unseen, stops = [], 0
    while stops < MOST_STOPS:
        person.page.keyboard.press("Tab")
        stop = person.page.evaluate(STOP)
        if stop is None:
            break
        stops += 1
        if stop["ring"] < 2 or contrast(*stop["colours"]) < 3 or not stop["inside"]:
            unseen.append(stop)
    assert stops > 10
    assert unseen == []


def test_the_first_stop_leads_past_the_menu(chromium: Chromium, site: Site) -> None:
    person = chromium.person(site)
    person.sign_in(site.logins["bureau"])
    person.open("/coverage")
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_menu_closes_behind_whoever_goes_on(chromium: Chromium, site: Site) -> None:
    person = chromium.person(site)
    person.sign_in(site.logins["bureau"])
    person.open("/coverage")
    menu = person.page.locator(".site-more")
    menu.locator("summary").press("Enter")
    stops = menu.get_by_role("link").filter(visible=True).count()
    for _stop in range(stops):
        person.page.keyboard.press("Tab")
        assert menu.get_attribute("open") is not None
    person.page.keyboard.press("Tab")
    assert menu.get_attribute("open") is None


def test_the_name_on_the_map_that_is_meant_lies_under_no_other(chromium: Chromium, site: Site) -> None:
    person = chromium.person(site)
    person.sign_in(site.logins["bureau"])
    person.open("/coverage?view=map")
    places = person.page.locator(".plan-map .place")
    places.nth(0).focus()
    person.page.keyboard.press("Tab")
    shown = places.locator(".place-name").evaluate_all("names => names.map(name => getComputedStyle(name).opacity)")
    assert shown.count("1") == 1 and shown[1] == "1", shown
