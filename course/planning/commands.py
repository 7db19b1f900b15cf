"""Commands of the plan: make, publish, withdraw, list and export a term's plan."""

from __future__ import annotations

import click


@click.group
def plan() -> None:
    """Plan a term, publish the plan, and take it back."""
