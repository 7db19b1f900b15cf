"""The cheapest assignment of a few rows to columns (Kuhn 1955, with Munkres' potentials and shortest paths)."""

from __future__ import annotations

from collections.abc import Sequence

IMPOSSIBLE = 10.0**9


def cheapest_assignment(costs: Sequence[Sequence[float | None]]) -> list[int | None]:
    """The column of each row, all different; None where a row finds none.  A cost of None is not allowed."""
    rows, columns = len(costs), len(costs[0]) if costs else 0
    if rows == 1:
        return [cheapest_of(costs[0])]
    # Every row may go without: its own last resort stands behind the real columns.
    width = columns + rows
    table = [[IMPOSSIBLE * 2 if cost is None else cost for cost in row] + [IMPOSSIBLE] * rows for row in costs]
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, rows + 1):
        augment(table, row, owner, row_potential, column_potential)
    found: list[int | None] = [None] * rows
    for column in range(1, width + 1):
        if owner[column] and column <= columns:
            found[owner[column] - 1] = column - 1
    return found


def cheapest_of(costs: Sequence[float | None]) -> int | None:
    """The column of a row that is alone."""
    allowed = [(cost, column) for column, cost in enumerate(costs) if cost is not None]
    return min(allowed)[1] if allowed else None


def augment(
    table: Sequence[Sequence[float]], row: int, owner: list[int], rows: list[float], columns: list[float]
) -> None:
    """Give one more row a column along the shortest path; rows and columns count from 1."""
    width = len(columns) - 1
    owner[0], at = row, 0
    nearest, before, done = [float("inf")] * (width + 1), [0] * (width + 1), [False] * (width + 1)
    while owner[at]:
        done[at] = True
        here, step, following = owner[at], float("inf"), 0
        for column in range(1, width + 1):
            if not done[column]:
                way = table[here - 1][column - 1] - rows[here] - columns[column]
                if way < nearest[column]:
                    nearest[column], before[column] = way, at
                if nearest[column] < step:
                    step, following = nearest[column], column
        for column in range(width + 1):
            if done[column]:
                rows[owner[column]] += step
                columns[column] -= step
            else:
                nearest[column] -= step
        at = following
    while at:
        owner[at] = owner[before[at]]
        at = before[at]
