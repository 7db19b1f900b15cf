"""Scenes about the way to school: crossing, being seen, large vehicles, the child seat, a first bicycle."""

from slides.art import furniture, outdoors, riding, road, symbols, vehicles
from slides.art.cast import (
    BOY,
    CURLS,
    FATHER,
    GIRL,
    GRANDMA,
    GRANDPA,
    LITTLE_BOY,
    LITTLE_GIRL,
    MOTHER,
    NEAT,
    PIGTAILS,
    PONYTAIL,
)
from slides.art.clothes import Wear
from slides.art.limbs import HIP, LAP, Arm
from slides.art.palette import BLACK_HAIR, BROWN_HAIR, CORAL, LEAF, NAVY, SKY, SLATE, SUN, WHITE, mix, shade, tint
from slides.art.people import draw, draw_behind, touching
from slides.art.riding import on_head
from slides.art.shapes import circle, ellipse, mirrored, path, place, polygon, rect, stroke

WALKER = LITTLE_GIRL.but(wear=Wear("tracksuit", "#2f76c4", WHITE, legs=NAVY))
RAINCOAT = LITTLE_GIRL.but(wear=Wear("coat", SUN, tint(SUN, 0.4), legs=NAVY, shoes=CORAL))


def crossing() -> str:
    """Children and their teacher walk over a crossing while the cars wait."""
    cars = place(riding.car_front("#7fb2dd"), (450, 610), 0.82) + place(riding.car_front(CORAL), (770, 610), 0.82)
    lead = GRANDMA.but(mood="glad", look=(0.4, 0.1), left=Arm((0.36, -0.72), "palm"))
    lead = touching(lead, (230, 866), 1.3, right=(350, 724))
    child = touching(LITTLE_BOY.but(mood="happy", look=(0.3, 0)), (440, 866), 1.4, left=(350, 724), right=(532, 738))
    girl = touching(PIGTAILS.but(mood="joy", look=(-0.3, 0)), (622, 866), 1.3, left=(532, 738))
    boy = draw(CURLS.but(mood="happy", look=(-0.3, 0), right=Arm((0.3, -0.86), "palm")), (890, 866), 1.3)
    light = place(road.walker_light(go=True), (1100, 860), 1.15)
    people = draw(lead, (230, 866), 1.3) + draw(child, (440, 866), 1.4) + draw(girl, (622, 866), 1.3) + boy
    return road.avenue() + cars + road.wide_crossing(650, 880) + light + people


def waiting() -> str:
    """A girl holds her grandfather's hand at the kerb and points to the red walking light."""
    girl = touching(WALKER.but(mood="telling", look=(0.6, -0.5)), (560, 866), 1.75, left=(450, 700), right=(748, 536))
    elder = touching(
        GRANDPA.but(mood="surprised", look=(0.7, -0.2), left=Arm((0.08, 0.86))), (330, 866), 1.5, right=(450, 700)
    )
    light = place(road.walker_light(go=False), (930, 860), 1.36)
    far = place(mirrored(vehicles.car(mix(SKY, NAVY, 0.4))), (150, 640), 0.52)
    return (
        road.roadside()
        + road.ladder_crossing(700)
        + far
        + light
        + draw(elder, (330, 866), 1.5)
        + draw(girl, (560, 866), 1.75)
    )


def raincoat() -> str:
    """On a rainy morning a bright yellow raincoat is easy to see, a dark one beside it is not."""
    grey = rect((0, 0), (1200, 900), "#3d5470", opacity=0.34)
    lights = place(vehicles.car(mix(SLATE, WHITE, 0.2)), (230, 690), 1.1)
    beam = polygon([(450, 596), (450, 622), (1010, 756), (1010, 470)], "#fff1c4", opacity=0.42)
    dim = GRANDMA.but(
        wear=Wear("coat", "#56647a", "#6b7a90", legs="#4a566a", shoes="#414b5c"), mood="glad", look=(-0.5, 0.4)
    )
    dim = touching(dim, (960, 866), 1.5, left=(842, 704))
    girl = touching(RAINCOAT.but(mood="joy", look=(-0.2, 0)), (740, 866), 1.9, right=(842, 704))
    girl = girl.but(left=Arm((0.5, -0.5), "palm"))
    glow = circle((740, 600), 250, "#fff1c4", opacity=0.4)
    people = (
        draw(dim, (960, 866), 1.5) + draw(girl, (740, 866), 1.9) + on_head(riding.rain_hat(), girl, (740, 866), 1.9)
    )
    wet = road.puddle((250, 850), 300) + road.puddle((1100, 884), 220)
    return road.roadside("#aebfd0") + lights + grey + beam + glow + wet + people + road.rain()


def big_turn() -> str:
    """A large lorry goes round a corner; a grandfather and two children stand well back from it."""
    zone = road.warning_strip([(520, 770), (1180, 770), (1200, 866), (560, 866)])
    elder = GRANDPA.but(mood="serious", look=(0.6, -0.1), right=Arm((0.84, 0.3), "palm", bend=-1))
    children = draw(WALKER.but(mood="surprised", look=(0.8, -0.4)), (118, 882), 1.42)
    children += draw(LITTLE_BOY.but(mood="surprised", look=(0.7, -0.5)), (392, 882), 1.36)
    lorry = place(vehicles.lorry(), (830, 750), 1.06)
    return road.roadside() + lorry + zone + draw(elder, (252, 870), 1.4) + children


def child_seat() -> str:
    """On the back seat of a car a father closes the belt of a child seat and the child is pleased."""
    bench = rect((120, 330), (960, 420), "#7f8ea3", rx=60) + rect((120, 640), (960, 200), "#94a3b8", rx=46)
    bench += stroke("M600 350V640", shade("#7f8ea3"), 6) + "".join(
        rect((x, 250), (210, 120), "#8b9ab0", rx=36) for x in (250, 740)
    )
    view = rect((0, 0), (1200, 900), "#dfe5ec") + rect((90, 40), (1020, 240), SKY, rx=46)
    view += path("M90 220Q420 160 700 220T1110 200V234Q1110 280 1064 280H136Q90 280 90 234Z", LEAF)
    seat = rect((240, 300), (330, 470), CORAL, rx=70) + rect((286, 340), (238, 360), tint(CORAL, 0.45), rx=50)
    seat += rect((214, 560), (70, 190), shade(CORAL), rx=32) + rect((526, 560), (70, 190), shade(CORAL), rx=32)
    at = (404, 830)
    child = LITTLE_BOY.but(mood="joy", look=(0.5, -0.1), legs="sit", left=LAP, right=Arm((-0.05, 0.7)))
    straps = stroke("M362 602L396 694M446 602L412 694M404 700V732", "#39465a", 15) + rect(
        (380, 676), (48, 38), "#c2454f", rx=10
    )
    parent = FATHER.but(mood="glad", look=(-0.8, 0.3), lean=-8, legs="hidden", right=HIP)
    parent = touching(parent, (830, 1240), 2, left=(440, 706))
    return view + bench + seat + draw(child, at, 2) + straps + draw(parent, (830, 1240), 2)


def school_gate() -> str:
    """After school a girl waits behind the line at the gate; across the road her mother asks her to stay there."""
    lane = rect((0, 640), (1200, 150), road.ASPHALT) + rect((0, 632), (1200, 12), road.KERB)
    lane += stroke("M-20 716H1220", WHITE, 6, stroke_dasharray="60 48", opacity=0.85)
    near = rect((0, 786), (1200, 18), road.KERB) + rect((0, 800), (1200, 100), road.PAVING)
    line = stroke("M330 612H760", SUN, 12, stroke_dasharray="42 16")
    pupil = draw(WALKER.but(mood="glad", look=(0.6, 0.3), right=Arm((0.4, -0.8), "palm")), (596, 606), 1.06)
    guide = draw(
        FATHER.but(
            wear=Wear("vest", "#d9e021", WHITE, legs=NAVY),
            mood="calm",
            look=(0.5, 0),
            right=Arm((0.62, 0.12), "palm", bend=-1),
        ),
        (392, 606),
        0.86,
    )
    parent = draw_behind(MOTHER.but(left=Arm((0.5, -0.5), "palm"), right=Arm((0.1, 0.9))), (960, 1010), 1.75)
    car = place(vehicles.car("#6aa5d8"), (250, 744), 0.84)
    return outdoors.gate_yard() + line + lane + near + guide + pupil + car + parent


def new_bicycle() -> str:
    """A boy gets a bicycle for his birthday and his father holds out a helmet to go with it."""
    bow = place(
        path("M0 0Q-46-40-50-4T0 0Q46-40 50-4T0 0Z", SUN) + circle((0, -2), 11, shade(SUN, 0.2)), (630, 648), 1.1
    )
    boy = touching(BOY.but(mood="joy", look=(0.7, 0)), (330, 850), 1.7, right=(520, 596))
    boy = boy.but(left=Arm((0.4, -0.7), "palm"))
    father = touching(FATHER.but(mood="glad", look=(-0.8, 0.1)), (930, 850), 1.55, left=(790, 520))
    bike = place(vehicles.bicycle(), (610, 858), 1.35)
    cap = place(riding.loose_helmet(), (780, 500), 1.1)
    return outdoors.playground() + draw(father, (930, 850), 1.55) + cap + bike + bow + draw(boy, (330, 850), 1.7)


def among_cars() -> str:
    """A boy without a helmet rides along a busy road, small among a lorry and cars."""
    traffic = place(riding.lorry_front(), (380, 760), 1.1) + place(riding.car_front("#8fb7d9"), (640, 520), 0.55)
    parked = place(riding.car_front(LEAF), (1010, 700), 0.95) + place(riding.car_front("#e7c36a"), (880, 540), 0.62)
    rider = BOY.but(mood="worried", look=(-0.6, -0.1), tilt=-4)
    return road.avenue() + parked + traffic + riding.cyclist(rider, (740, 868), 1.45)


def scraped_knee() -> str:
    """A boy sits on the kerb beside his bicycle with a plaster on his knee; the driver of a lorry looks after him."""
    lorry = place(vehicles.lorry(), (420, 740), 1)
    bike = place(vehicles.bicycle(), (180, 850), 1.05, turn=-8)
    boy = BOY.but(mood="sorry", look=(0.5, 0.2), legs="sit", left=LAP, right=LAP)
    plaster = place(
        rect((-20, -9), (40, 18), "#f8e0bd", rx=8) + rect((-7, -9), (14, 18), "#e9c59a"), (579, 792), 1, turn=-12
    )
    bottle = rect((-11, -44), (22, 56), tint(SKY, 0.2), rx=6) + rect((-7, -54), (14, 12), "#3f7fbf", rx=3)
    driver = touching(
        FATHER.but(mood="talk", look=(-0.8, 0.5), lean=-10, wear=Wear("vest", "#f2a33c", "#e9eef2", legs=SLATE)),
        (900, 872),
        1.5,
        left=(690, 640),
    )
    driver = driver.but(left=Arm(driver.left.hand, held=place(bottle, (0, 6))))
    seat = place(furniture.bench(250), (545, 772), 0.98)
    return road.roadside() + lorry + seat + bike + draw(boy, (545, 872), 1.65) + plaster + draw(driver, (900, 872), 1.5)


def blind_zones() -> str:
    """From above: a lorry and the coloured areas beside, before and behind it that its driver cannot see."""
    ground = (
        rect((0, 0), (1200, 900), road.ASPHALT)
        + rect((0, 0), (1200, 96), road.PAVING)
        + rect((0, 804), (1200, 96), road.PAVING)
    )
    ground += rect((0, 90), (1200, 14), road.KERB) + rect((0, 796), (1200, 14), road.KERB)
    zones = road.warning_strip([(880, 330), (1100, 270), (1100, 570), (880, 510)])
    zones += road.warning_strip([(320, 530), (860, 530), (1060, 730), (240, 730)]) + road.warning_strip(
        [(440, 312), (860, 312), (940, 200), (360, 200)]
    )
    zones += road.warning_strip([(180, 320), (40, 270), (40, 560), (180, 520)])
    lorry = rect((180, 312), (520, 220), "#fff9ec", rx=12) + rect((196, 328), (488, 188), "#efe6d2", rx=8)
    lorry += rect((706, 318), (170, 208), "#f79256", rx=24) + rect((818, 334), (44, 176), vehicles.GLASS, rx=14)
    lorry += rect((826, 286), (20, 34), SLATE, rx=6) + rect((826, 524), (20, 34), SLATE, rx=6)
    people = "".join(
        place(_from_above(tone, hair_tone), at, 1.35)
        for at, tone, hair_tone in (
            ((560, 622), SUN, BLACK_HAIR),
            ((700, 660), CORAL, BROWN_HAIR),
            ((990, 420), LEAF, BLACK_HAIR),
        )
    )
    safe = "".join(
        place(_from_above(tone, BROWN_HAIR), at, 1.2) for at, tone in (((790, 848), SKY), ((910, 848), "#b9b4e0"))
    )
    tick = place(symbols.check_shield(), (1040, 846), 0.6)
    return ground + zones + lorry + people + safe + tick


def _from_above(colour: str, hair_colour: str) -> str:
    """A child seen from above: shoulders, hair and a satchel."""
    bag = rect((-22, 14), (44, 26), shade(colour, 0.4), rx=9)
    body = ellipse((0, 4), (42, 22), colour) + ellipse((30, 6), (10, 13), shade(colour))
    head = circle((0, 0), 23, hair_colour) + stroke("M-12-8Q-6-16 4-16", tint(hair_colour, 0.3), 4)
    return ellipse((5, 12), (44, 26), NAVY, opacity=0.2) + bag + body + head


def helmet_fit() -> str:
    """A mother closes the strap of a girl's cycle helmet under the chin."""
    yard = outdoors.playground()
    girl = PONYTAIL.but(mood="happy", look=(0.5, -0.2))
    mother = touching(MOTHER.but(mood="glad", look=(-0.7, 0.4), lean=-6), (770, 868), 1.66, left=(478, 530))
    bike = place(vehicles.bicycle("#5c9ed6"), (1010, 866), 0.95)
    cap = on_head(riding.helmet("#5c9ed6"), girl, (450, 868), 1.9)
    return yard + bike + draw(girl, (450, 868), 1.9) + cap + draw(mother, (770, 868), 1.66)


def practice() -> str:
    """In a yard without traffic a boy in a helmet practises between cones and his friends cheer."""
    cones = "".join(
        place(road.cone(), at, size)
        for at, size in (((330, 760), 1), ((860, 760), 1), ((250, 868), 1.3), ((930, 868), 1.3))
    )
    rider = BOY.but(mood="joy", look=(0.2, 0))
    friends = draw(NEAT.but(mood="joy", look=(0.6, 0.1), right=Arm((0.35, -0.8), "palm")), (150, 800), 1.2)
    friends += draw(GIRL.but(mood="joy", look=(-0.6, 0.1), left=Arm((0.35, -0.8), "palm")), (1060, 800), 1.2)
    at = (590, 868)
    return (
        outdoors.morning_yard()
        + friends
        + cones
        + riding.cyclist(rider, at, 1.6)
        + on_head(riding.helmet(), rider, at, 1.6)
    )


SCENES = {
    "traffic_crossing": crossing,
    "traffic_waiting": waiting,
    "traffic_raincoat": raincoat,
    "traffic_big_turn": big_turn,
    "traffic_child_seat": child_seat,
    "traffic_school_gate": school_gate,
    "traffic_new_bicycle": new_bicycle,
    "traffic_among_cars": among_cars,
    "traffic_scraped_knee": scraped_knee,
    "traffic_blind_zones": blind_zones,
    "traffic_helmet_fit": helmet_fit,
    "traffic_practice": practice,
}
