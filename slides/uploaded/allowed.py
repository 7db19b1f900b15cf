"""What a drawing may consist of: the elements that are taken over, and their attributes; nothing else is."""

import re

from pptx.enum.shapes import MSO_AUTO_SHAPE_TYPE

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# Elements of DrawingML by name, each with the attributes that are kept.
ELEMENTS = {
    "xfrm": "rot flipH flipV",
    "off": "x y",
    "ext": "cx cy",
    "chOff": "x y",
    "chExt": "cx cy",
    "prstGeom": "prst",
    "avLst": "",
    "gd": "name fmla",
    "custGeom": "",
    "gdLst": "",
    "rect": "l t r b",
    "pathLst": "",
    "path": "w h fill stroke path",
    "moveTo": "",
    "lnTo": "",
    "cubicBezTo": "",
    "quadBezTo": "",
    "arcTo": "wR hR stAng swAng",
    "close": "",
    "pt": "x y",
    "noFill": "",
    "solidFill": "",
    "gradFill": "flip rotWithShape",
    "gsLst": "",
    "gs": "pos",
    "lin": "ang scaled",
    "fillToRect": "l t r b",
    "tileRect": "l t r b",
    "pattFill": "prst",
    "fgClr": "",
    "bgClr": "",
    "blipFill": "rotWithShape",
    "alphaModFix": "amt",
    "lum": "bright contrast",
    "grayscl": "",
    "srcRect": "l t r b",
    "stretch": "",
    "fillRect": "l t r b",
    "tile": "tx ty sx sy flip algn",
    "ln": "w cap cmpd algn",
    "prstDash": "val",
    "round": "",
    "bevel": "",
    "miter": "lim",
    "headEnd": "type w len",
    "tailEnd": "type w len",
    "effectLst": "",
    "outerShdw": "blurRad dist dir sx sy kx ky algn rotWithShape",
    "innerShdw": "blurRad dist dir",
    "softEdge": "rad",
    "glow": "rad",
    "bodyPr": "rot vert wrap lIns tIns rIns bIns numCol anchor anchorCtr",
    "noAutofit": "",
    "lstStyle": "",
    "p": "",
    "pPr": "marL marR indent algn",
    "lnSpc": "",
    "spcBef": "",
    "spcAft": "",
    "spcPct": "val",
    "spcPts": "val",
    "buNone": "",
    "r": "",
    "rPr": "sz b i u cap spc baseline",
    "br": "",
    "t": "",
    "latin": "typeface",
    "ea": "typeface",
    "srgbClr": "val",
    "schemeClr": "val",
    "sysClr": "val lastClr",
    "prstClr": "val",
    "alpha": "val",
    "lumMod": "val",
    "lumOff": "val",
    "tint": "val",
    "shade": "val",
    "satMod": "val",
}
COLOURS = frozenset({"srgbClr", "schemeClr", "sysClr", "prstClr"})
FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill")
SCHEME_NAMES = frozenset(
    {f"accent{number}" for number in range(1, 7)} | {"dk1", "lt1", "dk2", "lt2", "hlink", "folHlink"}
)
CONNECTORS = (f"{kind}Connector{number}" for kind in ("bent", "curved") for number in range(2, 6))
LINES = ("line", "straightConnector1", *CONNECTORS)
GEOMETRIES = frozenset({member.xml_value for member in MSO_AUTO_SHAPE_TYPE} | set(LINES))
# Lengths that grow with the slide, beside the places of shapes.
SCALED = {
    "ln": ("w",),
    "rPr": ("sz",),
    "spcPts": ("val",),
    "bodyPr": ("lIns", "tIns", "rIns", "bIns"),
    "pPr": ("marL", "marR", "indent"),
    "outerShdw": ("blurRad", "dist"),
    "innerShdw": ("blurRad", "dist"),
    "softEdge": ("rad",),
    "glow": ("rad",),
}
NUMBER = re.compile(r"-?\d{1,10}")
VALUE = re.compile(r"[A-Za-z0-9 +\-*/%?.]{0,120}")
TYPEFACE = re.compile(r"[\w +\-@&.()]{0,60}")
COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
LAYOUT_KINDS = frozenset(
    {
        "title",
        "tx",
        "twoColTx",
        "tbl",
        "txAndChart",
        "chartAndTx",
        "dgm",
        "chart",
        "obj",
        "titleOnly",
        "blank",
        "secHead",
    }
    | {"twoObj", "twoTxTwoObj", "objTx", "picTx", "vertTx", "vertTitleAndTx", "objOnly", "txOverObj", "objAndTx"}
    | {"txAndObj", "objAndTwoObj", "twoObjAndObj", "twoObjAndTx", "txAndTwoObj", "fourObj", "cust"}
)
