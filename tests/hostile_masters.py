"""Presentations that would do harm or cannot serve as a master, each with the rule that it breaks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pptx
from pptx.util import Emu

from slides.package import unzip_parts
from tests import masters

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MASTER = "ppt/slideMasters/slideMaster1.xml"
MASTER_LINKS = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
DOCTYPE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
PARAMETER = b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:9/x.dtd">%b;]>'
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Hostile:
    """A file by its name, how it is made, and why it is refused."""

    title: str
    make: Callable[[], bytes]
    rule: str
    name: str = "a.pptx"


@cache
def good() -> dict[str, bytes]:
    """The parts of an ordinary master."""
    return unzip_parts(masters.plain())


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of parts, the list of contents first."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda each: each != "[Content_Types].xml"):
            archive.writestr(name, parts[name])
    return data.getvalue()


def with_part(name: str, data: bytes) -> Callable[[], bytes]:
    """An ordinary master with one more part."""
    return lambda: packed({**good(), name: data})


def changed(name: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    """An ordinary master in whose part something else stands."""

    def make() -> bytes:
        assert old in good()[name], (name, old)
        return packed({**good(), name: good()[name].replace(old, new, 1)})

    return make


def declared(name: str, declaration: bytes) -> Callable[[], bytes]:
    """An ordinary master one of whose parts declares a document type."""
    return lambda: packed({**good(), name: good()[name].replace(b"?>", b"?>" + declaration, 1)})


def linked(kind: str, target: str, mode: str = ' TargetMode="External"') -> Callable[[], bytes]:
    """An ordinary master that is tied to something outside."""
    row = f'<Relationship Id="rId999" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(MASTER_LINKS, b"</Relationships>", row.encode())


def typed(content_type: str, part: str = "/ppt/extra.bin") -> Callable[[], bytes]:
    """An ordinary master whose list of contents names a part of another type."""
    row = f'<Override PartName="{part}" ContentType="{content_type}"/></Types>'
    return changed("[Content_Types].xml", b"</Types>", row.encode())


def main_type(content_type: str) -> Callable[[], bytes]:
    """An ordinary master that says it is something else."""
    kind = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    return changed("[Content_Types].xml", kind, content_type.encode())


def utf_16() -> bytes:
    """A part in another encoding, which hides its declaration."""
    text = good()[MASTER].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    text = text.replace("encoding='UTF-8'", "encoding='UTF-16'").replace("?>", f"?>{DOCTYPE.decode()}", 1)
    return packed({**good(), MASTER: text.encode("utf-16")})


def bomb(claimed: int, name: str = "ppt/media/image9.png", real: int = 512 * MEBIBYTE) -> bytes:
    """A part of half a gigabyte in a few hundred kilobytes, which claims a size of its own."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = b"\0" * MEBIBYTE
    body = b"".join(squeezer.compress(zeros) for _ in range(real // MEBIBYTE)) + squeezer.flush()
    return appended(name, body, claimed)


def appended(name: str, body: bytes, claimed: int, flags: int = 0) -> bytes:
    """An ordinary master with one more entry, written by hand."""
    plain, label = packed(good()), name.encode()
    start = struct.unpack_from("<I", plain, len(plain) - 6)[0]
    count = struct.unpack_from("<H", plain, len(plain) - 12)[0]
    head = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, flags, 8, 0, 0, 0, len(body), claimed, len(label), 0) + label
    row = struct.pack(
        "<4sHHHHHHIIIHHHHHII",
        b"PK\x01\x02", 20, 20, flags, 8, 0, 0, 0, len(body), claimed, len(label), 0, 0, 0, 0, 0, start,
    )  # fmt: skip
    listed = plain[start:-22] + row + label
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(listed), start + len(head) + len(body), 0
    )
    return plain[:start] + head + body + listed + end


def overlapping() -> bytes:
    """Two entries of the list that share one entry's bytes."""
    data = bytearray(packed(good()))
    at = data.index(b"PK\x01\x02")
    size = struct.unpack_from("<I", data, at + 20)[0]
    struct.pack_into("<I", data, at + 20, size + 60)
    struct.pack_into("<I", data, 18, size + 60)
    return bytes(data)


def twice() -> bytes:
    """A part that is there two times."""
    data = bytearray(packed({**good(), "ppt/media/image1.png": b"a", "ppt/media/image2.png": b"b"}))
    return bytes(data.replace(b"ppt/media/image2.png", b"ppt/media/image1.png"))


def flipped() -> bytes:
    """One bit of a packed part is another."""
    data = bytearray(packed(good()))
    data[data.index(b"slideMaster1.xml", 100) + 200] ^= 0xFF
    return bytes(data)


def flipped_in_store() -> bytes:
    """One letter of a part that is not packed is another."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for name, part in good().items():
            archive.writestr(name, part)
    return data.getvalue().replace(b"<p:sldMaster ", b"<p:sldMasteR ", 1)


def with_password() -> bytes:
    """What an office program writes for a file with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def png_of(wide: int, high: int) -> bytes:
    """The head of a picture of any size, with nothing in it."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def picture_on_master(data: bytes, name: str = "image7.png") -> Callable[[], bytes]:
    """An ordinary master with a picture on it."""

    def make() -> bytes:
        links = f'<Relationship Id="rId77" Type="{OFFICE}/image" Target="../media/{name}"/></Relationships>'
        shape = (
            '<p:pic><p:nvPicPr><p:cNvPr id="77" name="a" descr="C:\\\\a.png"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
            f'<p:blipFill><a:blip xmlns:r="{OFFICE}" r:embed="rId77"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            '<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic></p:spTree>'
        )
        ending = name.rpartition(".")[2]
        types = good()["[Content_Types].xml"].replace(
            b"</Types>", f'<Override PartName="/ppt/media/{name}" ContentType="image/{ending}"/></Types>'.encode()
        )
        return packed(
            {
                **good(),
                "[Content_Types].xml": types,
                MASTER: good()[MASTER].replace(b"</p:spTree>", shape.encode(), 1),
                MASTER_LINKS: good()[MASTER_LINKS].replace(b"</Relationships>", links.encode()),
                f"ppt/media/{name}": data,
            }
        )

    return make


def narrow() -> bytes:
    """A master of 4:3."""
    return masters.saved(pptx.Presentation())


def without_layouts() -> bytes:
    """A master that has no layout."""
    parts = {name: data for name, data in good().items() if "slideLayout" not in name}
    return packed(parts)


def without_master() -> bytes:
    """A presentation that names no master."""
    text = good()["ppt/presentation.xml"]
    start, end = text.index(b"<p:sldMasterIdLst>"), text.index(b"</p:sldMasterIdLst>") + len(b"</p:sldMasterIdLst>")
    return packed({**good(), "ppt/presentation.xml": text[:start] + text[end:]})


def slideshow() -> bytes:
    """A narrow strip of a slide."""
    presentation = masters.wide()
    presentation.slide_width = Emu(3_000_000)
    return masters.saved(presentation)


def document(part: str) -> Callable[[], bytes]:
    """A file of another office program."""
    return lambda: packed({"[Content_Types].xml": good()["[Content_Types].xml"], part: b"<a/>"})


def without_numbers() -> bytes:
    """A master whose placeholders stand nowhere."""
    return packed({**good(), MASTER: good()[MASTER].replace(b'<a:off x="', b'<a:off x="9e9')})


X = b"x" * 100
MANY = {f"a/{number}.xml": b"<a/>" for number in range(2000)}
HOSTILE = (
    # F27
    Hostile("bomb in a picture", lambda: bomb(512 * MEBIBYTE), "bomb"),
    Hostile("bomb in markup", lambda: bomb(90 * MEBIBYTE, "ppt/a.xml", 90 * MEBIBYTE), "bomb"),
    Hostile("bomb that claims little", lambda: bomb(900), "lying_sizes"),
    Hostile("archive in an archive", with_part("ppt/media/image9.png", packed({"a": b"b"})), "embedded_file"),
    Hostile("overlapping entries", overlapping, "overlapping_entries"),
    Hostile("lying size", lambda: appended("ppt/a.xml", zlib.compress(b"<a/>" * 999)[2:-4], 10), "lying_sizes"),
    Hostile("many entries", lambda: packed({f"ppt/{n}.xml": b"" for n in range(100_000)}), "too_many_entries"),
    Hostile("too many parts", lambda: packed({**good(), **MANY}), "too_many_entries"),
    Hostile("21 MB", lambda: packed(good()) + b"\0" * (21 * MEBIBYTE), "too_large_packed"),
    # F28
    Hostile("upwards", with_part("../../evil.xml", X), "odd_entry_name"),
    Hostile("absolute", with_part("/etc/evil.xml", X), "odd_entry_name"),
    Hostile("backslash", with_part("ppt\\..\\..\\evil.xml", X), "odd_entry_name"),
    Hostile("drive", with_part("C:evil.xml", X), "odd_entry_name"),
    Hostile("written backwards", with_part("ppt/lmx\u202egnp.xml", X), "odd_entry_name"),
    Hostile("twice", twice, "entry_twice"),
    Hostile("twice but for capitals", with_part("PPT/presentation.XML", b"<a/>"), "entry_twice"),
    Hostile("something in front", lambda: b"MZ" + packed(good()), "not_that_kind"),
    Hostile("something behind", lambda: packed(good()) + b"<script>", "broken_archive"),
    Hostile("encrypted entry", lambda: appended("ppt/a.xml", X, 100, flags=1), "encrypted"),
    # F29, F30
    Hostile("entity in contents", declared("[Content_Types].xml", DOCTYPE), "document_type"),
    Hostile("entity in links", declared("_rels/.rels", DOCTYPE), "document_type"),
    Hostile("entity in master", declared(MASTER, DOCTYPE), "document_type"),
    Hostile("entity in properties", declared("docProps/core.xml", DOCTYPE), "document_type"),
    Hostile("parameter entity", declared(MASTER, PARAMETER), "document_type"),
    Hostile("entity in UTF-16", utf_16, "odd_encoding"),
    Hostile("billion laughs", declared("ppt/theme/theme1.xml", LAUGHS), "document_type"),
    # F31
    Hostile("pptm", lambda: packed(good()), "macro_format", "a.pptm"),
    Hostile("potm", lambda: packed(good()), "macro_format", "a.potm"),
    Hostile("macros by type", main_type("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"), "macros"),
    Hostile("macros by part", with_part("ppt/vbaProject.bin", X), "macros"),
    Hostile("macros by relation", linked("vbaProject", "../x.dat", ""), "macros"),
    Hostile("ActiveX", with_part("ppt/activeX/activeX1.xml", b"<a/>"), "controls"),
    Hostile("control", linked("control", "../x.xml", ""), "controls"),
    Hostile("OLE by part", with_part("ppt/embeddings/oleObject1.bin", X), "embedded_file"),
    Hostile("OLE by contents", with_part("ppt/media/image9.png", b"\xd0\xcf\x11\xe0" + X), "embedded_file"),
    Hostile("OLE by type", typed("application/vnd.openxmlformats-officedocument.oleObject"), "embedded_file"),
    Hostile("a workbook inside", with_part("ppt/embeddings/sheet.xlsx", packed({"a": b"b"})), "embedded_file"),
    Hostile(
        "starts a program",
        changed("ppt/presentation.xml", b"<p:sldMasterIdLst", b'<a action="ppaction://program?file=calc"/><p:sldMasterIdLst'),
        "program_action",
    ),
    # F32
    Hostile("picture from outside", linked("image", "http://example.org/a.png"), "outside_link"),
    Hostile("picture from a share", linked("image", "file:////10.0.0.1/share/a.png"), "outside_link"),
    Hostile("share without saying so", linked("image", "\\\\10.0.0.1\\share\\a.png", ""), "outside_link"),
    Hostile("template from outside", linked("attachedTemplate", "https://example.org/a.potx"), "outside_link"),
    Hostile("object from outside", linked("oleObject", "https://example.org/a.bin"), "embedded_file"),
    Hostile("film from outside", linked("video", "https://example.org/a.mp4"), "film_or_sound"),
    Hostile("link to a file", linked("hyperlink", "file:///c:/a.exe"), "outside_link"),
    Hostile("link without a lock", linked("hyperlink", "http://example.org/"), "outside_link"),
    # F34
    Hostile("empty", lambda: b"", "empty_file"),
    Hostile("truncated", lambda: packed(good())[:-400], "broken_archive"),
    Hostile("half", lambda: packed(good())[:9000], "broken_archive"),
    Hostile("flipped", flipped, "broken_archive"),
    Hostile("flipped in store", flipped_in_store, "broken_archive"),
    Hostile("markup without an end", changed(MASTER, b"</p:sldMaster>", b""), "broken_part"),
    Hostile("password", with_password, "encrypted"),
    Hostile("old format", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "not_that_kind"),
    Hostile("old ending", lambda: X, "old_format", "a.ppt"),
    Hostile("WPS ending", lambda: X, "old_format", "a.dps"),
    Hostile("docx", document("word/document.xml"), "not_that_kind"),
    Hostile("xlsx", document("xl/workbook.xml"), "not_that_kind"),
    Hostile("odp", document("content.xml"), "not_that_kind"),
    Hostile("pdf", lambda: b"%PDF-1.7\n" + X, "not_that_kind"),
    Hostile("page", lambda: b"<!doctype html><html></html>", "not_that_kind"),
    Hostile("text", lambda: X, "not_that_kind"),
    Hostile("template as presentation", main_type(
        "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"), "not_that_kind"),
    Hostile("slide show", main_type(
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml"), "not_that_kind"),
    # F35 and what else a master may not hold
    Hostile("4:3", narrow, "wrong_shape"),
    Hostile("a strip", slideshow, "wrong_shape"),
    Hostile("no layouts", without_layouts, "no_layouts"),
    Hostile("no master", without_master, "no_master"),
    Hostile("film", with_part("ppt/media/media1.mp4", X), "film_or_sound"),
    Hostile("sound by type", typed("audio/mpeg"), "film_or_sound"),
    Hostile("EMF", with_part("ppt/media/image9.emf", X), "old_drawing"),
    Hostile("WMF", with_part("ppt/media/image9.wmf", X), "old_drawing"),
    Hostile("custom data", with_part("customXml/item1.xml", b"<a/>"), "custom_data"),
    Hostile("900 million pixels", picture_on_master(png_of(30_000, 30_000)), "huge_picture"),
)  # fmt: skip
# What only a look at the pictures and shapes themselves can find; these take the second process.
FOUND_LATER = (
    Hostile("picture without an end", picture_on_master(png_of(3_000, 3_000)), "broken_picture"),
    Hostile("a GIF", picture_on_master(b"GIF89a" + b"\1\0\1\0" + X, "image7.gif"), "other_picture"),
    Hostile("a page as a picture", picture_on_master(b"<html/>", "image7.png"), "other_picture"),
    Hostile("numbers that are none", without_numbers, "broken_part"),
)
