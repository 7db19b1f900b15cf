"""Showing decks: twenty small pictures, how near they are to an office suite's, and whether the QR code can be read."""

from __future__ import annotations

import io
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageStat

from app import create_app
from bench import places
from bench.commands import flask
from bench.decks import timed
from bench.drawing import BUILT_ON, lesson
from bench.table import Effort, Line, Say, not_run
from course.cases.queries import law_table
from slides import Fonts, Studio, as_pdf, build_deck, built_in_cases, find_fonts, office_suite, read_case, thumbnails

DECKS = (("bullying", "junior", "zh"), ("constitution", "senior", "en"), ("bullying", "primary_low", "zh"))
SMALL, MOST_MILLISECONDS, MOST_DIFFERENT, QR_WIDTH = 320, 150, 4, 640
ROUNDS = 15


def lines(effort: Effort, say: Say) -> Iterator[Line]:
    """Small pictures of three decks of the library."""
    with places.place(places.SQLITE) as place:
        flask(place, "init")
        with create_app(**place.settings).app_context():
            decks = {name: built(name, Studio(cache=Path(place.folder) / "pictures")) for name in DECKS}
        fonts = find_fonts(Path(place.folder) / "fonts")
        if fonts is None:
            yield not_run("small pictures of a deck", "", "no Chinese font")
            return
        say("drawing small pictures")
        yield of_speed(decks[DECKS[0]], fonts)
        yield of_the_code(decks[DECKS[0]], fonts)
        yield of_likeness(decks, fonts, say)


def built(name: tuple[str, str, str], studio: Studio) -> bytes:
    """A deck of the library."""
    key, stage, lang = name
    case = next(read_case(path.read_text("utf-8")) for path in built_in_cases() if path.stem == key)
    laws = law_table()
    return build_deck(case, stage=stage, lang=lang, laws=laws, built_on=BUILT_ON, studio=studio, **lesson(1))


def of_speed(deck: bytes, fonts: Fonts) -> Line:
    """All pages of a deck, 320 pixels wide."""
    pages = len(thumbnails(deck, fonts, width=SMALL))
    took = [timed(lambda: thumbnails(deck, fonts, width=SMALL)) for _ in range(ROUNDS)]
    wall, busy = (statistics.median(values) for values in zip(*((one.wall, one.busy) for one in took), strict=True))
    text = f"{wall:.0f} ms, {busy:.0f} ms CPU"
    return Line(f"{pages} pictures of {SMALL} px", "", text, f"≤ {MOST_MILLISECONDS} ms", wall <= MOST_MILLISECONDS)


def of_the_code(deck: bytes, fonts: Fonts) -> Line:
    """Whether a reader finds the address in the picture of the last page."""
    last = thumbnails(deck, fonts, width=QR_WIDTH)[-1]
    found = [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(last)))]
    address = lesson(1)["survey_url"]
    return Line(f"the QR code at {QR_WIDTH} px", "", ", ".join(found) or "not read", str(address), found == [address])


def of_likeness(decks: dict[tuple[str, str, str], bytes], fonts: Fonts, say: Say) -> Line:
    """The mean difference of grey, blurred pictures of 480 px from an office suite's, 0 to 255."""
    what = "difference of the pictures from the office suite's"
    if office_suite() is None:
        return not_run(what, "", "no office suite")
    means, most = [], 0.0
    for name, deck in decks.items():
        say(f"comparing {' '.join(name)}")
        pairs = zip(thumbnails(deck, fonts, width=480), office_pages(deck), strict=True)
        found = [difference(Image.open(io.BytesIO(ours)), theirs) for ours, theirs in pairs]
        means.append(statistics.mean(found))
        most = max(most, *found)
    text = f"{', '.join(f'{mean:.1f}' for mean in means)} of 255; the worst page {most:.1f}"
    return Line(what, "", text, f"mean ≤ {MOST_DIFFERENT}", max(means) <= MOST_DIFFERENT)


def office_pages(deck: bytes) -> list[Image.Image]:
    """The pages of a deck as the office suite draws them."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "36", "-png", "-", f"{folder}/page"], input=as_pdf(deck), check=True)
        return [Image.open(path).convert("L") for path in sorted(Path(folder).iterdir())]


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures without colour and fine edges."""
    return ImageStat.Stat(ImageChops.difference(blurred(one), blurred(other))).mean[0]


def blurred(picture: Image.Image) -> Image.Image:
    """A picture of 480 pixels in grey, its edges soft."""
    return picture.convert("L").resize((480, 270)).filter(ImageFilter.GaussianBlur(2))
