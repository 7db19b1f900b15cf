"""Draw every picture again: `python -m slides.art.draw` writes scenes/ and icons/ beside this file."""

from pathlib import Path

from slides.art.icons import ICONS, SIDE
from slides.art.scenes import HEIGHT, SCENES, WIDTH
from slides.art.shapes import picture

HERE = Path(__file__).resolve().parent


def pictures() -> dict[str, str]:
    """Every file by its path beside this one, and what belongs in it."""
    scenes = {f"scenes/{name}.svg": picture([draw()], width=WIDTH, height=HEIGHT) for name, draw in SCENES.items()}
    return scenes | {f"icons/{name}.svg": picture([draw()], width=SIDE, height=SIDE) for name, draw in ICONS.items()}


def main() -> None:
    """Write the files, and take away those that nobody draws any more."""
    drawn = pictures()
    for folder in ("scenes", "icons"):
        (HERE / folder).mkdir(exist_ok=True)
        for stale in {f"{folder}/{file.name}" for file in (HERE / folder).glob("*.svg")} - drawn.keys():
            (HERE / stale).unlink()
    for path, content in drawn.items():
        (HERE / path).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
