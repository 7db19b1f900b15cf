"""Scenes about fire at home: smoke in the kitchen, the way out, the call, and a landing that must stay clear."""

from dataclasses import replace

from slides.art import fire_places, fire_props, fire_vehicles, furniture, interior, outdoors, screens, symbols
from slides.art.cast import (
    BOY,
    GRANDPA,
    LITTLE_GIRL,
    MOTHER,
    PONYTAIL,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, HIP, Arm
from slides.art.palette import BLUE, CORAL, CREAM, DARK_HAIR, INK, LEAF, SUN, WARM, WHITE, shade
from slides.art.people import ADULT, Person, draw, draw_behind, touching
from slides.art.shapes import circle, line, path, place, polygon, rect, stroke

_SUIT = Wear("vest", "#c0a06a", "#c0a06a", legs="#b2925d", shoes=INK)
FIREMAN = Person(ADULT, WARM, "short", hat="helmet", wear=_SUIT)
FIREWOMAN = Person(ADULT, WARM, "bob", DARK_HAIR, hat="helmet", wear=_SUIT)
UNCLE = Person(ADULT, WARM, "crop", DARK_HAIR, wear=Wear("tee", "#6f8fb3", WHITE, legs="#4b4f63", shoes="#5b463d"))
NEIGHBOUR = Person(
    ADULT, WARM, "bun", DARK_HAIR, tie=CORAL, wear=Wear("shirt", "#8e6aa8", WHITE, legs="#3f4e6e", shoes=INK)
)
HOME_GIRL = replace(LITTLE_GIRL, wear=Wear("tee", SUN, WHITE, legs=BLUE, shoes=CORAL))
HOME_BOY = replace(BOY, wear=Wear("hoodie", "#5aa287", WHITE, legs="#34507c", shoes=WHITE))
HOME_PAL = replace(PONYTAIL, wear=Wear("tee", CORAL, WHITE, legs=BLUE, shoes=WHITE))
AT_MOUTH = Arm((-0.34, -0.08))


def kitchen_smoke() -> str:
    """A girl finds a pot that was forgotten on the stove; grey smoke gathers under the ceiling."""
    smoke = place(fire_props.plume(360, 84), (790, 470)) + fire_props.haze(118, 0.55)
    girl = HOME_GIRL.but(mood="surprised", look=(0.9, -0.4), left=Arm((0.1, 0.9)), right=AT_MOUTH)
    stove = place(fire_props.pot(), (790, 548), 1.05)
    fruit = place(_bowl(), (1060, 560)) + place(furniture.plant(), (470, 560), 0.72)
    return fire_places.kitchen() + fruit + stove + smoke + draw(girl, (250, 858), 2.05)


def _bowl() -> str:
    fruit = circle((-30, -52), 26, CORAL) + circle((18, -56), 26, SUN) + circle((-4, -70), 24, LEAF)
    return (
        fruit
        + path("M-70-46H70Q60 0 24 0H-24Q-60 0-70-46Z", WHITE)
        + path("M26-46H70Q60 0 24 0H14Q32-20 26-46Z", "#dde4ea")
    )


def hiding_place() -> str:
    """In her room the girl wonders whether to hide in the wardrobe or to go out of the door."""
    cloud = screens.thought((420, 270), WHITE, towards=(-30, 190))
    options = place(fire_places.wardrobe(), (-86, 96), 0.56) + place(_way_out(), (96, 96), 0.5)
    ask = place(symbols.question(), (10, -84), 0.6)
    girl = HOME_GIRL.but(mood="worried", look=(0.3, -0.8), tilt=4, left=CHEST, right=Arm((-0.3, 0.42)))
    door = place(fire_places.flat_door((0, 0), "#c99b66"), (1040, 650))
    wisp = (
        place(fire_props.puff(0.8), (930, 236))
        + place(fire_props.puff(1.05), (1080, 212))
        + place(fire_props.puff(0.6), (1000, 168))
    )
    bed = place(furniture.bed(CORAL), (250, 850), 0.92)
    return (
        interior.room("#e8f1f8", "#f7efe2", "#e3c498")
        + interior.window((70, 110), (250, 280))
        + door
        + wisp
        + bed
        + draw(girl, (640, 862), 2.0)
        + place(cloud + options + ask, (650, 180))
    )


def _way_out() -> str:
    """A door that stands open on a light outside, 200 x 320."""
    frame = rect((-92, -320), (184, 320), "#c99b66", rx=6) + rect((-78, -306), (156, 306), "#bfe8f7")
    ground = path("M-78-70Q0-110 78-80V0H-78Z", LEAF) + circle((36, -240), 24, SUN)
    return frame + ground + path("M-78-306L-20-280V-12L-78 0Z", "#a9744b")


def bend_low() -> str:
    """Girl and grandfather walk along the landing below the smoke, bent low, sleeves before their mouths."""
    grandpa = GRANDPA.but(
        lean=30, tilt=-18, mood="serious", look=(0.8, 0.2), left=Arm((0.1, 0.8)), right=Arm((-0.06, -0.3))
    )
    girl = HOME_GIRL.but(
        lean=17, tilt=-10, mood="serious", look=(0.8, 0), left=Arm((0.1, 0.7)), right=Arm((-0.2, -0.1))
    )
    girl = touching(girl, (690, 866), 1.9, left=(536, 600))
    grandpa = touching(grandpa, (330, 866), 1.66, left=(476, 392), right=(536, 592))
    way, sign = place(fire_props.exit_door(), (960, 660), 1.06), place(fire_props.exit_sign(), (960, 182), 1.2)
    light = polygon([(820, 660), (1100, 660), (1180, 900), (700, 900)], CREAM, opacity=0.6)
    return (
        _hall()
        + way
        + light
        + fire_props.haze(138)
        + sign
        + draw(grandpa, (330, 866), 1.66)
        + draw(girl, (690, 866), 1.9)
    )


def _hall() -> str:
    """The landing without its doors on the right."""
    floor = rect((0, 650), (1200, 250), "#dfe6ea") + "".join(
        line((0, y), (1200, y), "#cbd5db", width=4) for y in (712, 788)
    )
    floor += "".join(
        line((600 + x * 0.7, 660), (600 + x * 1.6, 900), "#cbd5db", width=4) for x in range(-900, 901, 150)
    )
    lower = rect((0, 500), (1200, 150), "#bcd8cf") + rect((0, 494), (1200, 10), shade("#bcd8cf", 0.2))
    return (
        rect((0, 0), (1200, 900), "#f6efe0")
        + lower
        + floor
        + fire_places.flat_door((170, 650))
        + rect((0, 644), (1200, 16), shade("#bcd8cf", 0.35))
    )


def call_119() -> str:
    """In the open the girl tells the fire line where they live; a neighbour holds the telephone."""
    phone = place(screens.phone_back(), (0, 4), turn=-10)
    neighbour = NEIGHBOUR.but(mood="listen", look=(-0.6, 0.4), lean=-4, right=HIP, left=Arm(held=phone))
    neighbour = touching(neighbour, (700, 866), 1.6, left=(578, 590))
    girl = draw(HOME_GIRL.but(mood="talk", look=(0.8, -0.2), right=Arm((-0.1, 0.55)), left=CHEST), (400, 866), 1.95)
    grandpa = draw(GRANDPA.but(mood="calm", look=(0.5, 0.2), right=Arm((0.06, 0.9))), (130, 866), 1.56)
    said = screens.bubble((410, 230), WHITE, tail="lower-left") + place(fire_vehicles.fire_engine(), (0, 78), 0.48)
    smoke = place(fire_props.plume(200, 60), (436, 300))
    said = place(said, (985, 160))
    return fire_places.block_of_flats() + smoke + grandpa + girl + draw(neighbour, (700, 866), 1.6) + said


def engine_arrives() -> str:
    """The fire engine stands in the street; a firefighter bends down to girl and grandfather."""
    fire_fighter = FIREWOMAN.but(lean=-13, mood="glad", look=(-0.8, 0.5), tilt=-4, right=HIP)
    fire_fighter = touching(fire_fighter, (590, 870), 1.62, left=(404, 640))
    girl = draw(
        touching(HOME_GIRL.but(mood="glad", look=(0.7, -0.4)), (312, 872), 1.9, right=(404, 650)), (312, 872), 1.9
    )
    grandpa = draw(GRANDPA.but(mood="happy", look=(0.6, 0)), (110, 866), 1.56)
    engine = place(fire_vehicles.fire_engine(), (800, 752), 1.12)
    return outdoors.street() + engine + grandpa + draw(fire_fighter, (590, 870), 1.62) + girl


def corridor_bike() -> str:
    """On the landing an electric bicycle is charged in front of the stairs; two children stop and look."""
    way = place(fire_props.exit_door(), (600, 660), 0.98) + place(fire_props.exit_sign(), (600, 190), 1.1)
    lead = fire_vehicles.cable("M800 430V520M800 540Q800 640 770 690T748 742")
    bike = place(fire_vehicles.e_bike("#5aa9c9"), (720, 866), 1.42) + place(fire_vehicles.charger(), (800, 530))
    pal = draw(HOME_PAL.but(mood="worried", look=(0.8, 0.3), right=Arm((-0.3, 0.0))), (330, 866), 1.62)
    boy = draw(HOME_BOY.but(mood="doubt", look=(0.8, 0.3), right=Arm((0.62, 0.12), "open")), (150, 866), 1.62)
    return fire_places.landing() + way + fire_props.socket((800, 400)) + bike + lead + pal + boy


def blocked_exit() -> str:
    """Boxes and an old chair stand before the way out; the boy points, a neighbour shrugs."""
    way = place(fire_props.exit_door(), (640, 700), 1.24) + place(fire_props.exit_sign(), (640, 116), 1.25)
    heap = place(fire_props.carton(230, 160), (560, 800)) + place(fire_props.carton(170, 130, "#c4935b"), (540, 642))
    heap += (
        place(fire_props.old_chair(), (780, 806), 1.5)
        + place(fire_props.carton(150, 110), (700, 830))
        + place(fire_props.carton(110, 80, "#e0bb8a"), (778, 640))
    )
    boy = touching(
        HOME_BOY.but(mood="talk", look=(0.6, -0.3), right=Arm(shape="open")), (250, 868), 1.78, right=(440, 560)
    )
    uncle = UNCLE.but(
        mood="doubt", look=(-0.8, 0.2), left=Arm((0.5, 0.2), "open", bend=-1), right=Arm((0.5, 0.2), "open", bend=-1)
    )
    base = (
        rect((0, 0), (1200, 900), "#f6efe0")
        + rect((0, 500), (1200, 200), "#bcd8cf")
        + rect((0, 494), (1200, 10), shade("#bcd8cf", 0.2))
    )
    floor = rect((0, 694), (1200, 206), "#dfe6ea") + rect((0, 690), (1200, 16), shade("#bcd8cf", 0.35))
    return base + floor + way + heap + draw(uncle, (1000, 868), 1.6) + draw(boy, (250, 868), 1.78)


def waiting_behind_the_door() -> str:
    """The door is shut, a wet towel lies along its foot; mother calls, the boy waves a cloth at the window."""
    door = fire_places.flat_door((230, 660), "#a9683f") + place(fire_props.towel(280, "#5aa9c9"), (232, 700))
    smoke = "".join(place(fire_props.puff(s), at) for at, s in (((120, 238), 0.5), ((336, 260), 0.42)))
    mother = MOTHER.but(
        mood="talk",
        look=(0.4, 0),
        right=Arm((0.06, -0.4), held=place(screens.phone_back(), (-2, 10), turn=8)),
        left=HIP,
    )
    cloth = path("M-14-10Q40-70 96-48T190-60L176 34Q120 30 84 50T0 20Z", CORAL) + stroke(
        "M20-10Q70-34 100-10T170-20", shade(CORAL), 5
    )
    boy = HOME_BOY.but(right=Arm((0.3, -0.92), "rest", held=place(cloth, (0, 0), 0.62)), left=Arm((0.4, 0.1)))
    window = interior.window((690, 90), (460, 420))
    return (
        interior.room("#fdeedb", "#f8dfc2", "#dcb88c")
        + window
        + interior.curtain_left((610, 66), 520, LEAF)
        + door
        + smoke
        + draw(mother, (490, 868), 1.6)
        + draw_behind(boy, (850, 868), 1.66)
    )


def charging_shed() -> str:
    """The bicycles are charged in an open shed; neighbour and children are content."""
    back = outdoors.sky() + outdoors.cloud((180, 100), 0.9) + outdoors.lawn(560) + outdoors.tree((80, 620), 1.1)
    ground = rect((0, 700), (1200, 200), "#e5dfd5") + rect((0, 694), (1200, 14), "#cfc7ba")
    shed = place(fire_places.shed(), (740, 770), 1.3)
    bikes = place(fire_vehicles.e_bike("#5aa9c9"), (690, 806), 0.86) + place(
        fire_vehicles.e_bike(SUN), (1006, 806), 0.86
    )
    uncle = draw(UNCLE.but(mood="glad", look=(-0.6, 0.3), right=Arm((0.5, 0.3), "open", bend=-1)), (460, 880), 1.56)
    boy = draw(HOME_BOY.but(mood="joy", look=(0.6, -0.2), left=CHEST), (272, 880), 1.6)
    pal = draw(HOME_PAL.but(mood="happy", look=(0.6, -0.1)), (100, 880), 1.56)
    return back + ground + shed + bikes + uncle + boy + pal


SCENES = {
    "fire_kitchen_smoke": kitchen_smoke,
    "fire_hiding_place": hiding_place,
    "fire_bend_low": bend_low,
    "fire_call_119": call_119,
    "fire_engine": engine_arrives,
    "fire_corridor_bike": corridor_bike,
    "fire_blocked_exit": blocked_exit,
    "fire_window_wait": waiting_behind_the_door,
    "fire_charging_shed": charging_shed,
}
