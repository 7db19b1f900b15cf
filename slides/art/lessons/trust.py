"""Scenes about telling and being heard: a threat on a phone, a friend, a father, one careful talk."""

from slides.art import boundary_props as props
from slides.art import boundary_rooms as rooms
from slides.art import furniture, interior, outdoors, screens, symbols
from slides.art.cast import (
    BOB,
    CROP,
    FATHER,
    MOTHER,
    NEAT,
    PIGTAILS,
    PONYTAIL,
    TEACHER,
    TEEN_BOY,
    TEEN_SHORT,
    TEEN_TAIL,
    WOMAN_VICE_PRINCIPAL,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, LAP, Arm
from slides.art.palette import (
    BLUE,
    CORAL,
    CREAM,
    DARK_HAIR,
    FAIR,
    LEAF,
    LILAC,
    MINT,
    NAVY,
    ORANGE,
    SKY,
    SLATE,
    SUN,
    WHITE,
    mix,
    shade,
    tint,
)
from slides.art.people import ADULT, Person, draw, draw_behind, touching
from slides.art.shapes import Point, circle, ellipse, faded, line, path, place, rect, stroke

PLAYER = NEAT.but(wear=Wear("tee", ORANGE, WHITE, legs=NAVY, shoes=WHITE))
OFFICER = Person(
    ADULT,
    FAIR,
    "ponytail",
    DARK_HAIR,
    tie=NAVY,
    wear=Wear("cardigan", "#6f8fb3", WHITE, legs="#3b4a66", shoes="#5b463d"),
)


def teacher_sits_level() -> str:
    """In a quiet room the boy tells his teacher, who sits level with him and listens."""
    pane = (
        interior.window((90, 120), (250, 290))
        + interior.curtain_left((46, 96), 350, ORANGE)
        + interior.curtain_right((384, 96), 350, ORANGE)
    )
    chairs = place(rooms.armchair("#e9a18b"), (380, 720), 1.2) + place(rooms.armchair("#8fb8a8"), (840, 720), 1.2)
    teacher = TEACHER.but(mood="listen", look=(0.8, 0.2), tilt=6, legs="sit", left=LAP, right=LAP)
    boy = PLAYER.but(mood="telling", look=(-0.8, 0), legs="sit", left=CHEST, right=LAP)
    said = place(screens.bubble((210, 140), WHITE, tail="lower-right") + screens.dots(), (640, 330))
    things = (
        place(furniture.plant(), (1100, 690), 1.4)
        + place(furniture.table(190, 120), (606, 770))
        + place(props.tissues(), (606, 752), 0.95)
    )
    return (
        rooms.quiet_room()
        + pane
        + chairs
        + draw(teacher, (380, 836), 1.5)
        + draw(boy, (840, 836), 1.62)
        + things
        + said
    )


def threat_at_night() -> str:
    """A large phone shows message after message from somebody unknown; a teenage boy beside it is afraid."""
    big = place(screens.phone(_pressing_chat(), size=(430, 780)), (345, 452), turn=-4)
    teen = TEEN_BOY.but(mood="worried", tilt=5, look=(-0.7, 0.4), left=Arm((-0.26, 0.5)), right=Arm((-0.44, 0.0)))
    dark = (
        interior.soft_ground("#aebbdc", "#bdc9e6") + circle((1050, 150), 62, CREAM) + circle((1078, 132), 54, "#b5c1e0")
    )
    shadow = ellipse((890, 866), (180, 20), NAVY, opacity=0.18)
    return dark + big + shadow + draw(teen, (890, 862), 1.95)


def _pressing_chat() -> str:
    """Friendly messages first, then a locked picture and one demand after another."""
    head = rect((0, 0), (398, 76), "#dfe8f0", rx=26) + rect((140, 34), (118, 14), "#aebccb", rx=7)
    first = (
        screens.avatar(SLATE, (44, 122))
        + screens.message(210, 1, colour=WHITE, ink="#c7d2de", at=(82, 96))
        + place(symbols.heart(), (330, 122), 0.36)
    )
    locked = (
        screens.avatar(SLATE, (44, 218))
        + rect((82, 170), (220, 164), "#cfd6de", rx=18)
        + place(symbols.padlock(SUN), (192, 250), 1.3)
    )
    demands = "".join(
        screens.avatar(SLATE, (44, y + 36))
        + rect((82, y), (width, 74), CORAL, rx=22)
        + rect((108, y + 32), (width - 110, 12), WHITE, rx=6, opacity=0.85)
        + _alarm((82 + width - 44, y + 37))
        for y, width in ((362, 250), (456, 290), (550, 230))
    )
    return head + first + locked + demands + rect((24, 664), (290, 48), WHITE, rx=24) + circle((352, 688), 24, SKY)


def _alarm(at: Point) -> str:
    return place(rect((-5, -24), (10, 30), WHITE, rx=5) + circle((0, 20), 6, WHITE), at)


def friend_beside() -> str:
    """Two boys sit side by side on the steps by the sports ground; one has put an arm round the other."""
    steps = "".join(
        rect((120 - 60 * i, 640 + 74 * i), (960 + 120 * i, 80), tone)
        + rect((120 - 60 * i, 640 + 74 * i), (960 + 120 * i, 12), WHITE, opacity=0.45)
        for i, tone in enumerate(("#d9cfbf", "#cfc4b2", "#c5b9a5"))
    )
    left = touching(
        TEEN_SHORT.but(mood="listen", look=(0.8, 0.1), tilt=4, legs="sit", left=LAP), (470, 850), 1.6, right=(660, 540)
    )
    right = TEEN_BOY.but(mood="down", look=(-0.3, 0.7), tilt=-4, legs="sit", left=LAP, right=LAP)
    phone = place(screens.phone_back(), (850, 786), 1.0, turn=80)
    ball = place(furniture.ball(), (250, 800), 1.1)
    return outdoors.playground() + steps + draw(right, (700, 850), 1.6) + draw(left, (470, 850), 1.6) + phone + ball


def walk_together() -> str:
    """Two boys come out of the school gate side by side, one with a hand on the other's shoulder."""
    friend = TEEN_SHORT.but(mood="talk", look=(0.7, 0.1), tilt=4, left=Arm((0.16, 0.9)))
    friend = touching(friend, (470, 862), 1.75, right=(672, 446))
    boy = TEEN_BOY.but(mood="calm", look=(-0.5, 0.2), tilt=-4, right=Arm((0.14, 0.92)))
    bag = place(furniture.satchel(SKY), (826, 862), 1.15)
    ball = place(furniture.ball(), (330, 830), 1)
    people = draw(boy, (706, 862), 1.75) + draw(friend, (470, 862), 1.75)
    return outdoors.gate_yard() + ball + people + bag


def father_listens() -> str:
    """At the kitchen table a father listens to his son and lays a hand on his; the phone lies beside them."""
    room = (
        interior.room("#f4efe0", "#e2ecd9", "#dcb88c", level=690)
        + interior.window((480, 90), (260, 260))
        + interior.shelf((850, 220))
    )
    lamp = (
        line((250, 0), (250, 130), SLATE, width=7)
        + path("M176 200Q182 124 250 124T324 200Z", SUN)
        + path("M270 126Q320 140 324 200H290Q296 150 270 126Z", shade(SUN))
        + path("M176 200L90 640H410L324 200Z", SUN, opacity=0.13)
    )
    father = FATHER.but(mood="listen", look=(0.8, 0.2), tilt=5, legs="hidden")
    father = touching(father, (360, 960), 1.75, left=(300, 700), right=(560, 716))
    son = TEEN_BOY.but(mood="telling", look=(-0.8, 0), legs="hidden")
    son = touching(son, (850, 960), 1.8, left=(640, 716), right=(920, 704))
    table = place(furniture.table(1060, 190), (605, 744))
    things = (
        place(screens.phone_back(), (740, 738), 0.9, turn=84)
        + place(props.cup(SKY), (420, 734), 1)
        + place(props.cup(CORAL), (1000, 734), 1)
    )
    return (
        room + lamp + draw(father, (360, 960), 1.75) + draw(son, (850, 960), 1.8) + table + _hands(father, son) + things
    )


def _hands(father: Person, son: Person) -> str:
    """The father's hand lies on his son's, on the table."""
    return place(
        ellipse((0, 0), (27, 17), son.skin) + ellipse((0, -3), (26, 15), tint(son.skin, 0.08)), (614, 697)
    ) + place(ellipse((0, 0), (34, 18), shade(father.skin)) + ellipse((-3, -4), (31, 15), father.skin), (574, 690))


def one_careful_talk() -> str:
    """In a friendly room a woman talks once with a girl; her mother sits beside her, a small camera records."""
    pane = interior.window((60, 110), (240, 280))
    seats = place(furniture.sofa(560, "#8fb8a8"), (780, 724), 1.05) + place(rooms.armchair(), (300, 724), 1.15)
    officer = OFFICER.but(mood="talk", look=(0.8, 0.1), legs="sit", left=LAP, right=LAP)
    girl = touching(
        TEEN_TAIL.but(mood="calm", look=(-0.7, 0), legs="sit", left=LAP), (690, 846), 1.55, right=(790, 698)
    )
    mother = touching(
        MOTHER.but(mood="listen", look=(-0.7, 0.2), legs="sit", right=LAP), (900, 846), 1.5, left=(792, 694)
    )
    things = (
        place(props.recorder(), (520, 742), 1.05)
        + place(furniture.plant(CORAL), (1140, 700), 1.2)
        + place(props.teddy(LILAC), (1058, 716), 0.9)
    )
    people = draw(officer, (300, 846), 1.5) + draw(girl, (690, 846), 1.55) + draw(mother, (900, 846), 1.5)
    return rooms.quiet_room() + pane + seats + things + people


def circle_with_door() -> str:
    """A class listens to the vice-principal; the door is open and one pupil quietly steps out with a card."""
    room = interior.room("#fdf3dd", MINT, "#ecd0a4", level=620)
    opening = (
        rect((900, 130), (220, 500), CREAM)
        + rect((920, 150), (180, 480), "#cfe8f5")
        + path("M920 630V520Q1010 480 1100 520V630Z", LEAF)
        + path("M1100 150L1180 110V690L1100 630Z", "#c98d5e")
        + circle((1168, 420), 9, SUN)
    )
    board = interior.blackboard((300, 110), (420, 230)) + place(
        faded(stroke("M0-64Q28-46 56-46C58 6 40 44 0 66C-40 44-58 6-56-46Q-28-46 0-64Z", "#cdeedd", 8), 0.9), (510, 224)
    )
    leader = draw(
        WOMAN_VICE_PRINCIPAL.but(
            mood="talk", look=(0.2, 0.3), left=Arm((0.5, 0.1), "open", bend=-1), right=Arm((0.04, 0.66))
        ),
        (460, 752),
        1.35,
    )
    goer = draw(
        BOB.but(
            mood="calm",
            look=(0.7, 0),
            left=Arm((0.1, 0.86)),
            right=Arm((-0.16, 0.42), held=place(props.leave_card(), (0, 0), 1.3)),
        ),
        (1010, 770),
        1.35,
    )
    seats = ((PONYTAIL, 90, 930, 1.5), (CROP, 330, 960, 1.6), (PIGTAILS, 600, 960, 1.6), (NEAT, 850, 940, 1.5))
    return room + opening + board + leader + goer + "".join(_seated_behind(*seat) for seat in seats)


def _seated_behind(person: Person, x: float, y: float, scale: float) -> str:
    """A pupil seen from behind on a chair."""
    return draw_behind(person.but(legs="hidden"), (x, y + 60), scale) + place(
        furniture.stool(mix(SKY, BLUE, 0.25)), (x, y + 110 - 60 * scale), scale * 0.8
    )


SCENES = {
    "boundaries_teacher_listens": teacher_sits_level,
    "boundaries_threat": threat_at_night,
    "boundaries_friend": friend_beside,
    "boundaries_together": walk_together,
    "boundaries_father": father_listens,
    "boundaries_one_talk": one_careful_talk,
    "boundaries_circle": circle_with_door,
}
