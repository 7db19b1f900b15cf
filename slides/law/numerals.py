"""Numerals as laws write them: 51, ５１, 五十一, 一百零三."""

DIGITS = "零一二三四五六七八九"
NUMBER = r"[0-9０-９〇零一二两三四五六七八九十百千]+"


def number_of(text: str) -> int:
    """Read a numeral: 51, ５１, 五十一, 一百零三, 二百三十六."""
    if text.translate({ord("〇"): "零"}).isdecimal():
        return int(text)
    total, digit = 0, 0
    for character in text.replace("〇", "零").replace("两", "二"):
        if character in DIGITS:
            digit = DIGITS.index(character)
        elif character.isdecimal():
            digit = digit * 10 + int(character)
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return total + digit


def chinese(number: int) -> str:
    """Write a numeral as laws do: 51 is 五十一, 103 is 一百零三, 210 is 二百一十."""
    if number > 9999:
        return str(number)
    text, unit_names = "", ("", "十", "百", "千")
    digits = [int(d) for d in str(number)]
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            text += DIGITS[digit] + unit_names[place]
        elif text and not text.endswith("零"):
            text += "零"
    text = text.rstrip("零") or "零"
    return text.removeprefix("一") if 10 <= number <= 19 else text
