"""The pictures of the lesson decks: whole, small, free of words, and the flag as the law draws it."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from slides.art import flag, shapes
from slides.art.draw import HERE, pictures
from slides.art.icons import ICONS
from slides.art.limbs import elbow
from slides.art.people import ADULT, Person, hip_height, shoulder_of, touching
from slides.art.scenes import SCENES

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(
    path.relative_to(HERE).as_posix() for folder in ("scenes", "icons") for path in (HERE / folder).glob("*")
)
DRAWN = pictures()
ALLOWED = {"svg", "g", "path", "rect", "circle", "ellipse", "polygon"}
COLOUR = re.compile(r"#[0-9a-f]{6}|none")


def tags(text: str) -> list[str]:
    return [element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in ElementTree.fromstring(text).iter()]


def test_every_checked_in_picture_is_drawn_by_the_code_and_by_nothing_else() -> None:
    assert sorted(DRAWN) == FILES


@pytest.mark.parametrize("file", sorted(DRAWN))
def test_a_checked_in_picture_equals_what_the_code_draws(file: str) -> None:
    same = (HERE / file).read_bytes() == DRAWN[file].encode()
    assert same, f"{file} is stale: run python -m slides.art.draw"


@pytest.mark.parametrize("file", FILES)
def test_a_picture_is_self_contained_and_says_nothing_in_words(file: str) -> None:
    text = (HERE / file).read_text(encoding="utf-8")
    assert set(tags(text)) <= ALLOWED, "only plain shapes: no text, image, script, style, link or reference"
    assert not re.search(r"href|url\(|style=|<!|<\?|\bon[a-z]+=|javascript:", text)
    assert len(text.encode()) < 60_000
    assert text.isascii()


@pytest.mark.parametrize("file", FILES)
def test_a_picture_has_the_size_that_layouts_expect(file: str) -> None:
    root = ElementTree.fromstring((HERE / file).read_bytes())
    assert root.get("viewBox") == ("0 0 1200 900" if file.startswith("scenes/") else "0 0 200 200")


@pytest.mark.parametrize("file", FILES)
def test_a_picture_uses_plain_numbers_and_colours(file: str) -> None:
    text = (HERE / file).read_text(encoding="utf-8")
    assert not re.search(r"\b(nan|inf|None|True|False)\b|\de-\d|\(", re.sub(r'(class|transform)="[^"]*"', "", text))
    for colour in re.findall(r'(?:fill|stroke)="([^"]*)"', text):
        assert COLOUR.fullmatch(colour), colour


def test_another_process_with_another_hash_seed_draws_the_same_bytes() -> None:
    code = "import sys; from slides.art.draw import pictures; sys.stdout.write(repr(pictures()))"
    here = repr(pictures())
    for seed in ("1", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland"}
        other = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        assert other.stdout == here


def test_every_scene_and_icon_is_described_in_both_languages() -> None:
    _, readme = (HERE / "README.md").read_text(encoding="utf-8").split("## Scenes")
    rows = {
        cells[1].strip(" `"): cells[2:-1]
        for line in readme.splitlines()
        if line.startswith("| `")
        for cells in [line.split("|")]
    }
    assert rows.keys() == SCENES.keys() | ICONS.keys()
    for name, cells in rows.items():
        assert all(cell.strip() for cell in cells), name
        assert any(re.search(r"[\u4e00-\u9fff]", cell) for cell in cells), name


def test_every_scene_has_a_sentence_of_its_own() -> None:
    sentences = [(draw_scene.__doc__ or "").strip() for draw_scene in SCENES.values()]
    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def stars() -> list[list[tuple[float, float]]]:
    flag_element = ElementTree.fromstring(flag.national_flag(1))
    return [
        [tuple(map(float, corner.split(","))) for corner in polygon.get("points", "").split()]
        for polygon in flag_element.iter("polygon")
    ]


def middle(corners: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in corners) / 10, sum(y for _, y in corners) / 10


def test_the_flag_is_three_to_two_in_red() -> None:
    field = next(ElementTree.fromstring(flag.national_flag(1)).iter("rect"))
    assert (field.get("width"), field.get("height"), field.get("fill")) == ("30", "20", flag.FLAG_RED)


def test_the_stars_stand_and_measure_as_the_law_says() -> None:
    expected = [((5, 5), 3), ((10, 2), 1), ((12, 4), 1), ((12, 7), 1), ((10, 9), 1)]
    for corners, (centre, radius) in zip(stars(), expected, strict=True):
        assert middle(corners) == pytest.approx(centre, abs=0.001)
        for tip in corners[::2]:
            assert math.dist(tip, centre) == pytest.approx(radius, abs=0.001)
        for notch in corners[1::2]:
            assert math.dist(notch, centre) == pytest.approx(radius * 0.381966, abs=0.001)


def test_the_large_star_points_up_and_each_small_star_to_its_centre() -> None:
    large, *small = stars()
    assert large[0] == pytest.approx((5, 2), abs=0.001)
    for corners in small:
        x, y = middle(corners)
        wanted = math.atan2(5 - y, 5 - x)
        assert min(abs(math.atan2(tip[1] - y, tip[0] - x) - wanted) for tip in corners[::2]) < 0.002


def test_the_flag_appears_only_where_the_lesson_is_about_it() -> None:
    flown = {name for name, content in DRAWN.items() if flag.FLAG_RED in content or "national-flag" in content}
    assert flown == {"scenes/constitution_flag_raising.svg"}


def test_the_flag_in_a_scene_is_neither_turned_nor_stretched() -> None:
    scene = ElementTree.fromstring(DRAWN["scenes/constitution_flag_raising.svg"])
    above = {child: parent for parent in scene.iter() for child in parent}
    element = next(found for found in scene.iter() if found.get("class") == "national-flag")
    while element in above:
        transform = element.get("transform", "")
        assert re.fullmatch(r"(translate\([\d. ]+\))?(scale\([\d.]+\))?", transform), transform
        element = above[element]


@pytest.mark.parametrize("lean", [0, 7, -12])
@pytest.mark.parametrize("point", [(380.0, 500.0), (300.0, 420.0), (395.0, 610.0)])
def test_a_hand_reaches_the_point_it_is_given(point: tuple[float, float], lean: float) -> None:
    person = touching(Person(ADULT, lean=lean), (300, 900), 1.2, right=point)
    shoulder, length = shoulder_of(person, 1), 2 * ADULT.bone
    wanted = shoulder[0] + person.right.hand[0] * length, shoulder[1] + person.right.hand[1] * length
    _, hand = elbow(shoulder, wanted, ADULT.bone, outward=1)
    x, y = shapes.turned(hand, lean)
    assert (300 + 1.2 * x, 900 + 1.2 * (y - hip_height(person))) == pytest.approx(point, abs=0.01)


def test_an_arm_is_no_longer_than_its_bones() -> None:
    joint, hand = elbow((0, 0), (900, 0), 50, outward=1)
    assert math.dist((0, 0), joint) == pytest.approx(50, abs=0.01)
    assert math.dist((0, 0), hand) <= 100


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (-0.04, "0"), (0.05, "0.1"), (12.34, "12.3"), (-7.25, "-7.2")])
def test_numbers_are_written_short(value: float, text: str) -> None:
    assert shapes.number(value) == text
