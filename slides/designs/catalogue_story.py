"""The layouts that tell: a picture book, a comic strip or a plate in a book; and words that were said."""

from slides.designs.drawing import icon, numeral
from slides.designs.headings import Heading, footer, heading, number_tag, title
from slides.designs.layouts import HEIGHT, LEFT, WIDTH, Box, Layout, Shape, Slot
from slides.designs.looks import Look

LOW = HEIGHT - 1.85
PICTURES: dict[str, tuple[Box, str, str, float]] = {
    "primary": ((6.35, 1.85, WIDTH - 6.35, LOW), "corner", "", 0),
    "junior": ((6.4, 1.75, WIDTH - 6.4, HEIGHT - 1.75), "cut", "ink", 4.5),
    "senior": ((6.4, 0, WIDTH - 6.4, 5.75), "", "", 0),
}


def story(look: Look) -> Layout:
    """A picture that runs off the slide, three short lines, and where we are in the story."""
    box, outline, line, width = PICTURES[look.key]
    senior = look.key == "senior"
    head, sign = _beside_plate("tale") if senior else heading(look, "tale")
    at = 2.72 if senior else 1.68
    words: Box = {
        "primary": (LEFT, 2.4, 5.2, 4.4),
        "junior": (0.66, 2.4, 5.17, 4.4),
        "senior": (LEFT, 3.35, 5.35, 3.58),
    }[look.key]
    style = {"bold": True, "anchor": "ctr", "pitch": 100}
    slots = (
        head,
        Slot("badge", 20, (LEFT + 0.1, at, 1.05, 0.56), "label", colour="white", align="ctr", **style),
        Slot("steps", 21, (LEFT + 1.45, at, 3.6, 0.6), "steps", colour="accent", **style),
        Slot("text", 1, words, "story", anchor="ctr", gap=16, pitch=112),
        Slot("picture", 13, box, kind="pic", outline=outline, line=line, width=width),
        *footer(4.3),
    )
    return Layout("story", "故事（文字加图）", slots, (*sign, *TOLD[look.key](look)), "picTx", chrome=not senior)


def _beside_plate(sign: str) -> Heading:
    """The title in the narrow column beside a plate, its sign above it."""
    roundel = (Shape("ellipse", (LEFT, 0.42, 0.82, 0.82), "deep"), icon(sign, LEFT + 0.15, 0.57, 0.52))
    return title((LEFT, 1.3, 5.3, 1.25)), roundel


def _picture_book(look: Look) -> tuple[Shape, ...]:
    return (
        Shape("corner", (6.13, 1.63, WIDTH - 6.13, HEIGHT - 1.63), "sun"),
        Shape("roundRect", (LEFT, 1.68, 1.25, 0.6), "deep", adjust=(("adj", 50000),)),
    )


def _comic_strip(look: Look) -> tuple[Shape, ...]:
    return (
        Shape("cut", (6.12, 1.62, WIDTH - 6.12, HEIGHT - 1.62), "field"),
        Shape("rect", (0.56, 2.54, 5.46, 4.28), "deep"),
        Shape("rect", (0.44, 2.4, 5.46, 4.28), "tile4", "ink", 3),
        Shape("parallelogram", (LEFT - 0.05, 1.66, 1.35, 0.6), "deep", adjust=(("adj", 28000),)),
    )


def _plate(look: Look) -> tuple[Shape, ...]:
    return (
        Shape("rect", (6.4, 5.75, WIDTH - 6.4, 0.08), "field"),
        Shape("rect", (11.1, 5.83, WIDTH - 11.1, 0.08), "deep"),
        Shape("rect", (LEFT, 2.58, 5.1, 0.014), "field"),
        Shape("rect", (LEFT, 2.55, 1.1, 0.06), "deep"),
        Shape("rect", (LEFT, 2.75, 1.25, 0.5), "deep"),
        number_tag(look),
    )


TOLD = {"primary": _picture_book, "junior": _comic_strip, "senior": _plate}


def quote(look: Look) -> Layout:
    """Words that were said, alone on a ground of their own."""
    light = look.key == "junior"
    head, sign = heading(look, "speech", "white" if light else "deep")
    ground = {"primary": "tile2", "junior": "deep", "senior": "mist"}[look.key]
    colour, by = ("white", "white") if light else ("deep", "accent" if look.key == "senior" else "ink")
    slots = (
        head,
        Slot("text", 1, (2.3, 2.0, 9.2, 3.3), "quote", colour=colour, bold=True, anchor="ctr", pitch=125),
        Slot(
            "by",
            20,
            (2.3, 6.05 if look.key == "primary" else 5.75, 9.2, 0.75),
            "lead",
            colour=by,
            align="r",
            anchor="ctr",
        ),
        *footer(colour="white" if light else "quiet"),
    )
    shapes = (*SAID[look.key](look), *sign, number_tag(look))
    return Layout("quote", "引言", slots, shapes, "", ground, chrome=False)


def _big_bubble(look: Look) -> tuple[Shape, ...]:
    return (
        Shape("hill", (0, 6.42, WIDTH, HEIGHT - 6.42), "sun"),
        Shape("speak", (1.3, 1.72, 11.0, 4.35), "white", "deep", 2.5),
        numeral(look, (1.45, 1.75, 1.0, 1.5), "“", "field", 96),
    )


def _shout(look: Look) -> tuple[Shape, ...]:
    return (
        Shape("cut", (11.45, 0, WIDTH - 11.45, HEIGHT), "17406F"),
        Shape("parallelogram", (11.7, 5.9, 1.6, 1.6), "field", adjust=(("adj", 65000),)),
        Shape("parallelogram", (12.7, 5.9, 1.6, 1.6), "sun", adjust=(("adj", 65000),)),
        numeral(look, (0.55, 1.75, 1.6, 2.0), "“", "sun", 160),
    )


def _epigraph(look: Look) -> tuple[Shape, ...]:
    return (
        numeral(look, (0.7, 1.75, 1.5, 2.0), "“", "accent", 160),
        Shape("rect", (LEFT, 1.47, WIDTH - 1.6, 0.014), "field"),
        Shape("rect", (2.3, 5.55, 9.2, 0.014), "field"),
    )


SAID = {"primary": _big_bubble, "junior": _shout, "senior": _epigraph}


def quote_picture(look: Look) -> Layout:
    """Words that were said, beside the one who said them."""
    box, outline, line, width = PICTURES[look.key]
    senior = look.key == "senior"
    head, sign = _beside_plate("speech") if senior else heading(look, "speech")
    slots = (
        head,
        Slot("text", 1, (LEFT + 0.22, 2.95, 4.68, 2.85), "quote", colour="deep", bold=True, anchor="ctr", pitch=115),
        Slot("by", 20, (LEFT + 0.05, 5.85, 4.7, 0.75), "lead", colour="accent", align="r", anchor="ctr"),
        Slot("picture", 13, box, kind="pic", outline=outline, line=line, width=width),
        *footer(4.3),
    )
    ground = {
        "primary": (
            Shape("corner", (6.13, 1.63, WIDTH - 6.13, HEIGHT - 1.63), "sun"),
            Shape("roundRect", (0.5, 1.85, 5.4, 4.9), "white", "deep", 2.5, (("adj", 9000),)),
        ),
        "junior": (
            Shape("cut", (6.12, 1.62, WIDTH - 6.12, HEIGHT - 1.62), "field"),
            Shape("rect", (0.5, 1.85, 5.42, 4.9), "white", "ink", 3),
        ),
        "senior": (Shape("rect", (6.4, 5.75, WIDTH - 6.4, 0.08), "field"), number_tag(look)),
    }[look.key]
    mark = numeral(look, (0.6, 2.55 if senior else 1.95, 1.2, 1.5), "“", "accent", 96)
    return Layout("quote-picture", "引言（配图）", slots, (*ground, mark, *sign), "picTx", chrome=not senior)


MAKERS = (story, quote, quote_picture)
