"""Photographs: JPEG, PNG or WebP by their first bytes, no bombs, no films; judged by the head, nothing is drawn."""

from __future__ import annotations

from archive import Refused
from presentation import dimensions

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
# A JPEG is made smaller while it is read; the others must be held as a whole.
MOST_PIXELS = {"jpeg": 64_000_000, "png": 25_000_000, "webp": 25_000_000}
# What telephones write that few programs read, by the brand in the box of its type.
PHONE_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
ANIMATED = 2


def judge_photo(start: bytes, size: int) -> None:
    """Refuse what is no photograph, or one that would do harm when drawn."""
    kind = kind_of(start)
    if size > MOST_BYTES:
        raise Refused("large_photo", most=MOST_BYTES // MEGABYTE)
    if is_animated(kind, start):
        raise Refused("animated_photo")
    wide, high = webp_dimensions(start) if kind == "webp" else dimensions(start)
    if not (wide and high):
        raise Refused("broken_photo")
    if wide * high > MOST_PIXELS[kind]:
        raise Refused("huge_photo", found=wide * high // 1_000_000, most=MOST_PIXELS[kind] // 1_000_000)


def kind_of(start: bytes) -> str:
    """One of the three kinds that are taken."""
    if start[4:8] == b"ftyp" and start[8:12] in PHONE_BRANDS:
        raise Refused("heic_photo")
    if start.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "webp"
    raise Refused("not_a_photo")


def is_animated(kind: str, start: bytes) -> bool:
    """Whether it is a film in the dress of a picture."""
    if kind == "png":
        data = start.find(b"IDAT")
        return b"acTL" in start[: data if data >= 0 else len(start)]
    return kind == "webp" and start[12:16] == b"VP8X" and bool(start[20] & ANIMATED)


def webp_dimensions(head: bytes) -> tuple[int, int]:
    """Width and height of a WebP of any of its three kinds; (0, 0) where its head does not say."""
    chunk = head[12:16]
    if chunk == b"VP8X" and len(head) >= 30:
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if chunk == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    if chunk == b"VP8L" and head[20:21] == b"\x2f":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return 0, 0
