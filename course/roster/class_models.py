"""Where classes were before: a class that went to another school keeps its past there."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from course.db import db, identity


class ClassMove(db.Model):
    """The school that a class belonged to until a day: what was reached there stays there."""

    id: Mapped[identity]
    class_id: Mapped[int] = mapped_column(sa.ForeignKey("school_class.id"), index=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    region_path: Mapped[str] = mapped_column(sa.Text)
    until: Mapped[date]
