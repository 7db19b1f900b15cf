"""When, where, which school and how old: one of them tells little, several together tell who it was."""

import re
from collections.abc import Iterator

from slides.anonymity.numbers import Finding
from slides.anonymity.words import listed

NUMERAL = "一二三四五六七八九十"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
EXACT_DATE = re.compile(
    rf"\d{{4}}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]|(?<!\d)\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}}(?!\d)"
    rf"|\b\d{{1,2}} (?:{MONTHS}) \d{{4}}|\b(?:{MONTHS}) \d{{1,2}}, \d{{4}}"
)
DAY_OF_YEAR = re.compile(
    rf"(?<!\d)\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]|[{NUMERAL}]{{1,2}}月[{NUMERAL}]{{1,3}}[日号]"
    rf"|\b\d{{1,2}} (?:{MONTHS})\b|\b(?:{MONTHS}) \d{{1,2}}\b(?!,? \d{{4}})"
)
# The day of a law, of history or of a festival tells nobody's story.
PUBLIC_DAY = re.compile(
    "施行|公布|通过|修订|修正|修改|实施|生效|发布|颁布|查阅|废止|宪法|国庆|国旗|国歌|成立|诞生|禁毒日|消防|宣传日|纪念日|公祭|"
    "解释|意见|决定|规定|条例|法》|in force|took effect|takes effect|adopted|promulgated|published|amended|revised|"
    "Constitution|opinion|interpretation|founded|National|Day|act of|law of|regulation",
    re.I,
)
# Characters that no proper name of a place or a school holds; they join other words.
JOINING = (
    "的了着过是在有和与及或也都就不没很更最把被给对从到向为以所之其这那哪什么怎谁我你他她它们自己各每某等里外上下"
    "读进念考个几另别全家开到去来往于"
)
PROPER = f"(?:(?![{JOINING}])[\u4e00-\u9fff])"
SCHOOL = re.compile(
    f"(?:{PROPER}{{1,6}}[省市县区镇乡州旗])?第[{NUMERAL}百\\d]+(?:初级|高级|实验|职业|完全)?(?:中学|小学|高中|初中|职中)"
    f"|{PROPER}{{2,6}}[省市县区镇乡州旗]{PROPER}{{1,8}}(?:小学|中学|学校|高中|初中|幼儿园)"
    f"|[市县区镇][{NUMERAL}]{{1,2}}(?:中|小|高|初)(?![\u4e00-\u9fff]*[学等间心]|年|时|月|岁)"
    f"|{PROPER}{{2,6}}(?:实验|附属|外国语|希望|中心|职业技术)(?:小学|中学|学校|高中|初中)"
    f"|(?:(?<=[在到于自是去读的，。：；、“])|^)(?P<bare>{PROPER}{{2,4}})(?:小学|中学|高级中学)"
    r"|\bNo\.? ?\d+ (?:Primary|Elementary|Middle|High|Secondary|Junior|Senior|Experimental)"
    r"(?: High| Middle| Primary)? School"
    r"|\b(?P<first>[A-Z][a-z]+)(?: [A-Z][a-z]+)* "
    r"(?:Primary|Elementary|Middle|High|Secondary|Experimental|Vocational|Foreign Languages?) School"
)
NO_SCHOOLS = listed("""
    一些 一所 三所 不同 不少 专门 两所 中外 中等 义务 义务教育 九年 乡村 乡村中心 乡镇 今天 以前 任何 偏远 全国 公办
    公立 其他 农村 刚上 初级 原来 县城 同一 同学 国内 国外 城乡 城市 城里 城镇 外地 多所 妹妹 学生 孩子 完全 完全中
    寄宿 山区 工读 异地 弟弟 当地 技工 普通 普通高级 本地 民办 特殊 现在 省城 私立 职业 许多 贫困 边远 这些 那些
    重点 镇上 附近 高级
""")
GENERIC_SCHOOL = re.compile(
    "中小学|[地住民政]区|发达|贫困|民办|公办|民族|普通|设置|举办|建设|委托|配套|专门|教育|各类|乡镇|城镇|规定|制定"
)
NO_SCHOOLS_IN_ENGLISH = listed("""
    A After All An And Another Any As At Before But By During Each Every For From Her High His If In Its Junior
    Local Lower Middle Most My Of One Or Our Primary Private Public Rural Secondary Senior Since Some That The Their
    These This Those To Two Upper When While With Your
""")
PLACE = re.compile(
    f"{PROPER}{{1,6}}(?:自治区|自治州|自治县|省|市|县|街道|镇|乡|村)|{PROPER}{{2,3}}区"
    f"|{PROPER}{{2,6}}(?:小区|新村|花园|[路街]\\d+号)"
    r"|\b(?!The |This |Our |In |Every |Each )[A-Z][a-z]+ "
    r"(?:City|County|District|Province|Town|Township|Village|Street|Road)\b"
)
NO_PLACES = re.compile(
    "(?:城|超|夜|门|集|都|股|楼|房|早|黑|上|菜|闹|设区的|直辖|地级|县级)市$|(?:农|山|乡|新|渔|小|同|全|本|邻)村$|(?:乡|城|小|全|古|冰|村)镇$|"
    "(?:家|故|老|异|他|城|水|梦|同|思|返|回|下|山)乡$|(?:社|地|小|校|学|景|山|牧|灾|园|厂|街|片|辖|城|市|郊|误|禁|住宅|生活|活动|自治|"
    "办公|休息|等候|危险|安全|公共|评论|讨论)区$|^(?:知|行|外|本|全|各|跨|反|内|节|邻|三|几)+省$|^(?:本|全|外|邻|各|贫困)+县$"
)
AGE = re.compile(
    rf"(?<!\d)\d{{1,2}}\s*(?:周)?岁|[{NUMERAL}]{{1,3}}(?:周)?岁|\b\d{{1,2}}[- ]years?[- ]old\b|\baged? \d{{1,2}}\b"
    rf"|(?:初|高)[一二三](?:年级)?[（(]?\d*[）)]?班|[一二三四五六]年级[（(]?[{NUMERAL}\d]+[）)]?班"
)


def dates(text: str) -> Iterator[Finding]:
    """The exact days of a text, without those of laws, history and festivals."""
    for rule, form in (("date", EXACT_DATE), ("day", DAY_OF_YEAR)):
        for match in form.finditer(text):
            around = text[max(0, match.start() - 24) : match.end() + 24]
            if not PUBLIC_DAY.search(around):
                yield Finding(match.group(), match.start(), rule)


def schools(text: str) -> Iterator[Finding]:
    """The schools that a text names."""
    for match in SCHOOL.finditer(text):
        is_any = match["bare"] in NO_SCHOOLS or match["first"] in NO_SCHOOLS_IN_ENGLISH
        if not is_any and not GENERIC_SCHOOL.search(match.group()):
            yield Finding(match.group(), match.start(), "school")


def places(text: str) -> Iterator[Finding]:
    """The places that a text names."""
    for match in PLACE.finditer(text):
        if not NO_PLACES.search(match.group()):
            yield Finding(match.group(), match.start(), "place")


def ages(text: str) -> Iterator[Finding]:
    """The ages and school classes that a text gives."""
    for match in AGE.finditer(text):
        yield Finding(match.group(), match.start(), "age")
