"""Every scene by the name that cases use for it."""

from collections.abc import Callable

from slides.art import scenes_accounts, scenes_bullying, scenes_citizens, scenes_constitution, scenes_fraud

WIDTH, HEIGHT = 1200, 900

SCENES: dict[str, Callable[[], str]] = {
    **scenes_bullying.SCENES,
    **scenes_fraud.SCENES,
    **scenes_accounts.SCENES,
    **scenes_constitution.SCENES,
    **scenes_citizens.SCENES,
}
