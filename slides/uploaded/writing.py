"""A package made anew from what was read: the theme, one master, the layouts, the pictures, and nothing else."""

import re
from collections.abc import Mapping

from slides.designs.layouts import Layout, Slot
from slides.designs.looks import JUNIOR, Look
from slides.masters.build import Behind, master_parts
from slides.package import zip_parts
from slides.uploaded.package_reading import unzipped
from slides.uploaded.reading import read_base
from slides.uploaded.values import TITLES, Base, Holder, SourceLayout

PICTURE = re.compile(r'r:embed="([0-9a-f]{16}\.(?:png|jpeg))"')
NAMES = {"ftr": "footer", "sldNum": "number"}


def written_base(base: Base, name: str) -> bytes:
    """The package of a base; read again it gives the same base."""
    look = Look(JUNIOR.key, name, JUNIOR.stage, dict(base.scheme), JUNIOR.tints, JUNIOR.panel, JUNIOR.badge, 0)
    look = Look(**{**vars(look), "headings": base.fonts.heading, "body": base.fonts.body})
    layouts = {str(number): _layout(number, layout) for number, layout in enumerate(base.layouts, 1)}
    behind = {str(number): behind_of(layout) for number, layout in enumerate(base.layouts, 1)}
    return zip_parts(with_media(master_parts(look, layouts, (), behind), base.media))


def kept_base(content: bytes) -> Base:
    """The base of a package that was written here."""
    return read_base(unzipped(content), lambda data, name: (data, name.rpartition(".")[2]))


def behind_of(layout: SourceLayout) -> Behind:
    """The ground and the shapes of a layout, with its pictures by their ids in that part."""
    names = list(dict.fromkeys(PICTURE.findall(layout.ground + layout.shapes)))
    ids = {name: f"rId{number}" for number, name in enumerate(names, 2)}

    def tied(text: str) -> str:
        return PICTURE.sub(lambda found: f'r:embed="{ids[found[1]]}"', text)

    links = tuple(("image", f"../media/{name}") for name in names)
    return Behind(tied(layout.ground), tied(layout.shapes), links)


def with_media(parts: dict[str, bytes], media: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a master with its pictures, each named in the list of contents."""
    rows = "".join(
        f'<Override PartName="/ppt/media/{name}" ContentType="image/{name.rpartition(".")[2]}"/>'
        for name in sorted(media)
    )
    types = parts["[Content_Types].xml"].replace(b"</Types>", f"{rows}</Types>".encode())
    return {**parts, "[Content_Types].xml": types, **{f"ppt/media/{name}": data for name, data in media.items()}}


def _layout(number: int, source: SourceLayout) -> Layout:
    """A layout with the places of the original."""
    slots, named = [], set()
    for idx, holder in enumerate(source.holders, 1):
        name = "title" if holder.kind in TITLES else NAMES.get(holder.kind, "text")
        slots.append(_slot(holder, f"{name}{idx}" if name in named else name, idx))
        named.add(name)
    return Layout(str(number), source.name, tuple(slots), kind=source.kind, chrome=True)


def _slot(holder: Holder, name: str, idx: int) -> Slot:
    style = "title" if holder.kind in TITLES else "footer" if holder.kind in (*NAMES, "dt") else "body"
    return Slot(name, idx, holder.box, style, holder.kind, holder.colour, align=holder.align)
