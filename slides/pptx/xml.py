"""The parts of a master file that are the same in every look but for colours and names."""

from xml.sax.saxutils import escape, quoteattr

from slides.designs.layouts import HEIGHT, WIDTH
from slides.designs.looks import Look
from slides.pptx.drawingml import SPACES, emu, solid

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml"
NOTES_SIZE = (7.5, 10.0)
TABLE_STYLE = "{5E1B6C2A-7D0F-4C47-9A53-2B6D0C1F8E10}"


def relationships(*pairs: tuple[str, str]) -> str:
    """A .rels part: kinds and targets, numbered rId1, rId2 …"""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind if kind.startswith("http") else f"{OFFICE}/{kind}"}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def tree(shapes: str) -> str:
    """The shape tree of a slide, layout or master."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
        '<a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>{shapes}</p:spTree>'
    )


def theme(look: Look, name: str) -> str:
    """Colours, fonts and effects; Chinese text is set in Microsoft YaHei and its like."""
    colours = "".join(f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>' for key, value in look.scheme.items())
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    lines = "".join(
        f'<a:ln w="{width}"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>'
        for width in (6350, 12700, 19050)
    )
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name={quoteattr(name)}>'
        f"<a:themeElements>"
        f"<a:clrScheme name={quoteattr(name)}>{colours}</a:clrScheme><a:fontScheme name={quoteattr(name)}>"
        f"<a:majorFont>{_faces(*look.headings)}</a:majorFont>"
        f"<a:minorFont>{_faces(*look.body)}</a:minorFont></a:fontScheme><a:fmtScheme name={quoteattr(name)}>"
        f"<a:fillStyleLst>{plain}</a:fillStyleLst>"
        f"<a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{plain}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def _faces(latin: str, chinese: str) -> str:
    """The typefaces of one kind of text; programs that go by script find the Chinese one by its Chinese name."""
    named = "微软雅黑" if chinese == "Microsoft YaHei" else chinese
    return (
        f'<a:latin typeface={quoteattr(latin)}/><a:ea typeface={quoteattr(chinese)}/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface={quoteattr(named)}/>'
    )


def text_styles(look: Look) -> str:
    """The master's styles for titles, body and other text."""
    fonts = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'
    first = (
        f'<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:buNone/>'
        f'<a:defRPr sz="{look.size("title") * 100}" b="1">'
        f"{solid(look, 'deep')}{fonts.format('mj')}</a:defRPr></a:lvl1pPr>"
    )
    size = look.size("body") * 100
    levels = "".join(
        f'<a:lvl{level}pPr marL="{(level - 1) * 342900}" algn="l"><a:lnSpc><a:spcPct val="110000"/>'
        f"</a:lnSpc><a:buNone/>"
        f'<a:defRPr sz="{size}">{solid(look, "ink")}{fonts.format("mn")}</a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 6)
    )
    return (
        f"<p:txStyles><p:titleStyle>{first}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle>"
        f'<p:otherStyle><a:lvl1pPr algn="l">'
        f'<a:defRPr sz="1800">{solid(look, "ink")}{fonts.format("mn")}</a:defRPr></a:lvl1pPr>'
        f"</p:otherStyle></p:txStyles>"
    )


def _content_types(count: int) -> str:
    kinds = {
        "/ppt/presentation.xml": "presentation.main",
        "/ppt/slideMasters/slideMaster1.xml": "slideMaster",
        "/ppt/notesMasters/notesMaster1.xml": "notesMaster",
        "/ppt/presProps.xml": "presProps",
        "/ppt/viewProps.xml": "viewProps",
        "/ppt/tableStyles.xml": "tableStyles",
    }
    kinds |= {f"/ppt/slideLayouts/slideLayout{number}.xml": "slideLayout" for number in range(1, count + 1)}
    rows = [(part, f"{MAIN}.{kind}+xml") for part, kind in kinds.items()]
    rows += [
        (f"/ppt/theme/theme{number}.xml", "application/vnd.openxmlformats-officedocument.theme+xml")
        for number in (1, 2)
    ]
    rows += [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ]
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in rows)
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _presentation() -> str:
    fonts = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
    return (
        f'{HEAD}<p:presentation {SPACES} saveSubsetFonts="1"><p:sldMasterIdLst>'
        f'<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst/>'
        f'<p:sldSz cx="{emu(WIDTH)}" cy="{emu(HEIGHT)}"/>'
        f'<p:notesSz cx="{emu(NOTES_SIZE[0])}" cy="{emu(NOTES_SIZE[1])}"/><p:defaultTextStyle><a:defPPr>'
        f'<a:defRPr lang="zh-CN"/></a:defPPr>'
        f'<a:lvl1pPr><a:defRPr sz="1800">{fonts}</a:defRPr></a:lvl1pPr></p:defaultTextStyle></p:presentation>'
    )


def _notes_master() -> str:
    fonts = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
    image = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{emu(0.5)}" y="{emu(0.6)}"/><a:ext cx="{emu(6.5)}" cy="{emu(3.656)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="12700"><a:solidFill>'
        '<a:prstClr val="black"/></a:solidFill></a:ln></p:spPr></p:sp>'
    )
    body = (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{emu(0.5)}" y="{emu(4.5)}"/><a:ext cx="{emu(6.5)}" cy="{emu(4.9)}"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="zh-CN" altLang="en-US"/><a:t>备注</a:t>'
        "</a:r></a:p></p:txBody></p:sp>"
    )
    return (
        f'{HEAD}<p:notesMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val="FFFFFF"/>'
        f"</a:solidFill><a:effectLst/></p:bgPr></p:bg>"
        f"{tree(image + body)}</p:cSld>"
        f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
        'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        '<p:notesStyle><a:lvl1pPr algn="l">'
        f'<a:spcBef><a:spcPts val="300"/></a:spcBef><a:defRPr sz="1200"><a:solidFill>'
        f'<a:srgbClr val="1F2933"/></a:solidFill>{fonts}</a:defRPr></a:lvl1pPr></p:notesStyle></p:notesMaster>'
    )


def _table_styles(look: Look) -> str:
    return (
        f'{HEAD}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{TABLE_STYLE}">'
        f'<a:tblStyle styleId="{TABLE_STYLE}" styleName={quoteattr(look.name)}><a:wholeTbl><a:tcTxStyle>'
        f'<a:fontRef idx="minor"/><a:schemeClr val="tx1"/></a:tcTxStyle>'
        "<a:tcStyle><a:tcBdr/></a:tcStyle></a:wholeTbl></a:tblStyle></a:tblStyleLst>"
    )


def fixed_parts(look: Look, count: int) -> dict[str, str]:
    """Every part but the master and its layouts."""
    layouts = [("slideLayout", f"../slideLayouts/slideLayout{number}.xml") for number in range(1, count + 1)]
    return {
        "[Content_Types].xml": _content_types(count),
        "_rels/.rels": relationships(
            ("officeDocument", "ppt/presentation.xml"),
            ("extended-properties", "docProps/app.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/app.xml": (
            f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>Lesson decks</Application></Properties>"
        ),
        "docProps/core.xml": (
            f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(look.name)}</dc:title></cp:coreProperties>"
        ),
        "ppt/presentation.xml": _presentation(),
        "ppt/_rels/presentation.xml.rels": relationships(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("notesMaster", "notesMasters/notesMaster1.xml"),
            ("presProps", "presProps.xml"),
            ("viewProps", "viewProps.xml"),
            ("theme", "theme/theme1.xml"),
            ("tableStyles", "tableStyles.xml"),
        ),
        "ppt/presProps.xml": f"{HEAD}<p:presentationPr {SPACES}/>",
        "ppt/viewProps.xml": f"{HEAD}<p:viewPr {SPACES}/>",
        "ppt/tableStyles.xml": _table_styles(look),
        "ppt/theme/theme1.xml": theme(look, look.name),
        "ppt/theme/theme2.xml": theme(look, f"{look.name} 备注"),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relationships(*layouts, ("theme", "../theme/theme1.xml")),
        "ppt/notesMasters/notesMaster1.xml": _notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": relationships(("theme", "../theme/theme2.xml")),
    }
