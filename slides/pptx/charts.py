"""Native charts: python-pptx writes chart and workbook, and what its schema and its looks lack is set here."""

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from slides.composing.deck import Chart
from slides.designs.looks import Look
from slides.package import same_workbook
from slides.pptx.drawingml import solid

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
KINDS = {
    "bar": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "lying": XL_CHART_TYPE.BAR_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
SERIES_COLOURS = ("deep", "accent1")
GAPS = {2: 160, 3: 110, 4: 80}
WORKBOOK_RELATION = "rId1"


def chart_parts(chart: Chart, look: Look, size: int, lang: str) -> tuple[bytes, bytes]:
    """The chart's XML and its workbook."""
    data = CategoryChartData(number_format="General")
    data.categories = chart.labels
    for name, numbers in chart.series:
        data.add_series(name, tuple(int(n) if n == int(n) else n for n in numbers))
    root = etree.fromstring(ChartXmlWriter(KINDS[chart.kind], data).xml.encode())
    _number_axes(root)
    _dress_plot(root, chart, look, size, lang)
    _dress_axes(root, look, size, lang)
    if chart.kind == "lying":
        _read_downwards(root)
    _link_workbook(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), same_workbook(
        data._workbook_writer.xlsx_blob
    )


def _number_axes(root: etree._Element) -> None:
    """Axis ids must be unsigned, and are the same in every build."""
    new: dict[str, str] = {}
    for element in root.iter(f"{C}axId", f"{C}crossAx"):
        element.set("val", new.setdefault(element.get("val"), str(50010001 + len(new))))


def _element(xml: str) -> etree._Element:
    tag, rest = (
        xml[1:].split(">", 1)
        if not xml.split(">", 1)[0].endswith("/")
        else (xml[1:].split("/>", 1)[0] + "/", xml.split("/>", 1)[1])
    )
    return etree.fromstring(f"<{tag.rstrip('/')} {SPACES}{'/' if tag.endswith('/') else ''}>{rest}")


def _text(look: Look, size: int, lang: str, *, bold: bool = False) -> str:
    code = 'lang="zh-CN" altLang="en-US"' if lang == "zh" else 'lang="en-US" altLang="zh-CN"'
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        '<a:defRPr sz="{}" b="{}">{}<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
        "</a:defRPr></a:pPr><a:endParaRPr {}/></a:p></c:txPr>"
    ).format(size * 100, int(bold), solid(look, "ink"), code)


def _dress_plot(root: etree._Element, chart: Chart, look: Look, size: int, lang: str) -> None:
    plot = next(root.iter(f"{C}barChart", f"{C}lineChart"))
    vary = plot.find(f"{C}varyColors")
    if vary is not None:
        vary.set("val", "0")
    for number, series in enumerate(plot.findall(f"{C}ser")):
        _dress_series(series, chart, look, SERIES_COLOURS[number], _text(look, size, lang, bold=True))
    gap = plot.find(f"{C}gapWidth")
    if gap is not None:
        gap.set("val", str(GAPS.get(len(chart.labels), 50)))
    area = root.find(f"{C}chart")
    for old in area.findall(f"{C}legend"):
        area.remove(old)
    deleted = area.find(f"{C}autoTitleDeleted")
    deleted.set("val", "1")
    if len(chart.series) > 1:
        legend = _element(f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_text(look, size, lang)}</c:legend>')
        area.find(f"{C}plotArea").addnext(legend)


def _dress_series(series: etree._Element, chart: Chart, look: Look, colour: str, text: str) -> None:
    for tag in ("spPr", "marker", "dLbls", "invertIfNegative", "smooth"):
        for old in series.findall(C + tag):
            series.remove(old)
    if chart.kind != "line":
        paint = f"<c:spPr>{solid(look, colour)}</c:spPr>"
        after = ['<c:invertIfNegative val="0"/>']
    else:
        paint = f'<c:spPr><a:ln w="44450" cap="rnd">{solid(look, colour)}<a:round/></a:ln></c:spPr>'
        after = [
            f'<c:marker><c:symbol val="circle"/><c:size val="10"/><c:spPr>{solid(look, colour)}</c:spPr></c:marker>'
        ]
    code = _number_format(chart).replace('"', "&quot;")
    after.append(
        f'<c:dLbls><c:numFmt formatCode="{code}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>{text}'
        f'<c:dLblPos val="{"t" if chart.kind == "line" else "outEnd"}"/><c:showLegendKey val="0"/>'
        f'<c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    at = series.find(f"{C}tx")
    for xml in (paint, *after):
        element = _element(xml)
        at.addnext(element)
        at = element
    if chart.kind == "line":
        series.append(_element('<c:smooth val="0"/>'))


def _number_format(chart: Chart) -> str:
    """The numbers of a chart with as many decimals as the longest of them: 30.0% beside 95.8%."""
    longest = max(
        (len(f"{number:g}".partition(".")[2]) for _, numbers in chart.series for number in numbers), default=0
    )
    plain = f"0.{'0' * longest}" if longest else "General"
    return f'{plain}"{chart.unit}"' if chart.unit else plain


def _dress_axes(root: etree._Element, look: Look, size: int, lang: str) -> None:
    """Labels stay, numbers stand on the columns: the value axis and its grid are not shown, and start at nought."""
    plot_area = root.find(f"{C}chart/{C}plotArea")
    for axis in plot_area.findall(f"{C}catAx") + plot_area.findall(f"{C}valAx"):
        for tag in ("majorGridlines", "txPr", "spPr", "numFmt"):
            for old in axis.findall(C + tag):
                axis.remove(old)
        labels = axis.find(f"{C}tickLblPos")
        line = f'<c:spPr><a:ln w="19050">{solid(look, "deep")}</a:ln></c:spPr>'
        labels.addnext(_element(line))
        labels.getnext().addnext(_element(_text(look, size, lang)))
        if axis.tag == f"{C}valAx":
            axis.find(f"{C}delete").set("val", "1")
            if axis.find(f"{C}scaling/{C}min") is None:
                axis.find(f"{C}scaling").append(_element('<c:min val="0"/>'))


def _read_downwards(root: etree._Element) -> None:
    """Bars that lie are read from the top: the first label stands there."""
    for axis in root.iter(f"{C}catAx"):
        axis.find(f"{C}scaling/{C}orientation").set("val", "maxMin")


def _link_workbook(root: etree._Element) -> None:
    for old in root.findall(f"{C}externalData") + root.findall(f"{C}txPr"):
        root.remove(old)
    link = etree.SubElement(root, f"{C}externalData")
    link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", WORKBOOK_RELATION)
    update = etree.SubElement(link, f"{C}autoUpdate")
    update.set("val", "0")
