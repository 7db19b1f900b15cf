"""Likely names of real persons: a surname with a given name, where the words around it say that it is one.

Nicknames (小满, 阿凯, 豆豆), a surname alone with a title (王老师, 李警官) or with 老, 小, 某 (老王, 小李, 张某) tell
nobody and are welcome.  Persons of history may be named.
"""

import re
from collections.abc import Iterator

from slides.anonymity.numbers import Finding
from slides.anonymity.words import (
    COMMON_SURNAMES,
    DOUBLE_SURNAMES,
    ENGLISH_WORDS,
    GIVEN,
    JOINING_SURNAMES,
    KNOWN,
    KNOWN_IN_ENGLISH,
    LESS_PLAIN_SURNAMES,
    NEVER_GIVEN,
    NO_NAMES,
    PINYIN_SURNAMES,
    PLAIN_SURNAMES,
    STRONG_GIVEN,
    SURNAMES,
    SYLLABLE,
)

FAMILY = f"(?:{DOUBLE_SURNAMES}|[{SURNAMES}])"
ANY_GIVEN = f"(?:(?![{NEVER_GIVEN}])[\u4e00-\u9fff]){{1,2}}"
TITLES = "同学|小朋友|先生|女士|老师|警官|民警|校长|主任|医生|律师|法官|检察官|班长"
INTRODUCED = "姓名[:：是为 ]*|名叫|(?:真名|本名)(?:是|叫)?"
PARTIES = "(?:被告人?|被害人|受害人|嫌疑人|当事人)(?:是|叫|[:：])?"
CALLED = "叫|名字是|学生|同学|男生|女生|男孩|女孩|少年|班长|邻居|网友|朋友"
DESCRIBED = (
    "[，,（( ]{1,2}(?:(?:男|女)(?:[，,、）) 。]|$|生)|(?:今年|现年|时年)?(?:\\d{1,2}|[一二三四五六七八九十]{1,3})岁)"
)
AFTER = (
    "[，。、；：！？“”‘’（）()《》\\s,.;:!?]|$|的|和|与|在|是|被|把|给|说|问|对|向|从|同|跟|也|又|就|已|才|还|却|没|不|拿|打|骂|"
    "骗|偷|抢|走|跑|哭|吵|告诉|承认|发现|收到|点开|转账|报|一起|一同|两"
)
BEFORE = "(?:(?<=[，。、；：！？“”‘’（(《》\\s,.;:!?和与对把被给找跟向是的了])|^)"
NO_NICKNAME = "(?<![老小阿大])"
PSEUDONYM = re.compile("[”’]?[（(]?(?:均为|系|是)?化名")
# The words that make a name one, each with the name: 名叫李强; 同学叫李强; 李强，男; 李强同学; 王建国……; 李强说.
WAYS = "|".join(
    (
        f"(?:{INTRODUCED})(?P<said>{FAMILY}(?:[{GIVEN}]{{2}}|{ANY_GIVEN}(?={AFTER})))",
        f"(?:{PARTIES})(?P<party>{FAMILY}[{GIVEN}]{{1,2}})",
        f"(?:{CALLED})(?P<called>(?:{DOUBLE_SURNAMES}|[{PLAIN_SURNAMES}])[{GIVEN}]{{1,2}})(?={AFTER})",
        f"{NO_NICKNAME}(?P<described>{FAMILY}{ANY_GIVEN})(?={DESCRIBED})",
        f"{NO_NICKNAME}(?P<titled>{FAMILY}[{GIVEN}]{{1,2}})(?={TITLES})",
        f"{BEFORE}(?P<whole>(?:{DOUBLE_SURNAMES}|(?![{JOINING_SURNAMES}])[{COMMON_SURNAMES}])[{GIVEN}]{{2}})",
        f"{BEFORE}(?P<short>[{PLAIN_SURNAMES}{LESS_PLAIN_SURNAMES}][{STRONG_GIVEN}])(?={AFTER})",
    )
)
NAME = re.compile(WAYS)
PINYIN_NAME = re.compile(
    f"\\b(?:(?:{PINYIN_SURNAMES}) (?=[A-Z])(?i:{SYLLABLE}(?:[-' ]?{SYLLABLE}){{0,2}})\\b"
    f"|(?=[A-Z])(?i:{SYLLABLE}[-']?{SYLLABLE}) (?:{PINYIN_SURNAMES})\\b)"
)


def chinese_names(text: str) -> Iterator[Finding]:
    """The likely names of persons in a Chinese text."""
    for match in NAME.finditer(text):
        name, at = next((found, match.start(group)) for group, found in match.groupdict().items() if found)
        is_word = name[:2] in NO_NAMES or name[0] == name[1]
        if not (is_word or name in KNOWN or PSEUDONYM.match(text, at + len(name))):
            yield Finding(name, at, "name")


def english_names(text: str) -> Iterator[Finding]:
    """The likely names of persons in an English text, written in pinyin."""
    for match in PINYIN_NAME.finditer(text):
        words = match.group().split()
        if not ENGLISH_WORDS & set(words) and match.group() not in KNOWN_IN_ENGLISH:
            yield Finding(match.group(), match.start(), "name")
