"""Why a school is left below its hours or a class is not reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from course.planning.solver.instance import Instance, Taught


def gaps_of(instance: Instance, lessons: Sequence[Taught]) -> list[dict[str, Any]]:
    """No reason is known yet."""
    return []
