"""Pictures of a deck: scenes drawn as SVG become PNG, survey addresses become QR codes; always the same bytes."""

import hashlib
import io
import tempfile
from functools import lru_cache
from pathlib import Path

import resvg_py
import segno
from PIL import Image

SCENES = Path(__file__).parent.parent / "art" / "scenes"
PIXELS_WIDE = 1200
MOST_BYTES = 250_000
COLOURS = 255


class SceneMissing(LookupError):
    """A scene that no file draws."""


def scene_names(folder: Path = SCENES) -> frozenset[str]:
    """The pictures that a slide may name."""
    return frozenset(path.stem for path in folder.glob("*.svg"))


def scene_svg(name: str, folder: Path = SCENES) -> str:
    """The drawing of a scene."""
    if name not in scene_names(folder):
        raise SceneMissing(name)
    return (folder / f"{name}.svg").read_text(encoding="utf-8")


def scene_png(name: str, folder: Path = SCENES, cache: Path | None = None) -> bytes:
    """The picture of a scene as PNG, at most 250 KB; a cache folder keeps it for the next process."""
    svg = scene_svg(name, folder)
    return _kept(svg, cache) if cache else raster(svg)


@lru_cache(maxsize=256)
def _kept(svg: str, cache: Path) -> bytes:
    """Read a picture from the cache, or draw it and put it there in one move, so that no reader sees half a file."""
    mark = hashlib.sha256(f"{resvg_py.__version__}/{PIXELS_WIDE}/{svg}".encode()).hexdigest()
    path = cache / f"{mark}.png"
    if path.exists():
        return path.read_bytes()
    png = raster(svg)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=cache, delete=False) as unfinished:
        unfinished.write(png)
    Path(unfinished.name).replace(path)
    return png


@lru_cache(maxsize=256)
def raster(svg: str) -> bytes:
    """Draw an SVG without fonts or outside files, and keep a palette: flat art stays sharp and small."""
    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=PIXELS_WIDE, skip_system_fonts=True, background="#ffffff")
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    for colours in (COLOURS, 128, 64, 32):
        data = _palette_png(image, colours)
        if len(data) <= MOST_BYTES:
            return data
    return _palette_png(image.resize((PIXELS_WIDE // 2, image.height // 2)), 32)


def _palette_png(image: Image.Image, colours: int) -> bytes:
    memory = io.BytesIO()
    image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        memory, "PNG", compress_level=9
    )
    return memory.getvalue()


@lru_cache(maxsize=256)
def qr_png(address: str) -> bytes:
    """The QR code of an address, with its quiet border."""
    memory = io.BytesIO()
    segno.make(address, error="m", micro=False).save(memory, kind="png", scale=12, border=4)
    return memory.getvalue()


@lru_cache(maxsize=512)
def pixels(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def crop(png: bytes, wide: float, high: float) -> tuple[int, int]:
    """What to cut from each side and from top and bottom, in thousandths of a percent, to fill a box undistorted."""
    across, down = pixels(png)
    picture, box = across / down, wide / high
    if picture > box:
        return round((1 - box / picture) / 2 * 100000), 0
    return 0, round((1 - picture / box) / 2 * 100000)
