"""Pictures of a master: looked at before they are loaded, turned upright, made small enough, and written anew."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from slides.uploaded.values import MasterRefused

MOST_PIXELS, LONGEST_EDGE = 40_000_000, 1600
WEIGHT_OF_PHOTO = 150_000
KINDS = {"PNG": "png", "JPEG": "jpeg"}


def encoded(data: bytes, name: str) -> tuple[bytes, str]:
    """A picture without anything but its pixels, and its ending; raises MasterRefused."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                facts = {"found": picture.width * picture.height // 1_000_000, "most": MOST_PIXELS // 1_000_000}
                raise MasterRefused("huge_picture", name=name, **facts)
            picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            return _written(_small(picture))
    except UnidentifiedImageError:
        raise MasterRefused("other_picture", name=name) from None
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, MemoryError):
        raise MasterRefused("broken_picture", name=name) from None


def _small(picture: Image.Image) -> Image.Image:
    """The picture upright, in plain colours, no edge longer than a slide needs."""
    picture = ImageOps.exif_transpose(picture)
    see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if max(picture.size) > LONGEST_EDGE and picture.mode in ("RGB", "RGBA", "L", "LA"):
        picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE), reducing_gap=2.0)
    picture = picture.convert("RGBA" if see_through else "RGB")
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE), reducing_gap=2.0)
    picture.info = {}
    return picture


def _written(picture: Image.Image) -> tuple[bytes, str]:
    """As PNG; a photograph, which would be heavy so, as JPEG."""
    png, jpeg = io.BytesIO(), io.BytesIO()
    picture.save(png, "PNG", compress_level=6)
    if picture.mode == "RGBA" or len(png.getvalue()) <= WEIGHT_OF_PHOTO:
        return png.getvalue(), "png"
    picture.save(jpeg, "JPEG", quality=86)
    return min((png.getvalue(), "png"), (jpeg.getvalue(), "jpeg"), key=lambda each: len(each[0]))


def reduced(data: bytes, edge: int) -> tuple[bytes, str]:
    """A small copy of a picture that was written here, for a preview, and its ending."""
    with Image.open(io.BytesIO(data)) as picture:
        if max(picture.size) <= edge:
            return data, KINDS[picture.format]
        picture.thumbnail((edge, edge))
        memory = io.BytesIO()
        kind = "PNG" if picture.mode == "RGBA" else "JPEG"
        picture.convert("RGBA" if kind == "PNG" else "RGB").save(memory, kind)
        return memory.getvalue(), KINDS[kind]
