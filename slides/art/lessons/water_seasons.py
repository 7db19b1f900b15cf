"""Scenes about the year by the water: thin ice in winter, a guarded rink, a family that plans its holiday."""

from slides.art import furniture, indoors
from slides.art import offending_props as more
from slides.art import water_places as places
from slides.art import water_props as props
from slides.art.cast import (
    BOB,
    FATHER,
    GRANDPA,
    MOTHER,
    behind_desk,
)
from slides.art.clothes import Wear
from slides.art.lessons.water import DONG, GUARD, TANG
from slides.art.limbs import CHEST, HIP, Arm
from slides.art.palette import BLUE, CORAL, LEAF, ORANGE, SUN, WHITE
from slides.art.people import draw, touching
from slides.art.shapes import circle, line, path, place


def thin_ice() -> str:
    """By a frozen river a grandfather holds two children back from cracked ice."""
    boy = DONG.but(
        mood="surprised",
        look=(0.8, 0.2),
        wear=Wear("hoodie", ORANGE, WHITE, legs=BLUE, shoes="#6b4a35"),
        right=Arm((0.6, 0.1), "open"),
    )
    girl = TANG.but(
        mood="worried", look=(0.8, 0.1), wear=Wear("hoodie", CORAL, WHITE, legs="#4b4f63", shoes=WHITE), left=CHEST
    )
    grandpa = touching(
        GRANDPA.but(mood="talk", look=(0.6, 0.2), left=Arm((0.3, 0.5))), (330, 858), 1.65, right=(480, 600)
    )
    marks = props.cracks((830, 590), 1.2) + props.cracks((560, 560), 0.6)
    return (
        places.winter_river()
        + marks
        + place(props.ring_stand(), (1050, 770), 0.95)
        + draw(grandpa, (330, 858), 1.65)
        + draw(boy, (570, 866), 1.6)
        + draw(girl, (130, 862), 1.5)
        + place(props.sledge(), (800, 872), 1.05)
    )


def safe_rink() -> str:
    """On a guarded rink children skate with helmets; an attendant watches from the barrier."""
    guard = draw(
        GUARD.but(wear=Wear("vest", ORANGE, WHITE, legs=BLUE, shoes=WHITE), mood="calm", look=(0.5, 0.2), left=HIP),
        (190, 640),
        1.25,
    )
    boy = DONG.but(
        hat="helmet",
        mood="joy",
        look=(0.4, 0),
        lean=-6,
        wear=Wear("hoodie", ORANGE, WHITE, legs=BLUE, shoes=WHITE),
        left=Arm((0.6, 0.1), "open"),
        right=Arm((0.6, 0), "open"),
    )
    girl = TANG.but(
        hat="helmet",
        mood="glad",
        look=(-0.6, 0),
        lean=5,
        wear=Wear("hoodie", CORAL, WHITE, legs="#4b4f63", shoes=WHITE),
        left=Arm((0.6, 0.1), "open"),
        right=Arm((0.55, 0.2), "open"),
    )
    mother = draw(MOTHER.but(mood="happy", look=(-0.6, 0.2), left=Arm((0.5, -0.2), "open")), (1050, 760), 1.4)
    blades = "".join(line((x - 40, 866), (x + 36, 866), "#8494a8", width=7) for x in (446, 502, 724, 780))
    return places.rink() + guard + mother + draw(boy, (474, 858), 1.6) + draw(girl, (752, 858), 1.6) + blades


def holiday_plan() -> str:
    """A family plans the holiday at the table: a calendar on the wall, a map and small flags before them."""
    calendar = place(more.calendar(5), (520, 96), 1.05)
    mother = behind_desk(MOTHER.but(mood="talk", look=(0.6, 0.2)), (240, 690), 1.7)
    father = behind_desk(FATHER.but(mood="glad", look=(-0.6, 0.2)), (960, 690), 1.7)
    boy = behind_desk(DONG.but(mood="joy", look=(0.2, 0.3)), (500, 690), 1.75)
    girl = behind_desk(BOB.but(mood="happy", look=(-0.3, 0.3)), (720, 690), 1.75)
    sheet = path("M420-50H0L-20 0H440Z", WHITE) + path(
        "M60-40Q160-10 220-34T380-16", "none", stroke="#7cc3e6", stroke_width=12
    )
    pins = "".join(circle((x, -26), 9, tone) for x, tone in ((90, CORAL), (210, SUN), (330, LEAF)))
    table = place(furniture.table(1120, 180), (600, 722)) + place(sheet + pins, (390, 716))
    return indoors.living_room() + calendar + mother + father + boy + girl + table


SCENES = {
    "water_thin_ice": thin_ice,
    "water_rink": safe_rink,
    "water_plan": holiday_plan,
}
