"""Envoy's filter `ext_authz`: a real Envoy asks Bartizan of each request, in both forms."""

from __future__ import annotations

import functools
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from harness.aws import Credentials
from harness.envoy import Envoy, Tls
from harness.http import Answer, read, request, send, signed
from harness.organization import Organization
from harness.server import Server

ACCOUNT = "123456789012"
ADA = f"arn:aws:iam::{ACCOUNT}:user/ada"
GUEST = f"arn:aws:iam::{ACCOUNT}:role/guest"
SPIFFE = "spiffe://example.org/ada"
RULES = f"""
asker = "arn:aws:iam::{ACCOUNT}:role/envoy"
certificates = {{ "{SPIFFE}" = "{ADA}" }}

[[rule]]
methods = ["GET", "POST"]
path = "/invoices/{{id}}"
principal = "signature"
action = "myapp:ReadInvoice"
resource = "arn:aws:myapp:::invoice/{{id}}"
context = {{ "myapp:Department" = "{{header:x-department}}" }}

[[rule]]
methods = ["*"]
path = "/by-certificate/{{id}}"
principal = "certificate"
action = "myapp:ReadInvoice"
resource = "arn:aws:myapp:::invoice/{{id}}"
context = {{ "myapp:Department" = "sales" }}

[[rule]]
methods = ["GET"]
hosts = ["public.example.org"]
path = "/public/{{name...}}"
principal = "{GUEST}"
action = "myapp:Read"
resource = "arn:aws:myapp:::public/{{name}}"
"""


def document(**statement: Any) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "*", **statement}}
    )


@dataclass
class World:
    """Bartizan, an Envoy that asks it, and a user who may read invoice 7 of her department."""

    server: Server
    envoy: Envoy
    ada: Credentials

    def get(self, path: str, who: Credentials | None = None, **more: Any) -> Answer:
        """A request through Envoy, signed by ada unless by somebody else."""
        options = {"method": "GET", "target": path, "credentials": who or self.ada, **more}
        bytes = signed(self.envoy, "execute-api", **options)  # type: ignore[arg-type]
        return send(self.envoy, bytes)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["grpc", "http"])
def world(
    request: pytest.FixtureRequest,
    server_factory: Callable[..., Server],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("envoy")
    server = started(server_factory, folder, f'form = "{request.param}"')
    envoy = Envoy(folder, asked(server), request.param)
    ada = Credentials.from_key(server.client("iam").create_access_key(UserName="ada"))
    yield World(server, envoy, ada)
    envoy.stop()


def started(server_factory: Callable[..., Server], folder: Path, more: str) -> Server:
    """A server that Envoy may ask, with those whom its rules name."""
    rules = folder / "envoy.toml"
    prefix = 'path-prefix = "/check"' if '"http"' in more else ""
    rules.write_text(f'listen = "127.0.0.1:0"\n{more}\n{prefix}\n{RULES}')
    server = server_factory(extra=("--envoy", str(rules), "--account", ACCOUNT))
    iam = server.client("iam")
    trust = document(Principal={"AWS": ACCOUNT}, Action="sts:AssumeRole")
    trust = trust.replace('"Resource": "*", ', "")
    for role, action in [("envoy", "bartizan:Authorize"), ("guest", "myapp:Read")]:
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
        policy = document(Action=action)
        iam.put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=policy)
    iam.create_user(UserName="ada")
    department = {"StringEquals": {"myapp:Department": "sales"}}
    reading = document(
        Action="myapp:ReadInvoice", Resource="arn:aws:myapp:::invoice/7", Condition=department
    )
    iam.put_user_policy(UserName="ada", PolicyName="invoices", PolicyDocument=reading)
    return server


def asked(server: Server) -> str:
    [line] = [line for line in server.lines if line.startswith("Envoy is answered on ")]
    return line.rsplit(" ", 1)[1]


SALES = {"X-Department": "sales"}


def test_a_request_goes_on_as_its_signers(world: World) -> None:
    forged = {**SALES, "X-Bartizan-Principal": GUEST}
    answer = world.get("/invoices/7", headers=forged)
    assert answer.status == 200, answer.text
    assert json.loads(answer.text)["headers"]["x-bartizan-principal"] == ADA


def test_what_the_policies_do_not_allow_is_denied(world: World) -> None:
    answer = world.get("/invoices/8", headers=SALES)
    told = json.loads(answer.text)
    assert (answer.status, told["Code"]) == (403, "AccessDenied")
    assert "not authorized to perform: myapp:ReadInvoice" in told["Message"]
    assert f"x-bartizan-request-id: {told['RequestId']}" in answer.head.lower()


def test_a_condition_key_is_a_header_where_the_rule_says_so(world: World) -> None:
    assert world.get("/invoices/7", headers={"X-Department": "law"}).status == 403
    assert world.get("/invoices/7").status == 403


@pytest.mark.parametrize("path", ["/", "/invoices", "/invoices/7/", "/public/a", "/invoices/%2F7"])
def test_without_a_rule_nothing_is_allowed(world: World, path: str) -> None:
    assert world.get(path, world.server.root()).status == 403


def test_root_may_what_no_policy_denies(world: World) -> None:
    assert world.get("/invoices/9", world.server.root()).status == 200


def test_who_does_not_sign_is_nobody(world: World) -> None:
    headers = {**SALES, "X-Bartizan-Principal": ADA}
    bare = request(world.envoy, "GET", "/invoices/7", headers)  # type: ignore[arg-type]
    answer = send(world.envoy, bare)  # type: ignore[arg-type]
    assert (answer.status, json.loads(answer.text)["Code"]) == (
        403,
        "MissingAuthenticationTokenException",
    )


def test_a_signature_is_good_for_what_it_covers_alone(world: World) -> None:
    wrong = Credentials(world.ada.access_key, "x" * 40, None)
    assert world.get("/invoices/7", wrong, headers=SALES).status == 403
    good = signed(
        world.envoy,  # type: ignore[arg-type]
        "execute-api",
        target="/invoices/7",
        headers=SALES,
        body=b"one",
        credentials=world.ada,
    )
    assert send(world.envoy, good).status == 200  # type: ignore[arg-type]
    for before, after in [(b"one", b"two"), (b"invoices/7", b"invoices/8"), (b"sales", b"legal")]:
        assert send(world.envoy, good.replace(before, after)).status == 403  # type: ignore[arg-type]
    old = datetime.now(UTC) - timedelta(minutes=20)
    assert world.get("/invoices/7", headers=SALES, at=old).status == 403
    other = signed(
        world.envoy,  # type: ignore[arg-type]
        "iam",
        method="GET",
        target="/invoices/7",
        headers=SALES,
        credentials=world.ada,
    )
    assert send(world.envoy, other).status == 403  # type: ignore[arg-type]


def test_a_session_is_decided_with_its_own_policy(world: World) -> None:
    sts = world.server.client("sts", world.ada)
    token = Credentials.from_session(sts.get_session_token())
    assert world.get("/invoices/7", token, headers=SALES).status == 200
    forged = Credentials(token.access_key, token.secret_key, "x" + (token.token or ""))
    assert world.get("/invoices/7", forged, headers=SALES).status == 403


def test_a_rule_may_name_whom_anyone_is_taken_as(world: World) -> None:
    def public(host: str) -> int:
        bare = request(world.envoy, "GET", "/public/a/b", {"Host": host})  # type: ignore[arg-type]
        return send(world.envoy, bare).status  # type: ignore[arg-type]

    assert (public("public.example.org"), public("other.example.org")) == (200, 403)
    assert (public("Public.Example.org:8443"), public("public.example.org.")) == (200, 200)


def test_a_policy_is_in_force_when_its_change_has_returned(world: World) -> None:
    iam = world.server.client("iam")
    iam.create_user(UserName="bob")
    bob = Credentials.from_key(iam.create_access_key(UserName="bob"))
    assert world.get("/invoices/7", bob, headers=SALES).status == 403
    policy = document(Action="myapp:ReadInvoice")
    iam.put_user_policy(UserName="bob", PolicyName="all", PolicyDocument=policy)
    assert world.get("/invoices/7", bob, headers=SALES).status == 200


def test_nothing_is_allowed_when_the_asker_may_not_ask(world: World) -> None:
    iam = world.server.client("iam")
    policy = iam.get_role_policy(RoleName="envoy", PolicyName="own")["PolicyDocument"]
    iam.delete_role_policy(RoleName="envoy", PolicyName="own")
    try:
        assert world.get("/invoices/7", headers=SALES).status in (403, 500)
    finally:
        iam.put_role_policy(RoleName="envoy", PolicyName="own", PolicyDocument=json.dumps(policy))


class Authority:
    """Makes certificates."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
        basic = x509.BasicConstraints(ca=True, path_length=None)
        self.file = self.write("authority", self.sign(self.name, self.key, basic))

    def sign(self, name: x509.Name, key: Any, extension: Any) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self.name)
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - timedelta(hours=1))
        builder = builder.not_valid_after(now + timedelta(hours=1))
        return builder.add_extension(extension, critical=False).sign(self.key, hashes.SHA256())

    def write(self, name: str, certificate: x509.Certificate) -> Path:
        file = self.folder / f"{name}.pem"
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return file

    def issue(self, name: str, *alternative: x509.GeneralName) -> tuple[Path, Path]:
        """The files with a certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self.sign(subject, key, x509.SubjectAlternativeName(alternative))
        key_file = self.folder / f"{name}.key"
        private = serialization.PrivateFormat.PKCS8
        plain = serialization.NoEncryption()
        key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, private, plain))
        return self.write(name, certificate), key_file


def over_tls(
    port: int, authority: Authority, bytes: bytes, client: tuple[Path, Path] | None
) -> Answer:
    context = ssl.create_default_context(cafile=str(authority.file))
    context.check_hostname = False
    if client:
        context.load_cert_chain(*client)
    plain = socket.create_connection(("127.0.0.1", port), 30)
    with context.wrap_socket(plain) as connection:
        connection.sendall(bytes)
        return read(connection)


def test_a_certificate_says_who_the_client_is(
    server_factory: Callable[..., Server], tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    tls = Tls(*authority.issue("proxy", x509.DNSName("localhost")), authority.file)
    envoy = Envoy(tmp_path, asked(started(server_factory, tmp_path, 'form = "grpc"')), "grpc", tls)
    ada = authority.issue("ada", x509.UniformResourceIdentifier(SPIFFE))
    eve = authority.issue("eve", x509.UniformResourceIdentifier("spiffe://example.org/eve"))
    try:
        forged = {"X-Forwarded-Client-Cert": f"URI={SPIFFE}", "X-Bartizan-Principal": ADA}
        for client, invoice, wanted in [(ada, 7, 200), (ada, 8, 403), (eve, 7, 403)]:
            path = f"/by-certificate/{invoice}"
            bare = request(envoy, "GET", path, forged)  # type: ignore[arg-type]
            assert over_tls(envoy.port, authority, bare, client).status == wanted
    finally:
        envoy.stop()


def test_who_asks_beyond_loopback_has_a_certificate(
    server_factory: Callable[..., Server], tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.issue("bartizan", x509.DNSName("localhost"))
    files = f'tls-cert = "{certificate}"\ntls-key = "{key}"\nclient-ca = "{authority.file}"'
    server = started(server_factory, tmp_path, f'form = "http"\n{files}')
    port = int(asked(server).rsplit(":", 1)[1])
    check = request(server, "GET", "/check/public/a", {"Host": "public.example.org"})
    envoy = authority.issue("envoy", x509.DNSName("envoy"))
    assert over_tls(port, authority, check, envoy).status == 200
    with pytest.raises((ssl.SSLError, ConnectionError)):
        answer = over_tls(port, authority, check, None)
        if answer.status == 0:
            raise ConnectionError("closed")


def test_nobody_of_a_closed_account_is_let_through(
    server_factory: Callable[..., Server], tmp_path: Path
) -> None:
    in_dev = functools.partial(server_factory, dev=True)
    server = started(in_dev, tmp_path, 'form = "http"')
    port = int(asked(server).rsplit(":", 1)[1])
    check = request(server, "GET", "/check/public/a", {"Host": "public.example.org"})

    def answer() -> Answer:
        with socket.create_connection(("127.0.0.1", port), 30) as connection:
            connection.sendall(check)
            return read(connection)

    assert answer().status == 200
    one = Organization(server, "222222222222")
    party = {"Id": ACCOUNT, "Type": "ACCOUNT"}
    sent = one.api.invite_account_to_organization(Target=party)["Handshake"]["Id"]
    server.client("organizations").accept_handshake(HandshakeId=sent)
    one.api.close_account(AccountId=ACCOUNT)
    closed = answer()
    assert (closed.status, json.loads(closed.text)["Code"]) == (403, "AccessDenied")
