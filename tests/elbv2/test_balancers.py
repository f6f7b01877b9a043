"""Load balancers, as boto3 and the AWS CLI make, change and delete them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server

DATA = Path(__file__).parents[2] / "crates/engines/pki/tests/data"


class Account:
    """An account that nobody else uses, with its default network."""

    def __init__(self, server: Server, account: str) -> None:
        credentials = Credentials(account, "any")
        self.ec2 = client("ec2", server.endpoint, credentials)
        self.elb = client("elbv2", server.endpoint, credentials)
        self.iam = client("iam", server.endpoint, credentials)
        subnets = self.ec2.describe_subnets()["Subnets"]
        self.vpc = subnets[0]["VpcId"]
        self.subnets = [subnet["SubnetId"] for subnet in subnets]

    def balancer(self, name: str = "web") -> dict[str, Any]:
        made = self.elb.create_load_balancer(Name=name, Subnets=self.subnets[:2])
        return made["LoadBalancers"][0]

    def group(self, name: str = "app") -> str:
        made = self.elb.create_target_group(
            Name=name, Protocol="HTTP", Port=8080, VpcId=self.vpc, TargetType="ip"
        )
        return made["TargetGroups"][0]["TargetGroupArn"]


@pytest.fixture
def account(dev_server: Server, unused_account: Callable[[], str]) -> Account:
    return Account(dev_server, unused_account())


def test_a_balancer_forwards_by_rules(account: Account) -> None:
    elb, balancer = account.elb, account.balancer()
    assert balancer["DNSName"].endswith(".us-east-1.elb.amazonaws.com")
    elb.get_waiter("load_balancer_available").wait(
        LoadBalancerArns=[balancer["LoadBalancerArn"]], WaiterConfig={"Delay": 0}
    )
    group = account.group()
    elb.register_targets(TargetGroupArn=group, Targets=[{"Id": "10.0.0.9"}])
    listener = elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )["Listeners"][0]["ListenerArn"]
    rule = elb.create_rule(
        ListenerArn=listener,
        Priority=5,
        Conditions=[
            {"Field": "path-pattern", "Values": ["/old/*"]},
            {"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.0/24"]}},
        ],
        Actions=[
            {
                "Type": "redirect",
                "RedirectConfig": {"Path": "/new/#{path}", "StatusCode": "HTTP_302"},
            }
        ],
    )["Rules"][0]["RuleArn"]
    rules = elb.describe_rules(ListenerArn=listener)["Rules"]
    assert [rule["Priority"] for rule in rules] == ["5", "default"]
    (told,) = elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    assert told["TargetHealth"]["State"] == "initial"
    assert error_of(elb.delete_target_group, TargetGroupArn=group)[0] == "ResourceInUse"
    elb.delete_rule(RuleArn=rule)
    elb.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
    elb.delete_target_group(TargetGroupArn=group)


def test_what_a_balancer_stands_in_cannot_be_deleted(account: Account) -> None:
    balancer = account.balancer()
    managed = [{"Name": "requester-id", "Values": ["amazon-elb"]}]
    interfaces = account.ec2.describe_network_interfaces(Filters=managed)["NetworkInterfaces"]
    assert {interface["SubnetId"] for interface in interfaces} == set(account.subnets[:2])
    assert all(
        interface["Description"].startswith("ELB app/web/") and interface["Status"] == "in-use"
        for interface in interfaces
    )
    subnet = account.subnets[0]
    assert error_of(account.ec2.delete_subnet, SubnetId=subnet)[0] == "DependencyViolation"
    group = account.ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
    arn = balancer["LoadBalancerArn"]
    account.elb.set_security_groups(LoadBalancerArn=arn, SecurityGroups=[group])
    in_use = error_of(account.ec2.delete_security_group, GroupId=group)
    assert in_use[0] == "DependencyViolation"
    account.elb.set_subnets(LoadBalancerArn=arn, Subnets=account.subnets[1:3])
    account.ec2.delete_subnet(SubnetId=subnet)
    account.elb.delete_load_balancer(LoadBalancerArn=arn)
    account.ec2.delete_security_group(GroupId=group)


def test_https_needs_a_certificate_of_the_account(account: Account, unique: Any) -> None:
    wanted = {
        "LoadBalancerArn": account.balancer()["LoadBalancerArn"],
        "Protocol": "HTTPS",
        "Port": 443,
        "DefaultActions": [
            {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}
        ],
    }
    missing = "arn:aws:iam::123456789012:server-certificate/missing"
    for certificates in [[], [{"CertificateArn": missing}]]:
        told = error_of(account.elb.create_listener, Certificates=certificates, **wanted)
        assert told[0] == "CertificateNotFound"
    name, new = unique("site"), unique("shop")
    own = account.iam.upload_server_certificate(
        ServerCertificateName=name,
        CertificateBody=(DATA / "leaf.pem").read_text(),
        PrivateKey=(DATA / "leaf.key").read_text(),
    )["ServerCertificateMetadata"]["Arn"]
    made = account.elb.create_listener(Certificates=[{"CertificateArn": own}], **wanted)
    assert made["Listeners"][0]["Certificates"] == [{"CertificateArn": own}]
    account.iam.update_server_certificate(
        ServerCertificateName=name, NewServerCertificateName=new, NewPath="/shown/"
    )
    (listener,) = account.elb.describe_listeners(
        ListenerArns=[made["Listeners"][0]["ListenerArn"]]
    )["Listeners"]
    renamed = own.replace(f"/{name}", f"/shown/{new}")
    assert listener["Certificates"] == [{"CertificateArn": renamed}]


def test_attributes_and_tags(account: Account) -> None:
    elb, arn = account.elb, account.balancer()["LoadBalancerArn"]
    elb.modify_load_balancer_attributes(
        LoadBalancerArn=arn, Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "30"}]
    )
    attributes = elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
    values = {attribute["Key"]: attribute["Value"] for attribute in attributes}
    assert values["idle_timeout.timeout_seconds"] == "30"
    assert values["routing.http2.enabled"] == "true"
    refused = error_of(
        elb.modify_load_balancer_attributes,
        LoadBalancerArn=arn,
        Attributes=[{"Key": "connection_logs.s3.enabled", "Value": "true"}],
    )
    assert refused[0] == "NotImplemented"
    elb.add_tags(ResourceArns=[arn], Tags=[{"Key": "team", "Value": "red"}])
    (told,) = elb.describe_tags(ResourceArns=[arn])["TagDescriptions"]
    assert told["Tags"] == [{"Key": "team", "Value": "red"}]
    elb.remove_tags(ResourceArns=[arn], TagKeys=["team"])
    (told,) = elb.describe_tags(ResourceArns=[arn])["TagDescriptions"]
    assert told["Tags"] == []


def test_what_is_not_there_says_so(account: Account) -> None:
    instances = {"Name": "app", "Protocol": "HTTP", "Port": 80, "VpcId": account.vpc}
    for call, arguments in [
        (account.elb.create_target_group, instances),
        (account.elb.create_load_balancer, {"Name": "net", "Type": "network"}),
        (account.elb.describe_trust_stores, {}),
    ]:
        assert error_of(call, **arguments)[0] == "NotImplemented"


def test_the_command_line_makes_a_balancer(cli: Cli, root: Credentials, server: Server) -> None:
    ec2 = client("ec2", server.endpoint, root)
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]][:2]
    made = cli("elbv2", "create-load-balancer", "--name", "cli", "--subnets", *subnets)
    arn = json.loads(made.stdout)["LoadBalancers"][0]["LoadBalancerArn"]
    assert cli("elbv2", "delete-load-balancer", "--load-balancer-arn", arn).returncode == 0
