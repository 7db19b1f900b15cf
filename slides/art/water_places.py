"""Places by the water: a pool, a pond, a river in winter, a rink, a river with a bridge and a reservoir."""

from slides.art import outdoors, water_props
from slides.art.palette import CORAL, CREAM, GREEN, LEAF, SKY, SUN, WHITE, mix, shade, tint
from slides.art.shapes import circle, ellipse, line, path, rect, stroke

WATER = "#7cc3e6"
_DEEP = "#5aaed9"


def waves(rows: tuple[float, ...], *, tone: str = WHITE, opacity: float = 0.5) -> str:
    """Short calm strokes of light on the water."""
    marks = ""
    for k, y in enumerate(rows):
        for x in range(60 + 97 * (k % 3), 1160, 290):
            marks += stroke(f"M{x} {y}q16-9 32 0t32 0", tone, 5, opacity=opacity)
    return marks


def pond(*, willow: bool = True) -> str:
    """A pond in summer with hills behind it and a grassy bank before it."""
    back = (
        outdoors.sky("#c9e8f7")
        + outdoors.sun((1010, 130))
        + outdoors.cloud((300, 120))
        + outdoors.cloud((640, 90), 0.7)
    )
    hills = path("M0 430Q240 330 520 410T1200 380V520H0Z", mix(LEAF, SKY, 0.35))
    water = path("M0 470Q600 430 1200 470V760H0Z", WATER) + path("M0 560Q600 520 1200 556V760H0Z", _DEEP, opacity=0.45)
    bank = path("M0 700Q300 630 640 668T1200 640V900H0Z", "#a5dcb4") + path(
        "M0 790Q420 720 800 756T1200 730V900H0Z", mix("#a5dcb4", LEAF, 0.6)
    )
    trees = outdoors.tree((1120, 470), 0.8, mix(LEAF, GREEN, 0.25)) + outdoors.bush((960, 462), 0.8)
    return (
        back
        + hills
        + trees
        + water
        + waves((500, 540, 590, 640))
        + _reeds(40)
        + _reeds(1130)
        + bank
        + (outdoors.tree((90, 700), 1.5) if willow else "")
    )


def _reeds(x: float) -> str:
    stems = "".join(
        stroke(f"M{x + dx} 680Q{x + dx + lean / 2} 600 {x + dx + lean} {top}", mix(GREEN, LEAF, 0.4), 8)
        for dx, lean, top in ((-26, -10, 560), (0, 4, 530), (24, 16, 566))
    )
    return stems + "".join(
        rect((x + dx - 7, y), (14, 46), "#8d5f3c", rx=7) for dx, y in ((-36, 540), (4, 508), (40, 548))
    )


def pool() -> str:
    """An indoor pool with tall windows and lines of floats; the water begins at y = 560."""
    wall = rect((0, 0), (1200, 560), "#eaf5f8") + "".join(
        rect((x, 70), (200, 280), SKY, rx=8, stroke=WHITE, stroke_width=14)
        + path(f"M{x + 30} 350L{x + 120} 70H{x + 160}L{x + 70} 350Z", WHITE, opacity=0.4)
        for x in (60, 330, 600)
    )
    tiles = rect((0, 420), (1200, 100), "#cfe9f0") + "".join(
        line((x, 420), (x, 520), WHITE, width=4) for x in range(0, 1200, 80)
    )
    deck = rect((0, 500), (1200, 70), "#f0e4cd") + rect((0, 556), (1200, 16), "#d9c9a8")
    return wall + tiles + line((0, 470), (1200, 470), WHITE, width=4) + deck


def pool_water() -> str:
    """The water of the pool, to be drawn over those who stand in it."""
    body = rect((0, 650), (1200, 250), WATER, opacity=0.93) + path(
        "M0 650q50-16 100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0t100 0V690H0Z", tint(WATER, 0.25)
    )
    return body + waves((720, 780, 840)) + water_props.buoys(872)


def pool_behind() -> str:
    """The far part of the pool behind those who stand in it."""
    return rect((0, 570), (1200, 330), tint(WATER, 0.12)) + waves((600, 630)) + water_props.buoys(588)


def winter_river() -> str:
    """A frozen river between banks under snow."""
    sky = rect((0, 0), (1200, 900), "#d6e4f1") + path("M0 260Q320 200 640 260T1200 240V900H0Z", "#e4eef6")
    sun = circle((980, 140), 54, "#fff3d0") + circle((980, 140), 88, "#fff3d0", opacity=0.4)
    hills = path("M0 430Q220 310 470 400T860 370T1200 420V520H0Z", "#f4f8fb") + path(
        "M0 460Q400 400 1200 460V520H0Z", "#dfe9f2"
    )
    trees = "".join(
        water_props.fir((x, y), s) for x, y, s in ((90, 470, 1), (200, 480, 0.75), (1080, 470, 1.05), (960, 480, 0.7))
    )
    ice = path("M0 490Q600 460 1200 490V740H0Z", "#b7d3e6") + path("M0 580Q600 550 1200 584V740H0Z", "#a4c6de")
    shine = "".join(
        stroke(f"M{x} {y}l90-14", WHITE, 7, opacity=0.7) for x, y in ((150, 560), (420, 530), (700, 600), (930, 540))
    )
    bank = path("M0 720Q320 650 680 690T1200 664V900H0Z", WHITE) + path(
        "M0 810Q420 740 820 780T1200 754V900H0Z", "#e6eef5"
    )
    return sky + sun + hills + trees + ice + shine + bank


def rink() -> str:
    """A guarded rink in the open with a barrier and little flags."""
    back = rect((0, 0), (1200, 900), "#d6e9f7") + path("M0 260Q320 210 640 260T1200 240V900H0Z", "#e6f1f9")
    hills = path("M0 440Q260 340 560 420T1200 390V540H0Z", "#f4f8fb")
    trees = "".join(water_props.fir((x, 500), s) for x, s in ((80, 0.95), (330, 0.7), (900, 0.75), (1120, 1)))
    flags = stroke("M0 130Q300 210 600 150T1200 130", "#8494a8", 5) + "".join(
        path(f"M{x} {y}h44l-22 46Z", tone)
        for x, y, tone in (
            (90, 156, CORAL),
            (250, 176, SUN),
            (420, 170, LEAF),
            (640, 146, CORAL),
            (820, 134, SUN),
            (1010, 132, LEAF),
        )
    )
    wall = rect((0, 500), (1200, 92), WHITE) + rect((0, 500), (1200, 18), "#3f8fc4") + rect((0, 574), (1200, 20), SUN)
    ice = rect((0, 590), (1200, 310), "#e3f1f8") + ellipse(
        (600, 780), (330, 80), "none", stroke="#8fc1e0", stroke_width=7
    )
    lines = "".join(
        stroke(f"M{x} {y}q60 20 130 4", "#bcd9ea", 5) for x, y in ((90, 680), (300, 850), (760, 650), (960, 820))
    )
    return back + hills + trees + flags + wall + ice + lines


def river(*, evening: bool = False) -> str:
    """A wide river with a bridge; stones lie before the near bank."""
    tone = "#f3d9c4" if evening else "#c9e8f7"
    back = outdoors.sky(tone) + (
        circle((960, 330), 70, "#f7b267") if evening else outdoors.sun((1010, 130)) + outdoors.cloud((320, 130))
    )
    hills = path("M0 420Q260 320 560 400T1200 370V520H0Z", mix("#9ccfae", tone, 0.35))
    bridge = rect((0, 372), (1200, 30), "#d8cbb8") + rect((0, 344), (1200, 10), "#b8aa95")
    bridge += "".join(rect((x, 344), (8, 30), "#b8aa95") for x in range(20, 1200, 60)) + "".join(
        path(f"M{x} 402H{x + 70}L{x + 60} 500H{x + 10}Z", "#c8baa5") for x in (180, 560, 940)
    )
    wet = mix(WATER, "#b7a6b4", 0.3) if evening else WATER
    water = path("M0 480Q600 450 1200 480V780H0Z", wet) + path("M0 590Q600 556 1200 590V780H0Z", shade(wet, 0.1))
    bank = path("M0 716Q320 650 700 690T1200 660V900H0Z", "#e3d2b0") + path(
        "M0 810Q420 744 820 780T1200 760V900H0Z", "#d4c09a"
    )
    stones = "".join(
        ellipse((x, y), (w, w * 0.42), c)
        for x, y, w, c in ((90, 730, 46, "#b7b2a8"), (250, 700, 30, "#a8a399"), (1080, 690, 50, "#b7b2a8"))
    )
    return back + hills + bridge + water + waves((520, 570, 630, 670)) + bank + stones


def reservoir() -> str:
    """A reservoir with a dam; a path runs along the near bank."""
    back = outdoors.sky("#d3e6f1") + outdoors.cloud((260, 120)) + outdoors.cloud((900, 90), 0.8)
    hills = path("M0 420Q240 280 520 380T900 330T1200 390V520H0Z", mix(LEAF, SKY, 0.3))
    dam = (
        path("M700 400H1200V520H760Z", "#cfd3d6")
        + rect((700, 388), (500, 20), "#b7bdc3")
        + "".join(line((x, 408), (x + 14, 516), "#b7bdc3", width=5) for x in range(800, 1200, 90))
    )
    water = path("M0 480Q600 450 1200 480V760H0Z", _DEEP) + path("M0 600Q600 560 1200 600V760H0Z", shade(_DEEP, 0.12))
    bank = path("M0 700Q320 660 700 676T1200 660V900H0Z", "#cfd8b5") + path(
        "M0 800Q420 750 820 776T1200 760V900H0Z", CREAM
    )
    return back + hills + dam + water + waves((520, 570, 630)) + bank
