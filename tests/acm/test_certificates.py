"""Certificates imported by boto3 and the AWS CLI, and shown by load balancers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, client, error_of
from harness.edge import Site, application
from harness.server import Server

DATA = Path(__file__).parents[2] / "crates/edge/tests/data"


def pair(name: str) -> dict[str, bytes]:
    """A certificate that signed itself, with its key."""
    return {
        "Certificate": (DATA / f"{name}.pem").read_bytes(),
        "PrivateKey": (DATA / f"{name}.key").read_bytes(),
    }


def made(name: str, folder: Path) -> dict[str, bytes]:
    """A new certificate for this name, with its key."""
    files = (folder / f"{name}.pem", folder / f"{name}.key")
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    words += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    words += ["-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run(words, capture_output=True, timeout=60, check=True)
    return {"Certificate": files[0].read_bytes(), "PrivateKey": files[1].read_bytes()}


@pytest.fixture
def site(dev_server: Server, unused_account: Callable[[], str]) -> Iterator[Site]:
    with application() as port:
        yield Site(dev_server, unused_account(), port)


@pytest.fixture
def acm(site: Site) -> Any:
    return client("acm", site.server.endpoint, site.credentials)


def shown(site: Site, name: str) -> str:
    """The subject of the certificate that the balancer shows to who wants this name."""
    address = site.address_of(443)
    words = ["openssl", "s_client", "-connect", address, "-servername", name]
    done = subprocess.run(words, input="", capture_output=True, text=True, timeout=60, check=False)
    return next(line for line in done.stdout.splitlines() if line.startswith("subject"))


def test_a_certificate_lives_with_its_tags(acm: Any) -> None:
    tags = [{"Key": "stage", "Value": "test"}]
    arn = acm.import_certificate(**pair("app"), Tags=tags)["CertificateArn"]
    detail = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert (detail["DomainName"], detail["Status"], detail["Type"]) == (
        "app.test",
        "ISSUED",
        "IMPORTED",
    )
    assert detail["SubjectAlternativeNames"] == ["app.test", "*.app.test"]
    assert (
        acm.get_certificate(CertificateArn=arn)["Certificate"].encode()
        == (pair("app")["Certificate"])
    )
    assert acm.list_tags_for_certificate(CertificateArn=arn)["Tags"] == tags
    acm.remove_tags_from_certificate(CertificateArn=arn, Tags=[{"Key": "stage"}])
    acm.add_tags_to_certificate(CertificateArn=arn, Tags=[{"Key": "team", "Value": "edge"}])
    assert acm.list_tags_for_certificate(CertificateArn=arn)["Tags"][0]["Key"] == "team"
    kinds = {"keyTypes": ["RSA_2048", "EC_prime256v1"]}
    listed = acm.list_certificates(Includes=kinds)["CertificateSummaryList"]
    assert [(one["CertificateArn"], one["InUse"]) for one in listed] == [(arn, False)]
    acm.delete_certificate(CertificateArn=arn)
    code, message, _ = error_of(acm.describe_certificate, CertificateArn=arn)
    assert (code, arn in message) == ("ResourceNotFoundException", True)


def test_a_balancer_shows_certificates_by_name(site: Site, acm: Any, tmp_path: Path) -> None:
    # Names are shown certificates of who owns them.
    domain = f"{site.credentials.access_key}.example"
    dns = client("route53", site.server.endpoint, site.credentials)
    dns.create_hosted_zone(Name=domain, CallerReference="once")
    names = [f"app.{domain}", f"other.{domain}"]
    pairs = [made(name, tmp_path) for name in names]
    app, other = (acm.import_certificate(**one)["CertificateArn"] for one in pairs)
    listener = site.elb.create_listener(
        LoadBalancerArn=site.arn,
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": app}],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": site.group}],
    )["Listeners"][0]["ListenerArn"]
    site.elb.add_listener_certificates(
        ListenerArn=listener, Certificates=[{"CertificateArn": other}]
    )
    assert [names[0] in shown(site, names[0]), names[1] in shown(site, names[1])] == [True, True]
    detail = acm.describe_certificate(CertificateArn=app)["Certificate"]
    assert detail["InUseBy"] == [site.arn]
    assert error_of(acm.delete_certificate, CertificateArn=app)[0] == "ResourceInUseException"
    # Another takes its place without a change of the listener.
    acm.import_certificate(CertificateArn=app, **pairs[1])
    assert names[1] in shown(site, site.name)
    site.elb.delete_listener(ListenerArn=listener)
    acm.delete_certificate(CertificateArn=app)


def test_what_is_not_there_is_said(acm: Any) -> None:
    assert error_of(acm.request_certificate, DomainName="app.test")[0] == "NotImplemented"
    key = (DATA / "other.key").read_bytes()
    refused = error_of(acm.import_certificate, **{**pair("app"), "PrivateKey": key})
    assert refused[:2] == ("ValidationException", "The private key does not match the certificate.")


def test_the_command_line_imports(cli: Cli) -> None:
    files = [f"--certificate=fileb://{DATA}/app.pem", f"--private-key=fileb://{DATA}/app.key"]
    done = cli("acm", "import-certificate", *files, "--output", "json")
    arn = json.loads(done.stdout)["CertificateArn"]
    done = cli("acm", "describe-certificate", "--certificate-arn", arn, "--output", "json")
    assert json.loads(done.stdout)["Certificate"]["KeyAlgorithm"] in ("RSA-2048", "EC_prime256v1")
    done = cli("acm", "delete-certificate", "--certificate-arn", arn)
    assert done.returncode == 0, done.stderr
