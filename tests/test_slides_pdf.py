"""PDF by the office suite: one page a slide, and a plain refusal where it does not answer."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from slides import PdfFailed, Studio, as_pdf, build_deck, office_suite
from slides.previews import pdf
from tests import services
from tests.test_slides_sample import TODAY, plain_scenes, sample_case, sample_laws


def test_a_deck_becomes_a_pdf_with_a_page_for_each_slide(tmp_path: Path) -> None:
    services.libreoffice()
    case, studio = sample_case(), Studio(plain_scenes(tmp_path))
    content = build_deck(case, stage="senior", lang="zh", laws=sample_laws(), built_on=TODAY, studio=studio)
    made = as_pdf(content)
    assert made.startswith(b"%PDF-")
    slides = [slide for slide in case.slides_for("senior") if slide.kind != "qr"]
    assert made.count(b"/Type/Page/") + made.count(b"/Type/Page\n") >= len(slides)


def program(folder: Path, script: str) -> str:
    """A program that goes by the name of an office suite."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(folder)


@pytest.mark.parametrize(
    ("script", "said"), [("exit 0", "gave no file"), ("exit 3", "gave no file"), ("sleep 30", "more than 1 second")]
)
def test_an_office_suite_that_does_not_deliver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    monkeypatch.setenv("PATH", f"{program(tmp_path, script)}:/usr/bin:/bin")
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 1)
    with pytest.raises(PdfFailed, match=said):
        as_pdf(b"a deck")


def test_without_an_office_suite_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office_suite() is None
    with pytest.raises(PdfFailed, match="no office suite"):
        as_pdf(b"a deck")
