"""Posting an event to another program: to an address that was looked at, once, without redirects, in a few seconds."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from course.gateway import Refused, Unreachable, refusal_of
from course.sharing.destination_rules import may_be_posted_to, port_of, url_fault
from course.talks import ended_after

# For each silence of the other side, and for the whole talk with it.
SILENCE_SECONDS, TALK_SECONDS = 5, 10
MOST_ADDRESSES = 3


class Forbidden(Refused):
    """Raised where an address lies where nothing may be posted to."""


class Connection(HTTPConnection):
    """A connection to addresses that were looked at before; the name stands in the certificate and in the request."""

    def __init__(self, url: str, addresses: Sequence[str]) -> None:
        parts = urlsplit(url)
        super().__init__(parts.hostname or "", port_of(url), timeout=SILENCE_SECONDS)
        self.addresses, self.secure = addresses[:MOST_ADDRESSES], parts.scheme == "https"

    def connect(self) -> None:
        """Connect to one of the addresses and to no other that the name may meanwhile have."""
        self.sock = first_open(self.addresses, self.port)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def line(self) -> socket.socket | None:
        """What the talk goes over at this moment."""
        return self.sock


def post(url: str, body: bytes, headers: dict[str, str], networks: Sequence[str]) -> None:
    """Post once; 2xx takes it.  Raises ``NotTaken`` or one of its kinds like any gateway."""
    connection = connection_to(url, networks)
    try:
        with ended_after(TALK_SECONDS, connection.line):
            status = status_of(connection, target_of(url), body, headers)
    except (OSError, HTTPException) as error:
        raise Unreachable(said(error)) from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise refusal_of(status)


def status_of(connection: HTTPConnection, target: str, body: bytes, headers: dict[str, str]) -> int:
    """What the other side answers; what it says beside that is not read."""
    connection.request("POST", target, body, headers)
    return connection.getresponse().status


def target_of(url: str) -> str:
    """What is asked for at the other side."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def connection_to(url: str, networks: Sequence[str]) -> Connection:
    """A connection to the host; refused where any of its addresses is no place to post to."""
    if fault := url_fault(url):
        raise Forbidden(fault)
    addresses = addresses_of(urlsplit(url).hostname or "", port_of(url))
    for address in addresses:
        if not may_be_posted_to(address, networks):
            raise Forbidden(f"{address} lies in a network that nothing is posted to")
    return Connection(url, addresses)


def first_open(addresses: Sequence[str], port: int) -> socket.socket:
    """A connection to the first of these addresses where anybody listens."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), SILENCE_SECONDS)
    return socket.create_connection((addresses[-1], port), SILENCE_SECONDS)


def addresses_of(host: str, port: int) -> list[str]:
    """All addresses of a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(said(error)) from error
    return [str(entry[4][0]) for entry in found]


def said(error: Any) -> str:
    """An error in a few words for whoever runs the other program."""
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
