"""Scenes about small wrongs that grow, and about turning back: a bicycle taken, a fight arranged, amends made."""

from slides.art import care_places, care_props, furniture, indoors, interior, screens, symbols
from slides.art import offending_props as props
from slides.art.cast import (
    FATHER,
    GRANDPA,
    TEACHER,
    TEEN_BOY,
    TEEN_GIRL,
    TEEN_GLASSES,
    TEEN_SHORT,
    TEEN_TAIL,
    VICE_PRINCIPAL,
    behind_desk,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, HIP, Arm
from slides.art.palette import BLUE, CORAL, GREEN, LEAF, ORANGE, RED, SKY, SLATE, SUN, TAN, WHITE, mix
from slides.art.people import TEEN, Person, draw, draw_behind, touching
from slides.art.shapes import Point, circle, ellipse, path, place, polygon, rect, stroke

LEADER = Person(TEEN, TAN, "crop", wear=Wear("hoodie", "#6f7f9c", "#dfe6ee", legs="#39424f", shoes=WHITE))
AT_EAR = Arm((0.06, -0.42), held=place(screens.phone_back(), (-2, 10), turn=8))


def borrowed_bike() -> str:
    """In the evening three teenagers stand round a bicycle that is not theirs; one has his hand on it."""
    bike = place(care_props.bicycle(CORAL), (590, 850), 1.3)
    leader = touching(LEADER.but(mood="tease", look=(0.7, 0.3), left=HIP), (372, 850), 1.75, right=(500, 596))
    friend = draw(
        TEEN_SHORT.but(mood="joy", look=(-0.7, 0.2), right=HIP, left=Arm((0.4, 0.1), "open")), (800, 836), 1.68
    )
    third = TEEN_BOY.but(mood="worried", look=(-0.8, 0.2), tilt=4, left=CHEST, right=Arm((0.1, 0.8)))
    rack = place(props.bike_rack(330), (140, 760), 1.05)
    return (
        props.estate(evening=True)
        + rack
        + draw(leader, (372, 850), 1.75)
        + friend
        + bike
        + draw(third, (1030, 856), 1.72)
    )


def empty_rack() -> str:
    """In the morning an old man stands before an empty rack; he thinks of his bicycle."""
    owner = GRANDPA.but(
        mood="worried", look=(0.7, 0.3), tilt=5, left=Arm((0.05, 0.62)), right=Arm((0.6, 0.3), "open", bend=-1)
    )
    cloud = screens.thought((420, 270), WHITE, towards=(-272, 60))
    bike = place(care_props.bicycle(CORAL), (0, 76), 0.74)
    bag = place(furniture.satchel(ORANGE), (210, 870), 0.72)
    return (
        props.estate()
        + place(props.bike_rack(560), (850, 800), 1.1)
        + draw(owner, (380, 868), 1.7)
        + bag
        + place(cloud + bike, (760, 270))
    )


def brothers() -> str:
    """Four friends with arms on shoulders; the one in the middle is ill at ease."""
    middle = TEEN_BOY.but(mood="worried", look=(0.1, 0.4), left=Arm((0.04, 0.9)), right=Arm((0.04, 0.9)))
    left = touching(LEADER.but(mood="tease", look=(0.5, 0.1), left=HIP), (330, 856), 1.8, right=(498, 476))
    right = touching(TEEN_SHORT.but(mood="joy", look=(-0.6, 0.1), right=HIP), (832, 856), 1.75, left=(660, 480))
    girl = draw(TEEN_TAIL.but(mood="doubt", look=(-0.9, 0.1), left=CHEST, right=CHEST), (1060, 846), 1.6)
    group = draw(middle, (580, 862), 1.75) + draw(left, (330, 856), 1.8) + draw(right, (832, 856), 1.75)
    return care_places.park((-400, 740)) + girl + group


def challenge() -> str:
    """A large phone: a quarrel in a chat with a place and an hour; a teenager beside it is torn."""
    big = place(screens.phone(_angry_chat(), size=(440, 800)), (350, 450), turn=-4)
    held = place(screens.phone_back(), (0, 4))
    teen = TEEN_BOY.but(
        mood="worried", tilt=-6, look=(-0.5, 0.6), left=Arm((-0.2, 0.4)), right=Arm((-0.28, 0.42), held=held)
    )
    cloud = place(
        screens.thought((300, 210), WHITE, towards=(172, 66)) + place(symbols.question(), (0, 0), 1.2), (664, 176)
    )
    shadow = ellipse((930, 866), (190, 20), "#8c98ab", opacity=0.35)
    return interior.soft_ground("#f3dcd3", "#f9ece6") + shadow + big + cloud + draw(teen, (930, 862), 1.95)


def _angry_chat() -> str:
    """Messages that grow louder; the last one names a place and an hour."""
    head = rect((0, 0), (408, 76), "#dfe8f0", rx=26) + rect((144, 34), (120, 14), "#aebccb", rx=7)
    rows = screens.avatar(BLUE, (44, 140)) + screens.message(210, 1, colour=WHITE, ink="#c7d2de", at=(82, 112))
    rows += screens.avatar(ORANGE, (364, 236)) + screens.message(240, 2, colour="#ffd9c9", ink="#e39a80", at=(84, 200))
    rows += screens.avatar(BLUE, (44, 340)) + screens.message(276, 2, colour=WHITE, ink="#c7d2de", at=(82, 300))
    card = rect((54, 406), (274, 180), "#ffc9b8", rx=22)
    card += place(symbols.pin(RED), (120, 490), 0.86) + place(symbols.clock(SLATE), (248, 496), 1.05)
    people = "".join(
        circle((x, 660), 27, tone) + circle((x, 652), 9, WHITE) + path(f"M{x - 16} 676Q{x} 654 {x + 16} 676Z", WHITE)
        for x, tone in ((70, ORANGE), (136, CORAL), (202, SLATE), (268, BLUE), (334, LEAF))
    )
    return head + rows + card + screens.avatar(ORANGE, (364, 480)) + people


def at_the_corner() -> str:
    """At the corner of the street friends wave a teenager on; he has stopped and holds his bag."""
    near = TEEN_BOY.but(mood="serious", look=(0.5, 0.1), left=Arm((0.06, 0.7)), right=Arm((-0.18, 0.26)))
    others = draw_behind(LEADER.but(left=Arm((0.7, -0.5), "palm", bend=-1)), (830, 800), 1.45)
    others += draw_behind(TEEN_SHORT.but(right=Arm((0.1, 0.8))), (1000, 790), 1.4)
    others += draw_behind(TEEN_GLASSES.but(), (1120, 770), 1.3)
    home = place(
        screens.thought((270, 190), WHITE, towards=(92, 112)) + place(symbols.heart(), (0, 2), 0.9), (150, 150)
    )
    bag = place(furniture.satchel(BLUE), (150, 866), 1)
    return props.estate(evening=True) + others + bag + draw(near, (360, 866), 1.85) + home


def tells_in_time() -> str:
    """On a bench by the school a teenager tells the vice-principal for law, who listens."""
    leader = VICE_PRINCIPAL.but(
        mood="listen", look=(0.8, 0.2), legs="sit", left=Arm((-0.1, 0.72)), right=Arm((-0.24, 0.72))
    )
    teen = TEEN_BOY.but(
        mood="telling", look=(-0.7, 0), legs="sit", left=Arm((0.12, 0.38), "open"), right=Arm((-0.2, 0.8))
    )
    said = place(screens.bubble((230, 140), WHITE, tail="lower-left") + screens.dots(), (890, 230))
    bench = place(furniture.bench(640), (570, 744), 1.2)
    back = care_places.park((-400, 700))
    return back + bench + draw(leader, (420, 868), 1.8) + draw(teen, (730, 868), 1.8) + said


def bringing_back() -> str:
    """Two teenagers bring the bicycle back to its owner and say sorry; a father stands by."""
    bike = place(care_props.bicycle(CORAL), (470, 850), 1.24)
    first = touching(
        TEEN_BOY.but(mood="sorry", look=(0.7, 0.3), tilt=6, left=Arm((0.1, 0.85))), (300, 850), 1.66, right=(384, 606)
    )
    second = draw(TEEN_SHORT.but(mood="sorry", look=(0.7, 0.3), tilt=5, left=CHEST, right=CHEST), (660, 836), 1.6)
    owner = GRANDPA.but(mood="glad", look=(-0.7, 0.2), left=Arm((0.5, 0.16), "open"), right=HIP)
    father = draw(FATHER.but(mood="calm", look=(0.6, 0.1)), (120, 820), 1.5)
    return props.estate() + father + draw(first, (300, 850), 1.66) + second + bike + draw(owner, (950, 862), 1.7)


def mending_rack() -> str:
    """Teenagers and a volunteer paint the bicycle rack of the estate together."""
    green = place(props.bike_rack(560).replace("#8494a8", "#4fae86"), (660, 790), 1.2)
    brush = place(props.paint_brush(), (0, 0), 1.3, turn=150)
    one = touching(
        TEEN_BOY.but(mood="happy", look=(0.6, 0.6), lean=6, right=Arm(held=brush)), (330, 866), 1.66, right=(440, 640)
    )
    two = touching(
        TEEN_GIRL.but(mood="glad", look=(-0.6, 0.6), left=Arm(held=place(props.paint_brush(), (0, 0), 1.3, turn=-150))),
        (930, 860),
        1.6,
        left=(846, 640),
    )
    helper = Person(TEACHER.build, TEACHER.skin, "bun", wear=Wear("vest", ORANGE, WHITE, legs=BLUE, shoes=WHITE))
    adult = draw(helper.but(mood="joy", look=(-0.5, 0.3), left=HIP, right=Arm((0.5, -0.1), "open")), (640, 700), 1.4)
    pots = place(props.paint_pot("#4fae86"), (560, 880), 1.1) + place(props.paint_pot(SUN), (700, 886), 1)
    return props.estate() + adult + green + draw(one, (330, 866), 1.66) + draw(two, (930, 860), 1.6) + pots


def steps() -> str:
    """A stair leads down into mist; a teenager on its second step turns round to the light."""
    ground = interior.soft_ground("#d7e6ee", "#eaf3f7")
    light = circle((190, 150), 210, "#fff1c9", opacity=0.8) + circle((190, 150), 96, SUN)
    tones = ("#f7d9a8", "#e9c39a", "#b9b3b4", "#8f98a6", "#6f7b8c")
    stair = "".join(
        rect((x, y), (1200 - x, 900 - y), tone) + rect((x, y), (1200 - x, 18), mix(tone, WHITE, 0.4))
        for x, y, tone in zip((0, 240, 480, 720, 960), (520, 600, 680, 760, 840), tones, strict=True)
    )
    fog = place(care_props.mist((0, 0), 1.05), (1030, 770))
    teen = TEEN_BOY.but(mood="calm", look=(-0.8, -0.3), left=Arm((0.5, -0.5), "open"), right=Arm((0.16, 0.85)))
    arrow = place(symbols.returning(GREEN), (610, 250), 1.5)
    friend = TEEN_TAIL.but(mood="glad", look=(0.8, 0.2), right=Arm((0.62, 0.1), "open"), left=HIP)
    return ground + light + stair + fog + draw(friend, (140, 566), 1.3) + draw(teen, (370, 640), 1.3) + arrow


def office_talk() -> str:
    """An officer explains, a teenager and his father sit beside each other and listen."""
    officer = behind_desk(VICE_PRINCIPAL.but(mood="talk", look=(0.7, 0.2)), (280, 676), 1.85)
    teen = behind_desk(TEEN_SHORT.but(mood="listen", look=(-0.7, 0.1)), (640, 676), 1.85)
    father = touching(
        FATHER.but(mood="calm", look=(-0.7, 0.2), legs="hidden"), (930, 1016), 1.85, left=(714, 514), right=(960, 662)
    )
    table = place(furniture.table(1080, 190), (605, 712))
    file = place(props.folder(), (330, 668), 0.7, turn=-4)
    return indoors.office() + officer + teen + draw(father, (930, 1016), 1.85) + table + file + _glass((640, 690))


def _glass(at: Point) -> str:
    """A glass of water on the table."""
    water = polygon([(-21, -30), (21, -30), (18, 0), (-18, 0)], "#8fc4e6")
    return place(path("M-24-58H24L18 0H-18Z", SKY, opacity=0.9) + water + stroke("M-14-48L-10-10", WHITE, 5), at)


SCENES = {
    "offending_bike": borrowed_bike,
    "offending_empty_rack": empty_rack,
    "offending_brothers": brothers,
    "offending_challenge": challenge,
    "offending_corner": at_the_corner,
    "offending_tells": tells_in_time,
    "offending_brings_back": bringing_back,
    "offending_rack": mending_rack,
    "offending_steps": steps,
    "offending_office": office_talk,
}
