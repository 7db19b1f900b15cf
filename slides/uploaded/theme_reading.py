"""The typefaces and the styles of a theme."""

from lxml import etree

from slides.uploaded.allowed import TYPEFACE, A
from slides.uploaded.values import Fonts
from slides.words import clean

LATIN, CHINESE = "Arial", "Microsoft YaHei"
# Typefaces for Chinese that come with Windows, WPS or a Mac, or that schools install.
CHINESE_FACES = frozenset(
    {"Microsoft YaHei", "微软雅黑", "Microsoft YaHei UI", "SimHei", "黑体", "SimSun", "宋体", "NSimSun", "新宋体"}
    | {"KaiTi", "楷体", "FangSong", "仿宋", "DengXian", "等线", "PingFang SC", "苹方-简", "YouYuan", "幼圆"}
    | {"Source Han Sans SC", "思源黑体", "思源黑体 CN", "Source Han Serif SC", "思源宋体", "思源宋体 CN"}
    | {
        "Noto Sans SC",
        "Noto Sans CJK SC",
        "Noto Serif SC",
        "Noto Serif CJK SC",
        "STXihei",
        "华文细黑",
        "STKaiti",
        "华文楷体",
    }
    | {"STSong", "华文宋体", "STZhongsong", "华文中宋", "STFangsong", "华文仿宋"}
)
# Letters of these are wider than the fitting reckons with.
WIDE_FACES = frozenset(
    {
        "verdana",
        "courier new",
        "consolas",
        "arial black",
        "lucida console",
        "lucida sans unicode",
        "impact",
        "wingdings",
    }
)
LISTS = (("fill", "fillStyleLst"), ("line", "lnStyleLst"), ("background", "bgFillStyleLst"))


def fonts_of(theme: etree._Element) -> tuple[Fonts, list[tuple[str, str]]]:
    """The typefaces that are sure to be there and to fit, and a remark on each that was replaced."""
    remarks: list[tuple[str, str]] = []
    return Fonts(_faces(theme, "majorFont", remarks), _faces(theme, "minorFont", remarks)), remarks


def _faces(theme: etree._Element, which: str, remarks: list[tuple[str, str]]) -> tuple[str, str]:
    font = theme.find(f"{A}themeElements/{A}fontScheme/{A}{which}")
    if font is None:
        return LATIN, CHINESE
    # The list of scripts that follows is the same in every file of an office program: nobody chose it.
    latin, chinese = _named(font, "latin"), _named(font, "ea")
    fits = latin and TYPEFACE.fullmatch(latin) and not latin.startswith("+") and latin.casefold() not in WIDE_FACES
    for wrong, rule, face in ((not fits, "face", latin), (chinese not in CHINESE_FACES, "chinese_face", chinese)):
        if wrong and face and (rule, face) not in remarks:
            remarks.append((rule, face[:60]))
    return latin if fits else LATIN, chinese if chinese in CHINESE_FACES else CHINESE


def _named(font: etree._Element, kind: str) -> str:
    face = font.find(A + kind)
    return clean(face.get("typeface", "")) if face is not None else ""


def style_lists(theme: etree._Element) -> dict[str, list[etree._Element]]:
    """The fills, lines and backgrounds that shapes may name by a number."""
    formats = theme.find(f"{A}themeElements/{A}fmtScheme")
    if formats is None:
        return {}
    return {kind: list(formats.find(A + name)) for kind, name in LISTS if formats.find(A + name) is not None}
