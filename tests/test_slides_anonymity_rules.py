"""What could tell who it was is found in Chinese and English; nicknames, laws, history and everyday words are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from slides import Slide, Words, built_in_cases, parse_case, read_case
from slides.anonymity.numbers import is_card_number, is_identity_number
from slides.anonymity.rules import check_anonymity, told
from slides.case import Item, Notes, Part
from tests.test_slides_sample import sample_case

TELLS = [
    ("王小明同学的钱被骗走了。", "zh", "name", "王小明"),
    ("受骗的学生名叫李强。", "zh", "name", "李强"),
    ("班上有个男生叫张伟，爱打游戏。", "zh", "name", "张伟"),
    ("陈思雨，女，14岁，住校。", "zh", "name", "陈思雨"),
    ("刘洋（男，十五岁）借出了卡。", "zh", "name", "刘洋"),
    ("姓名：欧阳娜", "zh", "name", "欧阳娜"),
    ("被告人赵建国拿走了手机。", "zh", "name", "赵建国"),
    ("王建国把同学的手机拿走了。", "zh", "name", "王建国"),
    ("小满和陈思雨吵了一架。", "zh", "name", "陈思雨"),
    ("李强说：借我用两天。", "zh", "name", "李强"),
    ("被害人诸葛文静报了警。", "zh", "name", "诸葛文静"),
    ("“周俊豪”被拦在门口。", "zh", "name", "周俊豪"),
    ("和同学孙悦一起上网", "zh", "name", "孙悦"),
    ("小学生李浩然被骗了", "zh", "name", "李浩然"),
    ("14岁的李明在校门口", "zh", "name", "李明"),
    ("刘洋把卡借出去了", "zh", "name", "刘洋"),
    ("他借给了周鹏。", "zh", "name", "周鹏"),
    ("Wang Xiaoming lost his money.", "en", "name", "Wang Xiaoming"),
    ("A boy called Li Qiang spoke.", "en", "name", "Li Qiang"),
    ("It was Zhang Wei who hit him.", "en", "name", "Zhang Wei"),
    ("Xiaoming Wang lost his money.", "en", "name", "Xiaoming Wang"),
    ("Ouyang Na told the teacher.", "en", "name", "Ouyang Na"),
    ("打13812345678找我。", "zh", "telephone", "13812345678"),
    ("电话：138 1234 5678", "zh", "telephone", "138 1234 5678"),
    ("１３８１２３４５６７８", "zh", "telephone", "13812345678"),
    ("Call +86 138-1234-5678 now", "en", "telephone", "+86 138-1234-5678"),
    ("家里电话0571-87654321。", "zh", "telephone", "0571-87654321"),
    ("身份证11010519491231002X被拍了照。", "zh", "identity", "11010519491231002X"),
    ("卡号6217000010001234564", "zh", "number", "6217000010001234564"),
    ("卡号是4111 1111 1111 1111。", "zh", "card", "4111 1111 1111 1111"),
    ("加QQ：123456789领皮肤", "zh", "chat", "QQ:123456789"),
    ("微信号是abc_12345", "zh", "chat", "微信号是abc_12345"),
    ("My WeChat: xiaoman2020", "en", "chat", "WeChat: xiaoman2020"),
    ("那辆车是京A12345。", "zh", "plate", "京A12345"),
    ("车牌沪B·D12345开走了", "zh", "plate", "沪B·D12345"),
    ("写信到 someone@example.com 吧", "zh", "mail", "someone@example.com"),
    ("See https://example.com/case", "en", "net", "https://"),
    ("编号 20261123001", "zh", "number", "20261123001"),
    ("育才区第三小学的小雨。", "zh", "school", "育才区第三小学"),
    ("他在青河县实验中学读书。", "zh", "school", "青河县实验中学"),
    ("他就读于光明小学。", "zh", "school", "光明小学"),
    ("县一中的操场上", "zh", "school", "县一中"),
    ("第八中学的宿舍", "zh", "school", "第八中学"),
    ("柳河中心小学门口", "zh", "school", "柳河中心小学"),
    ("A pupil of Yucai Primary School", "en", "school", "Yucai Primary School"),
    ("At No. 3 Middle School", "en", "school", "No. 3 Middle School"),
    ("2026年3月5日，橡皮不见了。", "zh", "date", "2026年3月5日"),
    ("On 5 March 2026 it was gone.", "en", "date", "5 March 2026"),
]  # fmt: skip

TELLS_NOT = [
    ("小满把橡皮借给了豆豆。", "zh"),
    ("阿凯和阿哲吵了一架。", "zh"),
    ("老王叫小李来帮忙。", "zh"),
    ("张某、李某某和王某在网上认识。", "zh"),
    ("王老师说：马上停下。", "zh"),
    ("宁可信其有，向国家求助，方可飞行。", "zh"),
    ("安安一个字没发。", "zh"),
    ("唐诗宋词，江山如画，林立的高楼。", "zh"),
    ("李警官和张校长来了，陈阿姨也来了。", "zh"),
    ("主角叫小北，同学叫他“大力”。", "zh"),
    ("高年级同学帮低年级同学。", "zh"),
    ("周末同学们一起去江边。", "zh"),
    ("高中同学和初中同学", "zh"),
    ("许多同学、任何同学、万一同学不愿意", "zh"),
    ("李明（化名）借出了卡。", "zh"),
    ("聂耳和田汉写了国歌。", "zh"),
    ("雷锋说过，毛泽东题词。", "zh"),
    ("叫家长、叫老师、叫马上停。", "zh"),
    ("方法是马上告诉家长，安全第一。", "zh"),
    ("高兴的时候，黄河边，石头上", "zh"),
    ("有事打110，拿不准打96110，心里难受打12355。", "zh"),
    ("他付了6000元，一共1000000元。", "zh"),
    ("2022年12月1日起施行", "zh"),
    ("《宪法》1954年9月20日通过", "zh"),
    ("12月4日是国家宪法日。", "zh"),
    ("每一所学校，全国的中学和小学，普通高级中学", "zh"),
    ("我们城市有很多小学，从小学到中学。", "zh"),
    ("他在一所小学上学，妹妹刚上小学。", "zh"),
    ("义务教育学校和专门学校", "zh"),
    ("第一中间人", "zh"),
    ("十四岁的他", "zh"),
    ("《刑法》第二百八十七条之二", "zh"),
    ("A4纸、B2教室、T04主题", "zh"),
    ("请扫码，验证码是六个数字。", "zh"),
    ("Lele and Dali met Bei. Zhe swiped on.", "en"),
    ("Old Wang and Uncle Li came; Teacher Chen smiled.", "en"),
    ("He ran home. She sang. We can do it.", "en"),
    ("Call 110 or 96110.", "en"),
    ("The Primary School and Our Middle School", "en"),
    ("Anti-Fraud Law, in force since 1 December 2022", "en"),
    ("Nie Er and Tian Han wrote the anthem.", "en"),
    ("About 1000000 yuan were lost.", "en"),
    ("Send it, it is quick", "en"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lang", "rule", "words"), TELLS)
def test_what_tells_who_it_was_is_found(text: str, lang: str, rule: str, words: str) -> None:
    found = [finding for finding in told(text, "story", lang) if finding.rule == rule]
    assert found
    assert words in found[0].text


@pytest.mark.parametrize(("text", "lang"), TELLS_NOT)
def test_what_tells_nobody_is_left_alone(text: str, lang: str) -> None:
    assert [(finding.rule, finding.text) for finding in told(text, "story", lang)] == []


def story(say: str = "慢慢讲。", *lines: str) -> Slide:
    words = Words(title="一件事", items=tuple(map(Item, lines)), notes=Notes(say=say))
    return Slide("story", ("junior",), 2, zh=words, en=Words(title="A story"))


def problems_of(*slides: Slide) -> list[str]:
    case = replace(sample_case(), parts=(Part("故事", "Story", slides),))
    return [problem.values["what"] for problem in check_anonymity(case)]


def test_day_place_school_and_age_together_tell_who_it_was() -> None:
    apart = (story("慢慢讲。", "3月5日放学以后"), story("慢慢讲。", "他十四岁"))
    assert problems_of(*apart) == []
    together = problems_of(story("慢慢讲。", "3月5日，青河县柳河镇", "他十四岁"))
    assert "day, place, school or age standing together" in together


def test_what_stands_together_in_the_slides_of_one_story_is_found_too() -> None:
    slides = (story("慢慢讲。", "3月5日放学以后"), story("慢慢讲。", "青河县柳河镇"), story("慢慢讲。", "他十四岁"))
    assert problems_of(*slides) == ["day, place, school or age standing together"]
    between = Slide("goals", ("junior",), 1, zh=Words(title="目标"), en=Words(title="Goals"))
    assert problems_of(slides[0], between, slides[1], between, slides[2]) == []


def test_the_speakers_notes_are_looked_at_as_well() -> None:
    assert problems_of(story("这件事发生在王小明同学身上。", "他很难过")) == ["a person's name"]


def test_the_title_and_the_summary_of_the_case_are_looked_at() -> None:
    case = replace(sample_case(), front=(("title.zh", "王小明同学的橡皮"), ("summary.en", "Wang Xiaoming tells.")))
    assert [problem.values["text"] for problem in check_anonymity(case)] == ["王小明", "Wang Xiaoming"]


def test_a_hotline_may_stand_on_a_help_slide_and_a_mobile_number_may_not() -> None:
    assert list(told("派出所值班 0571-87654321", "help", "zh")) == []
    assert [finding.rule for finding in told("找我 13812345678", "help", "zh")] == ["telephone"]


def test_a_finding_gives_its_sentence_and_what_to_do() -> None:
    case = replace(sample_case(), parts=(Part("故事", "Story", (story("第一句。王小明同学哭了。第三句。", "一句"),)),))
    (problem,) = check_anonymity(case)
    assert problem.values["sentence"] == "王小明同学哭了。"
    assert (
        problem.sentence("zh")
        == "“王小明同学哭了。”中的“王小明”可能让人认出当事人（像真实姓名）：请改用昵称（如“小满”）或“张某”。"
    )
    assert "Use a nickname" in problem.sentence()


def test_a_long_sentence_is_cut_around_what_was_found() -> None:
    long = "很" * 1_500 + "，王小明同学" + "长" * 1_500
    case = replace(sample_case(), parts=(Part("故事", "Story", (story(long, "一句"),)),))
    (problem,) = check_anonymity(case)
    assert "王小明" in problem.values["sentence"]
    assert len(problem.values["sentence"]) <= 90


@pytest.mark.parametrize("path", built_in_cases(), ids=lambda path: path.stem)
def test_the_library_tells_nobody(path: Path) -> None:
    assert [str(problem) for problem in check_anonymity(read_case(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("path", built_in_cases(), ids=lambda path: path.stem)
def test_one_name_put_into_any_slide_of_the_library_is_found(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    changed = text.replace("> say: ", "> say: 王小明同学今天没来。")
    slides = list(parse_case(changed)[0].slides)
    assert len(check_anonymity(parse_case(changed)[0])) >= len(slides)


@pytest.mark.parametrize(
    ("number", "holds"), [("11010519491231002X", True), ("110105194912310021", False), ("440308199901101512", True)]
)
def test_the_check_digit_of_an_identity_number_is_counted(number: str, holds: bool) -> None:
    assert is_identity_number(number) is holds


@pytest.mark.parametrize(
    ("number", "holds"), [("4111111111111111", True), ("4111111111111112", False), ("6222 0212 3456", False)]
)
def test_the_digits_of_a_bank_card_pass_the_luhn_check(number: str, holds: bool) -> None:
    assert is_card_number(number) is holds
