"""Scenes about power and consent: a letter held high, a faked picture, and the shelter of the law."""

from slides.art import boundary_props as props
from slides.art import furniture, indoors, interior, screens, symbols
from slides.art.cast import (
    MOTHER,
    TEACHER,
    TEEN_GIRL,
    TEEN_GLASSES,
    TEEN_SHORT,
    TEEN_TAIL,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, HIP, Arm
from slides.art.palette import (
    BLUE,
    BROWN_HAIR,
    CORAL,
    CREAM,
    INK,
    LEAF,
    MINT,
    NAVY,
    SLATE,
    SUN,
    WARM,
    WHITE,
    shade,
    tint,
)
from slides.art.people import ADULT, Person, bust, draw
from slides.art.shapes import circle, cropped, ellipse, faded, line, path, place, rect, stroke

TRAINER = Person(
    ADULT, WARM, "short", BROWN_HAIR, extra="glasses", wear=Wear("jacket", "#5d6b63", MINT, legs="#3f4a45", shoes=INK)
)


def letter_and_power() -> str:
    """A trainer holds the letter of recommendation high; the girl's phone is full of his messages."""
    room = interior.room("#f6efe0", "#dfe6e0", "#dcb88c") + interior.blackboard((90, 120), (480, 230))
    trainer = TRAINER.but(
        mood="happy",
        look=(0.7, 0.2),
        left=HIP,
        right=Arm((0.5, -0.32), held=place(props.envelope(), (26, -40), 1.25, turn=-8)),
    )
    girl = TEEN_TAIL.but(
        mood="worried",
        look=(-0.5, 0.2),
        tilt=4,
        left=Arm((-0.22, 0.42), held=place(screens.phone_back(), (0, 4))),
        right=Arm((-0.36, 0.56)),
    )
    bubbles = "".join(
        place(screens.bubble(size, tone, tail="lower-left") + place(inside, (0, 0), scale), at)
        for at, size, tone, inside, scale in (
            ((960, 130), (190, 116), WHITE, screens.dots(), 0.9),
            ((1060, 290), (170, 110), "#ffd2cb", screens.dots(CORAL), 0.8),
            ((1010, 440), (150, 96), WHITE, screens.dots(), 0.7),
        )
    )
    desk = place(furniture.desk(300), (1060, 720), 1.0) + furniture.stack((1090, 720))
    return room + desk + draw(trainer, (350, 850), 1.62) + draw(girl, (790, 850), 1.75) + bubbles


def late_reply() -> str:
    """Late in the evening the girl sits at her desk and does not know how to answer; a letter weighs on her mind."""
    night = rect((0, 0), (330, 330), "#5d719f") + circle((236, 90), 28, CREAM) + circle((250, 82), 24, "#5d719f")
    night += path("M0 250Q120 210 210 246T330 240V330H0Z", "#44557f")
    girl = TEEN_TAIL.but(mood="down", look=(-0.2, 0.7), tilt=4, legs="hidden", left=Arm((-0.24, 0.34)))
    girl = girl.but(right=Arm((-0.3, 0.36), held=place(screens.phone_back(), (0, 4))))
    cloud = screens.thought((310, 230), WHITE, towards=(-180, 150)) + place(props.envelope(), (-40, -6), 1.05, turn=-6)
    cloud += place(symbols.question(CORAL), (78, -4), 0.8)
    desk = place(furniture.table(760, 190), (600, 700)) + place(furniture.lamp(), (300, 690), 1.2)
    desk += furniture.stack((850, 690))
    room = indoors.bare_study(night, "#d5dcec") + rect((0, 0), (1200, 900), NAVY, opacity=0.12)
    return room + draw(girl, (570, 930), 1.85) + desk + place(cloud, (920, 230))


def faked_photo() -> str:
    """On a laptop somebody has glued a classmate's face to another picture; a teenager holds up a hand: not with me."""
    fake = rect((0, 0), (460, 280), "#e7e3f3") + cropped(
        place(bust(TEEN_GIRL.but(mood="happy"), (0, 0), 1.5), (230, 112)), (460, 280)
    )
    grid = "".join(
        line((158, 30 + 23 * i), (302, 30 + 23 * i), BLUE, width=2.6)
        + line((158 + 24 * i, 30), (158 + 24 * i, 186), BLUE, width=2.6)
        for i in range(7)
    )
    corners = stroke("M146 56V22H180M280 22H314V56M314 160V194H280M180 194H146V160", CORAL, 8)
    computer = place(screens.laptop(fake + faded(grid, 0.55) + corners), (400, 690), 1.2)
    boy = TEEN_GLASSES.but(
        mood="serious", look=(-0.7, 0.1), legs="hidden", left=Arm((0.46, -0.36), "palm"), right=Arm((-0.2, 0.5))
    )
    room = interior.room("#eceaf4", "#dfdbec", "#dcb88c")
    things = furniture.stack((1110, 708)) + place(props.cup(LEAF), (800, 712), 1.1)
    return room + interior.shelf((820, 150)) + draw(boy, (930, 950), 1.95) + furniture.counter() + computer + things


def umbrella_of_law() -> str:
    """A large umbrella shelters teenagers and a grown-up; a shield stands in front of them."""
    canopy = path(
        "M150 430Q170 120 600 96Q1030 120 1050 430Q960 372 862 430Q740 372 600 430Q460 372 338 430Q240 372 150 430Z",
        "#2f76c4",
    )
    folds = path("M600 96Q1030 120 1050 430Q960 372 862 430Q830 190 600 96Z", shade("#2f76c4", 0.22)) + stroke(
        "M600 98Q372 180 338 428M600 98V428M600 98Q830 180 862 428", tint("#2f76c4", 0.35), 6
    )
    pole = rect((592, 96), (16, 560), SLATE, rx=6) + circle((600, 90), 14, SUN)
    group = draw(MOTHER.but(mood="happy", look=(0.4, 0.2), right=Arm((0.12, 0.8))), (260, 850), 1.34) + draw(
        TEEN_GIRL.but(mood="calm", look=(0.4, 0)), (440, 862), 1.5
    )
    group += draw(TEEN_SHORT.but(mood="calm", look=(-0.4, 0)), (770, 862), 1.5) + draw(
        TEACHER.but(mood="happy", look=(-0.4, 0.2), left=CHEST), (950, 850), 1.34
    )
    guard = ellipse((606, 862), (110, 14), NAVY, opacity=0.15) + place(symbols.check_shield(), (604, 740), 2)
    ground = rect((0, 0), (1200, 900), "#e5eef7") + "".join(
        line((x, y), (x - 14, y + 44), "#a9c4de", width=6)
        for x, y in ((70, 120), (120, 330), (60, 520), (1130, 110), (1150, 320), (1100, 540), (300, 70), (900, 66))
    )
    return ground + path("M0 780Q600 730 1200 780V900H0Z", "#cfdfce") + pole + canopy + folds + group + guard


SCENES = {
    "boundaries_power": letter_and_power,
    "boundaries_reply": late_reply,
    "boundaries_faked_photo": faked_photo,
    "boundaries_umbrella": umbrella_of_law,
}
