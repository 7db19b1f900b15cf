"""Scenes about safety at school: drill, alarm, crowded stairs, what falls from above, and an extinguisher."""

from slides.art import fire_places, fire_props, furniture, indoors, outdoors, screens, symbols
from slides.art.cast import (
    BOB,
    BOY,
    CROP,
    CURLS,
    GIRL,
    NEAT,
    PIGTAILS,
    PONYTAIL,
    TEACHER,
    TEEN_BOY,
    TEEN_GIRL,
    TEEN_GLASSES,
    TEEN_SHORT,
    TEEN_TAIL,
)
from slides.art.lessons.fire import FIREMAN
from slides.art.limbs import CHEST, HIP, RAISED, Arm
from slides.art.palette import CORAL, SUN, WHITE
from slides.art.people import Person, bust, draw, draw_behind, touching
from slides.art.shapes import ellipse, path, place, rect, stroke

_STEP_SIDE = Arm((0.1, 0.9))


def drill() -> str:
    """Two rows of children stand on the playground after a drill and the teacher counts them."""
    back = "".join(draw(child, (x, 640), 1.0) for child, x in ((BOB, 660), (CURLS, 840), (PONYTAIL, 1015)))
    front = draw(PIGTAILS.but(mood="glad", look=(-0.6, 0)), (570, 862), 1.5)
    front += draw(BOY.but(mood="happy", look=(-0.6, 0)), (750, 862), 1.5)
    front += draw(GIRL.but(mood="glad", look=(-0.6, 0)), (930, 862), 1.5)
    front += draw(
        NEAT.but(mood="happy", look=(-0.6, 0), hair="crop", right=Arm((0.16, -0.9), "palm")), (1110, 862), 1.5
    )
    board = place(fire_props.clipboard(), (-4, -16), 0.8)
    teacher = TEACHER.but(
        mood="talk", look=(0.8, 0), left=Arm((-0.24, 0.42), held=board), right=Arm((0.5, 0.24), "open", bend=-1)
    )
    return outdoors.playground() + back + front + draw(teacher, (230, 868), 1.62)


def stairs_line() -> str:
    """Children go down the stairs one behind another along the rail; the teacher stands at the turn."""
    left = ((NEAT, 2, 0.72), (BOB, 3.6, 0.86), (CROP, 5.3, 1.02), (PIGTAILS, 7.2, 1.22))
    right = ((PONYTAIL, 2.6, 0.78), (CURLS, 4.4, 0.94), (GIRL, 6.3, 1.12))
    people = [(step, 300 - 10 * step, child.but(mood="calm", look=(0.2, 0.3)), size) for child, step, size in left]
    people += [(step, 900 + 10 * step, child.but(mood="calm", look=(-0.2, 0.3)), size) for child, step, size in right]
    line_up = "".join(
        draw(child, (x, fire_places.step_at(step) + 16), size)
        for step, x, child, size in sorted(people, key=lambda entry: entry[0])
    )
    teacher = TEACHER.but(mood="talk", look=(-0.5, 0.1), left=Arm((0.5, 0.3), "open", bend=-1), right=HIP)
    return fire_places.stairs() + line_up + draw(teacher, (600, 884), 1.3)


_BEHIND = (
    (1.4, 0.72, ((NEAT, 420), (PONYTAIL, 520), (CROP, 620), (BOB, 716))),
    (3.0, 0.86, ((CURLS, 370), (PIGTAILS, 492), (BOY, 606), (NEAT, 724), (GIRL, 836))),
)
_BEFORE = ((BOB, 330), (CROP, 470), (PONYTAIL, 620), (CURLS, 760), (NEAT, 890))


def stairs_crowd() -> str:
    """Many pupils push down the stairs at once; in front a girl holds the rail and a boy calls for a halt."""
    crowd = "".join(
        bust(_pressed(child, x), (x, fire_places.step_at(step) + 14 - 238 * size), size)
        for step, size, row in _BEHIND
        for child, x in row
    )
    front = fire_places.step_at(4.9) + 14
    crowd += "".join(draw(_pressed(child, x), (x, front), 1.02) for child, x in _BEFORE)
    low = fire_places.step_at(7.4)
    girl = touching(GIRL.but(mood="worried", look=(0.5, 0.2), right=CHEST), (200, low), 1.3, left=(66, 440))
    palms = {"left": Arm((0.55, -0.3), "palm"), "right": Arm((0.55, -0.3), "palm")}
    caller = BOY.but(mood="talk", look=(0, -0.2), **palms)
    return fire_places.stairs() + crowd + draw(girl, (200, low), 1.3) + draw(caller, (560, low + 30), 1.5) + _shoe()


def _pressed(child: Person, x: float) -> Person:
    """Somebody in the crowd, uneasy and pressed towards the middle."""
    mood = "worried" if x % 4 else "surprised"
    return child.but(mood=mood, look=((600 - x) / 500, 0.3), lean=(600 - x) / 60, left=CHEST, right=CHEST)


def _shoe() -> str:
    """A shoe that somebody has lost."""
    upper = path("M-40 0Q-42-26-16-26Q4-8 34-10Q44-6 42 4H-40Z", WHITE)
    return place(upper + rect((-40, 0), (82, 10), CORAL, rx=5), (800, 806), 1.1)


def alarm_button() -> str:
    """A boy's hand is close to the alarm button; his friend looks worried and holds him back."""
    boy = TEEN_SHORT.but(mood="doubt", look=(0.8, -0.1), left=Arm((0.12, 0.9)))
    boy = touching(boy, (640, 866), 1.72, right=(838, 430))
    friend = touching(TEEN_GLASSES.but(mood="worried", look=(0.8, 0.1)), (360, 866), 1.72, right=(566, 560))
    wall = (
        rect((0, 0), (1200, 900), "#fdf3dd")
        + rect((0, 520), (1200, 180), "#c9ebdd")
        + rect((0, 512), (1200, 12), "#9fcfbb")
    )
    floor = rect((0, 690), (1200, 210), "#e6d9c2") + rect((0, 684), (1200, 16), "#8fbfae")
    button = place(fire_props.alarm_button(), (916, 420), 1.15)
    cloud = screens.thought((300, 190), WHITE, towards=(-190, 110)) + place(fire_props.alarm_bell(), (-44, 2), 0.66)
    cloud += place(symbols.question(), (92, 0), 0.7)
    door = place(fire_places.flat_door((0, 0), "#b87f54"), (150, 690), 1.1)
    return (
        wall
        + floor
        + door
        + button
        + draw(boy, (640, 866), 1.72)
        + draw(friend, (360, 866), 1.72)
        + place(cloud, (960, 180))
    )


def owning_up() -> str:
    """The boy tells the head teacher himself; his friend stands beside him."""
    teacher = TEACHER.but(
        mood="listen", look=(0.7, 0.2), left=Arm((0.04, 0.62)), right=Arm((0.4, 0.3), "open", bend=-1)
    )
    boy = TEEN_SHORT.but(mood="sorry", look=(-0.7, 0.2), tilt=-4, left=CHEST, right=Arm((0.1, 0.9)))
    friend = touching(TEEN_GLASSES.but(mood="calm", look=(-0.7, 0)), (960, 866), 1.64, left=(800, 510))
    said = place(
        screens.bubble((260, 170), WHITE, tail="lower-right") + place(fire_props.alarm_bell(), (0, 0), 0.56), (560, 196)
    )
    plant = place(furniture.plant(), (1130, 860), 1.2)
    return (
        indoors.office()
        + draw(teacher, (300, 866), 1.66)
        + draw(boy, (740, 866), 1.72)
        + draw(friend, (960, 866), 1.64)
        + said
        + plant
    )


def falling_bottle() -> str:
    """A half full bottle falls from an upper window; below, a girl draws her friend back under the wall."""
    fall = stroke("M832 130Q900 200 884 520", WHITE, 9, stroke_dasharray="4 26")
    bottle = place(fire_props.bottle(), (880, 590), 1.5, turn=24)
    window = rect((750, 40), (160, 120), "#56707f", rx=2) + stroke("M750 40H910V160H750Z", WHITE, 12)
    spot = ellipse((880, 800), (120, 22), CORAL, opacity=0.45)
    girl = touching(TEEN_TAIL.but(mood="surprised", look=(0.8, -0.6), lean=-5), (270, 866), 1.7, right=(440, 580))
    boy = TEEN_BOY.but(mood="surprised", look=(0.9, -0.7), lean=-8, right=Arm((0.4, -0.1), "palm"))
    return (
        fire_places.school_front()
        + window
        + spot
        + fall
        + bottle
        + draw(boy, (540, 866), 1.72)
        + draw(girl, (270, 866), 1.7)
    )


def extinguisher_lesson() -> str:
    """A firefighter explains an extinguisher on the yard; pupils listen behind a line."""
    fireman = FIREMAN.but(mood="talk", look=(0.7, 0.1), left=HIP, right=Arm((0.5, 0.24), "open", bend=-1))
    table = place(furniture.desk(340), (470, 640), 1.08)
    things = place(fire_props.extinguisher(), (430, 640), 1.25) + place(fire_props.extinguisher(), (545, 640), 1.0)
    line = stroke("M640 900L700 640", SUN, 12)
    listeners = draw_behind(TEEN_GIRL, (770, 862), 1.36) + draw_behind(TEEN_SHORT.but(right=RAISED), (940, 872), 1.4)
    listeners += draw_behind(TEEN_TAIL, (1110, 866), 1.32)
    return outdoors.morning_yard() + line + draw(fireman, (210, 862), 1.62) + table + things + listeners


SCENES = {
    "fire_drill": drill,
    "fire_stairs_line": stairs_line,
    "fire_stairs_crowd": stairs_crowd,
    "fire_alarm_button": alarm_button,
    "fire_owning_up": owning_up,
    "fire_falling_bottle": falling_bottle,
    "fire_extinguisher": extinguisher_lesson,
}
