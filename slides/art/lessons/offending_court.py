"""Scenes about shares of guilt, lawful defence and fair procedure for the young: a lane, a hearing, a second chance."""

from slides.art import care_places, care_props, furniture, indoors, interior, screens, symbols
from slides.art import offending_props as props
from slides.art.cast import (
    FATHER,
    MOTHER,
    TEEN_GIRL,
    TEEN_GLASSES,
    TEEN_SHORT,
    TEEN_TAIL,
    WOMAN_VICE_PRINCIPAL,
    behind_desk,
)
from slides.art.clothes import Wear
from slides.art.lessons.offending import AT_EAR, LEADER
from slides.art.limbs import CHEST, HIP, Arm
from slides.art.palette import BLUE, CORAL, GREEN, LEAF, ORANGE, SUN, TAN, WARM, WHITE
from slides.art.people import ADULT, Person, draw, draw_behind, touching
from slides.art.shapes import circle, path, place, rect, stroke

WATCHER = TEEN_GLASSES.but(wear=Wear("hoodie", "#5c9a8b", WHITE, legs="#4b4f63", shoes=WHITE))
VICTIM = TEEN_TAIL.but(hair="short")
PROSECUTOR = Person(ADULT, WARM, "shoulder", wear=Wear("jacket", "#3d4660", WHITE, legs="#2c3348", shoes="#23262e"))
LAWYER = Person(
    ADULT, TAN, "short", extra="glasses", wear=Wear("jacket", "#6b5a4a", WHITE, legs="#4a3f36", shoes="#3a2e26")
)
SOCIAL = Person(ADULT, TAN, "ponytail", tie=SUN, wear=Wear("cardigan", LEAF, WHITE, legs=BLUE, shoes=WHITE))
MASTER = Person(ADULT, TAN, "crop", wear=Wear("apron", "#5b87b5", "#d9b38a", legs="#3f4e6e", shoes="#6b4a35"))


def lookout() -> str:
    """In a lane two stand before a boy who holds his bag tight; a third waits apart and looks away."""
    victim = VICTIM.but(mood="worried", look=(-0.5, 0.1), left=CHEST, right=CHEST)
    bag = place(furniture.satchel(BLUE), (690, 690), 0.82)
    leader = draw(
        LEADER.but(mood="serious", look=(0.8, 0.1), left=HIP, right=Arm((0.42, 0.2), "open")), (400, 800), 1.5
    )
    other = draw_behind(TEEN_SHORT.but(left=HIP, right=HIP), (540, 846), 1.55)
    third = WATCHER.but(mood="worried", look=(0.8, 0.2), left=Arm((0.02, 0.66)), right=Arm((0.02, 0.66)))
    return props.lane() + leader + draw(victim, (690, 790), 1.42) + bag + other + draw(third, (1010, 872), 1.72)


def invitation() -> str:
    """After school two friends talk a third into coming along; he looks at his watch and wavers."""
    third = WATCHER.but(mood="doubt", look=(-0.6, 0.2), left=CHEST, right=Arm((0.1, 0.86)))
    leader = touching(
        LEADER.but(mood="tease", look=(0.7, 0.1), left=Arm((0.5, -0.1), "open")), (470, 858), 1.75, right=(610, 480)
    )
    other = draw(TEEN_SHORT.but(mood="talk", look=(0.7, 0.1), right=Arm((0.3, 0.3), "open")), (190, 850), 1.7)
    said = place(screens.bubble((220, 130), WHITE, tail="lower-right") + screens.dots(), (320, 170))
    return care_places.park((-400, 740)) + other + draw(third, (730, 862), 1.75) + draw(leader, (470, 858), 1.75) + said


def own_blocks() -> str:
    """Four young people stand on blocks of different height; a pair of scales stands before them."""
    ground = interior.soft_ground("#e4e3ec", "#f0eff5")
    stands = (
        (180, 560, 340, "#5f6f8c"),
        (440, 650, 250, "#7d93b5"),
        (720, 720, 180, "#9fb6cf"),
        (980, 770, 130, "#bfd0de"),
    )
    people = (
        LEADER.but(mood="serious", left=HIP),
        TEEN_SHORT.but(mood="down", look=(0, 0.3)),
        WATCHER.but(mood="worried", look=(-0.6, 0), left=CHEST),
        TEEN_TAIL.but(mood="down", look=(0, 0.4), left=CHEST, right=CHEST),
    )
    blocks = "".join(place(props.plinth(230, high, tone), (x, y)) for x, y, high, tone in stands)
    figures = "".join(draw(person, (x, y - 12), 1.3) for person, (x, y, _, _) in zip(people, stands, strict=True))
    return ground + place(symbols.scales(), (880, 190), 1.05) + blocks + figures


def letting_go() -> str:
    """One grips the strap of a bag; its owner holds up both palms and steps back; a friend calls for help."""
    owner = VICTIM.but(
        mood="serious", look=(-0.7, 0.1), lean=4, left=Arm((0.5, -0.24), "palm"), right=Arm((0.5, -0.5), "palm")
    )
    pushing = LEADER.but(mood="serious", look=(0.8, 0.1), lean=6, left=HIP, right=Arm((0.56, 0.16), "rest"))
    gap = stroke("M560 300V800", WHITE, 10, stroke_dasharray="6 28", opacity=0.9)
    caller = draw(TEEN_GIRL.but(mood="talk", look=(-0.6, 0.1), right=AT_EAR, left=HIP), (1075, 820), 1.5)
    return (
        care_places.park((-400, 740)) + caller + draw(pushing, (340, 860), 1.78) + gap + draw(owner, (750, 864), 1.75)
    )


def running_after() -> str:
    """The one who pushed walks away; the other wants to go after him and a friend holds him by the arm."""
    away = draw_behind(LEADER.but(left=Arm((0.14, 0.9)), right=Arm((0.14, 0.9))), (220, 770), 1.35)
    owner = VICTIM.but(mood="serious", look=(-0.9, 0.1), lean=-7, left=Arm((0.5, 0.2), "open"), right=Arm((0.5, 0.3)))
    friend = touching(TEEN_GIRL.but(mood="worried", look=(-0.8, 0), right=HIP), (880, 862), 1.7, left=(742, 610))
    mark = place(symbols.question(), (470, 220), 1.5)
    return care_places.park((-400, 740)) + away + mark + draw(owner, (620, 864), 1.75) + draw(friend, (880, 862), 1.7)


def guardian_present() -> str:
    """A teenager is heard with his mother and a lawyer at his side; an officer writes the record."""
    officer = behind_desk(WOMAN_VICE_PRINCIPAL.but(mood="listen", look=(0.7, 0.2)), (220, 676), 1.7)
    teen = behind_desk(WATCHER.but(mood="telling", look=(-0.7, 0.1)), (560, 676), 1.7)
    mother = touching(
        MOTHER.but(mood="calm", look=(-0.7, 0.2), legs="hidden"), (800, 990), 1.7, left=(630, 524), right=(826, 662)
    )
    lawyer = behind_desk(LAWYER.but(mood="listen", look=(-0.7, 0.2)), (1040, 676), 1.7)
    table = place(furniture.table(1160, 190), (600, 712))
    sheet = place(rect((-70, -40), (140, 46), WHITE, rx=4) + stroke("M-52-26H40M-52-10H20", "#b7c3d0", 5), (260, 700))
    return indoors.office() + officer + teen + draw(mother, (800, 990), 1.7) + lawyer + table + sheet


def trial_period() -> str:
    """A prosecutor, a teenager, his father and a social worker look at a calendar with ticked fields."""
    calendar = place(props.calendar(7), (476, 90), 1.1)
    prosecutor = behind_desk(PROSECUTOR.but(mood="talk", look=(0.6, 0.1)), (220, 690), 1.7)
    teen = behind_desk(WATCHER.but(mood="happy", look=(-0.5, -0.1)), (560, 690), 1.62)
    father = behind_desk(FATHER.but(mood="glad", look=(-0.7, 0.1)), (800, 690), 1.62)
    social = behind_desk(SOCIAL.but(mood="happy", look=(-0.7, 0.1)), (1050, 690), 1.62)
    room = interior.room("#eef3f3", "#d5e8e2", "#e0c49a") + interior.window((90, 110), (290, 280))
    plant = interior.shelf((850, 250))
    table = place(furniture.table(1160, 180), (600, 722))
    return (
        room + calendar + plant + prosecutor + teen + father + social + table + place(props.folder(), (330, 690), 0.6)
    )


def sealed_record() -> str:
    """A tied and locked folder lies in a cabinet; a teenager walks out into the light with her bag."""
    room = interior.room("#e9edf3", "#d4dde8", "#d9c7a6")
    door = rect((820, 120), (300, 530), "#fff6d8") + path("M820 650H1120L1200 900H640Z", "#fff1c9", opacity=0.75)
    outside = path("M820 500Q960 430 1120 500V650H820Z", LEAF) + circle((1050, 210), 46, SUN)
    frame = rect((806, 106), (328, 548), "none", stroke="#b98a5c", stroke_width=26, rx=4)
    teen = draw_behind(WATCHER.but(left=Arm((0.12, 0.9)), right=Arm((0.5, -0.6), "palm")), (930, 850), 1.55)
    bag = place(furniture.satchel(CORAL), (930, 640), 0.86)
    return (
        room
        + door
        + outside
        + frame
        + place(props.cabinet(), (330, 780), 1.15)
        + props.sealed((330, 330), 1.25)
        + teen
        + bag
    )


def apprentice() -> str:
    """In a workshop a teenager repairs a bicycle with the master; both are content."""
    bike = place(care_props.bicycle(GREEN), (600, 850), 1.25)
    teen = touching(WATCHER.but(mood="happy", look=(0.5, 0.5), lean=5, left=HIP), (340, 850), 1.7, right=(520, 640))
    master = touching(MASTER.but(mood="glad", look=(-0.6, 0.3), right=HIP), (900, 850), 1.65, left=(700, 612))
    box = place(care_props.toolbox(ORANGE), (1090, 870))
    return props.workshop() + draw(teen, (340, 850), 1.7) + draw(master, (900, 850), 1.65) + bike + box


SCENES = {
    "offending_lane": lookout,
    "offending_asked": invitation,
    "offending_blocks": own_blocks,
    "offending_defence": letting_go,
    "offending_after": running_after,
    "offending_guardian": guardian_present,
    "offending_trial_period": trial_period,
    "offending_sealed": sealed_record,
    "offending_workshop": apprentice,
}
