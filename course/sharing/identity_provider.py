"""The server of a single sign-on: OpenID Connect, by a package that is installed only where it is used."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from flask import Response, current_app

# What the package needs beside itself; without one of them there is no single sign-on.
PACKAGES = ("authlib", "requests")
NAME = "sso"
SECONDS = 5
log = structlog.get_logger()


@dataclass(frozen=True)
class CameBack:
    """Whoever comes back from the server: what it says of them, and the proof with which they can be signed out."""

    claims: Mapping[str, Any]
    proof: str


class NotSignedIn(Exception):
    """Raised where the other server did not say who somebody is, or not in a way that can be believed."""


def is_there(config: Mapping[str, Any]) -> bool:
    """Whether this installation has a single sign-on."""
    named = config["OIDC_ISSUER"] and config["OIDC_CLIENT_ID"]
    return bool(named) and all(importlib.util.find_spec(package) for package in PACKAGES)


def provider() -> Any:
    """The client that speaks with the server."""
    from authlib.integrations.flask_client import OAuth  # Loads packages that most installations do not have.

    config = current_app.config
    oauth = OAuth(current_app._get_current_object())
    return oauth.register(
        NAME,
        client_id=config["OIDC_CLIENT_ID"],
        client_secret=config["OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{issuer()}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


def issuer() -> str:
    """The server as the setting names it."""
    return str(current_app.config["OIDC_ISSUER"]).rstrip("/")


def send_there(back: str) -> Response:
    """Send the browser to the server; state, nonce and the proof of who asked wait in the session."""
    try:
        client = provider()
        check_issuer(client.load_server_metadata())
        return client.authorize_redirect(back)
    except NotSignedIn:
        raise
    except Exception as error:
        raise NotSignedIn(repr(error)) from error


def who_came_back() -> CameBack:
    """What the server says of whoever comes back; signature, issuer, audience, time and nonce were checked."""
    try:
        client = provider()
        check_issuer(client.load_server_metadata())
        token = client.authorize_access_token()
    except NotSignedIn:
        raise
    except Exception as error:
        # The package, its JWT library and the network each have errors of their own; none of them signs anybody in.
        raise NotSignedIn(repr(error)) from error
    claims = token.get("userinfo")
    if not claims or not claims.get("sub"):
        raise NotSignedIn("the server did not say who this is")
    return CameBack(dict(claims), str(token.get("id_token", "")))


def way_out(proof: str, back: str) -> str:
    """The address at which the server ends its own session; empty where it offers none or cannot be reached."""
    try:
        metadata = provider().load_server_metadata()
        check_issuer(metadata)
    except Exception as error:
        # Here the session is over already; the other one ends by itself.
        log.warning("no sign-out at the single sign-on", error=repr(error))
        return ""
    end = str(metadata.get("end_session_endpoint") or "")
    if urlsplit(end).scheme not in {"https", urlsplit(issuer()).scheme}:
        return ""
    asked = {"client_id": current_app.config["OIDC_CLIENT_ID"], "post_logout_redirect_uri": back}
    hint = {"id_token_hint": proof} if proof else {}
    return f"{end}{'&' if '?' in end else '?'}{urlencode(hint | asked)}"


def check_issuer(metadata: Mapping[str, Any]) -> None:
    """Refuse a server that calls itself something else than the setting does."""
    if str(metadata.get("issuer", "")).rstrip("/") != issuer():
        raise NotSignedIn("the server calls itself by another name")
