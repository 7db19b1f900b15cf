"""Draws an uploaded photograph anew; run as a process of its own, with little memory and little time.

Usage: ``python -I course/upload_gate/press_photo.py FILE``.  Prints one line of JSON (width, height, and how it looks
in 64 bits) and then the bytes of a JPEG that holds nothing but the picture: upright, at most 1600 pixels, without
place, time, device, thumbnail or comment.  What cannot be drawn to its end prints nothing.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings

from PIL import Image, ImageOps

MEBIBYTE = 1024 * 1024
MOST_MEMORY, MOST_SECONDS = 640 * MEBIBYTE, 10
MOST_SIDE, MOST_PIXELS, QUALITY = 1600, 64_000_000, 85
FORMATS = ("JPEG", "PNG", "WEBP")
ORIENTATION = 0x0112


def limit_this_process() -> None:
    """Little memory, little time, no writing; a picture that is larger than it said is an error."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def drawn(file: str) -> Image.Image:
    """The picture alone, small and upright."""
    with Image.open(file, formats=FORMATS) as picture:
        picture.draft("RGB", (MOST_SIDE, MOST_SIDE))
        picture.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS, reducing_gap=1.0)
        upright = turned(picture)
        clean = Image.new("RGB", upright.size, "white")
        if "A" in upright.getbands() or "transparency" in upright.info:
            layer = upright.convert("RGBA")
            clean.paste(layer, mask=layer)
        else:
            clean.paste(upright.convert("RGB"))
    return clean


def turned(picture: Image.Image) -> Image.Image:
    """The picture as the camera was held; one whose notes cannot be read stays as it is."""
    try:
        return ImageOps.exif_transpose(picture)
    except (ValueError, TypeError, KeyError, SyntaxError, OverflowError):
        return picture


def look_of(picture: Image.Image) -> str:
    """Whether each of 64 fields is brighter than the one beside it: alike for pictures that look alike."""
    grey = list(picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes())
    brighter = [grey[9 * row + at] < grey[9 * row + at + 1] for row in range(8) for at in range(8)]
    return f"{sum(bit << place for place, bit in enumerate(brighter)):016x}"


def main(file: str) -> None:
    """Draw the file and print what came of it."""
    limit_this_process()
    picture, content = drawn(file), io.BytesIO()
    picture.save(content, "JPEG", quality=QUALITY, optimize=True)
    said = {"width": picture.width, "height": picture.height, "look": look_of(picture)}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content.getvalue())


if __name__ == "__main__":
    main(sys.argv[1])
