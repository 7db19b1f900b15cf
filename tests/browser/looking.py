"""What can be wrong with a page that is open in a browser; each function returns sentences."""

from __future__ import annotations

import re
from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.browser.person import DESK, PHONE, TAGS, Person, catalogue

SERIOUS = {"serious", "critical"}
# Text, and what stands in for text; code, the pages of a deck and words marked as another language not.
TEXTS = """tag => {
  const found = [];
  const foreign = node => {
    const marked = node.closest('[lang]');
    const apart = 'code, script, style, template, textarea, .slide-list, .handout, .reading-notes';
    return node.closest(apart) || (marked && marked.lang !== tag);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.nodeValue.replace(/\\s+/g, ' ').trim();
    if (text && !foreign(walker.currentNode.parentElement)) found.push(text);
  }
  for (const name of ['aria-label', 'alt', 'placeholder', 'title', 'data-label', 'data-copied'])
    for (const node of document.body.querySelectorAll(`[${name}]`))
      if (!foreign(node) && node.getAttribute(name).trim()) found.push(node.getAttribute(name).trim());
  found.push(document.title);
  return found;
}"""
WIDER = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return '';
  const last = [...document.querySelectorAll('main *, header *, footer *')]
    .filter(node => node.getBoundingClientRect().right > page.clientWidth + 1).pop();
  return `${page.scrollWidth} px wide` + (last ? `, for example ${last.cloneNode(false).outerHTML}` : '');
}"""
# A date, a class or a span of time reads as one word: 2026-11-26, 3-2, 10:25–11:05; a cell of a card is one part.
BROKEN = """() => {
  const words = /\\d{4}-\\d{2}-\\d{2}|(?<![\\w-])\\d{1,2}-\\d{1,2}(?![\\w-])|\\d{2}:\\d{2}–\\d{2}:\\d{2}/g;
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) for (const word of walker.currentNode.nodeValue.matchAll(words)) {
    const range = document.createRange();
    range.setStart(walker.currentNode, word.index);
    range.setEnd(walker.currentNode, word.index + word[0].length);
    const lines = new Set([...range.getClientRects()].map(line => Math.round(line.top)));
    const around = walker.currentNode.nodeValue.trim().slice(0, 60);
    if (lines.size > 1) found.add(`${word[0]} (${around})`);
  }
  for (const cell of document.querySelectorAll('.table-cards td')) {
    const parts = [...cell.childNodes].filter(node => node.nodeType === 1 || node.nodeValue.trim());
    if (getComputedStyle(cell).display === 'grid' && parts.length > 1) found.add(cell.textContent.trim());
  }
  return [...found];
}"""
# Words keep inside their cell, and no sentence stands in a column of single words beside a wide button.
CROWDED = """() => {
  const found = new Set();
  for (const cell of document.querySelectorAll('main td, main th, main dd'))
    if (cell.clientWidth && cell.scrollWidth > cell.clientWidth + 2 && !cell.querySelector('details, .visually-hidden'))
      found.add(cell.textContent.trim().slice(0, 60));
  const walker = document.createTreeWalker(document.querySelector('main') || document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const lines = [...range.getClientRects()].filter(line => line.width > 1);
    const apart = walker.currentNode.parentElement.closest('svg, details:not([open]), .visually-hidden');
    const tops = new Set(lines.map(line => Math.round(line.top)));
    if (!apart && tops.size > 3 && Math.max(...lines.map(line => line.width)) < 90)
      found.add(walker.currentNode.nodeValue.trim().slice(0, 60));
  }
  return [...found];
}"""
NOT_WORDS = re.compile(
    r"https?://\S+|[\w.+-]+@[\w.-]+|\S*/\S+/\S*|\.?\b\w+\.(?:csv|xlsx|zip|pptx)\b|\.pptx\b|\b\w*\d\w*\b"
)
LATIN = re.compile(r"[A-Za-z]{3,}")
KNOWN_NAMES = {
    "PowerPoint",
    "Outlook",
    "Web",
    "Internet",
    "URL",
    "ICS",
    "ics",
    "json",
    "iPad",
    "outbox",
    "PNG",
    *("OpenAPI", "JSON", "ISO", "ETag", "If", "None", "Match", "RFC", "Retry", "After", "next", "detail", "parameter"),
    *("OneRoster", "CSV", "Bearer", "GET", "HTTP", "https", "http", "OIDC", "SSO", "HMAC", "SHA", "POST", "IP"),
    "JPEG",
    "potx",
    "Excel",
    "Word",
    "WPS",
    "PDF",
    "CSV",
    "csv",
    "docx",
    "pptx",
    "txt",
    "xlsx",
    "zip",
    "ZIP",
    "PPT",
    "GBK",
    "UTF",
    "English",
    "Markdown",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TELEPHONE = re.compile(r"\b1[03-9]\d{9}\b")


def page_problems(person: Person, *, axe: bool = True) -> list[str]:
    """Everything that is wrong with the page that is open."""
    found = language_problems(person) + width_problems(person.page) + (axe_problems(person.page) if axe else [])
    found += person.complaints
    person.complaints.clear()
    return found


def take_pictures(person: Person, name: str, sizes: tuple[ViewportSize, ...] = (PHONE, DESK)) -> None:
    """The page on a phone and on a desk, for looking at; nothing where no folder was named."""
    for size in sizes if person.pictures else ():
        person.page.set_viewport_size(size)
        path = person.pictures / f"{name}-{person.language}-{size['width']}.png"
        person.page.screenshot(path=path, full_page=True)


def looks_right(person: Person, name: str) -> None:
    """Nothing is wrong with the page that is open; it is shown under this name in the pictures."""
    take_pictures(person, name)
    assert page_problems(person, axe=person.language == "zh") == [], name


def texts(person: Person) -> list[str]:
    """Everything that the page says."""
    return list(dict.fromkeys(person.page.evaluate(TEXTS, TAGS[person.language])))


def language_problems(person: Person) -> list[str]:
    """The tag of the language, and words of the other one."""
    tag = person.page.locator("html").get_attribute("lang")
    wrong = [] if tag == TAGS[person.language] else [f"<html lang> is {tag}"]
    leaks = english_leaks if person.language == "zh" else chinese_leaks
    return wrong + [f"in the other language: {text!r}" for text in leaks(texts(person))]


def english_leaks(said: list[str]) -> list[str]:
    """What a Chinese page says in English: any Latin word that is no name, no file and no address."""
    return [text for text in said if set(LATIN.findall(NOT_WORDS.sub(" ", text))) - KNOWN_NAMES]


def chinese_leaks(said: list[str]) -> list[str]:
    """What an English page says in the product's own Chinese words; names and reasons of the district are data."""
    return [text for text in said if CHINESE.search(text) and chinese_sentences().fullmatch(text)]


@cache
def chinese_sentences() -> re.Pattern[str]:
    """Every sentence of the product in Chinese, with anything in place of the facts."""
    sentences = {text for text in catalogue("zh")._catalog.values() if isinstance(text, str)}
    sayings = {text for text in sentences if len(CHINESE.findall(re.sub(r"%\(\w+\)s", "", text))) > 1}
    return re.compile("|".join(re.sub(r"%\\\(\w+\\\)[sd]", ".+", re.escape(text)) for text in sorted(sayings)))


def width_problems(page: Page) -> list[str]:
    """Nothing hangs over the edge of a phone or of a desk, and no line or card falls apart inside a date or a cell."""
    problems = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        wider, broken = page.evaluate(WIDER), page.evaluate(BROKEN)
        problems += [f"at {size['width']} px: {wider}"] if wider else []
        problems += [f"at {size['width']} px falls apart: {', '.join(broken)}"] if broken else []
        problems += [f"at {size['width']} px has no room: {text}" for text in page.evaluate(CROWDED)]
    return problems


def axe_problems(page: Page) -> list[str]:
    """What makes a page hard to use for people with a screen reader, a keyboard or weak eyes."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"axe {rule['impact']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}"
        for rule in found
        if rule["impact"] in SERIOUS
    ]


def telephone_problems(page: Page) -> list[str]:
    """No list shows a whole telephone number."""
    return [f"shows the telephone number {number}" for number in TELEPHONE.findall(page.content())]
