"""Looking before downloading: pictures of the pages, page after page with the notes, PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from slides.previews import fonts
from tests import services
from tests.test_cases_views import reader, stocked

__all__ = ["reader", "stocked"]


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_a_picture_of_a_page_is_a_small_file_that_can_do_nothing(reader: FlaskClient, size: str) -> None:
    picture = reader.get(f"/cases/fraud/pictures/senior/zh/1/{size}")
    assert picture.content_type == "image/jpeg"
    assert len(picture.data) < {"small": 30_000, "medium": 60_000, "large": 150_000}[size]
    assert "script-src" not in picture.headers["Content-Security-Policy"]


def test_without_fonts_the_browser_draws_the_page(
    reader: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from course.cases import deck_pictures

    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package")
    for kept in (fonts.find_fonts, deck_pictures.all_pages, deck_pictures.large):
        kept.cache_clear()
    picture = reader.get("/cases/fraud/pictures/senior/zh/1/small")
    for kept in (fonts.find_fonts, deck_pictures.all_pages, deck_pictures.large):
        kept.cache_clear()
    assert picture.content_type.startswith("image/svg+xml")
    assert "<script" not in picture.text
    assert "sandbox" in picture.headers["Content-Security-Policy"]


def test_a_deck_can_be_flipped_through_from_the_first_page_to_the_last(reader: FlaskClient) -> None:
    address, seen = "/cases/fraud/read/senior/zh/1", 0
    while address:
        page = reader.get(address).text
        assert page.count('class="reading-notes"') == 1
        seen += 1
        address = page.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in page else ""
    assert seen >= 14
    assert "/cases/fraud?stage=senior" in page


def test_a_pdf_is_handed_out_where_there_is_an_office_suite(reader: FlaskClient) -> None:
    services.libreoffice()
    answer = reader.post("/cases/fraud/pdf/senior/zh")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_without_an_office_suite_the_page_says_what_to_do(
    reader: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "/cases/fraud/pdf/" not in reader.get("/cases/fraud?stage=senior").text
    answer = reader.post("/cases/fraud/pdf/junior/zh", follow_redirects=True)
    assert answer.status_code == 200
    assert "alert-danger" in answer.text
