"""A year of lessons of a whole ledger, written by the database itself, for measuring what tells of them."""

from __future__ import annotations

import sqlalchemy as sa

from bench.places import Place

# Eighteen lessons a school from September to November: most confirmed, some only reported.
LESSONS_A_SCHOOL, DAYS = 18, 85
STATEMENTS = (
    """
    INSERT INTO lesson (id, uid, vice_principal_id, school_id, region_path, theme_id, start, "end", period, place,
                        state, created_at, changed_at, note, reason, sequence)
    SELECT row_number() OVER (), gen_random_uuid()::text, a.person, s.id, s.region_path, t.id, at,
           at + interval '40 min', 3, 'classroom', CASE WHEN n % 9 < 8 THEN 'confirmed' ELSE 'delivered' END,
           at, at, '', '', 0
    FROM school s
    JOIN (SELECT school_id, min(vice_principal_id) AS person FROM appointment GROUP BY school_id) a
      ON a.school_id = s.id
    CROSS JOIN LATERAL (
        SELECT n, timestamp '2026-09-01 10:25' + ((n * 37 + s.id) % :days) * interval '1 day' AS at
        FROM generate_series(1, :lessons) n) x
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM theme) t ON t.place = n % 12
    """,
    """
    INSERT INTO lesson_class (lesson_id, class_id, region_path)
    SELECT l.id, c.id, l.region_path FROM lesson l
    JOIN LATERAL (
        SELECT id FROM school_class WHERE school_id = l.school_id ORDER BY (id * 7919 + l.id) % 1009 LIMIT 1) c ON true
    """,
    """
    INSERT INTO delivery (lesson_id, region_path, manner, form, minutes, pupils, note, special, reported_at)
    SELECT id, region_path, 'taught', 'lecture', 40, 38, '', '', start FROM lesson
    """,
    """
    INSERT INTO confirmation (lesson_id, school_id, region_path, taught_on, manner, form, minutes, pupils, note,
                              special, confirmed_at)
    SELECT id, school_id, region_path, start::date, CASE WHEN id % 9 = 0 THEN 'organised' ELSE 'taught' END,
           'lecture', 40, 38, '', '', start
    FROM lesson WHERE state = 'confirmed'
    """,
    """
    INSERT INTO reached_class (lesson_id, class_id, school_id, region_path, taught_on)
    SELECT l.id, c.class_id, l.school_id, l.region_path, l.start::date
    FROM lesson l JOIN lesson_class c ON c.lesson_id = l.id WHERE l.state = 'confirmed'
    """,
    "ANALYZE",
)


def fill(place: Place) -> int:
    """Write the lessons; how many they are.  Only PostgreSQL knows these statements."""
    engine = sa.create_engine(place.address)
    with engine.begin() as connection:
        for statement in STATEMENTS:
            connection.execute(sa.text(statement), {"days": DAYS, "lessons": LESSONS_A_SCHOOL})
        lessons = connection.scalar(sa.text("SELECT count(*) FROM lesson"))
    engine.dispose()
    return lessons or 0
