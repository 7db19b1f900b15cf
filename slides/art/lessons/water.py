"""Scenes about water for the younger ones: a pool with father, a ball on the pond, a hot afternoon, thin ice."""

from slides.art import boundary_props, care_props, furniture, symbols
from slides.art import water_places as places
from slides.art import water_props as props
from slides.art.cast import (
    BOY,
    CROP,
    FATHER,
    LITTLE_BOY,
    LITTLE_GIRL,
    NEAT,
    PIGTAILS,
    PONYTAIL,
)
from slides.art.clothes import Wear
from slides.art.limbs import CHEST, HIP, LAP, RAISED, Arm
from slides.art.palette import BLUE, CORAL, LEAF, ORANGE, SKY, SUN, TAN, WARM, WHITE
from slides.art.people import ADULT, Person, draw, touching
from slides.art.shapes import path, place, rect, stroke

SHORTS = Wear("tee", SUN, WHITE, legs=BLUE, shoes=CORAL)
TUAN = LITTLE_GIRL.but(wear=Wear("tee", CORAL, WHITE, legs="#3f6ea3", shoes=WHITE))
PI = LITTLE_BOY.but(wear=Wear("tee", LEAF, WHITE, legs="#4a5a7a", shoes=ORANGE))
DONG = BOY.but(wear=SHORTS)
DING = CROP.but(wear=Wear("tee", "#8fb7e6", WHITE, legs="#4b4f63", shoes=WHITE))
TANG = PONYTAIL.but(wear=Wear("tee", CORAL, WHITE, legs="#3f6ea3", shoes=WHITE))
GUARD = Person(ADULT, TAN, "crop", wear=Wear("tee", "#e5573f", SUN, legs="#2f4a73", shoes=WHITE))
NEIGHBOUR = Person(ADULT, WARM, "bun", wear=Wear("apron", "#7f9fc9", "#f3e2c0", legs="#4a5568", shoes="#6b4a35"))
SHOUT = Arm((0.16, -0.24), "open")


def swimming_pool() -> str:
    """In a pool a father holds his daughter's hands; a lifeguard watches from the high chair."""
    father = FATHER.but(mood="glad", look=(0.6, 0.4), legs="hidden", wear=Wear("tee", "#5b87b5", WHITE))
    father = draw(touching(father, (470, 960), 1.6, right=(660, 610)), (470, 960), 1.6)
    girl = TUAN.but(mood="joy", look=(-0.6, -0.2), legs="hidden", right=Arm((0.55, 0.05), "open"))
    girl = draw(touching(girl, (700, 880), 1.7, left=(620, 610)), (700, 880), 1.7)
    chair = place(props.lifeguard_chair(), (1010, 566), 1)
    guard = draw(GUARD.but(legs="sit", mood="calm", look=(-0.8, 0.3), left=LAP, right=LAP), (1010, 388), 1.05)
    ring = place(boundary_props.swim_ring(), (240, 650), 0.8)
    return places.pool() + chair + guard + places.pool_behind() + father + girl + ring + places.pool_water()


def ball_on_pond() -> str:
    """A ball floats on the pond; a little boy wants to fetch it and his friend stops him."""
    ball = props.ripples((820, 580), 0.9) + place(furniture.ball(), (820, 556), 0.86)
    boy = PI.but(mood="surprised", look=(0.9, 0.1), lean=8, right=Arm((0.66, -0.1), "open"), left=Arm((0.3, 0.6)))
    girl = touching(
        TUAN.but(mood="telling", look=(0.8, 0), left=Arm((0.4, -0.5), "palm")), (330, 860), 1.75, right=(500, 660)
    )
    return (
        places.pond(willow=False)
        + place(props.sign(), (1050, 760), 0.86)
        + ball
        + draw(boy, (580, 850), 1.75)
        + draw(girl, (330, 860), 1.75)
    )


def calling_grown_up() -> str:
    """Two little ones stay on the bank and call a grown-up, who comes running."""
    girl = TUAN.but(mood="sing", look=(0.9, -0.1), left=SHOUT, right=SHOUT)
    boy = PI.but(mood="telling", look=(0.8, 0), left=HIP, right=RAISED)
    father = FATHER.but(
        mood="serious", look=(-0.7, 0.2), lean=-5, left=Arm((0.55, -0.2), "open"), right=Arm((0.4, 0.5))
    )
    sound = stroke("M486 520Q506 560 486 600M520 494Q552 560 520 626M556 470Q600 560 556 650", WHITE, 10, opacity=0.95)
    ball = props.ripples((130, 560), 0.7) + place(furniture.ball(), (130, 540), 0.7)
    return (
        places.pond(willow=False)
        + ball
        + draw(boy, (170, 850), 1.6)
        + draw(girl, (370, 862), 1.75)
        + sound
        + draw(father, (880, 850), 1.6)
    )


def fetched_with_pole() -> str:
    """The father fetches the ball with a net on a pole; the children wait well behind him."""
    ball = props.ripples((930, 600), 0.9) + place(furniture.ball(), (930, 574), 0.8)
    man = touching(FATHER.but(mood="calm", look=(0.8, 0.2)), (560, 846), 1.6, left=(596, 600), right=(668, 590))
    tool = props.pole((470, 622), (892, 560)) + props.net((926, 566), 1.1)
    kids = draw(PI.but(mood="joy", look=(0.8, 0), left=HIP, right=RAISED), (130, 850), 1.6) + draw(
        TUAN.but(mood="glad", look=(0.8, 0), left=CHEST, right=CHEST), (310, 864), 1.7
    )
    return places.pond(willow=False) + ball + tool + kids + draw(man, (560, 846), 1.6)


def six_palms() -> str:
    """Three children before the fence of a pond show with their hands: not without my grown-up."""
    first = NEAT.but(
        mood="happy",
        wear=Wear("tee", SKY, WHITE, legs=BLUE, shoes=WHITE),
        left=Arm((0.5, -0.5), "palm"),
        right=Arm((0.5, -0.5), "palm"),
    )
    second = TUAN.but(mood="joy", left=Arm((-0.34, 0.2)), right=Arm((-0.34, 0.2)))
    third = PIGTAILS.but(
        mood="glad", wear=Wear("tee", SUN, WHITE, legs="#3f6ea3", shoes=WHITE), left=HIP, right=Arm((0.6, -0.7), "palm")
    )
    shield = place(symbols.check_shield(), (600, 210), 1.5)
    fence = place(props.fence(1260), (-20, 740), 1.05)
    return (
        places.pond(willow=False)
        + fence
        + shield
        + draw(first, (290, 860), 1.6)
        + draw(second, (600, 872), 1.8)
        + draw(third, (910, 860), 1.6)
    )


def thrown_ring() -> str:
    """From the bank a woman throws a life ring on a rope; a girl calls and a boy rings for help."""
    flight = props.rope("M640 610Q560 380 360 430Q250 470 232 520") + place(
        props.life_ring(), (214, 556), 0.72, turn=-20
    )
    rings = props.ripples((214, 590), 1)
    woman = touching(
        NEIGHBOUR.but(mood="serious", look=(-0.8, 0), lean=-4, right=HIP), (700, 850), 1.6, left=(600, 540)
    )
    girl = TANG.but(mood="sing", look=(-0.8, 0), left=SHOUT, right=SHOUT)
    caller = DONG.but(
        mood="talk",
        look=(-0.4, 0),
        right=Arm((0.06, -0.4), held=place(rect((-16, -40), (32, 58), "#2c3e57", rx=6), (0, 0), turn=8)),
    )
    stand = place(props.ring_stand(), (500, 720), 0.8)
    return (
        places.pond(willow=False)
        + rings
        + stand
        + draw(girl, (916, 862), 1.55)
        + draw(caller, (1090, 850), 1.55)
        + draw(woman, (700, 850), 1.6)
        + flight
    )


def hot_afternoon() -> str:
    """On a hot afternoon three children sit and stand in the shade by a pond; one points at the water."""
    dong = DONG.but(mood="tease", look=(0.8, 0), right=Arm((0.72, -0.16), "open"), left=HIP)
    ding = DING.but(mood="joy", look=(0.6, 0.1), left=Arm((0.2, 0.8)))
    tang = TANG.but(mood="doubt", look=(-0.8, 0.1), left=CHEST, right=CHEST)
    lolly = place(care_props.ice_lolly(), (0, 0), 1)
    ding = ding.but(right=Arm((0.2, 0.12), held=lolly))
    sandals = place(props.slippers(), (980, 800), 0.9)
    return (
        places.pond()
        + sandals
        + draw(ding, (270, 862), 1.7)
        + draw(dong, (520, 856), 1.7)
        + draw(tang, (800, 866), 1.65)
    )


def hand_chain() -> str:
    """Children hand in hand want to reach the water; a woman with a pole stops them just in time."""
    cap = (
        props.ripples((150, 590), 0.9)
        + path("M116 584Q150 530 184 584Z", BLUE)
        + rect((106, 578), (100, 12), "#173a66", rx=6)
    )
    spots = ((350, 812), (520, 836), (690, 856))
    grips = ((435, 640), (605, 660))
    first = touching(
        DONG.but(mood="worried", look=(-0.8, 0.2), lean=-7, left=Arm((0.42, 0.3), "open")),
        spots[0],
        1.5,
        right=grips[0],
    )
    second = touching(
        NEAT.but(wear=Wear("tee", LEAF, WHITE, legs=BLUE, shoes=WHITE), mood="worried", look=(-0.8, 0.1), lean=-3),
        spots[1],
        1.5,
        left=grips[0],
        right=grips[1],
    )
    third = touching(TANG.but(mood="surprised", look=(0.8, -0.1), right=Arm((0.3, 0.6))), spots[2], 1.5, left=grips[1])
    woman = touching(
        NEIGHBOUR.but(mood="talk", look=(-0.8, 0.1), lean=-4, left=Arm((0.62, -0.5), "palm")),
        (960, 856),
        1.6,
        right=(1070, 620),
    )
    tool = props.pole((1090, 780), (1044, 330))
    slope = stroke("M60 730Q170 700 250 770M150 760Q220 740 300 800", "#8fcf9f", 10)
    return (
        places.pond(willow=False)
        + cap
        + slope
        + "".join(draw(person, at, 1.5) for person, at in zip((first, second, third), spots, strict=True))
        + tool
        + draw(woman, (960, 856), 1.6)
    )


def safe_on_bank() -> str:
    """A boy sits wrapped in a towel on a bench; the woman holds him, his friends stand by with pole and ring."""
    bench = place(furniture.bench(520), (470, 752), 1.12)
    boy = DING.but(legs="sit", mood="sorry", look=(0.4, 0.2), left=CHEST, right=CHEST)
    towel = place(care_props.blanket(180, 230, SUN), (400, 566), 1)
    woman = touching(
        NEIGHBOUR.but(legs="sit", mood="calm", look=(-0.7, 0.2), right=LAP), (620, 860), 1.55, left=(476, 640)
    )
    dong = draw(DONG.but(mood="sorry", look=(-0.8, 0.2), left=CHEST, right=CHEST), (880, 856), 1.5)
    tang = draw(TANG.but(mood="calm", look=(-0.8, 0.1), left=HIP), (1060, 862), 1.5)
    ring = place(props.life_ring(), (160, 830), 0.9) + props.pole((60, 872), (330, 892))
    return (
        places.pond(willow=False)
        + bench
        + draw(boy, (400, 850), 1.6)
        + towel
        + draw(woman, (620, 860), 1.55)
        + dong
        + tang
        + ring
    )


SCENES = {
    "water_pool": swimming_pool,
    "water_ball": ball_on_pond,
    "water_call": calling_grown_up,
    "water_fetched": fetched_with_pole,
    "water_palms": six_palms,
    "water_ring": thrown_ring,
    "water_hot_afternoon": hot_afternoon,
    "water_hand_chain": hand_chain,
    "water_on_bank": safe_on_bank,
}
