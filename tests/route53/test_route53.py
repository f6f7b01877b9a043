"""Hosted zones, as boto3 and the AWS CLI make them and as `dig` asks them."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.dns import address, dig, send
from harness.edge import Site, application
from harness.server import Server


class Domain:
    """A hosted zone of an account of its own."""

    def __init__(self, server: Server, account: str, name: str) -> None:
        self.server, self.name = server, name
        self.credentials = Credentials(account, "any")
        self.route53 = client("route53", server.endpoint, self.credentials)
        made = self.route53.create_hosted_zone(Name=name, CallerReference=name)
        self.id = made["HostedZone"]["Id"]
        self.servers = made["DelegationSet"]["NameServers"]

    def change(self, *changes: tuple[str, dict[str, Any]]) -> dict[str, Any]:
        batch = [{"Action": action, "ResourceRecordSet": made} for action, made in changes]
        return self.route53.change_resource_record_sets(
            HostedZoneId=self.id, ChangeBatch={"Changes": batch}
        )["ChangeInfo"]

    def add(self, label: str, kind: str, *values: str, **more: Any) -> None:
        self.change(("CREATE", record(f"{label}.{self.name}", kind, *values, **more)))

    def names(self) -> list[str]:
        sets = self.route53.list_resource_record_sets(HostedZoneId=self.id)["ResourceRecordSets"]
        return [f"{one['Name']} {one['Type']}" for one in sets]


def record(name: str, kind: str, *values: str, **more: Any) -> dict[str, Any]:
    records = [{"Value": value} for value in values]
    return {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": records, **more}


def alias(name: str, target: str, zone: str = "Z35SXDOTRQ7X7K") -> dict[str, Any]:
    to = {"HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": False}
    return {"Name": name, "Type": "A", "AliasTarget": to}


@pytest.fixture
def domain(
    dev_server: Server, unused_account: Callable[[], str], unique: Callable[[str], str]
) -> Domain:
    return Domain(dev_server, unused_account(), f"{unique('zone')}.test")


@pytest.fixture
def site(dev_server: Server, unused_account: Callable[[], str]) -> Iterator[Site]:
    with application() as port:
        yield Site(dev_server, unused_account(), port)


def test_a_zone_is_answered_as_soon_as_it_is_made(domain: Domain) -> None:
    for kind, values in [("NS", 4), ("SOA", 1)]:
        answer = dig(domain.server, domain.name, kind)
        assert (answer.status, len(answer.values)) == ("NOERROR", values)
        assert "aa" in answer.flags
    assert dig(domain.server, domain.name, "NS").values[0].rstrip(".") in domain.servers
    domain.route53.delete_hosted_zone(Id=domain.id)
    assert dig(domain.server, domain.name).status == "REFUSED"


def test_each_type_is_answered_as_it_was_said(domain: Domain) -> None:
    for kind, value in [
        ("A", "192.0.2.1"),
        ("AAAA", "2001:db8::1"),
        ("MX", "10 mail.example.com."),
        ("TXT", '"v=spf1 -all" "a\\"b"'),
        ("SRV", "1 2 443 web.example.com."),
        ("CAA", '0 issue "ca.example.com"'),
        ("PTR", "host.example.com."),
        ("DS", "1 13 2 " + "AB" * 32),
        ("NAPTR", '1 2 "u" "sip" "!x!y!" .'),
        ("SSHFP", "1 1 " + "00" * 20),
        ("TLSA", "3 1 1 " + "0A" * 32),
    ]:
        label = kind.lower()
        domain.add(label, kind, value)
        answer = dig(domain.server, f"{label}.{domain.name}", kind)
        # `dig` parts long digests.
        assert answer.values[0].replace(" ", "") == value.replace(" ", ""), kind


def test_names_are_found_as_dns_finds_them(domain: Domain) -> None:
    domain.add("*", "A", "192.0.2.7")
    domain.add("deep.down", "A", "192.0.2.8")
    domain.add("www", "CNAME", f"deep.down.{domain.name}")

    def asked(label: str, kind: str = "A") -> tuple[str, list[str]]:
        answer = dig(domain.server, f"{label}.{domain.name}", kind)
        return answer.status, answer.values

    assert asked("any") == ("NOERROR", ["192.0.2.7"])
    assert asked("ANY.of.it") == ("NOERROR", ["192.0.2.7"])
    assert asked("down") == ("NOERROR", []), "a name with others below it"
    assert asked("no.down") == ("NXDOMAIN", [])
    assert asked("www") == ("NOERROR", [f"deep.down.{domain.name}.", "192.0.2.8"])
    assert asked("deep.down", "MX") == ("NOERROR", [])
    nothing = dig(domain.server, f"no.down.{domain.name}")
    assert nothing.authorities[0][3] == "SOA"
    assert dig(domain.server, domain.name, "ANY").values == ['"RFC8482" ""']
    assert dig(domain.server, "www.example.com").status == "REFUSED"


def test_long_answers_come_over_tcp(domain: Domain) -> None:
    domain.add("long", "TXT", *(f'"{index:0200}"' for index in range(10)))
    name = f"long.{domain.name}"
    cut = dig(domain.server, name, "TXT", "+ignore")
    assert "tc" in cut.flags
    assert not cut.answers
    assert len(dig(domain.server, name, "TXT").answers) == 10, "dig asks again"
    assert len(dig(domain.server, name, "TXT", "+tcp", "+noedns").answers) == 10


def test_messages_that_lie_are_answered_or_dropped(domain: Domain) -> None:
    question = bytes(12) + b"\x01a\0\0\x01\0\x01"
    header = b"\x12\x34\x01\x00\x00\x01" + bytes(6)
    for message, code in [
        (b"", None),
        (b"\x12\x34\x01", None),
        (b"\x12\x34\x81\x00" + question[4:], None),
        (header, 1),
        (header + b"\xc0\x0c\0\x01\0\x01", 1),
        (header + b"\x3fshort", 1),
        (b"\x12\x34\x29" + header[3:] + b"\x01a\0\0\x01\0\x01", 4),
    ]:
        answer = send(domain.server, message)
        assert (answer and answer[3] & 0xF) == code, message
    with socket.create_connection(address(domain.server), timeout=10) as connection:
        connection.sendall(b"\x00\x05hello")
        assert connection.recv(10) == b"", "what is no query ends its connection"


def test_an_alias_answers_with_the_edge_which_serves_the_name(domain: Domain, site: Site) -> None:
    name = f"app.{domain.name}"
    domain.change(("CREATE", alias(name, site.name)))
    assert dig(domain.server, name).values == ["127.0.0.1"]
    assert dig(domain.server, site.name).values == ["127.0.0.1"]
    assert site.get("/", Host=name)[0] == 200
    assert site.get("/", Host=f"other.{domain.name}")[0] == 404, "its owner has no balancer"
    domain.change(("DELETE", alias(name, site.name)))
    assert dig(domain.server, name).status == "NXDOMAIN"
    assert site.get("/", Host=name)[0] == 404


def test_an_alias_is_for_what_is_there(domain: Domain, site: Site) -> None:
    name = f"app.{domain.name}"

    def refused(target: str, zone: str = "Z35SXDOTRQ7X7K") -> str:
        batch = [{"Action": "CREATE", "ResourceRecordSet": alias(name, target, zone)}]
        change = domain.route53.change_resource_record_sets
        code, message, _ = error_of(change, HostedZoneId=domain.id, ChangeBatch={"Changes": batch})
        assert code == "InvalidChangeBatch"
        return message

    tried = "[Tried to create an alias that targets"
    gone = f"x{site.name}"
    reason = "but that target was not found]"
    assert refused(gone) == f"{tried} {gone}., type A in zone Z35SXDOTRQ7X7K, {reason}"
    assert "does not lie within" in refused(site.name, "Z2FDTNDATAQYW2")
    assert "does not lie within" in refused("www.example.com", "Z0NOSUCHZONE")
    both = f"dualstack.{site.name}"
    domain.change(("CREATE", alias(name, both)))
    for asked in (name, both):
        assert dig(domain.server, asked).values == ["127.0.0.1"]
    assert site.get("/", Host=name)[0] == 200
    nothing = dig(domain.server, site.name, "MX")
    assert (nothing.status, nothing.authorities[0][3]) == ("NOERROR", "SOA")
    assert dig(domain.server, gone).status == "NXDOMAIN"


def test_a_delegation_says_where_its_servers_are(domain: Domain) -> None:
    cut = f"sub.{domain.name}"
    domain.add("sub", "NS", f"ns.{cut}.")
    domain.add("ns.sub", "A", "192.0.2.53")
    found = dig(domain.server, f"www.{cut}", "A", "+norecurse")
    assert (found.status, found.values) == ("NOERROR", [])
    assert found.authorities[0][3:] == ["NS", f"ns.{cut}."]
    assert [f"ns.{cut}.", "A", "192.0.2.53"] in [[one[0], *one[3:]] for one in found.additional]
    assert dig(domain.server, domain.name, "MAILB").status == "REFUSED"


def test_sets_of_a_name_share_its_answers(domain: Domain) -> None:
    for value, weight in [("192.0.2.1", 1), ("192.0.2.2", 0)]:
        domain.add("shared", "A", value, SetIdentifier=value, Weight=weight)
    assert dig(domain.server, f"shared.{domain.name}").values == ["192.0.2.1"]
    for value, role in [("192.0.2.3", "SECONDARY"), ("192.0.2.4", "PRIMARY")]:
        domain.add("fail", "A", value, SetIdentifier=role, Failover=role)
    assert dig(domain.server, f"fail.{domain.name}").values == ["192.0.2.4"]
    for value in ("192.0.2.5", "192.0.2.6"):
        domain.add("many", "A", value, SetIdentifier=value, MultiValueAnswer=True)
    assert sorted(dig(domain.server, f"many.{domain.name}").values) == ["192.0.2.5", "192.0.2.6"]


def test_changes_are_made_together_and_can_be_asked_about(domain: Domain) -> None:
    good, bad = record(f"a.{domain.name}", "A", "192.0.2.1"), record("a.example", "A", "192.0.2.1")
    reason = f"[RRSet with DNS name a.example. is not permitted in zone {domain.name}.]"
    batch = [{"Action": "CREATE", "ResourceRecordSet": one} for one in (good, bad)]
    change = domain.route53.change_resource_record_sets
    refused = error_of(change, HostedZoneId=domain.id, ChangeBatch={"Changes": batch})
    assert refused == ("InvalidChangeBatch", reason, 400)
    assert domain.names() == [f"{domain.name}. NS", f"{domain.name}. SOA"]
    made = domain.change(("CREATE", good), ("UPSERT", record(f"*.{domain.name}", "TXT", '"x"')))
    asked = domain.route53.get_change(Id=made["Id"])["ChangeInfo"]
    assert (asked["Status"], asked["SubmittedAt"]) == ("INSYNC", made["SubmittedAt"])
    assert domain.names()[2:] == [f"\\052.{domain.name}. TXT", f"a.{domain.name}. A"]


def test_the_account_that_came_first_keeps_its_names(
    domain: Domain, unused_account: Callable[[], str]
) -> None:
    late = Domain(domain.server, unused_account(), domain.name)
    late.add("www", "A", "192.0.2.66")
    assert dig(domain.server, f"www.{domain.name}").status == "NXDOMAIN"
    below = Domain(domain.server, unused_account(), f"sub.{domain.name}")
    below.add("www", "A", "192.0.2.1")
    name = f"www.sub.{domain.name}"
    assert dig(domain.server, name).status == "NXDOMAIN", "nobody delegated to it"
    domain.add("sub", "NS", *below.servers)
    assert dig(domain.server, name).values == ["192.0.2.1"]


def test_zones_are_shown_commented_tagged_and_counted(domain: Domain) -> None:
    route53 = domain.route53
    zone = route53.get_hosted_zone(Id=domain.id)
    assert zone["HostedZone"]["ResourceRecordSetCount"] == 2
    assert zone["DelegationSet"]["NameServers"] == domain.servers
    shown = route53.update_hosted_zone_comment(Id=domain.id, Comment="ours")["HostedZone"]
    assert shown["Config"] == {"Comment": "ours", "PrivateZone": False}
    assert route53.get_hosted_zone_count()["HostedZoneCount"] == 1
    for listed in (route53.list_hosted_zones(), route53.list_hosted_zones_by_name()):
        assert [one["Id"] for one in listed["HostedZones"]] == [domain.id]
    id = domain.id.removeprefix("/hostedzone/")
    tag = {"Key": "team", "Value": "red"}
    resource = {"ResourceType": "hostedzone", "ResourceId": id}
    route53.change_tags_for_resource(**resource, AddTags=[tag])
    assert route53.list_tags_for_resource(**resource)["ResourceTagSet"]["Tags"] == [tag]
    (many,) = route53.list_tags_for_resources(ResourceType="hostedzone", ResourceIds=[id])[
        "ResourceTagSets"
    ]
    assert many["Tags"] == [tag]
    assert route53.get_dnssec(HostedZoneId=id)["Status"] == {"ServeSignature": "NOT_SIGNING"}
    assert error_of(route53.list_cidr_collections)[0] == "NotImplemented"


def test_shield_protects_an_accounts_own_zones(
    domain: Domain, unused_account: Callable[[], str]
) -> None:
    resource = f"arn:aws:route53:::{domain.id.removeprefix('/')}"

    def protect(credentials: Credentials) -> Callable[..., Any]:
        shield = client("shield", domain.server.endpoint, credentials)
        shield.create_subscription()
        return shield.create_protection

    assert protect(domain.credentials)(Name="zone", ResourceArn=resource)["ProtectionId"]
    other = protect(Credentials(unused_account(), "any"))
    refused = error_of(other, Name="zone", ResourceArn=resource)
    assert refused[0] == "InvalidResourceException"


def test_zones_outlive_a_restart(server_factory: Callable[..., Server]) -> None:
    server = server_factory(dev=True)
    domain = Domain(server, "000000000000", "again.test")
    domain.add("www", "A", "192.0.2.1")
    server.stop()
    server.start()
    assert dig(server, "www.again.test").values == ["192.0.2.1"]


def test_the_aws_cli_makes_a_zone(
    cli: Cli, server: Server, tmp_path: Path, unique: Callable[[str], str]
) -> None:
    name = f"{unique('cli')}.test"
    words = ["create-hosted-zone", "--name", name, "--caller-reference", name]
    made = json.loads(cli("route53", *words).stdout)
    change = {"Action": "UPSERT", "ResourceRecordSet": record(f"www.{name}", "A", "192.0.2.1")}
    batch = tmp_path / "batch.json"
    batch.write_text(json.dumps({"Changes": [change]}))
    zone = ["--hosted-zone-id", made["HostedZone"]["Id"]]
    cli("route53", "change-resource-record-sets", *zone, "--change-batch", f"file://{batch}")
    assert dig(server, f"www.{name}").values == ["192.0.2.1"]


def test_zones_share_the_name_servers_of_a_delegation_set(
    dev_server: Server, unused_account: Callable[[], str], unique: Callable[[str], str]
) -> None:
    route53 = client("route53", dev_server.endpoint, Credentials(unused_account(), "any"))
    made = route53.create_reusable_delegation_set(CallerReference="it")["DelegationSet"]
    names = [f"{unique('set')}.test" for _ in range(2)]
    for name in names:
        shown = {"Name": name, "CallerReference": name, "DelegationSetId": made["Id"]}
        zone = route53.create_hosted_zone(**shown)
        assert zone["DelegationSet"]["NameServers"] == made["NameServers"]
        told = {one.removesuffix(".") for one in dig(dev_server, name, "NS").values}
        assert told == set(made["NameServers"])
    listed = route53.list_hosted_zones(DelegationSetId=made["Id"])["HostedZones"]
    assert {one["Name"] for one in listed} == {f"{name}." for name in names}
    in_use = error_of(route53.delete_reusable_delegation_set, Id=made["Id"])
    assert in_use[0] == "DelegationSetInUse"
