"""Somebody with a browser: signs in, taps, and reads; words are looked up in the product's own catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel.support import Translations
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from course.settings import ROOT
from tests.browser.serving import Login, Site

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
TAGS = {"zh": "zh-CN", "en": "en"}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 860}


@cache
def catalogue(language: str) -> NullTranslations:
    """What the product says in this language."""
    return Translations.load(ROOT / "course" / "translations", [LANGUAGES[language]])


def words(language: str, message: str, **facts: Any) -> str:
    """A sentence of the product in this language."""
    text = message if language == "en" else catalogue(language).gettext(message)
    return text % facts if facts else text


@dataclass
class Person:
    """One person at one browser window."""

    page: Page
    site: Site
    language: str
    pictures: Path | None = None
    taps: int = 0
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(30_000)
        self.page.on("console", lambda said: self.complain(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complain("error", str(error)))

    def complain(self, kind: str, text: str) -> None:
        """Remember what the browser did not like; a refused style or script is said there too."""
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def says(self, message: str, **facts: Any) -> str:
        """A sentence of the product in this person's language."""
        return words(self.language, message, **facts)

    def open(self, address: str) -> Any:
        """Go to an address of the site."""
        return self.page.goto(address if address.startswith("http") else self.site.address + address)

    def tap(self, target: Locator) -> None:
        """Tap something; taps are counted."""
        self.taps += 1
        target.click()

    def tap_link(self, message: str) -> None:
        """Tap the first link that says this."""
        self.tap(self.link(message))

    def tap_button(self, message: str) -> None:
        """Tap the first button that says this."""
        self.tap(self.button(message))

    def button_like(self, message: str, **facts: Any) -> Locator:
        """The first button whose words begin with this."""
        return self.page.get_by_role("button", name=self.says(message, **facts)).first

    def link(self, message: str) -> Locator:
        """The first link that says this."""
        return self.page.get_by_role("link", name=self.says(message)).first

    def button(self, message: str) -> Locator:
        """The first button that says this."""
        return self.page.get_by_role("button", name=self.says(message)).first

    def choose_more(self, message: str) -> None:
        """Open what stands under "More" and tap the link that says this."""
        self.page.locator(".site-more > summary").click()
        self.tap(self.page.locator(".site-more").get_by_role("link", name=self.says(message), exact=True))

    def fill(self, message: str, text: str) -> None:
        """Fill in the field with this label."""
        self.page.get_by_label(self.says(message), exact=True).fill(text)

    def reads(self, message: str, **facts: Any) -> None:
        """The page shows this sentence."""
        self.page.get_by_text(self.says(message, **facts)).filter(visible=True).first.wait_for()

    def pattern(self, message: str) -> str:
        """A sentence of the product with anything in place of its facts."""
        return re.sub(r"%\\\((\w+)\\\)s", ".+", re.escape(self.says(message)))

    def heading(self, message: str) -> Locator:
        """The heading of the page that says this."""
        return self.page.get_by_role("heading", level=1, name=self.says(message), exact=True)

    @property
    def text(self) -> str:
        """Everything that can be read in the page's main part."""
        return self.page.get_by_role("main").inner_text()

    def overflow(self) -> int:
        """How many pixels of the page hang over its right edge; works without the page's own JavaScript."""
        page = self.page.locator("html")
        return page.evaluate("page => page.scrollWidth - page.clientWidth")

    def choose_language(self) -> None:
        """Chinese is there from the start; English is one tap away."""
        if self.page.locator("html").get_attribute("lang") != TAGS[self.language]:
            self.page.get_by_role("button", name={"zh": "中文", "en": "English"}[self.language]).click()

    def sign_in(self, login: Login) -> None:
        """Sign in, in this person's language."""
        self.open("/sign-in")
        self.choose_language()
        self.fill("E-mail address", login.email)
        self.fill("Password", login.password)
        self.page.get_by_role("main").get_by_role("button", name=self.says("Sign in")).click()
        self.page.locator(".site-account").wait_for()
        self.taps = 0


@dataclass
class Chromium:
    """The one browser; every person has a window that knows nothing of the others."""

    browser: Browser
    pictures: Path | None = None
    contexts: list[BrowserContext] = field(default_factory=list)

    def person(self, site: Site, language: str = "zh", **options: Any) -> Person:
        """Somebody new, at a desk unless ``options`` say otherwise."""
        context = self.browser.new_context(**{"viewport": DESK, "locale": TAGS[language], **options})
        self.contexts.append(context)
        return Person(context.new_page(), site, language, self.pictures)

    def close_windows(self) -> None:
        """Everybody goes home."""
        while self.contexts:
            self.contexts.pop().close()
