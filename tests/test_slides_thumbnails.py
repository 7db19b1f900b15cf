"""Thumbnails: drawn from the deck's own bytes, right for Chinese text, close to what an office suite shows."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from slides import Fonts, Studio, as_pdf, build_deck, find_fonts, thumbnails
from slides.previews import fonts
from tests import services
from tests.test_slides_sample import TODAY, plain_scenes, sample_case, sample_laws

MOST_DIFFERENT, MOST_OF_ONE_PAGE = 4, 12


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Fonts:
    """The fonts of this machine."""
    found = find_fonts(tmp_path_factory.mktemp("fonts"))
    services.need("a Chinese font", "found" if found else None)
    return found


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(plain_scenes(tmp_path_factory.mktemp("scenes")))


def deck(studio: Studio, lang: str, stage: str = "junior") -> bytes:
    return build_deck(
        sample_case(),
        stage=stage,
        lang=lang,
        laws=sample_laws(),
        survey_url="https://course.example.org/s/Ab3dE9xQ",
        built_on=TODAY,
        studio=studio,
    )


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


def test_every_page_has_a_picture_of_the_width_that_is_asked_for(faces: Fonts, scenes: Studio) -> None:
    content = deck(scenes, "zh")
    pictures = thumbnails(content, faces, width=320)
    assert len(pictures) == len(office_pages(content))
    assert {(opened(each).format, opened(each).size) for each in pictures} == {("JPEG", (320, 180))}
    (third,) = thumbnails(content, faces, width=640, pages=[3])
    assert opened(third).size == (640, 360)


def test_the_same_deck_gives_the_same_pictures(faces: Fonts, scenes: Studio) -> None:
    content = deck(scenes, "zh")
    assert thumbnails(content, faces, width=320) == thumbnails(content, faces, width=320)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pictures_are_close_to_those_of_an_office_suite(faces: Fonts, scenes: Studio, lang: str) -> None:
    content = deck(scenes, lang)
    pairs = zip(thumbnails(content, faces, width=480), office_pages(content), strict=True)
    found = [difference(opened(ours), theirs) for ours, theirs in pairs]
    assert sum(found) / len(found) <= MOST_DIFFERENT
    assert max(found) <= MOST_OF_ONE_PAGE


def office_pages(content: bytes) -> list[Image.Image]:
    """The pages as the office suite draws them."""
    services.libreoffice()
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", "36", "-png", "-", f"{folder}/page"]
        subprocess.run(command, input=as_pdf(content), check=True)
        return [Image.open(path).convert("L") for path in sorted(Path(folder).iterdir())]


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255, without colour and fine edges."""
    return ImageStat.Stat(ImageChops.difference(blurred(one), blurred(other))).mean[0]


def blurred(picture: Image.Image) -> Image.Image:
    return picture.convert("L").resize((480, 270)).filter(ImageFilter.GaussianBlur(2))


@pytest.mark.parametrize("content", [b"", b"no deck", b"PK\x03\x04" + bytes(200)])
def test_what_is_no_deck_is_refused_in_one_way(faces: Fonts, content: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        thumbnails(content, faces, width=320)


def test_a_page_that_is_not_there_is_refused(faces: Fonts, scenes: Studio) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        thumbnails(deck(scenes, "zh"), faces, width=320, pages=[99])


def test_a_machine_without_a_chinese_font_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    assert find_fonts(tmp_path / "kept") is None


def test_a_font_that_cannot_be_read_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"no font at all")
    (tmp_path / "NotoSansSC-Regular.otf").write_bytes(b"a face")
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    assert find_fonts(tmp_path / "kept again").chinese.bold == b"a face"
