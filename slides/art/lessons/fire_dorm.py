"""Scenes about a dormitory: a cooker at night, the way out, what is left, the evidence and the talk about it."""

from dataclasses import replace

from slides.art import fire_places, fire_props, furniture, indoors, interior, screens
from slides.art.cast import FATHER, MOTHER, TEEN_TAIL, WOMAN_VICE_PRINCIPAL, behind_desk
from slides.art.clothes import Wear
from slides.art.lessons.fire import FIREMAN
from slides.art.limbs import CHEST, Arm
from slides.art.palette import (
    CORAL,
    CREAM,
    DARK_HAIR,
    FAIR,
    INK,
    LILAC,
    MINT,
    SKY,
    SUN,
    TAN,
    WARM,
    WHITE,
)
from slides.art.people import ADULT, TEEN, Person, draw
from slides.art.shapes import ellipse, path, place, rect, stroke

WARDEN = Person(ADULT, FAIR, "waves", DARK_HAIR, wear=Wear("cardigan", "#3f7d9d", "#fff3dc", legs="#3b4a66", shoes=INK))
COOK = Person(TEEN, WARM, "bun", DARK_HAIR, tie=CORAL, wear=Wear("tee", LILAC, WHITE, legs="#6b7fa8", shoes=WHITE))
READER = Person(
    TEEN, TAN, "bob", DARK_HAIR, extra="glasses", wear=Wear("hoodie", "#5aa287", WHITE, legs="#4b4f63", shoes=WHITE)
)


def dorm_cooker() -> str:
    """Late in a dormitory one girl watches a small electric cooker, another reads beside her."""
    table = place(furniture.table(640, 180), (600, 690))
    things = place(fire_props.cooker(CORAL), (640, 678), 1.25) + place(fire_props.steam(), (640, 556), 0.9)
    lead = stroke("M706 660Q800 664 790 740Q770 840 640 838", INK, 6)
    strip = place(fire_props.power_strip(), (590, 846), 1.0)
    cook = behind_desk(COOK.but(mood="happy", look=(0.5, 0.5)), (480, 672), 1.62)
    held = place(furniture.open_book(200), (-40, 30), 0.5)
    reader = READER.but(
        mood="reading", look=(-0.3, 0.7), legs="sit", left=Arm((-0.3, 0.52)), right=Arm((-0.3, 0.52), held=held)
    )
    lamp = place(furniture.lamp(), (780, 678), 1.0)
    seat = rect((880, 690), (180, 22), "#b9764a", rx=8) + stroke("M900 712L888 806M1040 712L1052 806", "#8a5234", 14)
    return (
        fire_places.dormitory(night=True)
        + cook
        + table
        + things
        + lamp
        + lead
        + strip
        + seat
        + draw(reader, (970, 812), 1.46)
    )


def dorm_way_out() -> str:
    """At night the warden leads the girls along the corridor to the stairs; they bend low below the smoke."""
    light = place(fire_props.torch(), (-6, 0), 1.1)
    warden = WARDEN.but(
        mood="talk",
        look=(0.4, 0.1),
        lean=-8,
        left=Arm((0.3, 0.34), held=light),
        right=Arm((0.36, 0.5), "open", bend=-1),
    )
    girls = (
        (READER, 560, 16),
        (TEEN_TAIL.but(wear=Wear("tee", SUN, WHITE, legs="#6b7fa8", shoes=WHITE)), 760, 14),
        (COOK, 960, 16),
    )
    crew = "".join(
        draw(
            girl.but(
                lean=-lean,
                tilt=lean * 0.7,
                mood="serious",
                look=(-0.8, 0),
                left=Arm((-0.32, -0.02)),
                right=Arm((0.1, 0.85)),
            ),
            (x, 868),
            1.5,
        )
        for girl, x, lean in reversed(girls)
    )
    way = place(fire_props.exit_door(), (150, 680), 1.06) + place(fire_props.exit_sign(turned=True), (150, 196), 1.1)
    wall = (
        rect((0, 0), (1200, 900), "#cfd8ea")
        + rect((0, 510), (1200, 170), "#a9bdd6")
        + rect((0, 504), (1200, 10), "#8ba3c2")
    )
    floor = rect((0, 676), (1200, 224), "#b9c3d3") + rect((0, 672), (1200, 14), "#7d92b3")
    doors = "".join(fire_places.flat_door((x, 676), "#8a6b5a") for x in (520, 800, 1080))
    return wall + floor + doors + way + fire_props.haze(120, 0.42) + crew + draw(warden, (330, 868), 1.52)


def dorm_after() -> str:
    """The morning after: a dark stain on the desk, an investigator makes notes, two girls stand apart."""
    table = place(furniture.table(440, 170), (500, 690))
    stain = ellipse((490, 668), (120, 22), "#5b4636") + ellipse((490, 666), (84, 13), "#3c3029")
    cooker = place(fire_props.cooker("#6f6258"), (484, 672), 1.15, turn=-5)
    puddle = ellipse((520, 866), (170, 18), SKY, opacity=0.7)
    board = place(fire_props.clipboard(), (-2, -20), 0.85)
    man = FIREMAN.but(mood="reading", look=(-0.4, 0.7), left=Arm((-0.22, 0.4)), right=Arm((-0.2, 0.44), held=board))
    left = draw(COOK.but(mood="down", tilt=4, left=CHEST, right=CHEST), (130, 866), 1.62)
    right = draw(READER.but(mood="worried", look=(-0.8, 0.2), left=CHEST, right=Arm((0.1, 0.9))), (1066, 866), 1.62)
    return fire_places.dormitory() + table + stain + cooker + puddle + draw(man, (810, 868), 1.56) + left + right


def evidence() -> str:
    """On a table lie what proves something: a photo, a chat, a duty book, a burnt plug in a bag, and a glass."""
    sheet = (
        rect((-150, -190), (300, 380), WHITE, rx=10)
        + rect((-120, -160), (240, 170), "#cfd8ea")
        + rect((-70, -40), (140, 50), "#e2b27c")
    )
    sheet += place(fire_props.cooker("#6f6258"), (0, -36), 0.8) + place(screens.words(230, 4, "#b7c3d0"), (-115, 50))
    chat = screens.message(170, 2, colour=MINT, ink="#9fb9b0", at=(16, 60)) + screens.message(
        150, 1, colour=WHITE, ink="#c7d2de", at=(60, 160)
    )
    chat += screens.message(180, 2, colour=MINT, ink="#9fb9b0", at=(16, 236))
    bag = (
        rect((-120, -90), (240, 190), "#dcecf4", rx=14, opacity=0.9)
        + rect((-120, -90), (240, 34), "#7fb0d0", rx=14)
        + place(fire_props.power_strip("#c9c2b8"), (0, 44), 0.95)
    )
    book = path("M-140-100H140L160 110H-160Z", "#8a5234") + path("M-128-92H-2V100H-144ZM2-92H128L144 100H2Z", CREAM)
    book += "".join(
        stroke(f"M{-118 - y * 0.06:.0f} {y}H-22M22 {y}H{112 + y * 0.06:.0f}", "#b7c3d0", 7)
        for y in (-60, -24, 12, 48, 78)
    )
    return (
        interior.soft_ground("#e8ddc9", "#f2ead9")
        + place(sheet, (250, 300), turn=-5)
        + place(screens.phone(chat, size=(280, 470)), (610, 330), turn=3)
        + place(bag, (970, 240), 1.32, turn=4)
        + place(book, (330, 700), turn=3)
        + place(fire_props.clipboard(), (1010, 640), 2.1, turn=-6)
        + place(fire_props.magnifier(), (690, 690), 1.25)
    )


def dorm_talk() -> str:
    """Both girls sit at one table with a parent each; the vice-principal for law hears them in turn."""
    cook = behind_desk(COOK.but(mood="telling", look=(0.6, 0.1), wear=replace(COOK.wear, cut="shirt")), (356, 696), 1.5)
    reader = behind_desk(READER.but(mood="listen", look=(-0.6, 0.1)), (856, 696), 1.5)
    mother = behind_desk(MOTHER.but(mood="listen", look=(0.6, 0)), (122, 696), 1.44)
    father = behind_desk(FATHER.but(mood="serious", look=(-0.6, 0)), (1090, 696), 1.44)
    leader = behind_desk(WOMAN_VICE_PRINCIPAL.but(mood="listen", look=(-0.5, 0.2)), (606, 684), 1.66)
    table = place(furniture.table(1160, 190), (600, 730))
    papers = place(path("M-90-40H90L106 0H-106Z", WHITE) + stroke("M-70-28H66M-74-16H70", "#b7c3d0", 5), (606, 724))
    said = place(screens.bubble((190, 120), WHITE, tail="lower-left") + screens.dots(), (440, 250))
    return indoors.office() + mother + father + cook + reader + leader + table + papers + said


SCENES = {
    "fire_dorm_cooker": dorm_cooker,
    "fire_dorm_way_out": dorm_way_out,
    "fire_dorm_after": dorm_after,
    "fire_evidence": evidence,
    "fire_dorm_talk": dorm_talk,
}
