"""What distributions speak with viewers and with origins."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from harness.aws import client, error_of
from harness.cdn import ALL_VIEWER, CACHING_DISABLED, Distribution, Origin, config, origin
from harness.dns import dig
from harness.edge import Application
from harness.issuer import Authority
from harness.server import Server
from harness.waf import rule, visible

DATA = Path(__file__).parents[2] / "crates/edge/tests/data"
SEVEN = ["HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH"]
EVERYTHING = {
    "CachePolicyId": CACHING_DISABLED,
    "OriginRequestPolicyId": ALL_VIEWER,
    "AllowedMethods": {"Quantity": 7, "Items": SEVEN},
}
# RFC 6455, section 1.3.
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Socket(BaseHTTPRequestHandler):
    """Speaks WebSocket's opening, and sends back every byte behind it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        key = self.headers["Sec-WebSocket-Key"].encode()
        accepted = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accepted)
        self.end_headers()
        self.wfile.write(self.rfile.read(5))
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def app() -> Iterator[Origin]:
    with origin() as app:
        yield app


def serving(handler: type[BaseHTTPRequestHandler], chain: Path | None = None) -> Any:
    """An origin on loopback, which speaks TLS where it has a certificate."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if chain:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def over_tls(port: int) -> dict[str, Any]:
    """The configuration of a distribution that asks its origin over TLS."""
    asked = {"HTTPPort": 80, "HTTPSPort": port, "OriginProtocolPolicy": "https-only"}
    return config(port, origin={"CustomOriginConfig": asked})


def test_an_origin_is_asked_over_tls_if_its_certificate_is_trusted(
    near: Server, dev_server: Server, authority: Authority, unused_account: Callable[[], str]
) -> None:
    with serving(Application, authority.server("origin")) as secure:
        port = secure.server_address[1]
        one = Distribution(near, unused_account(), over_tls(port))
        assert json.loads(one.ask("/a").body)["path"] == "/a"
        strange = Distribution(dev_server, unused_account(), over_tls(port))
        assert strange.ask("/a").status == 502
        secure.shutdown()


def test_viewers_speak_http2(
    dev_server: Server, unused_account: Callable[[], str], app: Origin
) -> None:
    one = Distribution(dev_server, unused_account(), config(app.port))
    host, port = one.address(443)
    words = [
        "curl",
        "-sSk",
        "--connect-to",
        f"{one.name}:443:{host}:{port}",
        "-w",
        "%{http_version}",
    ]
    for wanted, version in (("--http2", "2"), ("--http1.1", "1.1")):
        command = [*words, wanted, f"https://{one.name}/x"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        assert done.stdout == f"/x{version}"
    one.update(lambda config: config.update(HttpVersion="http1.1"))
    command = [*words, "--http2", f"https://{one.name}/x"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "/x1.1"


def test_websockets_pass(dev_server: Server, unused_account: Callable[[], str]) -> None:
    with serving(Socket) as app:
        wanted = config(app.server_address[1], behaviour=EVERYTHING)
        one = Distribution(dev_server, unused_account(), wanted)
        request = (
            f"GET /chat HTTP/1.1\r\nHost: {one.name}\r\nConnection: Upgrade\r\n"
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        with socket.create_connection(one.address(), timeout=30) as viewer:
            viewer.sendall(request.encode())
            answer = viewer.makefile("rb")
            assert answer.readline().split()[1] == b"101"
            head = {line.strip().lower() for line in iter(answer.readline, b"\r\n")}
            assert b"sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=" in head
            viewer.sendall(b"hello")
            assert answer.read(5) == b"hello"
        app.shutdown()


def test_the_firewall_sees_as_much_of_a_body_as_its_web_acl_says(
    dev_server: Server, unused_account: Callable[[], str], app: Origin
) -> None:
    one = Distribution(dev_server, unused_account(), config(app.port, behaviour=EVERYTHING))
    waf = client("wafv2", dev_server.endpoint, one.credentials)
    seen = {
        "ByteMatchStatement": {
            "SearchString": b"attack",
            "FieldToMatch": {"Body": {"OversizeHandling": "CONTINUE"}},
            "TextTransformations": [{"Priority": 0, "Type": "NONE"}],
            "PositionalConstraint": "CONTAINS",
        }
    }
    asked: dict[str, Any] = {
        "DefaultAction": {"Allow": {}},
        "Rules": [rule("attack", seen)],
        "VisibilityConfig": visible("all"),
    }
    made = waf.create_web_acl(Name="acl", Scope="CLOUDFRONT", **asked)["Summary"]
    etag = one.cdn.get_distribution(Id=one.id)["ETag"]
    one.cdn.associate_distribution_web_acl(Id=one.id, WebACLArn=made["ARN"], IfMatch=etag)

    def status(kilobytes: int) -> int:
        return one.ask("/", "POST", b" " * (kilobytes * 1024 - 6) + b"attack").status

    assert [status(kilobytes) for kilobytes in (1, 16, 17)] == [403, 403, 200]
    limit = {"CLOUDFRONT": {"DefaultSizeInspectionLimit": "KB_64"}}
    waf.update_web_acl(
        Name="acl",
        Scope="CLOUDFRONT",
        Id=made["Id"],
        LockToken=made["LockToken"],
        AssociationConfig={"RequestBody": limit},
        **asked,
    )
    assert [status(kilobytes) for kilobytes in (17, 64, 65)] == [403, 403, 200]


def test_a_hosted_zone_leads_to_a_distribution_which_shows_its_certificate(
    dev_server: Server,
    unused_account: Callable[[], str],
    unique: Callable[[str], str],
    app: Origin,
    authority: Authority,
) -> None:
    account = unused_account()
    zone, name = unique("zone"), ""
    name = f"www.{zone}.test"
    one = Distribution(dev_server, account, config(app.port))
    iam = client("iam", dev_server.endpoint, one.credentials)
    kept = {"ServerCertificateName": "web", "Path": "/cloudfront/"}
    certificate = iam.upload_server_certificate(
        **kept,
        CertificateBody=(DATA / "app.pem").read_text(),
        PrivateKey=(DATA / "app.key").read_text(),
    )["ServerCertificateMetadata"]["ServerCertificateId"]
    route53 = client("route53", dev_server.endpoint, one.credentials)
    made = route53.create_hosted_zone(Name=f"{zone}.test", CallerReference=zone)["HostedZone"]
    target = {
        "HostedZoneId": "Z2FDTNDATAQYW2",
        "DNSName": one.name,
        "EvaluateTargetHealth": False,
    }
    record = {"Name": name, "Type": "A", "AliasTarget": target}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    route53.change_resource_record_sets(HostedZoneId=made["Id"], ChangeBatch=batch)

    def named(config: dict[str, Any]) -> None:
        config["Aliases"] = {"Quantity": 1, "Items": [name]}
        config["ViewerCertificate"] = {
            "IAMCertificateId": certificate,
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        }

    one.update(named)
    (address,) = dig(dev_server, name).values
    assert address == one.address(443)[0]
    port = one.address(443)[1]
    words = ["curl", "-sSk", "--connect-to", f"{name}:443:{address}:{port}", f"https://{name}/x"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "/x"
    shown = {host: certificate_of(one, host) for host in (name, one.name)}
    wanted = ssl.PEM_cert_to_DER_cert((DATA / "app.pem").read_text())
    assert shown[name] == wanted
    assert shown[one.name] != wanted
    used = error_of(iam.delete_server_certificate, ServerCertificateName="web")
    assert used[0] == "DeleteConflict"


def certificate_of(one: Distribution, host: str) -> bytes | None:
    """The certificate that a viewer is shown who asks for a host."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(one.address(443), timeout=30) as raw,
        context.wrap_socket(raw, server_hostname=host) as secure,
    ):
        return secure.getpeercert(binary_form=True)


def test_a_certificate_that_a_distribution_shows_stays(
    dev_server: Server, unused_account: Callable[[], str], app: Origin, authority: Authority
) -> None:
    one = Distribution(dev_server, unused_account(), config(app.port))
    acm = client("acm", dev_server.endpoint, one.credentials)
    imported = acm.import_certificate(
        Certificate=(DATA / "app.pem").read_bytes(), PrivateKey=(DATA / "app.key").read_bytes()
    )["CertificateArn"]

    def shown(config: dict[str, Any]) -> None:
        config["ViewerCertificate"] = {
            "ACMCertificateArn": imported,
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        }

    def default(config: dict[str, Any]) -> None:
        config["ViewerCertificate"] = {"CloudFrontDefaultCertificate": True}

    one.update(shown)
    assert acm.describe_certificate(CertificateArn=imported)["Certificate"]["InUseBy"] == [one.arn]
    used = error_of(acm.delete_certificate, CertificateArn=imported)
    assert used[0] == "ResourceInUseException"
    one.update(default)
    acm.delete_certificate(CertificateArn=imported)


def test_nothing_is_written_for_a_distribution_that_is_refused(
    dev_server: Server, unused_account: Callable[[], str], unique: Callable[[str], str], app: Origin
) -> None:
    account, bucket = unused_account(), unique("logs")
    one = Distribution(dev_server, account, config(app.port))
    s3 = client("s3", dev_server.endpoint, one.credentials)
    s3.create_bucket(Bucket=bucket)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    s3.put_bucket_policy(
        Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    logging = {"Enabled": True, "IncludeCookies": False, "Prefix": ""}
    wanted = config(
        app.port,
        Logging={**logging, "Bucket": f"{bucket}.s3.amazonaws.com"},
        DefaultRootObject="/wrong",
    )
    refused = error_of(one.cdn.create_distribution, DistributionConfig=wanted)
    assert refused[0] == "InvalidDefaultRootObject"
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
