"""What kind of trouble ended a job, by the error that it died of: names that are kept, and said in words later."""

from __future__ import annotations

import errno

from course.job_limits import Overdue

OVERDUE, MEMORY, DIED, DATABASE, DISK, RIGHTS, GONE, BROKEN, UNHEARD_OF = (
    *("overdue", "memory", "died", "database"),
    *("disk", "rights", "gone", "broken", "unheard_of"),
)
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
# By name, for rules know no database: the errors of its library that are no errors of ours.
OF_DATABASE, NO_ROW = frozenset({"OperationalError", "InterfaceError"}), "NoResultFound"


def trouble_of(error: BaseException) -> str:
    """The kind of trouble behind an error; ``broken`` where it is an error of ours."""
    if isinstance(error, OSError) and error.errno in FULL:
        return DISK
    kinds = {Overdue: OVERDUE, MemoryError: MEMORY, FileNotFoundError: GONE, PermissionError: RIGHTS}
    for kind, trouble in kinds.items():
        if isinstance(error, kind):
            return trouble
    if type(error).__name__ == NO_ROW:
        return GONE
    return DATABASE if type(error).__name__ in OF_DATABASE else BROKEN
