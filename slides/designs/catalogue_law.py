"""The layouts of a law: an open book, on its left page the law and the article, on its right page the words."""

from slides.designs.drawing import icon, panel
from slides.designs.headings import title
from slides.designs.layouts import HEIGHT, WIDTH, Layout, Shape, Slot
from slides.designs.looks import Look

GUTTER, PAGE, INSIDE, END = 4.3, 4.75, 5.05, 12.95


def laws(look: Look) -> tuple[Layout, ...]:
    """The exact words with the same in one's own, and each of them alone."""
    label1 = _label("label1", 22, 1.63, "accent")
    both = (
        label1,
        Slot("text", 1, (INSIDE, 2.17, 7.65, 2.22), "law", anchor="ctr", pitch=115),
        _label("label2", 23, 4.72, "deep"),
        Slot("own", 15, (INSIDE, 5.28, 7.65, 1.45), bullet="■", gap=4),
    )
    alone = (label1, Slot("text", 1, (INSIDE, 2.4, 7.65, 4.1), "law", anchor="ctr", pitch=130))
    plain = (
        _label("label2", 23, 1.9, "deep", 0.6),
        Slot("own", 15, (INSIDE, 2.6, 7.6, 3.9), "large", anchor="ctr", bullet="■", gap=20, pitch=115),
    )
    return (
        _law(look, "law", "法条", both, (*_words(look, 1.55, 2.9), _own(look, 4.6, 2.25))),
        _law(look, "law-text", "法条（原文）", alone, _words(look, 1.55, 5.25)),
        _law(look, "law-own", "法条（用自己的话说）", plain, (_own(look, 1.65, 5.1),)),
    )


def _law(look: Look, key: str, name: str, slots: tuple[Slot, ...], shapes: tuple[Shape, ...]) -> Layout:
    spine = (
        Slot("law", 20, (0.5, 1.83, 3.4, 2.1), "law-name", colour="white", bold=True, anchor="b"),
        Slot("article", 21, (0.5, 4.2, 3.4, 2.45), "article", colour="sun", bold=True, pitch=110),
    )
    foot = (
        Slot("footer", 11, (PAGE, 6.98, 8.2, 0.34), "footer", "ftr", "quiet", anchor="ctr", pitch=100),
        Slot("number", 12, (0.5, 6.98, 0.56, 0.34), "footer", "sldNum", "white", True, "ctr", "ctr", pitch=100),
    )
    head = title((PAGE, 0.38, 8.4, 1.0))
    return Layout(key, name, (head, *spine, *slots, *foot), (*_book(look), *shapes), chrome=False, ground="leaf")


def _label(name: str, idx: int, top: float, colour: str, high: float = 0.52) -> Slot:
    return Slot(name, idx, (INSIDE, top, 7.0, high), "label", colour=colour, bold=True, anchor="ctr", pitch=100)


def _book(look: Look) -> tuple[Shape, ...]:
    """The left page in the colour of the cover, and the shade where the pages meet."""
    shades = (("shade3", 0.34), ("shade2", 0.2), ("shade1", 0.09))
    left = (
        Shape("rect", (0, 0, GUTTER, HEIGHT), "spine"),
        Shape("rect", (GUTTER - 0.3, 0, 0.3, HEIGHT), "spine-shade"),
        *(Shape("rect", (GUTTER, 0, wide, HEIGHT), shade) for shade, wide in shades),
        Shape("rect", (0.5, 4.02, 1.3, 0.06), "sun"),
        Shape("rect", (0.5, 6.99, 0.56, 0.32), "accent"),
    )
    if look.key == "primary":
        return (*left, icon("scales", 0.5, 0.45, 1.3))
    return (*left, icon("scales", 0.35, 0.3, 1.5))


def _words(look: Look, top: float, high: float) -> tuple[Shape, ...]:
    """The frame of the exact words."""
    return (
        Shape("rect", (PAGE, top, END - PAGE, high), "white", "field", 1.5),
        Shape("rect", (PAGE, top, 0.12, high), "field"),
    )


def _own(look: Look, top: float, high: float) -> Shape:
    """The panel of one's own words; it runs off the page where the look is bold."""
    if look.key == "primary":
        return panel(look, (PAGE, top, END - PAGE, high), "mint")
    right = WIDTH if look.key == "junior" else END
    return Shape("rect", (PAGE, top, right - PAGE, high), "mint")
