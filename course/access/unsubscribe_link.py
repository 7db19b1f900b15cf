"""The address that stops one kind of mail to one person, signed for this and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from course import links
from course.access.topics import FOR_CONVENIENCE, Topic, may_be_stopped

PURPOSE = "unsubscribe"


@dataclass(frozen=True)
class Stoppable:
    """Whose mail of which kind can be stopped."""

    user_id: int
    topic: Topic


def unsubscribe_address(user_id: int, kind: str) -> str:
    """Where one click stops mail of this kind; empty for what nobody can do their part without."""
    topic = may_be_stopped(kind)
    return links.address(f"/unsubscribe/{links.sign(PURPOSE, [user_id, topic.value])}") if topic else ""


def read_unsubscribe_token(token: str) -> Stoppable | None:
    """What we once signed; None for anything else."""
    match links.read(PURPOSE, token):
        case [int(user_id), str(topic)] if topic in FOR_CONVENIENCE:
            return Stoppable(user_id, Topic(topic))
    return None
