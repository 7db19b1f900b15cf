"""What an import tells the features that stand later: which appointments begin, or end on another day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from course.access import happenings
from course.access.happenings import Happening
from course.ledger.judging import Row
from course.ledger.relating import Known

IMPORTED = "appointment.imported"


def tell_appointments(rows: Iterable[Row], known: Known, now: datetime) -> None:
    """Tell of these rows of appointments, all of a region together: a ledger has tens of thousands."""
    by_region: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        codes = {"vice_principal": row.vice_principal, "school": row.school}
        days = {"start": row.start.isoformat(), "end": row.end.isoformat()}
        by_region[known.places["schools"][row.school].path].append(codes | days)
    for path, appointments in by_region.items():
        happenings.tell(Happening(IMPORTED, path, now, appointments=tuple(appointments)))
