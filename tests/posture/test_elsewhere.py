"""What is asked of AWS and not served here: deviations are told, and mended as is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from harness.aws import Cli
from harness.elsewhere import Answer, Elsewhere, elements, of_ec2, of_iam
from harness.posture import Posture
from harness.server import Server

INSTANCE = "i-1234567890abcdef0"
GONE = "i-0598c7d356eba48d7"
CERTIFICATE = Path(__file__).parents[2] / "crates/engines/pki/tests/data"


@dataclass
class Account:
    """An account of AWS with one instance, and one that was terminated a moment ago."""

    encrypts: bool = False
    tokens: str = "optional"
    profiles: list[str] = field(default_factory=list)
    # The names of server certificates, and until when they are good.
    certificates: dict[str, str] = field(default_factory=dict)

    def answers(self) -> dict[str, Answer]:
        return {
            "DescribeInstances": self.instances,
            "ModifyInstanceMetadataOptions": self.require,
            "DescribeIamInstanceProfileAssociations": self.associations,
            "AssociateIamInstanceProfile": self.associate,
            "GetEbsEncryptionByDefault": self.encryption,
            "EnableEbsEncryptionByDefault": self.encrypt,
            "ListServerCertificates": self.listed,
            "DeleteServerCertificate": self.remove,
        }

    def instances(self, _: dict[str, str]) -> str:
        def item(name: str, state: str) -> str:
            options = elements(
                state="applied",
                httpTokens=self.tokens if name == INSTANCE else "optional",
                httpPutResponseHopLimit="1",
                httpEndpoint="enabled",
            )
            return (
                f"<item>{elements(instanceId=name)}"
                f"<instanceState>{elements(name=state)}</instanceState>"
                f"<metadataOptions>{options}</metadataOptions></item>"
            )

        items = item(INSTANCE, "running") + item(GONE, "terminated")
        reservation = elements(reservationId="r-1234567890abcdef0")
        reservation += f"<instancesSet>{items}</instancesSet>"
        members = f"<reservationSet><item>{reservation}</item></reservationSet>"
        return of_ec2("DescribeInstances", members)

    def require(self, form: dict[str, str]) -> str:
        assert form["InstanceId"] == INSTANCE
        self.tokens = form["HttpTokens"]
        return of_ec2("ModifyInstanceMetadataOptions", elements(instanceId=INSTANCE))

    def associations(self, _: dict[str, str]) -> str:
        def item(instance: str) -> str:
            members = elements(associationId="iip-assoc-08049da59357d598c", instanceId=instance)
            return f"<item>{members}{elements(state='associated')}</item>"

        items = "".join(map(item, self.profiles))
        members = f"<iamInstanceProfileAssociationSet>{items}</iamInstanceProfileAssociationSet>"
        return of_ec2("DescribeIamInstanceProfileAssociations", members)

    def associate(self, form: dict[str, str]) -> str:
        assert form["IamInstanceProfile.Name"] == "web"
        self.profiles.append(form["InstanceId"])
        return of_ec2("AssociateIamInstanceProfile", "")

    def encryption(self, _: dict[str, str]) -> str:
        members = elements(ebsEncryptionByDefault=str(self.encrypts).lower())
        return of_ec2("GetEbsEncryptionByDefault", members)

    def encrypt(self, _: dict[str, str]) -> str:
        self.encrypts = True
        return of_ec2("EnableEbsEncryptionByDefault", elements(ebsEncryptionByDefault="true"))

    def listed(self, _: dict[str, str]) -> str:
        def member(name: str, until: str) -> str:
            members = elements(
                ServerCertificateName=name,
                Path="/",
                Arn=f"arn:aws:iam::123456789012:server-certificate/{name}",
                ServerCertificateId="ASCACKCEVSQ6C2EXAMPLE",
                UploadDate="2012-05-22T22:29:00Z",
                Expiration=until,
            )
            return f"<member>{members}</member>"

        members = "".join(member(*one) for one in self.certificates.items())
        members = f"<ServerCertificateMetadataList>{members}</ServerCertificateMetadataList>"
        return of_iam("ListServerCertificates", elements(IsTruncated="false") + members)

    def remove(self, form: dict[str, str]) -> str:
        del self.certificates[form["ServerCertificateName"]]
        return of_iam("DeleteServerCertificate", "")


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def elsewhere(posture: Posture, account: Account, tmp_path: Path) -> Iterator[Posture]:
    """The account, asked by the same auditor."""
    with Elsewhere(posture.server, account.answers()) as endpoint:
        yield replace(posture, server=endpoint, cli=Cli(endpoint, tmp_path))


def test_instances_call_by_roles_of_their_own(elsewhere: Posture) -> None:
    [wrong] = elsewhere.wrong("2.17")
    assert wrong["resource"] == INSTANCE
    elsewhere.obey(wrong["command"].replace("PROFILE", "web"))
    passed = elsewhere.check("2.17")
    assert passed["outcome"] == "PASSED"
    assert [one["resource"] for one in passed["evidence"]] == [INSTANCE]


def test_expired_certificates_are_removed(
    elsewhere: Posture, posture: Posture, account: Account, fresh_server: Server
) -> None:
    account.certificates = {
        "old": "2024-05-22T22:29:00Z",
        "older": "2014-05-22T22:29:00.500Z",
        "good": "2099-05-22T22:29:00Z",
    }
    assert {one["resource"].split("/")[-1] for one in elsewhere.wrong("2.18")} == {"old", "older"}
    elsewhere.mend("2.18")
    assert list(account.certificates) == ["good"]
    assert elsewhere.check("2.18")["outcome"] == "PASSED"
    # The same of a certificate that is here.
    assert posture.check("2.18")["outcome"] == "NOT_APPLICABLE"
    fresh_server.client("iam").upload_server_certificate(
        ServerCertificateName="site",
        CertificateBody=(CERTIFICATE / "leaf.pem").read_text(),
        PrivateKey=(CERTIFICATE / "leaf.key").read_text(),
    )
    assert posture.check("2.18")["outcome"] == "PASSED"


def test_new_volumes_are_encrypted(elsewhere: Posture, account: Account) -> None:
    assert len(elsewhere.wrong("6.1.1")) == 1
    elsewhere.mend("6.1.1")
    assert account.encrypts and elsewhere.check("6.1.1")["outcome"] == "PASSED"


def test_credentials_are_told_to_who_begins_a_session(elsewhere: Posture, account: Account) -> None:
    assert [one["resource"] for one in elsewhere.wrong("6.7")] == [INSTANCE]
    elsewhere.mend("6.7", INSTANCE)
    assert account.tokens == "required"
    assert elsewhere.check("6.7")["outcome"] == "PASSED"
