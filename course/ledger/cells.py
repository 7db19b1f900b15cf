"""What one cell of the ledger says: text in, a value out, or a reason why it cannot be read.

Every kind of cell has a way to read and a way to write.  A cell whose text is not what the kind
would write has been repaired, and the import says so; what is not certain is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from course.ledger.escaping import unescaped

LONGEST_CODE, LONGEST_NAME, LONGEST_REASON, LONGEST_SHOWN = 64, 200, 1_000, 80
LIST_MARKS = re.compile(r"[;；,，、\s]+")
CODE = re.compile(r"[^\W_][\w.\-]*")
# Fifteen digits are all that a spreadsheet keeps of a number; the rest become zeros.
ROUNDED = re.compile(r"\d(\.\d+)?[eE]\+?\d+|\d{15}0{2,}")
SPREADSHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|#+)")
NOTHING = {"-", "--", "—", "——", "/", "无", "暂无", "N/A", "NULL", "null", "None"}
DIGITS = {mark: number for number, mark in enumerate("〇一二三四五六七八九")}


class Unfit(Exception):
    """A cell that cannot be read: the rule that it breaks, and the facts for the sentence."""

    def __init__(self, rule: str, **facts: Any) -> None:
        super().__init__(rule)
        self.rule, self.facts = rule, facts


@dataclass(frozen=True)
class Kind:
    """One kind of cell: ``read`` gives the value or raises ``Unfit``, ``write`` gives the text of the format."""

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    # Whether the characters stand exactly as typed; other kinds take full-width letters for plain ones.
    exact: bool = False
    # Whether another way of writing the same value, such as 33.1 for 33.10000, is worth a remark.
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """What came of a cell: its value, or the rule it breaks; ``repaired`` holds the text it was read as."""

    value: Any = None
    repaired: str | None = None
    broken: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def read_cell(kind: Kind, text: str, *, required: bool, empty: Any) -> Cell:
    """Read one cell; nothing in it means ``empty``, or a refusal where something is required."""
    given = unescaped(text)
    try:
        tidied = tidy(given, kind)
        if not tidied:
            if required:
                raise Unfit("empty")
            return Cell(empty, "" if given.strip() else None)
        value = kind.read(tidied)
    except Unfit as unfit:
        return Cell(broken=unfit.rule, facts=unfit.facts)
    plain = kind.write(value) if kind.strict else tidied
    return Cell(value, None if plain == given else plain)


def tidy(text: str, kind: Kind) -> str:
    """The text without blanks around it and without invisible characters, and plain where the kind allows."""
    if text.isascii() and text.isprintable():
        kept = text.strip()
    else:
        kept = visible(text if kind.exact else unicodedata.normalize("NFKC", text)).strip()
    if SPREADSHEET_ERROR.fullmatch(kept):
        raise Unfit("spreadsheet_error")
    return "" if kept in NOTHING and not kind.exact else kept


def visible(text: str) -> str:
    """The text without zero-width and direction marks; a control character cannot be meant."""
    for character in text:
        category = unicodedata.category(character)
        if (category == "Cc" and character not in "\n\t\r") or category == "Cs" or is_noncharacter(character):
            raise Unfit("control_character", code=f"U+{ord(character):04X}")
    return "".join(mark for mark in text if unicodedata.category(mark) != "Cf").replace("\r\n", "\n")


def is_noncharacter(character: str) -> bool:
    """Whether Unicode keeps this code for no character at all, so that no document may hold it."""
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or code == 0xFFFD


def shown(value: str) -> str:
    """The text of a cell as a report repeats it: short."""
    return value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"


def read_code(text: str) -> str:
    """A code: letters, digits, dots and dashes."""
    if ROUNDED.fullmatch(text):
        raise Unfit("rounded")
    if len(text) > LONGEST_CODE:
        raise Unfit("too_long", most=LONGEST_CODE)
    if not CODE.fullmatch(text):
        raise Unfit("not_a_code")
    return text


def read_text(text: str, most: int) -> str:
    """A name or a reason, exactly as written."""
    if len(text) > most:
        raise Unfit("too_long", most=most)
    if most <= LONGEST_NAME and ("\n" in text or "\r" in text or "\t" in text):
        raise Unfit("more_than_a_line")
    return text


def read_number(text: str, least: int, most: int, unit: str = "") -> int:
    """A whole number between two others; ``45人`` and ``45.0`` are 45."""
    plain = text[: -len(unit)].strip() if unit and text.endswith(unit) else text
    if re.fullmatch(r"\d{1,3}(,\d{3})+", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[+-]?\d{1,9}(\.0+)?", plain):
        raise Unfit("not_a_number")
    number = int(plain.partition(".")[0])
    if not least <= number <= most:
        raise Unfit("out_of_range", least=least, most=most)
    return number


def read_pupils(text: str) -> int:
    """How many pupils a class has; none is no class."""
    number = read_number(text, 0, 500, "人")
    if number == 0:
        raise Unfit("no_pupils")
    return number


def read_amount(text: str, least: str, most: str) -> Decimal:
    """A number that may have decimals."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise Unfit("not_a_number") from None
    if not amount.is_finite() or not Decimal(least) <= amount <= Decimal(most):
        raise Unfit("out_of_range", least=least, most=most)
    return round(amount, 2)


def write_amount(amount: Decimal) -> str:
    """``30`` and ``1.3``, never ``30.00``."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_degrees(text: str) -> float:
    """A coordinate in decimal degrees."""
    if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,15})?°?", text):
        raise Unfit("not_degrees")
    return float(text.rstrip("°"))


def write_degrees(value: float | None) -> str:
    """Five decimals (a metre), more where the ledger had more."""
    if value is None:
        return ""
    exact = f"{Decimal(repr(value)):f}"
    return exact if len(exact.partition(".")[2]) > 5 else f"{value:.5f}"


def chinese_number(text: str) -> int | None:
    """``三`` is 3, ``十二`` is 12; None for anything else."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.get(text)
    if (tens and tens not in DIGITS) or (ones and ones not in DIGITS):
        return None
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)


def read_class_number(text: str) -> int:
    """The number of a class: ``(3)班``, ``3班`` and ``三班`` are 3."""
    bare = re.sub(r"[()\[\]【】班\s]", "", text)
    number = chinese_number(bare)
    if number is None and not re.fullmatch(r"\d{1,3}(\.0+)?", bare):
        raise Unfit("not_a_class")
    return read_number(bare if number is None else str(number), 1, 200)


GRADES = {f"{stage}{mark}": first + n for stage, first in (("初", 7), ("高", 10)) for n, mark in enumerate("一二三")}


def read_grade(text: str) -> int:
    """A grade from 1 to 12: ``三年级`` is 3, ``初一`` is 7, ``高三`` is 12."""
    bare = re.sub(r"(年级|年)$", "", text)
    number = GRADES.get(bare) or chinese_number(bare)
    return read_number(bare if number is None else str(number), 1, 12)


def read_choice(text: str, choices: dict[str, str]) -> str:
    """One of a few words; the Chinese words for them are as good."""
    found = choices.get(text.lower())
    if found is None:
        raise Unfit("not_a_choice", choices="、".join(dict.fromkeys(choices.values())))
    return found


def read_list(text: str, one: Callable[[str], Any]) -> tuple[Any, ...]:
    """A few values with ``;`` between them, each once, in their order."""
    return tuple(dict.fromkeys(one(part) for part in LIST_MARKS.split(text) if part))


def write_list(values: Iterable[Any]) -> str:
    """``1;2``."""
    return ";".join(str(value) for value in values)


def read_phone(text: str) -> str:
    """A telephone number: digits, with blanks, dashes or a country code."""
    if ROUNDED.fullmatch(text) and not text.isdigit():
        raise Unfit("rounded")
    if not re.fullmatch(r"\+?[\d(][\d\- ()]{4,24}", text) or len(re.sub(r"\D", "", text)) < 5:
        raise Unfit("not_a_phone")
    return text


def read_email(text: str) -> str:
    """An e-mail address, one of them."""
    if len(text) > LONGEST_NAME or not re.fullmatch(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"'.]{2,}", text):
        raise Unfit("not_an_email")
    return text


CODE_CELL = Kind(read_code)
NAME_CELL = Kind(partial(read_text, most=LONGEST_NAME), exact=True)
REASON_CELL = Kind(partial(read_text, most=LONGEST_REASON), exact=True)
DEGREES_CELL = Kind(read_degrees, write_degrees, strict=False)
