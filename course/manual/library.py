"""The pages of the manual: Markdown files with a few lines in front, one folder a language, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course.access.models import Role

PAGES = Path(__file__).parent / "pages"
LANGUAGES = ("zh", "en")
EVERYBODY = "everybody"
FENCE = "---\n"


@dataclass(frozen=True)
class Topic:
    """One page: its key, its title, for whom it is, where it stands, and its text as written."""

    key: str
    title: str
    readers: frozenset[str]
    place: int
    text: str

    @property
    def general(self) -> bool:
        """Whether it is also for those who have not signed in."""
        return EVERYBODY in self.readers

    def is_for(self, role: Role | None) -> bool:
        """Whether somebody of this role meets what it tells in their own work."""
        return self.general or (role is not None and role.value in self.readers)


@cache
def topics(language: str) -> dict[str, Topic]:
    """All pages of a language by key, in their order."""
    read = [topic_in(path) for path in (PAGES / language).glob("*.md")]
    return {topic.key: topic for topic in sorted(read, key=lambda topic: (topic.place, topic.key))}


def topic_in(path: Path) -> Topic:
    """The page that a file holds; the lines between the first two fences say what it is."""
    _, front, text = path.read_text(encoding="utf-8").split(FENCE, 2)
    said = dict(line.split(": ", 1) for line in front.splitlines())
    readers = frozenset(said["for"].split(", "))
    return Topic(path.stem, said["title"], readers, int(said["place"]), text.strip())
