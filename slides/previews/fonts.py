"""Fonts for drawing pages on the server: a Chinese sans-serif of the system or of an installed package."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTLibError

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
# File names in order of preference, each with its bold companion; a collection holds several regional faces.
CHINESE = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"),
    ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"),
    ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf"),
    ("msyh.ttc", "msyhbd.ttc"),
    ("wqy-zenhei.ttc", "wqy-zenhei.ttc"),
)
LATIN = (("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"), ("arial.ttf", "arialbd.ttf"))
PACKAGE = "mplfonts"
MAINLAND = (" SC", "YaHei", "Zen Hei")


@dataclass(frozen=True)
class Face:
    """The bytes of a font file, regular and bold."""

    regular: bytes
    bold: bytes


@dataclass(frozen=True)
class Fonts:
    """A Chinese face, and a Latin one of the widths of Arial where there is one."""

    chinese: Face
    latin: Face


@lru_cache(maxsize=4)
def find_fonts(cache: Path) -> Fonts | None:
    """The fonts of this machine, or nothing; single faces taken out of a collection are kept in ``cache``."""
    files = installed()
    chinese = first(CHINESE, files, cache)
    return Fonts(chinese, first(LATIN, files, cache) or chinese) if chinese else None


def installed() -> dict[str, Path]:
    """Every font file by its name, of the folders of the system and of the font package."""
    return {path.name: path for folder in folders() if folder.is_dir() for path in sorted(folder.rglob("*.[ot]t[fc]"))}


def folders() -> Iterator[Path]:
    """Where fonts may lie; the system's win over the package's."""
    found = importlib.util.find_spec(PACKAGE)
    if found and found.submodule_search_locations:
        yield Path(found.submodule_search_locations[0]) / "fonts"
    yield from FOLDERS


def first(wanted: tuple[tuple[str, str], ...], files: dict[str, Path], cache: Path) -> Face | None:
    """The first face that is installed and can be read; a missing bold is drawn with the regular."""
    for regular, bold in wanted:
        if regular in files:
            try:
                return Face(single(files[regular], cache), single(files.get(bold, files[regular]), cache))
            except (OSError, TTLibError):
                continue
    return None


def single(path: Path, cache: Path) -> bytes:
    """The bytes of one face; out of a collection the one with the characters of the mainland."""
    if path.suffix != ".ttc":
        return path.read_bytes()
    kept = cache / f"{path.stem}-{path.stat().st_size}.otf"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=cache)
        with os.fdopen(handle, "wb") as file, TTCollection(path, lazy=True) as collection:
            mainland(collection).save(file)
        Path(name).replace(kept)
    return kept.read_bytes()


def mainland(collection: TTCollection) -> object:
    """The face of a collection that is drawn as in mainland China; the first where none says so."""
    named = ((face, face["name"].getDebugName(1) or "") for face in collection.fonts)
    return next((face for face, name in named if name.endswith(MAINLAND)), collection.fonts[0])
