"""Scenes about money, privacy and safety at home: red packets, a new phone, a diary, a long sleeve, a family talk."""

from slides.art import boundary_rooms as rooms
from slides.art import care_props, family_props, furniture, indoors, interior, outdoors, screens, symbols
from slides.art.cast import (
    CROP,
    FATHER,
    GRANDMA,
    GRANDPA,
    LITTLE_GIRL,
    MOTHER,
    NEAT,
    PONYTAIL,
    TEACHER,
    TINY_BOB,
    behind_desk,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, LAP, Arm
from slides.art.palette import (
    BLUE,
    CORAL,
    DARK_HAIR,
    FAIR,
    LEAF,
    LILAC,
    MINT,
    NAVY,
    ORANGE,
    SKY,
    SUN,
    TAN,
    WARM,
    WHITE,
    mix,
)
from slides.art.people import ADULT, TEEN, Person, bust, draw, touching
from slides.art.shapes import cropped, path, place, rect, stroke

LIZI = Person(TEEN, WARM, "curls", DARK_HAIR, wear=Wear("tee", LEAF, WHITE, legs=NAVY, shoes=WHITE))
YAN = Person(TEEN, FAIR, "bob", DARK_HAIR, wear=Wear("shirt", "#a9c7e8", WHITE, legs=BLUE, shoes=WHITE))
QUIET = Person(TEEN, TAN, "crop", DARK_HAIR, wear=Wear("hoodie", "#7d8fa6", WHITE, legs="#34507c", shoes=WHITE))
CLERK = Person(ADULT, FAIR, "ponytail", DARK_HAIR, tie=SUN, wear=Wear("apron", "#3f9d8a", CORAL, legs=NAVY))


def album() -> str:
    """Four framed pictures show four kinds of family; all of them are glad to be together."""
    wall = rect((0, 0), (1200, 900), "#f3ece0") + "".join(
        rect((x, 0), (60, 900), "#efe6d6") for x in range(0, 1200, 120)
    )
    kinds = (
        ((96, 84), "#d7ecdd", ((FATHER, 110, 1.0), (MOTHER, 310, 1.0), (LITTLE_GIRL, 210, 0.95))),
        ((684, 84), "#fde3d2", ((GRANDMA, 110, 1.0), (GRANDPA, 310, 1.0), (NEAT, 210, 0.95))),
        (
            (96, 500),
            "#dbe7f5",
            ((MOTHER.but(hair="ponytail", wear=Wear("tee", LILAC, WHITE)), 140, 1.0), (CROP, 290, 1.0)),
        ),
        (
            (684, 500),
            "#efe3f2",
            ((FATHER.but(skin=FAIR, extra="glasses"), 110, 1.0), (PONYTAIL, 220, 0.9), (TINY_BOB, 330, 0.9)),
        ),
    )
    return wall + "".join(place(_portrait(tone, people), at) for at, tone, people in kinds)


def _portrait(tone: str, people: tuple[tuple[Person, float, float], ...]) -> str:
    """One framed family: the tall ones behind, the small ones in front."""
    heads = "".join(
        bust(person.but(mood="glad"), (x, 128 if person.build is ADULT else 204), scale * 1.16)
        for x, person, scale in ((x, person, scale) for person, x, scale in people)
    )
    return family_props.frame(cropped(rect((0, 0), (420, 320), tone) + heads, (420, 320)))


def red_packets() -> str:
    """At New Year the grandmother hands the boy a red packet; his mother looks on."""
    lanterns = place(family_props.lantern(), (900, -10), 1.1) + place(family_props.lantern(), (1060, -30), 0.9)
    grandma = touching(GRANDMA.but(mood="glad", look=(0.7, 0.1)), (360, 866), 1.58, right=(580, 590))
    boy = touching(LIZI.but(mood="joy", look=(-0.6, 0)), (780, 866), 1.58, left=(628, 600), right=(660, 640))
    mother = draw(MOTHER.but(mood="happy", look=(-0.6, 0), left=CHEST, right=Arm((0.1, 0.9))), (1040, 860), 1.5)
    packet = place(family_props.red_packet(), (606, 590), 1.05, turn=8)
    people = draw(grandma, (360, 866), 1.58) + draw(boy, (780, 866), 1.58)
    return indoors.living_room() + lanterns + mother + people + packet


def phone_shop() -> str:
    """At a counter the boy pays for a costly new phone with his card; the shop assistant smiles."""
    shelves = interior.room("#eef3f7", "#dbe6ee", "#d8d3c8") + "".join(
        rect((90 + 260 * i, 130), (220, 300), WHITE, rx=10)
        + "".join(
            place(screens.phone_front(tone), (140 + 260 * i + 60 * j, 230 + 150 * k), 1.0)
            for j, tone in enumerate((SKY, MINT, "#f8b8a8"))
            for k in range(2)
        )
        for i in range(4)
    )
    clerk = CLERK.but(mood="joy", look=(0.6, 0), legs="hidden")
    clerk = draw(touching(clerk, (400, 970), 1.7, left=(330, 700), right=(500, 690)), (400, 970), 1.7)
    boy = LIZI.but(mood="happy", look=(-0.7, 0.1), right=Arm((0.1, 0.85)))
    boy = touching(boy, (880, 1040), 1.75, left=(730, 640))
    card = place(screens.bank_card(), (690, 622), 0.6, turn=-10)
    box = place(family_props.phone_box(), (560, 640), 1.0)
    return shelves + clerk + furniture.counter("#d9b78a") + box + draw(boy, (880, 1040), 1.75) + card


def diary_open() -> str:
    """The girl comes home and sees her mother at the desk with the diary open in her hands."""
    room = indoors.study() + place(furniture.bed(LILAC), (230, 800), 0.95)
    mother = MOTHER.but(mood="worried", look=(0.5, 0.4), legs="hidden")
    mother = touching(mother, (560, 950), 1.7, left=(500, 640), right=(630, 640))
    book = place(family_props.open_diary(), (566, 640), 1.1)
    desk = place(furniture.desk(520), (570, 720), 1.2)
    girl = draw(YAN.but(mood="sad", look=(-0.7, 0.1), left=CHEST, right=Arm((0.14, 0.9))), (1000, 870), 1.72)
    satchel = place(furniture.satchel(CORAL), (1130, 872), 1)
    return room + draw(mother, (560, 950), 1.7) + desk + book + girl + satchel


def long_sleeves() -> str:
    """On a hot day a boy in long sleeves sits apart and holds his arm; a girl sits down beside him with ice lollies."""
    steps = "".join(
        rect((160 - 60 * i, 640 + 74 * i), (880 + 120 * i, 80), tone)
        + rect((160 - 60 * i, 640 + 74 * i), (880 + 120 * i, 12), WHITE, opacity=0.45)
        for i, tone in enumerate(("#d9cfbf", "#cfc4b2", "#c5b9a5"))
    )
    boy = QUIET.but(mood="down", look=(0.2, 0.8), tilt=4, legs="sit", left=LAP, right=Arm((-0.42, 0.5)))
    lolly = Arm((0.3, 0.16), held=care_props.ice_lolly(ORANGE))
    girl = YAN.but(
        mood="worried",
        look=(0.7, 0.2),
        tilt=4,
        legs="sit",
        wear=Wear("tee", "#a9c7e8", WHITE, legs=BLUE),
        right=lolly,
        left=LAP,
    )
    return outdoors.playground() + steps + draw(boy, (760, 850), 1.6) + draw(girl, (450, 850), 1.6)


def teacher_reports() -> str:
    """In a quiet room the teacher rings for help while the boy sits beside her; a shield stands in the bubble."""
    chairs = place(rooms.armchair("#e9a18b"), (400, 720), 1.2) + place(rooms.armchair("#8fb8a8"), (800, 720), 1.2)
    calls = Arm((0.04, -0.42), held=place(screens.phone_back(), (2, 10), turn=-8))
    teacher = TEACHER.but(mood="talk", look=(0.6, 0.1), legs="sit", left=calls, right=LAP)
    boy = QUIET.but(mood="calm", look=(-0.6, 0.1), legs="sit", left=LAP, right=LAP)
    bubble = place(
        screens.bubble((210, 180), WHITE, tail="lower-right") + place(symbols.check_shield(), (0, 0), 1.1), (180, 270)
    )
    tea = place(furniture.table(190, 120), (600, 790)) + place(symbols.heart(), (600, 740), 0.4)
    pane = interior.window((900, 120), (220, 270))
    return (
        rooms.quiet_room() + pane + chairs + draw(teacher, (400, 836), 1.5) + draw(boy, (800, 836), 1.55) + tea + bubble
    )


def meeting() -> str:
    """Round the table the family talk things over; a sheet with three ticks and the diary, shut, lie between them."""
    mother = behind_desk(MOTHER.but(mood="talk", look=(0.5, 0.2)), (240, 676), 1.75)
    girl = behind_desk(LITTLE_GIRL.but(mood="happy", look=(0.3, 0.1)), (520, 676), 1.7)
    father = behind_desk(FATHER.but(mood="listen", look=(0.2, 0.1)), (760, 676), 1.75)
    boy = LIZI.but(mood="talk", look=(-0.5, 0.1), legs="hidden")
    boy = touching(boy.but(right=Arm((0.2, -0.5), "palm")), (1010, 960), 1.7, left=(960, 668))
    sheet = path("M-86-54H86L106 30H-106Z", WHITE)
    sheet += "".join(
        stroke(f"M{-62 - 4 * i} {-34 + 22 * i}l8 8l14-16", LEAF, 6)
        + rect((-30, -38 + 22 * i), (84 - 8 * i, 8), "#b7c3d0", rx=4)
        for i in range(3)
    )
    things = place(sheet, (560, 716), 1.1) + place(family_props.diary(), (840, 700), 0.5, turn=84)
    things += place(screens.bank_card(mix(BLUE, LEAF, 0.4)), (360, 706), 0.5, turn=-4)
    table = place(furniture.table(1140, 190), (605, 722))
    return indoors.living_room() + mother + girl + father + draw(boy, (1010, 960), 1.7) + table + things


SCENES = {
    "family_album": album,
    "family_red_packets": red_packets,
    "family_phone_shop": phone_shop,
    "family_diary": diary_open,
    "family_long_sleeves": long_sleeves,
    "family_teacher": teacher_reports,
    "family_meeting": meeting,
}
