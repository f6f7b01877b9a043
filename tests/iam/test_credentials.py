"""Credentials beside keys and passwords: SSH keys, certificates, service-specific credentials."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import error_of
from harness.server import Server

DATA = Path(__file__).parents[2] / "crates/engines/pki/tests/data"
UNPARSABLE = "Unable to parse certificate. Please ensure the certificate is in PEM format."


def text(name: str) -> str:
    """A file of the certificate engine's tests."""
    return (DATA / name).read_text()


def test_an_ssh_key_is_kept_in_both_encodings(iam: Any, user: str) -> None:
    body = text("ssh.pub").strip() + " ada@host"
    key = iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=body)["SSHPublicKey"]
    assert key["SSHPublicKeyId"].startswith("APKA") and key["Status"] == "Active"
    assert key["Fingerprint"] == "9f:e8:64:49:d8:32:dc:b1:01:04:8e:8f:03:dc:a7:10"
    own = {"UserName": user, "SSHPublicKeyId": key["SSHPublicKeyId"]}
    for encoding, shown in (("SSH", body), ("PEM", text("ssh.pem").strip())):
        answer = iam.get_ssh_public_key(Encoding=encoding, **own)["SSHPublicKey"]
        assert answer["SSHPublicKeyBody"] == shown
    again = error_of(iam.upload_ssh_public_key, UserName=user, SSHPublicKeyBody=text("ssh.pem"))
    assert again[0] == "DuplicateSSHPublicKey"
    iam.update_ssh_public_key(Status="Inactive", **own)
    (listed,) = iam.list_ssh_public_keys(UserName=user)["SSHPublicKeys"]
    assert listed["Status"] == "Inactive" and "SSHPublicKeyBody" not in listed
    assert error_of(iam.delete_user, UserName=user) == (
        "DeleteConflict",
        "Cannot delete entity, must remove referenced objects first.",
        409,
    )
    iam.delete_ssh_public_key(**own)
    assert error_of(iam.delete_ssh_public_key, **own)[0] == "NoSuchEntity"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA", "UnrecognizedPublicKeyEncoding"),
        ("ssh-rsa nonsense", "InvalidPublicKey"),
    ],
)
def test_ssh_keys_that_are_none_are_refused(iam: Any, user: str, body: str, code: str) -> None:
    refused = error_of(iam.upload_ssh_public_key, UserName=user, SSHPublicKeyBody=body)
    assert refused[0] == code and refused[2] == 400


def test_signing_certificates(iam: Any, user: str) -> None:
    body = text("ec.pem")
    made = iam.upload_signing_certificate(UserName=user, CertificateBody=body)["Certificate"]
    assert made["CertificateBody"] == body and made["Status"] == "Active"
    own = {"UserName": user, "CertificateId": made["CertificateId"]}
    again = error_of(iam.upload_signing_certificate, UserName=user, CertificateBody=body)
    assert (again[0], again[2]) == ("DuplicateCertificate", 409)
    iam.upload_signing_certificate(UserName=user, CertificateBody=text("ca.pem"))
    third = error_of(
        iam.upload_signing_certificate, UserName=user, CertificateBody=text("leaf.pem")
    )
    assert third[0] == "LimitExceeded"
    iam.update_signing_certificate(Status="Inactive", **own)
    listed = iam.list_signing_certificates(UserName=user)["Certificates"]
    assert sorted(item["Status"] for item in listed) == ["Active", "Inactive"]
    for item in listed:
        iam.delete_signing_certificate(UserName=user, CertificateId=item["CertificateId"])
    assert error_of(iam.delete_signing_certificate, **own)[0] == "NoSuchEntity"
    for bad in ("no certificate", text("expired.pem")):
        refused = error_of(iam.upload_signing_certificate, UserName=user, CertificateBody=bad)
        assert (refused[0], refused[2]) == ("MalformedCertificate", 400)


def test_a_server_certificate_is_kept_with_its_chain(
    iam: Any, unique: Callable[[str], str]
) -> None:
    name = unique("site")
    made = iam.upload_server_certificate(
        ServerCertificateName=name,
        Path="/cloudfront/",
        CertificateBody=text("leaf.pem"),
        PrivateKey=text("leaf-pkcs1.key"),
        CertificateChain=text("ca.pem"),
        Tags=[{"Key": "team", "Value": "red"}],
    )["ServerCertificateMetadata"]
    assert made["Arn"].endswith(f":server-certificate/cloudfront/{name}")
    assert made["ServerCertificateId"].startswith("ASCA")
    assert made["Expiration"] == datetime.datetime(2049, 12, 31, tzinfo=datetime.UTC)
    shown = iam.get_server_certificate(ServerCertificateName=name)["ServerCertificate"]
    assert shown["CertificateBody"] == text("leaf.pem") and "PrivateKey" not in shown
    iam.untag_server_certificate(ServerCertificateName=name, TagKeys=["team"])
    iam.tag_server_certificate(ServerCertificateName=name, Tags=[{"Key": "a", "Value": "b"}])
    tags = iam.list_server_certificate_tags(ServerCertificateName=name)["Tags"]
    assert tags == [{"Key": "a", "Value": "b"}]
    iam.update_server_certificate(
        ServerCertificateName=name, NewServerCertificateName=f"{name}-2", NewPath="/"
    )
    listed = iam.list_server_certificates()["ServerCertificateMetadataList"]
    assert f"{name}-2" in [item["ServerCertificateName"] for item in listed]
    iam.delete_server_certificate(ServerCertificateName=f"{name}-2")
    assert error_of(iam.get_server_certificate, ServerCertificateName=name) == (
        "NoSuchEntity",
        f"The Server Certificate with name {name} cannot be found.",
        404,
    )


def test_server_certificates_that_do_not_fit_are_refused(
    iam: Any, unique: Callable[[str], str]
) -> None:
    whole = {
        "ServerCertificateName": unique("bad"),
        "CertificateBody": text("leaf.pem"),
        "PrivateKey": text("leaf.key"),
    }

    def refused(**change: str) -> tuple[str, str, int]:
        return error_of(iam.upload_server_certificate, **{**whole, **change})

    assert refused(PrivateKey=text("ec.key"))[0] == "KeyPairMismatch"
    assert refused(PrivateKey="no key")[0] == "MalformedCertificate"
    assert refused(CertificateBody="none") == ("MalformedCertificate", UNPARSABLE, 400)
    assert refused(CertificateBody=text("expired.pem"))[0] == "MalformedCertificate"
    code, message, _ = refused(CertificateChain=text("ec.pem"))
    assert code == "MalformedCertificate" and message.endswith("invalid certificate is: -1")


def test_service_credentials_of_user_name_and_password(iam: Any, user: str) -> None:
    make = {"UserName": user, "ServiceName": "codecommit.amazonaws.com"}
    made = iam.create_service_specific_credential(**make)["ServiceSpecificCredential"]
    second = iam.create_service_specific_credential(**make)["ServiceSpecificCredential"]
    assert made["ServiceUserName"].startswith(f"{user}-at-")
    assert made["ServiceUserName"] != second["ServiceUserName"]
    assert error_of(iam.create_service_specific_credential, **make)[0] == "LimitExceeded"
    own = {
        "UserName": user,
        "ServiceSpecificCredentialId": made["ServiceSpecificCredentialId"],
    }
    reset = iam.reset_service_specific_credential(**own)["ServiceSpecificCredential"]
    assert reset["ServicePassword"] != made["ServicePassword"]
    iam.update_service_specific_credential(Status="Inactive", **own)
    listed = iam.list_service_specific_credentials(UserName=user)["ServiceSpecificCredentials"]
    assert sorted(item["Status"] for item in listed) == ["Active", "Inactive"]
    assert all("ServicePassword" not in item for item in listed)
    iam.delete_service_specific_credential(**own)
    gone = error_of(iam.reset_service_specific_credential, **own)
    assert gone[:2] == (
        "NoSuchEntity",
        f"No such credential {made['ServiceSpecificCredentialId']} exists",
    )


def test_api_keys_of_services_may_expire(iam: Any, user: str) -> None:
    made = iam.create_service_specific_credential(
        UserName=user, ServiceName="bedrock.amazonaws.com", CredentialAgeDays=30
    )["ServiceSpecificCredential"]
    assert made["ServiceCredentialSecret"].startswith("ABSK") and "ServicePassword" not in made
    assert made["ExpirationDate"] - made["CreateDate"] == datetime.timedelta(days=30)
    every = iam.list_service_specific_credentials(
        AllUsers=True, ServiceName="bedrock.amazonaws.com"
    )["ServiceSpecificCredentials"]
    assert user in [item["UserName"] for item in every]
    for service, code in (
        ("codecommit.amazonaws.com", "ValidationError"),
        ("nothing.amazonaws.com", "NotSupportedService"),
    ):
        refused = error_of(
            iam.create_service_specific_credential,
            UserName=user,
            ServiceName=service,
            CredentialAgeDays=30,
        )
        assert refused[0] == code


def test_no_secret_is_kept_in_clear(server_factory: Callable[..., Server], tmp_path: Path) -> None:
    running = server_factory(data=tmp_path / "data")
    iam = running.client("iam")
    iam.create_user(UserName="ada")
    key = text("leaf.key")
    iam.upload_server_certificate(
        ServerCertificateName="site", CertificateBody=text("leaf.pem"), PrivateKey=key
    )
    made = iam.create_service_specific_credential(
        UserName="ada", ServiceName="codecommit.amazonaws.com"
    )["ServiceSpecificCredential"]
    running.stop()
    secrets = [made["ServicePassword"].encode(), key.splitlines()[5].encode()]
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not any(secret in content for secret in secrets), file
