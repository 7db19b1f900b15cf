"""What an appointment costs and what it is worth, in whole numbers: one for each hundred metres.

The sizes follow what matters most: a school with nobody, a remote one first; somebody who is appointed there
already; a person without a school; lessons that a school would miss; then kilometres, themes and agencies.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course.planning.solver.county import MOST_LESSONS, Candidate, County
from course.planning.solver.instance import Coordinates
from course.travel import EARTH_DIAMETER_KM, UNKNOWN_KM

Costs = NDArray[np.int64]
Distances = NDArray[np.float64]
FIRST_OF_A_SCHOOL = 10_000_000_000
FIRST_OF_A_REMOTE_SCHOOL = 10_000_000
RENEWAL = 200_000
FIRST_SCHOOL_OF_A_PERSON = 20_000
FURTHER_SCHOOL_OF_A_PERSON = 600
A_MISSING_LESSON = 100
A_LESSON_TOO_MANY_FOR_ONE = 20
A_MISSING_THEME = 50
A_KILOMETRE = 10
SAME_AGENCY = 30
# The squares of lessons a vice-principal that an even load may save for one hundred metres.
LOAD_PER_HUNDRED_METRES = 4
# The lessons of a year, each with a theme of its own.
THEMES_WANTED = 4
# Farther is a mistake in the coordinates.
MOST_KILOMETRES = 500
# The share of the schools that is remote: those farthest from the county's middle.
REMOTE_SHARE = 0.2


def distances(county: County) -> Distances:
    """The great-circle kilometres, a row for each school; ten where one of the two places is not known."""
    lat, lon = radians([school.coordinates for school in county.schools])
    other_lat, other_lon = radians([person.coordinates for person in county.people])
    half = np.sin((other_lat[None, :] - lat[:, None]) / 2) ** 2
    half += np.cos(lat)[:, None] * np.cos(other_lat)[None, :] * np.sin((other_lon[None, :] - lon[:, None]) / 2) ** 2
    return np.nan_to_num(EARTH_DIAMETER_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), nan=UNKNOWN_KM)


def radians(points: list[Coordinates]) -> tuple[Distances, Distances]:
    """Latitudes and longitudes; not a number where one of the two is not known."""
    known = [point if None not in point else (np.nan, np.nan) for point in points]
    found = np.radians(np.array(known, dtype=float).reshape(-1, 2))
    return found[:, 0], found[:, 1]


def pair_costs(county: County, km: Distances) -> Costs:
    """What each new appointment costs: the way, the themes that are missing, the lessons too many for one person.

    Only what is farther than a school's nearest candidate counts, so that no school is worse off because
    everybody lives far from it.
    """
    way = np.rint(np.minimum(km, MOST_KILOMETRES) * A_KILOMETRE).astype(np.int64)
    stages = {stage: missing_themes(county.people, stage) for stage in {school.stage for school in county.schools}}
    lacking = np.array([stages[school.stage] for school in county.schools])
    given = np.array([person.lessons for person in county.people], dtype=np.int64)
    too_many = np.maximum(0, lessons_of_schools(county)[:, None] - given[None, :])
    nearest = way.min(axis=1, keepdims=True)
    return way - nearest + A_MISSING_THEME * lacking + A_LESSON_TOO_MANY_FOR_ONE * too_many


def missing_themes(people: tuple[Candidate, ...], stage: str) -> Costs:
    """How many themes each person lacks for a year of lessons at this stage."""
    known = np.array([person.themes.get(stage, 0) for person in people], dtype=np.int64)
    return np.maximum(0, THEMES_WANTED - known)


def lessons_of_schools(county: County) -> Costs:
    """The lessons that each school needs in a term."""
    return np.array([min(MOST_LESSONS, school.lessons) for school in county.schools], dtype=np.int64)


def remote(county: County) -> NDArray[np.bool_]:
    """The schools farthest from the county's middle: the middle one of all latitudes and of all longitudes."""
    lat, lon = radians([school.coordinates for school in county.schools])
    known = ~np.isnan(lat)
    if not known.any():
        return known
    middle_lat, middle_lon = np.median(lat[known]), np.median(lon[known])
    away = np.nan_to_num(np.hypot(lat - middle_lat, (lon - middle_lon) * np.cos(middle_lat)))
    return away > np.quantile(away[known], 1 - REMOTE_SHARE)


def worth_of_people(county: County, most: int) -> Costs:
    """What the first, second … vice-principal is worth to each school: a row a school, a column for each of them.

    Each is worth less than the one before: the first most of all, the others for a more even load, which makes
    spare people go to the largest schools and lets nobody take on a further school.
    """
    lessons, before = lessons_of_schools(county)[:, None], np.arange(most, dtype=np.int64)[None, :]
    lighter = lessons**2 // np.maximum(1, before * (before + 1) * LOAD_PER_HUNDRED_METRES)
    worth = np.minimum(lighter, FURTHER_SCHOOL_OF_A_PERSON - 1)
    worth[:, :1] += FIRST_OF_A_SCHOOL + FIRST_OF_A_REMOTE_SCHOOL * remote(county)[:, None]
    return worth
