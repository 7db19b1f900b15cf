"""The tables of the ledger, in the order in which they refer to each other."""

from __future__ import annotations

from functools import partial
from typing import Any

from course.ledger import cells, moments
from course.ledger.cells import CODE_CELL, DEGREES_CELL, NAME_CELL, REASON_CELL, Kind
from course.ledger.ledger import Column, Table
from course.ledger.moments import CLOCK_CELL, DAY_CELL
from course.roster.models import Agency, Level, SchoolStage, Substitution

ALL_SCHOOLS = "*"
STAGES = [stage.value for stage in SchoolStage]


def number(least: int, most: int, unit: str = "") -> Kind:
    """Whole numbers between two others."""
    return Kind(partial(cells.read_number, least=least, most=most, unit=unit))


def amount(least: str, most: str) -> Kind:
    """Numbers that may have decimals."""
    return Kind(partial(cells.read_amount, least=least, most=most), cells.write_amount, strict=False)


def choice(**words: str) -> Kind:
    """A few values, each with the Chinese words that mean it, the most usual one first."""
    found = {value: value for value in words}
    for value, meant in words.items():
        found.update(dict.fromkeys(meant.split(), value))
    return Kind(partial(cells.read_choice, choices=found))


def values(one: Any) -> Kind:
    """A list with ``;`` between its values."""
    return Kind(partial(cells.read_list, one=one), cells.write_list)


def school_or_all(text: str) -> str:
    """A school's code, or ``*`` for all schools."""
    return text if text == ALL_SCHOOLS else cells.read_code(text)


AGENCY = choice(
    **{
        Agency.POLICE: "公安 公安机关 公安局 派出所 警察",
        Agency.COURT: "法院 人民法院 法庭",
        Agency.PROCURATORATE: "检察院 检察 检察机关 人民检察院",
        Agency.JUSTICE: "司法 司法所 司法局 司法行政 司法行政机关",
    }
)
STAGE = choice(
    **{
        SchoolStage.PRIMARY: "小学",
        SchoolStage.JUNIOR: "初中 初级中学",
        SchoolStage.SENIOR: "高中 高级中学 普通高中",
    }
)
LEVEL = choice(
    **{
        Level.PROVINCE: "省 省级 自治区 直辖市",
        Level.CITY: "市 市级 地市 地市级 州",
        Level.COUNTY: "县 县级 区 区县 县区 区级",
    }
)
SUBSTITUTE = choice(**{Substitution.SAME_STATION: "同单位 同所 本单位", Substitution.NONE: "不代课"})
PERIODS = values(partial(cells.read_number, least=1, most=20))
WEEKDAYS = values(partial(cells.read_number, least=1, most=7))
STAGE_LIST = values(STAGE.read)
CODES = values(cells.read_code)


def coordinates() -> tuple[Column, Column]:
    """Where something is; unknown where empty."""
    return Column("lat", "纬度", DEGREES_CELL, empty=None), Column("lon", "经度", DEGREES_CELL, empty=None)


def times() -> tuple[Column, Column]:
    """From when to when."""
    return (
        Column("start", "开始时间 开始 起始时间 起", moments.START_CELL, required=True),
        Column("end", "结束时间 结束 截止时间 止", moments.END_CELL, required=True),
    )


CODE = Column("code", "编号 代码 编码 区域代码 单位代码 学校代码 工号 主题代码", CODE_CELL, required=True)
NAME = Column("name", "名称 姓名 地区名称 区域名称 单位名称 学校名称 主题名称 主题", NAME_CELL, required=True)
REASON = Column("reason", "原因 事由 说明", REASON_CELL)
REGION = Column(
    "region", "所属地区 地区 所属区域 区域 区域代码 所在区域", CODE_CELL, required=True, refers_to="regions"
)
SCHOOL = Column("school", "学校编号 学校 学校代码 学校编码", CODE_CELL, required=True, refers_to="schools")
PERSON = Column(
    "vice_principal",
    "法治副校长 法治副校长编号 法治副校长代码 副校长 副校长代码 编号 工号",
    CODE_CELL,
    required=True,
    refers_to="vice_principals",
)

REGIONS = Table(
    "regions",
    "地区 区域 区划 行政区划",
    (
        CODE,
        NAME,
        Column("level", "级别 层级", LEVEL, required=True),
        Column("parent", "上级 上级编号 上级代码 上级地区 上级区域", CODE_CELL, refers_to="regions"),
    ),
    ("code",),
)
STATIONS = Table(
    "stations",
    "派出单位 单位",
    (CODE, NAME, Column("agency", "机关 机关类别 系统 单位类型", AGENCY, required=True), REGION, *coordinates()),
    ("code",),
)
SCHOOLS = Table(
    "schools",
    "学校 学校名单",
    (
        CODE,
        NAME,
        Column("stage", "学段 办学类型", STAGE, required=True),
        REGION,
        *coordinates(),
        Column("hall", "礼堂座位 礼堂座位数 礼堂", number(0, 20_000, "座"), empty=0),
        Column("closed_periods", "不排课节次 不可用节次", PERIODS, empty=()),
        Column("pref_weekdays", "优先星期 优先工作日", WEEKDAYS, empty=()),
        Column("pref_periods", "优先节次", PERIODS, empty=()),
    ),
    ("code",),
)
CLASSES = Table(
    "classes",
    "班级 班级名单",
    (
        SCHOOL,
        Column("grade", "年级", Kind(cells.read_grade), required=True),
        Column("class", "班 班级 班号 班次", Kind(cells.read_class_number), required=True),
        Column("pupils", "人数 学生数 学生人数", Kind(cells.read_pupils), required=True),
    ),
    ("school", "grade", "class"),
)
THEMES = Table(
    "themes",
    "主题 主题名单",
    (
        CODE,
        NAME,
        Column("special_day", "纪念日 特殊日 宣传日", Kind(moments.read_special_day)),
        Column("stages", "适用学段 学段", STAGE_LIST, empty=()),
    ),
    ("code",),
)
VICE_PRINCIPALS = Table(
    "vice_principals",
    "法治副校长 副校长 法治副校长名单",
    (
        CODE,
        NAME,
        Column("station", "单位编号 单位 单位代码 派出单位 所属单位", CODE_CELL, required=True, refers_to="stations"),
        Column("agency", "机关 机关类别 系统", AGENCY),
        *coordinates(),
        Column("max_lessons_week", "每周最多节数 每周最多课数", number(1, 40, "节"), empty=2),
        Column("max_lessons_day", "每天最多节数 每天最多课数", number(1, 12, "节"), empty=2),
        Column("themes", "可讲主题 主题 擅长主题", CODES, empty=(), refers_to="themes"),
        Column("phone", "电话 手机 手机号 联系电话", Kind(cells.read_phone)),
        Column("email", "邮箱 电子邮箱", Kind(cells.read_email)),
    ),
    ("code",),
)
APPOINTMENTS = Table(
    "appointments",
    "聘任 聘任名单",
    (
        PERSON,
        SCHOOL,
        Column("start", "开始日期 聘任日期 开始", DAY_CELL, required=True),
        Column("end", "结束日期 到期日期 结束", DAY_CELL, required=True),
    ),
    ("vice_principal", "school", "start"),
)
UNAVAILABILITY = Table(
    "unavailability", "不可排时间 请假值班 不可用时间", (PERSON, *times(), REASON), ("vice_principal", "start", "end")
)
BLACKOUTS = Table(
    "blackouts",
    "学校停排 停排时间",
    (
        Column("school", SCHOOL.titles, Kind(school_or_all), required=True, refers_to="schools"),
        *times(),
        REASON,
    ),
    ("school", "start", "end"),
)
BELLS = Table(
    "bells",
    "作息 作息时间 作息表",
    (
        Column("key", "学段或学校 适用 学段", CODE_CELL, required=True),
        Column("period", "节次 第几节", number(1, 20, "节"), required=True),
        Column("start", "开始时间 开始 上课", CLOCK_CELL, required=True),
        Column("end", "结束时间 结束 下课", CLOCK_CELL, required=True),
    ),
    ("key", "period"),
)
TERM = Table(
    "term",
    "学期",
    (
        Column("key", "项目 设置", CODE_CELL, required=True),
        Column("value", "值 内容", Kind(partial(cells.read_text, most=cells.LONGEST_NAME))),
    ),
    ("key",),
)
TABLES = (
    REGIONS,
    STATIONS,
    SCHOOLS,
    CLASSES,
    THEMES,
    VICE_PRINCIPALS,
    APPOINTMENTS,
    UNAVAILABILITY,
    BLACKOUTS,
    BELLS,
    TERM,
)
# Accounts of schools come with an export of another system only: they are no table of a folder, and not handed out.
ACCOUNTS = Table(
    "users",
    "账号",
    (Column("email", "邮箱", Kind(cells.read_email), required=True), SCHOOL, NAME),
    ("email",),
)
BY_NAME = {table.name: table for table in (*TABLES, ACCOUNTS)}

# The settings of a term, in the order in which they are written.
SETTINGS = {
    column.name: column
    for column in (
        Column("start", "开始日期", DAY_CELL),
        Column("end", "结束日期", DAY_CELL),
        Column("min_hours", "每校最少课时", amount("0", "200"), empty=4),
        Column("max_schools_per_vice_principal", "每人最多学校", number(1, 100)),
        Column("max_vice_principals_per_school", "每校最多法治副校长", number(1, 100)),
        Column("kmh", "每小时公里", amount("1", "200")),
        Column("detour", "绕行系数", amount("1", "10")),
        Column("walk_min", "步行分钟", amount("0", "240")),
        Column("substitute", "代课", SUBSTITUTE),
    )
}
