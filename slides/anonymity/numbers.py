"""Numbers and addresses that belong to one person: telephone, identity card, bank card, chat, plate, e-mail."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
NOT_IN_NUMBER = r"(?<![0-9A-Za-z.]){}(?![0-9A-Za-z])"
MOBILE = re.compile(NOT_IN_NUMBER.format(r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}"))
LANDLINE = re.compile(NOT_IN_NUMBER.format(r"(?:\(0\d{2,3}\) ?|0\d{2,3}[- ]?)[2-9]\d{6,7}"))
IDENTITY = re.compile(
    NOT_IN_NUMBER.format(r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
)
CARD = re.compile(NOT_IN_NUMBER.format(r"[2-6]\d{3}(?:[- ]?\d{4}){2}(?:[- ]?\d{1,7})"))
LONG_NUMBER = re.compile(
    r"(?<![\d.A-Za-z])\d{7,18}[\dXx]?(?![\d.A-Za-z])(?!\s*(?:元|块|万|亿|人|次|件|名|条|个|yuan|people|cases))"
)
CHAT = re.compile(
    r"(?:QQ|扣扣)\s*(?:号码|号|群号|群)?\s*(?:[:是为]|is)?\s*[1-9]\d{4,10}(?!\d)"
    r"|(?:微信|威信|wechat|weixin|\bvx|\bwx)\s*(?:号码|号|ID)?\s*(?:[:是为]|is)\s*[a-z][-_a-z0-9]{5,19}",
    re.I,
)
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. ]?"
    r"(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[A-Za-z]{2,})+", re.A)
ON_THE_NET = re.compile(r"https?://|www\.", re.I)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_LETTERS = "10X98765432"


@dataclass(frozen=True)
class Finding:
    """What could tell who it was: the words, where they begin in the text, and the name of the rule that found them."""

    text: str
    at: int
    rule: str


def half_width(text: str) -> str:
    """The same text, character by character, with plain digits and letters."""
    return text.translate(FULL_WIDTH)


def personal_numbers(text: str) -> Iterator[Finding]:
    """The numbers and addresses of a text that belong to one person, wherever they stand."""
    taken: list[tuple[int, int]] = []
    for rule, form, holds in (
        ("identity", IDENTITY, is_identity_number),
        ("card", CARD, is_card_number),
        ("telephone", MOBILE, bool),
        ("chat", CHAT, bool),
        ("plate", PLATE, bool),
        ("mail", MAIL, bool),
    ):
        for match in form.finditer(text):
            if holds(match.group()) and not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                yield Finding(match.group(), match.start(), rule)


def other_numbers(text: str) -> Iterator[Finding]:
    """Numbers that a public notice may carry and a story may not: landlines, long numbers, addresses on the net."""
    for rule, form in (("telephone", LANDLINE), ("number", LONG_NUMBER), ("net", ON_THE_NET)):
        for match in form.finditer(text):
            yield Finding(match.group(), match.start(), rule)


def is_identity_number(text: str) -> bool:
    """Whether the last sign of an 18-digit identity number is the one that its other digits ask for."""
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], WEIGHTS, strict=True))
    return CHECK_LETTERS[total % 11] == text[17].upper()


def is_card_number(text: str) -> bool:
    """Whether a bank card's digits, 16 to 19 of them, pass the Luhn check."""
    digits = [int(digit) for digit in text if digit.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return 16 <= len(digits) <= 19 and sum(doubled) % 10 == 0
