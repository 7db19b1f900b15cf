"""Scenes about a part-time "market survey" that asks for more and more, and how one steps out of it."""

from slides.art import boundary_props, furniture, indoors, interior, screens, symbols
from slides.art import security_places as places
from slides.art import security_props as props
from slides.art.cast import MOTHER, TEEN_GIRL, TEEN_GLASSES, behind_desk
from slides.art.clothes import Wear
from slides.art.lessons.security import PLAIN, PLAIN_WOMAN
from slides.art.limbs import LAP, Arm
from slides.art.palette import (
    BLUE,
    CORAL,
    CREAM,
    FAIR,
    GREEN,
    LEAF,
    NAVY,
    ORANGE,
    SKY,
    SLATE,
    SUN,
    TAN,
    WHITE,
    mix,
    shade,
    tint,
)
from slides.art.people import ADULT, TEEN, Person, bust, draw, touching
from slides.art.shapes import circle, cropped, ellipse, path, place, rect, stroke

UNCLE = Person(ADULT, TAN, "short", hat="helmet", wear=Wear("vest", ORANGE, "#7fa6cf", legs=NAVY, shoes=SLATE))
PEN_FRIEND = Person(TEEN, FAIR, "curls", "#b5763c", wear=Wear("tee", LEAF, WHITE, legs=BLUE, shoes=WHITE))


def job_offer() -> str:
    """A girl at her desk reads an easy job: a form, a chart and coins, and behind them an eye that watches."""
    form = rect((0, 0), (460, 280), "#eef3f8") + rect((20, 22), (190, 236), WHITE, rx=10)
    form += place(screens.words(150, 4, "#c7d2de"), (40, 48))
    form += "".join(rect((40, y), (20, 20), "none", stroke=GREEN, stroke_width=4, rx=4) for y in (170, 206))
    form += rect((72, 174), (110, 12), "#c7d2de", rx=6) + rect((72, 210), (90, 12), "#c7d2de", rx=6)
    bars = "".join(
        rect((250 + 44 * i, 150 - h), (30, h), tone, rx=4)
        for i, (h, tone) in enumerate(((54, SKY), (88, LEAF), (70, SUN), (112, CORAL)))
    )
    coins = "".join(place(symbols.coin(), (276 + 66 * i, 212), 0.72) for i in range(3))
    computer = place(screens.laptop(form + bars + coins), (470, 690), 1.28)
    girl = touching(
        TEEN_GIRL.but(mood="listen", look=(-0.8, 0.2), legs="hidden"),
        (960, 980),
        1.75,
        left=(800, 700),
        right=(1030, 716),
    )
    eye = place(screens.thought((230, 170), WHITE, towards=(-20, 118)) + place(_eye(), (0, -4), 0.9), (1010, 150))
    desk = furniture.counter()
    return indoors.bare_study() + draw(girl, (960, 980), 1.75) + desk + computer + eye


def _eye() -> str:
    """An open eye, 130 wide around the origin."""
    white = path("M-66 0Q0-66 66 0Q0 66-66 0Z", "#e8eef4", stroke=SLATE, stroke_width=7)
    return white + circle((0, 0), 25, BLUE) + circle((0, 0), 12, NAVY) + circle((8, -8), 5, WHITE)


def price_tags() -> str:
    """In a shop the girl photographs price tags; anybody may see them."""
    girl = TEEN_GIRL.but(
        mood="happy", look=(-0.6, 0), left=Arm((0.4, 0.06), held=place(screens.phone_back(), (0, -6), 1.1), bend=-1)
    )
    basket = place(_basket(), (620, 868))
    other = draw(
        MOTHER.but(mood="glad", look=(0.7, 0.2), right=Arm((0.42, -0.1)), left=Arm((0.12, 0.9))), (930, 860), 1.5
    )
    girl = girl.but(right=Arm((0.12, 0.9)))
    return places.shop_aisle() + other + draw(girl, (440, 868), 1.7) + basket


def _basket() -> str:
    """A shopping basket with fruit, 170 wide; its foot is the origin."""
    fruit = circle((-36, -92), 30, CORAL) + circle((16, -98), 32, SUN) + circle((56, -86), 24, LEAF)
    body = path("M-86-86H86L68 0H-68Z", mix(SKY, BLUE, 0.35)) + path("M30-86H86L68 0H26Z", mix(SKY, BLUE, 0.5))
    holes = "".join(rect((x, -64), (12, 44), tint(BLUE, 0.7), rx=5) for x in (-52, -22, 8, 38))
    return ellipse((0, 2), (84, 9), NAVY, opacity=0.14) + stroke("M-70-86Q0-190 70-86", SLATE, 8) + fruit + body + holes


def outside_the_wall() -> str:
    """By a bus stop opposite a works gate the girl writes down lorries; she no longer feels well about it."""
    lorry = place(props.lorry(), (900, 720), 1.05)
    girl = TEEN_GIRL.but(mood="doubt", look=(0.7, 0.1), legs="sit")
    at = (300, 872)
    girl = touching(girl, at, 1.62, left=(236, 660), right=(352, 640))
    book = place(props.notebook(), (300, 654), 1.35)
    pen = place(furniture.pencil(SUN), (352, 622), 0.8, turn=28)
    cloud = place(
        screens.thought((220, 160), WHITE, towards=(-96, 96)) + place(symbols.question(), (0, -2), 0.9), (560, 190)
    )
    return (
        places.works_gate()
        + lorry
        + place(places.bus_stop(), (300, 880), 1.12)
        + draw(girl, at, 1.62)
        + book
        + pen
        + cloud
    )


def family_chat() -> str:
    """In the family's chat the uncle has posted himself beside a sheet with a red bar; the girl is startled."""
    head = rect((0, 0), (408, 76), "#dfe8f0", rx=26) + rect((144, 34), (120, 14), "#aebccb", rx=7)
    shot = rect((82, 100), (290, 330), "#cfdbe4", rx=18) + rect((82, 320), (290, 110), "#aebccb")
    shot += (
        rect((96, 130), (120, 190), "#8fa0ae", rx=8) + circle((156, 190), 34, "#74879a") + circle((156, 190), 14, SUN)
    )
    uncle = place(cropped(bust(UNCLE.but(mood="joy", look=(0.3, 0)), (120, 150), 1.25), (290, 330)), (82, 100))
    paper = place(props.marked_paper(), (312, 330), 0.62, turn=8)
    cheers = "".join(
        screens.avatar(tone, (44, y + 34))
        + rect((82, y), (170, 62), WHITE, rx=20)
        + place(symbols.heart(), (128, y + 31), 0.4)
        + place(symbols.star(), (196, y + 31), 0.42)
        for tone, y in ((ORANGE, 452), (GREEN, 534))
    )
    phone = place(screens.phone(head + shot + uncle + paper + cheers, size=(440, 740)), (350, 450), turn=-4)
    girl = TEEN_GIRL.but(mood="surprised", look=(-0.7, 0), left=Arm((-0.28, 0.06)), right=Arm((0.14, 0.9)))
    ground = interior.soft_ground("#e6e1ee", "#f1edf6") + ellipse((850, 868), (190, 20), "#b9b0d6", opacity=0.6)
    return ground + phone + draw(girl, (850, 866), 1.9)


def pen_friend() -> str:
    """Another friend from far away talks with the girl by video about dumplings and music."""
    other = rect((0, 0), (460, 280), "#d7ecdd") + rect((300, 30), (120, 100), "#fff3dc", rx=6)
    other += path("M312 118Q346 66 374 98T408 88V118Z", LEAF) + circle((384, 62), 13, SUN)
    other = cropped(other + bust(PEN_FRIEND.but(mood="joy"), (190, 140), 1.25), (460, 280))
    computer = place(screens.laptop(other), (420, 690), 1.3)
    girl = TEEN_GIRL.but(mood="joy", look=(-0.8, 0.1), legs="hidden", left=Arm((0.36, 0.1), "palm"))
    girl = touching(girl, (950, 980), 1.75, right=(1030, 716))
    dumplings = place(_plate(), (800, 736), 1.05)
    globe = place(props.globe(74), (110, 590))
    notes = (
        place(symbols.note(), (770, 210), 0.8)
        + place(symbols.note(), (850, 140), 0.6)
        + place(symbols.heart(), (700, 130), 0.5)
    )
    return (
        indoors.bare_study() + draw(girl, (950, 980), 1.75) + furniture.counter() + computer + globe + dumplings + notes
    )


def _plate() -> str:
    """A plate of dumplings, 190 wide; its foot is the origin."""
    dish = ellipse((0, -8), (98, 22), WHITE) + ellipse((0, -12), (72, 14), "#dfe8f0")
    parts = "".join(
        place(
            path("M-30 8Q-26-26 0-28T30 8Q0 18-30 8Z", CREAM) + stroke("M-20-12Q0-32 20-12", shade(CREAM, 0.25), 4), at
        )
        for at in ((-42, -20), (42, -20), (0, -16), (-20, -42), (22, -42))
    )
    return ellipse((0, 8), (90, 9), NAVY, opacity=0.12) + dish + parts


def telling_mother() -> str:
    """In the evening the girl turns the phone towards her mother and tells her everything."""
    mother = MOTHER.but(mood="listen", look=(0.8, 0.2), tilt=5, legs="sit", left=LAP)
    mother = touching(mother, (430, 850), 1.6, right=(640, 620))
    girl = TEEN_GIRL.but(mood="telling", look=(-0.7, 0.1), tilt=-3, legs="sit", right=LAP)
    girl = touching(girl, (740, 850), 1.6, left=(660, 640))
    phone = place(screens.phone_front("#eef3f8"), (656, 640), 1.2, turn=-12)
    couch = place(furniture.sofa(860, "#8fa7c4"), (590, 722), 1.06)
    said = place(screens.bubble((210, 140), WHITE, tail="lower-right") + screens.dots(), (690, 300))
    return indoors.living_room() + couch + draw(mother, (430, 850), 1.6) + draw(girl, (740, 850), 1.6) + phone + said


def statement() -> str:
    """The girl and her mother sit with two officers in plain clothes; one listens and one writes."""
    officer = behind_desk(PLAIN_WOMAN.but(mood="listen", look=(0.7, 0.1)), (170, 676), 1.7)
    writer = behind_desk(PLAIN.but(mood="reading", look=(0.2, 0.6)), (430, 676), 1.7)
    girl = behind_desk(TEEN_GIRL.but(mood="talk", look=(-0.6, 0.1)), (760, 676), 1.75)
    mother = behind_desk(MOTHER.but(mood="calm", look=(-0.6, 0.1)), (1020, 676), 1.7)
    sheet = path("M-62-38H62L78 0H-78Z", WHITE) + stroke("M-44-27H40M-48-14H46", "#b7c3d0", 5)
    things = place(sheet, (430, 718)) + place(furniture.pencil(), (452, 672), 0.8, turn=24)
    things += place(screens.phone_back(), (640, 714), 1, turn=80) + place(boundary_props.cup(SKY), (900, 726))
    table = place(furniture.table(1160, 190), (600, 730))
    return indoors.office() + officer + writer + girl + mother + table + things


def two_doors() -> str:
    """A boy weighs two messages: a friendly globe with a book, and a purse with a hidden eye."""
    left = place(screens.bubble((330, 250), WHITE, tail="lower-right"), (260, 250))
    left += place(props.globe(72), (176, 240)) + place(furniture.standing_books(), (280, 300), 0.6)
    right = place(screens.bubble((330, 250), "#5f6b7d", tail="lower-left"), (940, 250))
    right += place(_eye(), (880, 240), 0.9) + "".join(
        place(symbols.coin(), (980 + 26 * i, 290 - 40 * i), 0.72) for i in range(3)
    )
    boy = TEEN_GLASSES.but(
        mood="doubt", look=(0.2, -0.4), left=Arm((0.34, 0.2), "open"), right=Arm((0.34, 0.2), "open")
    )
    ground = interior.soft_ground("#dfe9ef", "#edf3f6") + ellipse((600, 868), (210, 20), SLATE, opacity=0.22)
    return ground + left + right + draw(boy, (600, 866), 1.75)


SCENES = {
    "security_survey": job_offer,
    "security_shop": price_tags,
    "security_wall": outside_the_wall,
    "security_family_chat": family_chat,
    "security_pen_friend": pen_friend,
    "security_mother": telling_mother,
    "security_statement": statement,
    "security_two_doors": two_doors,
}
