"""The parts of a package by name and by relationship; every part of markup is parsed without entities or network."""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from slides.uploaded.values import MasterRefused

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True)
class Relation:
    """A tie from one part to another: what it is for, and the name of the other part."""

    kind: str
    target: str


class Package:
    """The parts of an uploaded file, read when they are asked for."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self._trees: dict[str, etree._Element] = {}

    @cached_property
    def main(self) -> str:
        """The name of the part that the package is about."""
        return self.one("", "officeDocument", "broken_part")

    def tree(self, name: str) -> etree._Element:
        """A part of markup, parsed once."""
        if name not in self._trees:
            self._trees[name] = parsed(self.parts.get(name, b""), name)
        return self._trees[name]

    def relations(self, name: str) -> dict[str, Relation]:
        """The ties of a part by their ids; those that lead outside are left out."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self.parts:
            return {}
        return {
            row.get("Id", ""): Relation(
                row.get("Type", "").rpartition("/")[2], _absolute(folder, row.get("Target", ""))
            )
            for row in self.tree(rels).iter(RELATION)
            if row.get("TargetMode", "Internal") == "Internal"
        }

    def one(self, name: str, kind: str, missing: str) -> str:
        """The part of a kind that another is tied to; refused by the rule ``missing`` where there is none."""
        for relation in self.relations(name).values():
            if relation.kind == kind and relation.target in self.parts:
                return relation.target
        raise MasterRefused(missing, name=name)


def unzipped(data: bytes) -> Package:
    """The package of a file that the gate has let through."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return Package({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")})
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise MasterRefused("broken_part", name="zip") from None


def parsed(data: bytes, name: str) -> etree._Element:
    """Markup as a tree; a declaration or a fault refuses it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise MasterRefused("broken_part", name=name) from None
    if root.getroottree().docinfo.doctype:
        raise MasterRefused("document_type", name=name)
    return root


def _absolute(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
