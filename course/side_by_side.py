"""What `make run` starts: the web and its worker side by side, ended together once they have answered."""

from __future__ import annotations

from honcho import command, manager

# Honcho ends after five seconds what has not ended by itself; a form may wait for a lock, or be judged, for longer.
MOST_SECONDS = 30


def start() -> None:
    """Honcho's own command, with patience."""
    manager.KILL_WAIT = MOST_SECONDS
    command.main()


if __name__ == "__main__":
    start()
