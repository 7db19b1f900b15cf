"""Scenes about medicine and unknown things, for the young: ask first, say no, walk away, tell; and the garden."""

from slides.art import care_places as places
from slides.art import care_props as props
from slides.art import furniture, indoors, interior, outdoors, screens, symbols
from slides.art.cast import (
    CROP,
    GIRL,
    GRANDMA,
    LITTLE_BOY,
    LITTLE_GIRL,
    MOTHER,
    NEAT,
    PONYTAIL,
    TEEN_SHORT,
    TINY_BOB,
    VICE_PRINCIPAL,
)
from slides.art.clothes import STRIPED, Wear
from slides.art.limbs import CHEST, HIP, LAP, Arm
from slides.art.palette import (
    CORAL,
    FAIR,
    GREEN,
    INK,
    LEAF,
    MINT,
    NAVY,
    SKY,
    WARM,
    WHITE,
    mix,
)
from slides.art.people import ADULT, Person, draw, touching
from slides.art.shapes import ellipse, path, place, rect, stroke

DOCTOR = Person(
    ADULT, FAIR, "bun", tie=SKY, wear=Wear("coat", WHITE, SKY, legs="#5b7fa6", shoes=WHITE), extra="glasses"
)
PASSER_BY = Person(ADULT, WARM, "short", hat="cap", wear=Wear("shirt", "#a8b3a0", WHITE, legs="#5b6470", shoes=INK))
FARM_WEAR = Wear("apron", "#8e6aa8", "#f3d9ae", legs="#4b4f63", shoes="#5b463d")
FARM_GRANDMA = GRANDMA.but(wear=FARM_WEAR)
PLAY_GIRL = LITTLE_GIRL.but(wear=STRIPED)
VILLAGE_GIRL = PONYTAIL.but(wear=Wear("tee", CORAL, WHITE, legs="#34507c", shoes=WHITE))


def medicine_cabinet() -> str:
    """A small boy on a stool takes the things in the medicine cabinet for sweets; his sister says wait."""
    room = interior.room("#e7f2f5", "#cfe6e4", "#e3c498") + interior.window((930, 80), (200, 190))
    stool = rect((332, 690), (190, 26), "#c99b66", rx=10) + "".join(
        rect((x, 712), (22, 120), "#a8744a", rx=6) for x in (350, 482)
    )
    boy = touching(LITTLE_BOY.but(wear=STRIPED, mood="joy", look=(-0.4, -0.7)), (427, 696), 1.36, left=(330, 392))
    sister = PLAY_GIRL.but(wear=Wear("tee", LEAF, WHITE, legs=NAVY, shoes=CORAL), mood="worried", look=(-0.8, -0.2))
    sister = draw(sister.but(left=Arm((0.76, -0.44), "palm"), right=CHEST), (850, 846), 1.72)
    dream = place(
        screens.thought((220, 170), WHITE, towards=(-70, 112)) + place(props.candy(), (0, 0), 0.9), (640, 176)
    )
    say = place(
        screens.bubble((150, 120), WHITE, tail="lower-left") + place(symbols.question(), (0, -4), 0.8), (1010, 360)
    )
    shade_ = ellipse((430, 832), (140, 14), INK, opacity=0.13)
    return (
        room
        + place(props.cabinet(shut=False), (96, 150))
        + shade_
        + stool
        + draw(boy, (427, 696), 1.36)
        + dream
        + sister
        + say
    )


def mother_gives() -> str:
    """A mother measures medicine for her daughter with a cold; the cabinet behind them is shut."""
    couch = place(furniture.sofa(820, "#7fb3c9"), (560, 716), 1.06)
    cup = Arm((0.44, 0.04), held=place(props.measuring_cup(), (2, -26), 1.4))
    mother = MOTHER.but(mood="talk", look=(-0.7, 0.3), legs="sit", tilt=-4, left=LAP, right=cup)
    child = PLAY_GIRL.but(mood="calm", look=(0.7, -0.2), legs="sit", left=LAP, right=LAP)
    cover = place(props.blanket(196, 110), (398, 726))
    table = place(furniture.table(250, 130), (1010, 760)) + place(props.medicine_box(), (960, 744), 1.2)
    table += place(props.medicine_bottle(), (1060, 744), 1.2)
    wall = interior.room("#fdeedb", "#f8dfc2", "#dcb88c") + interior.window((70, 110), (250, 280))
    safe = place(props.cabinet(shut=True), (800, 96), 0.86)
    return wall + safe + couch + draw(child, (398, 850), 1.7) + cover + draw(mother, (716, 850), 1.62) + table


def doctor_talk() -> str:
    """A doctor shows a box of medicine to a girl and her mother and explains it."""
    box = Arm((0.46, 0.06), held=place(props.medicine_box(), (-8, 2), 1))
    doctor = DOCTOR.but(mood="talk", look=(-0.7, 0.2), legs="hidden", left=box, right=Arm((-0.1, 0.6)))
    scene = indoors.office() + draw(doctor, (850, 960), 1.8) + place(props.stethoscope(), (846, 448), 1.5)
    desk = place(furniture.table(560, 180), (880, 728)) + place(props.medicine_bottle(), (1080, 712), 1.1)
    desk += place(furniture.plant(CORAL), (690, 712), 0.62)
    mother = draw(MOTHER.but(mood="listen", look=(0.7, 0), right=CHEST), (170, 850), 1.6)
    girl = draw(PLAY_GIRL.but(mood="happy", look=(0.8, -0.5), right=CHEST), (420, 856), 1.7)
    return scene + desk + mother + girl


def stranger_parcel() -> str:
    """In the park somebody she does not know holds out a parcel; the girl raises her hand and keeps away."""
    held = Arm((0.6, 0.2), held=place(props.parcel(), (40, -34), 0.92))
    person = draw(PASSER_BY.but(mood="happy", look=(0.7, 0.4), lean=4, right=held), (330, 850), 1.6)
    girl = PLAY_GIRL.but(
        mood="serious", look=(-0.6, -0.4), lean=5, left=Arm((0.78, -0.3), "palm"), right=Arm((0.2, 0.9))
    )
    return places.park((1010, 680)) + person + draw(girl, (850, 856), 1.8)


def telling_grandma() -> str:
    """The girl has run to her grandmother on the bench and tells her everything."""
    said = place(screens.bubble((210, 140), WHITE, tail="lower-left") + place(props.parcel(), (0, 0), 0.78), (960, 330))
    grandma = GRANDMA.but(mood="listen", look=(0.8, 0.3), tilt=5, legs="sit", left=LAP, right=Arm((0.5, 0.4)))
    girl = PLAY_GIRL.but(mood="telling", look=(-0.8, -0.3), left=Arm((0.2, 0.56)), right=CHEST)
    return places.park((470, 744)) + draw(grandma, (430, 846), 1.62) + draw(girl, (720, 860), 1.75) + said


def garden() -> str:
    """Behind her grandmother's house a girl points at some odd plants in the bed and asks about them."""
    grandma = draw(
        FARM_GRANDMA.but(mood="happy", look=(-0.5, 0.2), left=Arm((0.06, 0.64)), right=HIP), (1000, 850), 1.56
    )
    girl = touching(
        VILLAGE_GIRL.but(mood="worried", look=(-0.6, 0.5), left=Arm(shape="open"), right=CHEST),
        (740, 856),
        1.62,
        left=(560, 620),
    )
    asks = place(
        screens.bubble((150, 126), WHITE, tail="lower-right") + place(symbols.question(), (0, -4), 0.82), (600, 330)
    )
    return (
        places.farm()
        + place(props.bed_of(props.leafy_plant()), (330, 800))
        + grandma
        + draw(girl, (740, 856), 1.62)
        + asks
    )


def odd_plants() -> str:
    """A girl stops before tall plants with closed buds and remembers a poster about them."""
    girl = VILLAGE_GIRL.but(mood="doubt", look=(0.1, 0.7), tilt=5, left=CHEST, right=Arm((-0.44, 0.02)))
    near = path("M0 720Q600 690 1200 730V900H0Z", "#a9764f") + stroke("M0 812Q600 786 1200 820", "#935f41", 10)
    far = "".join(place(props.leafy_plant(), (x, 752), 1.7) for x in (90, 270, 930, 1110))
    front = "".join(place(props.leafy_plant(), (x, 872), 2) for x in (180, 390, 600, 810, 1020))
    poster = rect((-70, -78), (140, 156), "#fff3d2", rx=8) + place(props.leafy_plant(), (-22, 52), 1.1)
    poster += place(symbols.question(), (34, -16), 0.66)
    cloud = screens.thought((360, 250), WHITE, towards=(-150, 150)) + place(poster, (4, -2))
    return places.farm() + draw(girl, (560, 860), 1.9) + near + far + front + place(cloud, (900, 190))


def pulling_out() -> str:
    """An officer, the grandmother and the girl clear the bed together."""
    bunch = place(props.leafy_plant(), (0, 26), 1.05, turn=10)
    spade = Arm((0.36, 0.56), held=place(props.spade(), (4, 168), 1.2))
    officer = VICE_PRINCIPAL.but(mood="happy", look=(0.6, 0.3), right=spade)
    grandma = FARM_GRANDMA.but(mood="glad", look=(-0.5, 0.1), left=Arm((0.14, 0.5), held=bunch), right=HIP)
    girl = VILLAGE_GIRL.but(mood="joy", look=(0.5, 0.2), left=Arm((0.3, 0.3), held=bunch), right=Arm((0.2, 0.9)))
    spots = ((1010, 852), 70), ((1066, 868), 96), ((1130, 852), -80)
    heap = "".join(place(props.leafy_plant(), at, 1.1, turn=turn) for at, turn in spots)
    people = draw(officer, (200, 850), 1.5) + draw(girl, (590, 862), 1.6) + draw(grandma, (860, 850), 1.5)
    return places.farm() + place(props.bed_of("", width=640), (420, 760)) + people + heap


def new_garden() -> str:
    """Where the odd plants stood, tomatoes ripen; the girl and her grandmother water them."""
    can = Arm((0.22, 0.36), held=place(props.watering_can(), (-6, 6), 0.86))
    girl = VILLAGE_GIRL.but(mood="joy", look=(-0.6, 0.3), left=can, right=Arm((0.2, 0.9)))
    basket = (
        path("M-50-30H50L38 30H-38Z", "#c99b66")
        + stroke("M-40-6H42M-42 10H38", "#a8744a", 5)
        + "".join(ellipse((x, -34), (17, 16), "#e5604f") for x in (-28, 4, 32))
    )
    grandma = FARM_GRANDMA.but(
        mood="glad", look=(-0.4, 0.1), left=Arm((-0.16, 0.46)), right=Arm((-0.2, 0.48), held=place(basket, (-28, 26)))
    )
    bed = place(props.bed_of(props.tomato_plant(), each=5), (330, 800))
    return places.farm() + bed + draw(girl, (780, 856), 1.62) + draw(grandma, (1030, 850), 1.56)


def after_school() -> str:
    """After school an older boy holds out something wrapped; two friends say no and go off to play."""
    held = Arm((0.5, 0.26), held=place(props.parcel(), (30, -26), 0.66))
    older = draw(TEEN_SHORT.but(mood="tease", look=(0.7, 0.1), right=held, left=HIP), (210, 846), 1.62)
    girl = draw(
        GIRL.but(mood="serious", look=(-0.6, 0), left=Arm((0.56, -0.3), "palm"), right=Arm((0.3, 0.84))),
        (660, 856),
        1.66,
    )
    ball = Arm((-0.12, 0.5), held=place(furniture.ball(), (20, -10), 0.9))
    friend = draw(NEAT.but(mood="happy", look=(-0.3, 0), left=Arm((0.1, 0.5)), right=ball), (930, 856), 1.66)
    return outdoors.street() + older + girl + friend


def big_shield() -> str:
    """Children of several ages hold one large shield together; what nobody knows stays outside in the mist."""
    ground = interior.soft_ground("#d3ecdf", "#e7f6ee")
    outside = (
        props.mist((170, 250), 0.9)
        + place(props.parcel("#b9b3a8"), (150, 236), 1)
        + props.mist((1040, 250), 0.86)
        + place(props.bare_bottle(), (1050, 300), 1)
    )
    wall = place(symbols.shield(), (600, 380), 6.2)
    heart = place(symbols.heart(CORAL), (600, 300), 1.9)
    kids = (
        draw(CROP.but(mood="happy", look=(0.5, 0), right=Arm((0.5, -0.5), "palm")), (240, 856), 1.55)
        + draw(TINY_BOB.but(mood="joy", right=Arm((0.4, -0.7), "palm")), (460, 866), 1.5)
        + draw(LITTLE_BOY.but(mood="glad", left=Arm((0.4, -0.7), "palm")), (730, 866), 1.5)
        + draw(GIRL.but(mood="happy", look=(-0.5, 0), left=Arm((0.5, -0.5), "palm")), (960, 856), 1.55)
    )
    return ground + outside + wall + heart + ellipse((600, 864), (520, 18), mix(MINT, GREEN, 0.3), opacity=0.5) + kids


SCENES = {
    "drugs_medicine_cabinet": medicine_cabinet,
    "drugs_mother_gives": mother_gives,
    "drugs_doctor": doctor_talk,
    "drugs_stranger_parcel": stranger_parcel,
    "drugs_telling_grandma": telling_grandma,
    "drugs_garden": garden,
    "drugs_odd_plants": odd_plants,
    "drugs_pulling_out": pulling_out,
    "drugs_new_garden": new_garden,
    "drugs_after_school": after_school,
    "drugs_big_shield": big_shield,
}
