"""A small OpenID Connect server on the loopback: code flow with PKCE, signed tokens, and every way of being wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests import services

CLIENT, SECRET = "course", "a secret of the client"


@dataclass
class IdentityServer:
    """What the server knows, and what it does wrong: ``changes`` go over the claims, ``metadata`` over its own."""

    port: int
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    signing_key: RSAKey | None = None
    forge: Callable[[dict[str, Any]], str] | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """What it calls itself."""
        return f"http://127.0.0.1:{self.port}"

    def described(self) -> dict[str, Any]:
        """Where everything is."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.metadata,
        }

    def sign_in(self, address: str, **claims: Any) -> str:
        """What a person does there: the address that their browser is sent back to."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert given["client_id"] == CLIENT and given["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = given | {"claims": json.dumps(claims)}
        return f"{urlsplit(given['redirect_uri']).path}?code={code}&state={given['state']}"

    def signed(self, claims: dict[str, Any]) -> str:
        """A token that says so."""
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signing_key or self.key)

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The tokens for a code; None where the code, the client or the proof is wrong."""
        known = self.codes.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if known is None or base64.urlsafe_b64encode(proof).decode().rstrip("=") != known["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": known["nonce"]}
        claims |= json.loads(known["claims"]) | self.changes
        signed = self.forge(claims) if self.forge else self.signed(claims)
        return {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "expires_in": 60, "id_token": signed}


def without_signature(claims: dict[str, Any]) -> str:
    """A token that nobody signed."""
    parts = (json.dumps(part).encode() for part in ({"alg": "none", "kid": "1"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


def signed_with(secret: str) -> Callable[[dict[str, Any]], str]:
    """What signs tokens with a secret that more than the server know, instead of its key."""
    return lambda claims: jwt.encode({"alg": "HS256", "kid": "1"}, claims, OctKey.import_key(secret))


def handler(server: IdentityServer) -> type[BaseHTTPRequestHandler]:
    """Answers for the server."""

    class Handler(BaseHTTPRequestHandler):
        """Its three addresses."""

        def do_GET(self) -> None:
            server.asked.append(self.path)
            keys = {"keys": [server.key.as_dict(private=False)]}
            self.answer(200, keys if self.path == "/keys" else server.described())

        def do_POST(self) -> None:
            server.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            right = (
                self.headers.get("Authorization", "").split()[-1:] == [expected] or form.get("client_secret") == SECRET
            )
            tokens = server.token(form) if right else None
            self.answer(200, tokens) if tokens else self.answer(400, {"error": "invalid_grant"})

        def answer(self, status: int, values: dict[str, Any]) -> None:
            """Send JSON."""
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(values).encode())

        def log_message(self, *given: Any) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def running() -> Iterator[IdentityServer]:
    """The server, until the test is over."""
    known = IdentityServer(services.free_port())
    server = ThreadingHTTPServer(("127.0.0.1", known.port), handler(known))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
