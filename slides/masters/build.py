"""Make the master .pptx of every look by code: python -m slides.masters.build [--check]."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from slides.designs.catalogue import chrome, layouts_of
from slides.designs.icons import SIDE, of_look
from slides.designs.layouts import Layout, Shape, Slot
from slides.designs.looks import FOOTER_SIZE, LOOKS, Look
from slides.masters.tracing import traced
from slides.package import zip_parts
from slides.pptx import xml
from slides.pptx.drawingml import (
    SPACES,
    attribute,
    bullet_colour,
    drawn,
    hanging,
    placeholder_mark,
    slot_geometry,
    solid,
    transform,
    typeface,
)

FOLDER = Path(__file__).parent
PROMPTS = {"title": "标题", "pic": "图片", "chart": "图表", "tbl": "表格", "ftr": "页脚"}


@dataclass(frozen=True)
class Behind:
    """What a master of its own puts behind a layout: DrawingML, and what its rId2, rId3 … are tied to."""

    ground: str = ""
    shapes: str = ""
    links: tuple[tuple[str, str], ...] = ()


NOTHING = Behind()


def master_bytes(look: Look) -> bytes:
    """The whole master file of a look, always the same bytes."""
    return zip_parts(master_parts(look, layouts_of(look.key), chrome(look)))


def master_parts(
    look: Look,
    layouts: Mapping[str, Layout],
    mark: Sequence[Shape],
    behind: Mapping[str, Behind] = MappingProxyType({}),
) -> dict[str, bytes]:
    """The parts of a master with these layouts, ``mark`` on every ordinary one, and what stands behind each."""
    parts = xml.fixed_parts(look, len(layouts))
    parts["ppt/slideMasters/slideMaster1.xml"] = _master(look, layouts, mark)
    for number, (key, layout) in enumerate(layouts.items(), 1):
        own = behind.get(key, NOTHING)
        links = xml.relationships(("slideMaster", "../slideMasters/slideMaster1.xml"), *own.links)
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout_xml(look, layout, own)
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = links
    return {name: text.encode() for name, text in parts.items()}


def layout_xml(look: Look, layout: Layout, behind: Behind = NOTHING) -> str:
    """One named layout."""
    kind = f' type="{layout.kind}"' if layout.kind else ""
    plain = f"<p:bg><p:bgPr>{solid(look, layout.ground)}<a:effectLst/></p:bgPr></p:bg>" if layout.ground else ""
    ground = behind.ground or plain
    shapes = [behind.shapes]
    shapes += [_drawn(shape, look, number) for number, shape in enumerate(layout.shapes, 100)]
    shapes += [_placeholder(look, slot, number) for number, slot in enumerate(layout.slots, 2)]
    hidden = "" if layout.chrome else ' showMasterSp="0"'
    return (
        f'{xml.HEAD}<p:sldLayout {SPACES}{hidden}{kind} preserve="1" userDrawn="1">'
        f"<p:cSld name={attribute(layout.name)}>{ground}"
        f"{xml.tree(''.join(shapes))}</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _drawn(shape: Shape, look: Look, number: int) -> str:
    if shape.icon:
        return traced(of_look(shape.icon, look), shape.box, SIDE, number)
    return drawn(shape, look, number)


def _placeholder(look: Look, slot: Slot, number: int) -> str:
    inset = round(slot.inset * 914400)
    body = (
        f'<a:bodyPr wrap="square" lIns="{inset}" tIns="0" rIns="{inset}" bIns="0" anchor="{slot.anchor}">'
        f"<a:noAutofit/></a:bodyPr>"
    )
    if slot.kind == "sldNum":
        text = (
            '<a:fld id="{7B1C1F6E-2C55-4B2E-9D6A-6B0F5E1D0A01}" type="slidenum">'
            '<a:rPr lang="en-US" altLang="zh-CN"/><a:t>‹#›</a:t></a:fld>'
        )
    else:
        text = f'<a:r><a:rPr lang="zh-CN" altLang="en-US"/><a:t>{PROMPTS.get(slot.kind, "文字")}</a:t></a:r>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{slot.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{placeholder_mark(slot)}</p:nvPr></p:nvSpPr>"
        f"<p:spPr>{transform(slot.box)}{slot_geometry(look, slot)}</p:spPr>"
        f"<p:txBody>{body}<a:lstStyle>{_level(look, slot)}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _level(look: Look, slot: Slot) -> str:
    size = FOOTER_SIZE if slot.style == "footer" else look.size(slot.style)
    bullet, margin = "<a:buNone/>", ' marL="0" indent="0"'
    if slot.bullet:
        margin = f" {hanging(size)}"
        scale, face = ("", "Microsoft YaHei") if slot.bullet in "✓✗" else ('<a:buSzPct val="70000"/>', "Arial")
        bullet = f'{bullet_colour(look, slot)}{scale}<a:buFont typeface="{face}"/><a:buChar char="{slot.bullet}"/>'
    return (
        f'<a:lvl1pPr{margin} algn="{slot.align}"><a:lnSpc><a:spcPct val="{slot.pitch * 1000}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{slot.gap * 100}"/></a:spcBef>{bullet}'
        f'<a:defRPr sz="{size * 100}" b="{int(slot.bold)}">{solid(look, slot.colour)}{typeface(slot.face)}'
        "</a:defRPr></a:lvl1pPr>"
    )


def _master(look: Look, layouts: Mapping[str, Layout], mark: Sequence[Shape]) -> str:
    count, points = len(layouts), layouts.get("points") or next(iter(layouts.values()))
    slots = [slot for slot in points.slots if slot.name in ("title", "text", "footer", "number")]
    shapes = [_drawn(shape, look, number) for number, shape in enumerate(mark, 100)]
    shapes += [_placeholder(look, slot, number) for number, slot in enumerate(slots, 2)]
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + number}" r:id="rId{number}"/>' for number in range(1, count + 1))
    return (
        f"{xml.HEAD}<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr>{solid(look, 'ground')}<a:effectLst/></p:bgPr></p:bg>"
        f'{xml.tree("".join(shapes))}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" '
        'accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" '
        'hlink="hlink" folHlink="folHlink"/>'
        f'<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/>{xml.text_styles(look)}</p:sldMaster>'
    )


def main(arguments: list[str]) -> int:
    """Write the masters, or with --check say whether the files are what the code makes."""
    stale = 0
    for look in LOOKS.values():
        path, made = FOLDER / f"{look.key}.pptx", master_bytes(look)
        if "--check" in arguments:
            if not path.exists() or path.read_bytes() != made:
                print(f"{path.name} is not what slides/masters/build.py makes: run python -m slides.masters.build")
                stale += 1
        else:
            path.write_bytes(made)
            print(f"{path.name}: {len(made) // 1024} KB, {len(layouts_of(look.key))} layouts")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
