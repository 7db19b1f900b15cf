"""New code for a web that runs: its master loads it anew under its old number, and nobody waits or is turned away.

The master has loaded the application and copies itself for each process that answers, so one that dies is replaced
within some hundredths of a second.  What a copy runs is what the master has loaded; so new code needs a new master.  It
is one under the same number: systemd keeps watching it, its socket stays open, and the processes that it had before go
on answering until it is ready to make others.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

# The processes of the master before, as it tells them to the one that takes its place.
BEFORE = "WEB_PROCESSES_BEFORE"
# Where systemd puts the sockets that it holds, and where we put ours.
FIRST_SOCKET = 3
TOLD = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


def loads(command: list[str], environment: Mapping[str, str]) -> bool:
    """Whether the code as it is now can be loaded at all; why not goes where the master's own words go."""
    # Figures of a process that answers nobody are not counted.
    apart = {name: value for name, value in environment.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
    return subprocess.run([*command, "--check-config"], env=apart, stdin=subprocess.DEVNULL).returncode == 0


def take_over(arbiter: Any) -> None:
    """Load everything anew in this process; where the new code cannot be loaded, say so and go on with the old."""
    command, environment = sys.orig_argv, {**arbiter.cfg.env_orig}
    # A word that comes meanwhile waits until the new code listens to it: what this process has heard it forgets.
    signal.pthread_sigmask(signal.SIG_BLOCK, TOLD)
    if not loads(command, environment):
        arbiter.log.error("The new code cannot be loaded; the old goes on answering.")
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD)
        return
    hand_over([listener.fileno() for listener in arbiter.LISTENERS])
    environment |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(arbiter.LISTENERS))}
    environment[BEFORE] = " ".join(map(str, arbiter.WORKERS))
    os.execve(sys.executable, command, environment)


def hand_over(sockets: list[int]) -> None:
    """Put the open sockets where systemd puts them, and keep them open for the program that comes."""
    # Copied first: one of them may be where another has to go.
    for number, copy in enumerate([os.dup(one) for one in sockets], FIRST_SOCKET):
        os.dup2(copy, number)
        os.set_inheritable(number, True)


def dismiss_those_before() -> None:
    """Let the processes of the old code finish what they have begun; what comes now is for the new ones."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD)
    end(int(number) for number in os.environ.pop(BEFORE, "").split())


def end(processes: Iterable[int]) -> None:
    """Tell these processes to end; one that has ended is not missed."""
    for number in processes:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGTERM)
