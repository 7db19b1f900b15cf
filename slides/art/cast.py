"""The people who come back from picture to picture, so that a child knows them again."""

from dataclasses import replace

from slides.art import clothes
from slides.art.clothes import Wear
from slides.art.palette import (
    BLUE,
    BROWN_HAIR,
    CORAL,
    DARK_HAIR,
    FAIR,
    GREY_HAIR,
    LEAF,
    LILAC,
    NAVY,
    ORANGE,
    SKY,
    SUN,
    TAN,
    WARM,
    WHITE,
)
from slides.art.people import ADULT, CHILD, SMALL, TEEN, Person, draw, touching
from slides.art.shapes import Point

SCHOOL_SKIRT = replace(clothes.SCHOOL, skirt=True)

BOY = Person(CHILD, FAIR, "tousled", DARK_HAIR)
GIRL = Person(CHILD, WARM, "braids", DARK_HAIR, tie=CORAL)
PIGTAILS = Person(CHILD, FAIR, "pigtails", tie=SUN, wear=SCHOOL_SKIRT)
PONYTAIL = Person(CHILD, TAN, "ponytail", tie=SUN)
BOB = Person(CHILD, WARM, "bob", wear=SCHOOL_SKIRT)
CROP = Person(CHILD, TAN, "crop")
NEAT = Person(CHILD, WARM, "short")
CURLS = Person(CHILD, FAIR, "curls", BROWN_HAIR, extra="glasses")
LITTLE_GIRL = Person(SMALL, FAIR, "pigtails", BROWN_HAIR, tie=CORAL)
LITTLE_BOY = Person(SMALL, WARM, "short")
TINY_BOB = Person(SMALL, TAN, "bob", wear=SCHOOL_SKIRT)

TEEN_BOY = Person(TEEN, WARM, "tousled", wear=clothes.HOODIE)
TEEN_GIRL = Person(TEEN, FAIR, "long", DARK_HAIR, wear=Wear("hoodie", LILAC, WHITE, legs="#34507c", shoes=WHITE))
TEEN_SHORT = Person(TEEN, TAN, "crop", wear=Wear("tee", LEAF, WHITE, legs=NAVY, shoes=ORANGE))
TEEN_TAIL = Person(TEEN, WARM, "ponytail", tie=SKY, wear=Wear("shirt", SUN, WHITE, legs=BLUE, shoes=WHITE))
TEEN_GLASSES = Person(
    TEEN, FAIR, "short", extra="glasses", wear=Wear("cardigan", BLUE, WHITE, legs="#4b4f63", shoes=WHITE)
)

TEACHER = Person(ADULT, FAIR, "shoulder", DARK_HAIR, extra="glasses", wear=clothes.TEACHER)
VICE_PRINCIPAL = Person(ADULT, WARM, "short", wear=clothes.VICE_PRINCIPAL)
WOMAN_VICE_PRINCIPAL = Person(ADULT, FAIR, "bun", tie=NAVY, wear=clothes.VICE_PRINCIPAL)
MOTHER = Person(ADULT, WARM, "shoulder", BROWN_HAIR, wear=clothes.MOTHER)
FATHER = Person(ADULT, TAN, "short", DARK_HAIR, wear=clothes.FATHER)
GRANDPA = Person(ADULT, WARM, "receding", GREY_HAIR, extra="glasses", wear=clothes.GRANDPA)
GRANDMA = Person(ADULT, FAIR, "waves", GREY_HAIR, wear=clothes.GRANDMA)


def behind_desk(person: Person, top: Point, scale: float, *, hands: float = 22) -> str:
    """Somebody who sits behind a desk with both hands on its edge; the middle of the edge is the point."""
    x, y = top
    feet = x, y + scale * (person.build.leg + person.build.torso * 0.14)
    seated = person.but(legs="hidden")
    edge = y - 8 * scale
    seated = touching(seated, feet, scale, left=(x - hands * scale, edge), right=(x + hands * scale, edge))
    return draw(seated, feet, scale)
