"""Scenes about e-bikes and mopeds: an offer, a fall, a call for help, a helmet, and who answers for harm."""

from slides.art import furniture, indoors, outdoors, riding, road, screens, symbols, vehicles
from slides.art.cast import (
    FATHER,
    GRANDMA,
    MOTHER,
    TEACHER,
    TEEN_BOY,
    TEEN_GIRL,
    TEEN_GLASSES,
    TEEN_SHORT,
    TEEN_TAIL,
    behind_desk,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, HIP, LAP, Arm
from slides.art.palette import CORAL, CREAM, INK, LEAF, NAVY, ORANGE, SLATE, SUN, WHITE, shade
from slides.art.people import draw, touching
from slides.art.shapes import circle, ellipse, mirrored, path, place, rect, stroke

TRAFFIC_WEAR = Wear("vest", "#c9dc3c", "#3a5878", legs="#24405f", shoes=INK)
COUSIN = FATHER.but(hair="tousled", wear=Wear("hoodie", "#5b6b8c", WHITE, legs="#3b4254", shoes=WHITE))


def ebike_offer() -> str:
    """At the school gate a teenager on an e-bike pats the seat; a friend on the pavement hesitates."""
    at = (420, 872)
    owner = TEEN_BOY.but(mood="glad", look=(0.8, 0))
    mate = draw(TEEN_SHORT.but(mood="joy", look=(0.6, 0), legs="hidden", left=Arm((0.2, 0.5))), (312, 840), 1.42)
    friend = TEEN_GLASSES.but(mood="doubt", look=(-0.8, 0.1), left=CHEST)
    bag = place(furniture.satchel("#5b6b8c"), (1040, 872), 0.95)
    cloud = place(
        screens.thought((170, 130), WHITE, towards=(-74, 118)) + place(symbols.question(), (0, 0), 0.8), (1010, 250)
    )
    return (
        outdoors.gate_yard() + mate + riding.ebike_rider(owner, at, 1.62) + draw(friend, (840, 872), 1.62) + bag + cloud
    )


def ebike_fall() -> str:
    """An e-bike lies on its side; two teenagers help an elderly woman whose oranges have rolled away."""
    bike = place(f'<g transform="scale(1 0.52)">{vehicles.ebike()}</g>', (232, 852), 1.1, turn=4)
    oranges = "".join(
        place(
            circle((0, 0), 22, ORANGE)
            + path("M6-21A22 22 0 0 1 0 22Q14 6 6-21Z", shade(ORANGE))
            + stroke("M0-20Q4-30 12-30", LEAF, 5),
            at,
        )
        for at in ((470, 864), (560, 838), (1040, 872), (930, 884))
    )
    elder = GRANDMA.but(mood="worried", look=(-0.4, 0.2), legs="sit", left=LAP, right=LAP)
    bench = place(furniture.bench(330), (770, 742), 1.05)
    helper = touching(TEEN_GLASSES.but(mood="worried", look=(0.8, 0.4)), (560, 862), 1.48, right=(690, 590))
    caller = TEEN_BOY.but(
        mood="sorry", look=(-0.7, 0.3), left=Arm((0.22, -0.4), held=place(screens.phone_back(), (2, 10), turn=-8))
    )
    return (
        road.roadside()
        + bike
        + bench
        + draw(elder, (770, 846), 1.5)
        + draw(caller, (1030, 862), 1.46)
        + draw(helper, (560, 862), 1.48)
        + oranges
    )


def emergency_call() -> str:
    """A teenager at the roadside rings for help; a bubble shows the traffic police and an ambulance."""
    held = Arm((0.2, -0.4), held=place(screens.phone_back(), (-2, 10), turn=8))
    caller = TEEN_GLASSES.but(mood="telling", look=(0.6, -0.1), right=held, left=Arm((0.1, 0.85)))
    answer = (
        screens.bubble((460, 300), WHITE, tail="lower-left")
        + place(_ambulance(), (-84, 94), 0.62)
        + place(symbols.check_shield(), (146, 0), 1.3)
    )
    warning = place(path("M0-104L92 56H-92Z", "#ef4b4b") + path("M0-66L58 36H-58Z", WHITE), (900, 800), 0.9) + ellipse(
        (900, 852), (94, 9), INK, opacity=0.16
    )
    cones = place(road.cone(), (1080, 860), 1.1)
    return road.roadside() + place(answer, (820, 250)) + warning + cones + draw(caller, (400, 872), 1.85)


def _ambulance() -> str:
    """A small ambulance with a red cross-shaped stripe pattern left out, only a heart on its side."""
    body = path(
        "M-190-200H60Q90-200 110-160L140-110H176Q190-106 190-90V-40H-190Z", WHITE, stroke="#c9d5e0", stroke_width=6
    )
    band = rect((-190, -96), (380, 22), CORAL)
    pane = path("M56-178Q76-176 90-152L110-114H40V-178Z", vehicles.GLASS)
    lamp = rect((-20, -222), (60, 22), "#5c9ed6", rx=10)
    return (
        body
        + band
        + pane
        + lamp
        + place(symbols.heart(), (-90, -146), 0.62)
        + vehicles.wheel((-110, -36), 36)
        + vehicles.wheel((112, -36), 36)
    )


def bus_home() -> str:
    """Three friends take the bus home; one waves the others to the open door."""
    bus = place(vehicles.bus(), (640, 744), 1.12)
    one = draw(TEEN_SHORT.but(mood="glad", look=(0.7, 0), right=Arm((0.6, -0.2), "open", bend=-1)), (300, 872), 1.46)
    two = draw(TEEN_GIRL.but(mood="joy", look=(-0.5, 0), left=Arm((0.3, -0.6), "palm")), (830, 872), 1.46)
    three = draw(TEEN_BOY.but(mood="happy", look=(-0.6, 0), right=Arm((0.05, 0.7))), (1030, 872), 1.46)
    return road.roadside() + bus + one + two + three


def helmet_given() -> str:
    """A teenager hands a helmet to an aunt-aged rider, who sits on her parked e-bike and smiles."""
    at = (800, 872)
    rider = MOTHER.but(mood="glad", look=(-0.7, 0.1))
    girl = touching(TEEN_TAIL.but(mood="talk", look=(0.7, 0)), (370, 872), 1.62, right=(540, 590))
    cap = place(riding.loose_helmet(CORAL), (552, 566), 1.25)
    return outdoors.street() + riding.ebike_rider(rider, at, 1.5, "#5c9ed6") + draw(girl, (370, 872), 1.62) + cap


def key_handed() -> str:
    """A young man holds out the key of a heavy electric moped to a teenager, who looks unsure."""
    moped = place(vehicles.moped("#6c7fa8"), (640, 868), 1.3)
    key = circle((0, -10), 13, "none", stroke=SUN, stroke_width=7) + stroke("M0 4V32M0 20H11M0 30H9", SUN, 7)
    giver = touching(COUSIN.but(mood="glad", look=(0.8, 0)), (270, 862), 1.6, right=(470, 520))
    giver = giver.but(right=Arm(giver.right.hand, held=place(key, (10, 6), 1.2)))
    taker = TEEN_SHORT.but(mood="doubt", look=(-0.8, 0.1), left=Arm((-0.1, 0.42)), right=HIP)
    return outdoors.street() + draw(taker, (1000, 862), 1.6) + moped + draw(giver, (270, 862), 1.6)


def inspection() -> str:
    """Two traffic officers look at a moped and write down what it is; a teenager with a helmet waits."""
    moped = place(vehicles.moped("#6c7fa8"), (560, 858), 1.2)
    board = rect((-46, -34), (92, 116), "#b98a5c", rx=8) + rect((-38, -24), (76, 98), WHITE, rx=4)
    board += place(screens.words(60, 3, "#b7c3d0"), (-30, -8)) + rect((-16, -42), (32, 16), SLATE, rx=5)
    writer = touching(
        FATHER.but(mood="reading", look=(0.2, 0.6), hat="cap", wear=TRAFFIC_WEAR, right=CHEST),
        (250, 862),
        1.55,
        left=(262, 640),
    )
    writer = writer.but(left=Arm(writer.left.hand, held=place(board, (8, -20), 0.8, turn=-6)))
    other = TEACHER.but(extra="none", mood="talk", look=(0.7, 0), hat="cap", wear=TRAFFIC_WEAR, right=HIP)
    teen = TEEN_SHORT.but(mood="serious", look=(-0.7, 0.2), left=Arm((0.08, 0.86)))
    return (
        road.roadside()
        + place(road.cone(), (470, 770), 0.9)
        + draw(other, (790, 862), 1.5)
        + moped
        + draw(writer, (250, 862), 1.55)
        + draw(teen, (1040, 866), 1.5)
    )


def sickbed() -> str:
    """A teenager with a bandaged leg rests in a bed while two friends bring books and company."""
    base = indoors.bare_study(wall="#e6f2ee")
    bed = place(furniture.bed("#8fc7c9"), (760, 850), 1.25)
    patient = TEEN_GIRL.but(mood="calm", look=(-0.7, 0), legs="hidden", left=Arm((0.1, 0.6)), right=Arm((-0.05, 0.66)))
    quilt = path("M520 652Q700 600 1010 660V770H500Z", "#8fc7c9") + path(
        "M520 700Q760 660 1010 720V770H500Z", shade("#8fc7c9")
    )
    cast = rect((430, 640), (230, 66), WHITE, rx=32) + stroke("M480 640V706M530 640V706M580 640V706", "#d5dde5", 5)
    visitor = touching(
        TEEN_GLASSES.but(mood="listen", look=(0.8, 0.1), right=Arm(bend=-1)), (250, 872), 1.6, right=(400, 610)
    )
    book = place(rect((-46, -58), (92, 116), CORAL, rx=6) + rect((30, -52), (10, 104), CREAM), (420, 590), 0.9, turn=-8)
    return base + bed + draw(patient, (930, 900), 1.5) + quilt + cast + book + draw(visitor, (250, 872), 1.6)


def mediation() -> str:
    """Two families and a mediator sit round a table with a small model of a crossing between them."""
    mediator = behind_desk(
        TEACHER.but(mood="talk", look=(0.1, 0.2), wear=Wear("jacket", "#4a5b78", WHITE, legs=NAVY, shoes=INK)),
        (600, 660),
        1.6,
    )
    left = behind_desk(FATHER.but(mood="serious", look=(0.6, 0.2)), (150, 690), 1.5) + behind_desk(
        TEEN_SHORT.but(mood="sorry", look=(0.6, 0.3)), (352, 690), 1.5
    )
    right = behind_desk(GRANDMA.but(mood="listen", look=(-0.6, 0.2)), (848, 690), 1.5) + behind_desk(
        MOTHER.but(mood="serious", look=(-0.6, 0.2)), (1050, 690), 1.5
    )
    table = place(furniture.table(1180, 190), (600, 730))
    model = path("M450 682H750L770 724H430Z", road.ASPHALT) + "".join(
        path(f"M{x} 684h16l3 38h-18z", WHITE) for x in (560, 592, 624)
    )
    model += place(vehicles.ebike(LEAF), (500, 712), 0.26) + place(mirrored(vehicles.car(CORAL)), (712, 712), 0.24)
    return indoors.office() + mediator + left + right + table + model


def pillion() -> str:
    """On a wet road two teenagers without helmets ride on one moped and no longer feel safe."""
    at = (640, 872)
    rider = TEEN_SHORT.but(mood="worried", look=(-0.3, 0))
    passenger = TEEN_GIRL.but(mood="worried", look=(0.3, 0.1), legs="hidden", right=Arm((0.2, 0.5)))
    passenger = touching(passenger, (704, 842), 1.42, left=(600, 640))
    cars = place(riding.car_front("#8fb7d9"), (400, 600), 0.7) + place(riding.car_front("#e7c36a"), (900, 700), 0.9)
    wet = road.puddle((330, 850), 330) + road.puddle((960, 870), 240)
    pair = draw(passenger, (704, 842), 1.42) + riding.ebike_rider(rider, at, 1.5, "#6c7fa8")
    return road.avenue("#b5c6d6", sunny=False) + cars + wet + pair + road.rain()


def visit() -> str:
    """A teenager and his mother visit an elderly woman with her arm in a sling and bring oranges."""
    elder = GRANDMA.but(mood="glad", look=(-0.5, 0), legs="sit", left=LAP, right=CHEST)
    sofa = place(furniture.sofa(560, "#7aa5a8"), (830, 740))
    sling = path("M800 630L872 566L916 636Q876 700 800 668Z", WHITE) + stroke("M872 566L826 512", "#e3e9ef", 12)
    oranges = "".join(circle(at, 20, ORANGE) for at in ((-22, -44), (20, -48), (0, -62)))
    basket = place(
        oranges + path("M-52-44H52L40 12H-40Z", "#d9ab78") + stroke("M-44-22H44M-40-4H40", "#b98a5c", 4), (0, 20)
    )
    boy = touching(TEEN_BOY.but(mood="sorry", look=(0.7, 0.1)), (440, 872), 1.55, right=(590, 620))
    boy = boy.but(right=Arm(boy.right.hand, held=basket))
    parent = draw(MOTHER.but(mood="calm", look=(0.6, 0.1)), (220, 872), 1.45)
    seated = draw(elder, (850, 860), 1.5) + sling
    return indoors.living_room() + sofa + seated + parent + draw(boy, (440, 872), 1.55)


SCENES = {
    "traffic_pillion": pillion,
    "traffic_visit": visit,
    "traffic_ebike_offer": ebike_offer,
    "traffic_ebike_fall": ebike_fall,
    "traffic_call": emergency_call,
    "traffic_bus_home": bus_home,
    "traffic_helmet_given": helmet_given,
    "traffic_key": key_handed,
    "traffic_inspection": inspection,
    "traffic_sickbed": sickbed,
    "traffic_mediation": mediation,
}
