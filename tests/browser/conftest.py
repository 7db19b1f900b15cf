"""One browser and one server a database, shared by all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import services
from tests.browser.person import Chromium
from tests.browser.serving import Site, own_postgresql_database, running_site

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FAILED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Pictures of every page, for looking at."""
    parser.addoption("--screenshots", metavar="DIR", default=None, help="save pictures of every page that is visited")


@pytest.fixture(scope="session")
def running_chromium(request: pytest.FixtureRequest) -> Iterator[Chromium]:
    """The browser, started once."""
    path, folder = services.chromium(), request.config.getoption("--screenshots", default=None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield Chromium(browser, Path(folder) if folder else None)
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember in the test how it went, for the picture of what it saw last."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def chromium(running_chromium: Chromium, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Chromium]:
    """The browser, with windows that close after the test; a failed test leaves pictures of them."""
    yield running_chromium
    if request.node.stash.get(FAILED, False):
        for number, context in enumerate(running_chromium.contexts):
            context.pages[0].screenshot(path=tmp_path / f"window-{number}.png", full_page=True)
            print(f"{context.pages[0].url}: see {tmp_path}/window-{number}.png")
    running_chromium.close_windows()


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """A function that gives the running server on a database, ``sqlite`` or ``postgresql``; each is started once."""
    started: dict[str, Site] = {}
    with ExitStack() as ending:

        def site_on(kind: str) -> Site:
            if kind not in started:
                address = ending.enter_context(own_postgresql_database()) if kind == "postgresql" else ""
                started[kind] = ending.enter_context(running_site(tmp_path_factory.mktemp(kind), address))
            return started[kind]

        yield site_on


@pytest.fixture(scope="session")
def site(running_chromium: Chromium, sites: Callable[[str], Site]) -> Site:
    """The running server on SQLite; nothing is started where there is no browser to look at it."""
    return sites("sqlite")
