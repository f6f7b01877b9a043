"""How an account is configured: deviations are made, told, and mended as is told."""

from __future__ import annotations

import csv
import io
import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

from harness import aws
from harness.aws import REGION, Credentials
from harness.posture import Posture
from harness.server import Server
from harness.totp import Authenticator
from harness.trails import policy as trail_policy

STAR = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
    }
)
NOT_SERVED = {"2.19", "3.3.1", "4.3", "6.1.1"} | {f"5.{number}" for number in range(1, 17)}


def trust(principal: Any) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def client(fresh_server: Server) -> Callable[..., Any]:
    return fresh_server.client


@pytest.fixture
def root(fresh_server: Server) -> Credentials:
    return fresh_server.root()


@pytest.fixture
def bucket(client: Callable[..., Any], unique: Callable[[str], str]) -> str:
    name = unique("bucket")
    client("s3").create_bucket(Bucket=name)
    return name


@pytest.fixture
def control(fresh_server: Server, root: Credentials, monkeypatch: pytest.MonkeyPatch) -> Any:
    """S3 Control. botocore puts the account before the host, and not every resolver knows that all
    names under `localhost` are this machine's.
    """
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *rest, **more: resolve("127.0.0.1", *rest, **more)
    )
    return aws.client("s3control", fresh_server.endpoint.replace("127.0.0.1", "localhost"), root)


@pytest.fixture
def account(client: Callable[..., Any]) -> str:
    return client("sts").get_caller_identity()["Account"]


def test_the_printed_policy_is_enough_and_nothing_is_changed(posture: Posture) -> None:
    done = posture.run("--level", "2", "--region", REGION, "--format", "json", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["benchmark"] == "CIS Amazon Web Services Foundations Benchmark v6.0.0"
    assert told["regions"] == [REGION]
    reasons = {
        check["id"]: {one["result"] for one in check["evidence"]}
        for check in told["checks"]
        if check["outcome"] == "NOT_ASSESSED"
    }
    assert {number for number, why in reasons.items() if why == {"NOT_SERVED"}} >= NOT_SERVED
    assert not [number for number, why in reasons.items() if why & {"DENIED", "NOT_ANSWERED"}]
    assert "2.20" in reasons and reasons["2.20"] == {"PERSON"}
    for check in told["checks"]:
        assert check["title"] and check["rationale"]
        for one in check["evidence"]:
            assert one["found"] and one["resource"]


def test_all_regions_are_asked(posture: Posture, client: Callable[..., Any]) -> None:
    done = posture.run("--check", "4.7", "--format", "json")
    told = json.loads(done.stdout)
    regions = {region["RegionName"] for region in client("ec2").describe_regions()["Regions"]}
    assert set(told["regions"]) == regions
    [check] = told["checks"]
    assert {one["region"] for one in check["evidence"]} == regions


def test_what_is_denied_is_not_assessed(
    posture: Posture, client: Callable[..., Any], unique: Callable[[str], str]
) -> None:
    iam, name = client("iam"), unique("nobody")
    iam.create_user(UserName=name)
    nobody = Credentials.from_key(iam.create_access_key(UserName=name))
    words = ("--region", REGION, "--format", "json")
    done = posture.run(*words, credentials=nobody)
    assert done.returncode == 0, done.stdout
    checks = json.loads(done.stdout)["checks"]
    assert {check["outcome"] for check in checks} == {"NOT_ASSESSED"}
    [summary] = next(check for check in checks if check["id"] == "2.3")["evidence"]
    assert summary["result"] == "DENIED"
    assert summary["found"].startswith("iam:GetAccountSummary: AccessDenied: ")
    assert posture.run("--fail-on", "unread", *words, credentials=nobody).returncode == 1
    every = posture.run("--check", "6.3", "--format", "json", credentials=nobody)
    [groups] = json.loads(every.stdout)["checks"]
    assert {one["found"].split(":")[1] for one in groups["evidence"]} >= {"DescribeRegions"}


def test_root_and_contacts(posture: Posture, client: Callable[..., Any]) -> None:
    for number in ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"]:
        assert posture.check(number)["outcome"] == "FAILED", number
    contact = {"Name": "A", "Title": "B", "EmailAddress": "a@example.com", "PhoneNumber": "+1 2"}
    client("account").put_alternate_contact(AlternateContactType="SECURITY", **contact)
    assert posture.check("2.2")["outcome"] == "PASSED"
    details = {"FullName": "A", "AddressLine1": "B", "City": "C", "StateOrRegion": "D"}
    details |= {"PostalCode": "1", "CountryCode": "DE", "PhoneNumber": "+491"}
    client("account").put_contact_information(ContactInformation=details)
    [current] = posture.check("2.1")["evidence"]
    assert current["result"] == "PERSON"


def test_passwords(posture: Posture, client: Callable[..., Any]) -> None:
    client("iam").update_account_password_policy(RequireSymbols=True, MinimumPasswordLength=9)
    posture.mend("2.7")
    posture.mend("2.8")
    policy = client("iam").get_account_password_policy()["PasswordPolicy"]
    assert (policy["MinimumPasswordLength"], policy["PasswordReusePrevention"]) == (14, 24)
    assert policy["RequireSymbols"]


def test_users(posture: Posture, client: Callable[..., Any], unique: Callable[[str], str]) -> None:
    iam, name = client("iam"), unique("user")
    iam.create_user(UserName=name)
    assert posture.check("2.12")["outcome"] == "PASSED"
    iam.create_login_profile(UserName=name, Password="correct horse Battery 9!")
    iam.create_access_key(UserName=name)
    [mfa] = posture.wrong("2.9", name)
    assert mfa["command"].startswith(f"aws iam enable-mfa-device --user-name {name} ")
    Authenticator.make(iam, name).enable(iam, name)
    assert not posture.wrong("2.9", name)
    posture.mend("2.10", name)
    for _ in range(2):
        iam.create_access_key(UserName=name)
    posture.mend("2.12", name)
    assert posture.check("2.11")["outcome"] == "PASSED"
    assert posture.check("2.13")["outcome"] == "PASSED"


def test_permissions(
    posture: Posture, client: Callable[..., Any], unique: Callable[[str], str]
) -> None:
    iam, name = client("iam"), unique("holder")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=STAR)
    iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    own = iam.create_policy(PolicyName=name, PolicyDocument=STAR)["Policy"]["Arn"]
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"AWS": "*"}))
    iam.attach_role_policy(RoleName=name, PolicyArn=own)
    shell = "arn:aws:iam::aws:policy/AWSCloudShellFullAccess"
    iam.attach_role_policy(RoleName=name, PolicyArn=shell)
    assert len(posture.wrong("2.14", name)) == 2
    assert len(posture.wrong("2.15", name)) == 3
    posture.mend("2.15", name)
    assert not posture.wrong("2.14", name)
    iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    posture.mend("2.14", name)
    posture.mend("2.21", name)
    assert posture.wrong("B.1", name)
    mine = client("sts").get_caller_identity()["Arn"]
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=trust({"AWS": mine}))
    assert not posture.wrong("B.1", name)
    assert posture.check("2.16")["outcome"] == "FAILED"
    iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AWSSupportAccess")
    assert posture.check("2.16")["outcome"] == "PASSED"


def test_buckets(
    posture: Posture, client: Callable[..., Any], bucket: str, account: str, control: Any
) -> None:
    s3 = client("s3")
    read = {"Sid": "Read", "Effect": "Allow", "Principal": {"AWS": account}}
    read |= {"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    policy = {"Version": "2012-10-17", "Statement": [read]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    s3.delete_public_access_block(Bucket=bucket)
    posture.mend("3.1.4", bucket)
    s3.delete_public_access_block(Bucket=bucket)
    everyone = {**read, "Principal": "*"}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({**policy, "Statement": [everyone]}))
    assert posture.wrong("B.2", bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    assert not posture.wrong("B.2", bucket)
    every = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True,
    }
    control.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=every)
    assert posture.check("3.1.4")["outcome"] == "PASSED"
    control.delete_public_access_block(AccountId=account)
    assert posture.check("3.1.4")["outcome"] == "FAILED"

    assert posture.wrong("3.1.2", bucket)
    locked = f"{bucket}-locked"
    s3.create_bucket(Bucket=locked, ObjectLockEnabledForBucket=True)
    retention = {"Mode": "COMPLIANCE", "Days": 1}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}
    s3.put_object_lock_configuration(Bucket=locked, ObjectLockConfiguration=lock)
    assert not posture.wrong("3.1.2", locked)


def test_what_comes_without_tls(
    posture: Posture, client: Callable[..., Any], bucket: str, root: Credentials
) -> None:
    s3 = client("s3")
    read = {"Sid": "Read", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}
    read |= {"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    policy = {"Version": "2012-10-17", "Statement": [read]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    posture.mend("3.1.1", bucket)
    statements = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    assert [statement["Sid"] for statement in statements] == ["Read", "OnlyTls"]
    # This server speaks without TLS: all but the root user are now denied to read the policy.
    words = ("--check", "3.1.1", "--format", "json")
    for caller, result in [(posture.auditor, "DENIED"), (root, "PASSED")]:
        [check] = json.loads(posture.run(*words, credentials=caller).stdout)["checks"]
        [told] = [one for one in check["evidence"] if bucket in one["resource"]]
        assert told["result"] == result


def test_trails(posture: Posture, client: Callable[..., Any], bucket: str, account: str) -> None:
    assert [one["found"] for one in posture.wrong("4.1")] == ["there is no trail"]
    for number in ["4.2", "4.4", "4.5"]:
        assert posture.check(number)["outcome"] == "NOT_APPLICABLE", number
    assert posture.wrong("4.8", bucket) and posture.wrong("4.9", bucket)
    client("s3").put_bucket_policy(Bucket=bucket, Policy=trail_policy(bucket, account))
    trails = client("cloudtrail")
    trails.create_trail(Name="audit", S3BucketName=bucket)
    for found in ["it records one region", "it is off"]:
        assert [one["found"] for one in posture.wrong("4.1")] == [found]
        [command] = [one["command"] for one in posture.wrong("4.1")]
        posture.obey(command)
    assert posture.check("4.1")["outcome"] == "PASSED"
    writes = [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}]
    trails.put_event_selectors(TrailName="audit", EventSelectors=writes)
    posture.mend("4.1")
    posture.mend("4.2")
    assert posture.wrong("4.4", "audit")
    [reads] = posture.wrong("4.9", bucket)
    posture.obey(reads["command"].replace("TRAIL", "audit"))
    for number in ["4.1", "4.4", "4.8", "4.9"]:
        assert posture.check(number)["outcome"] == "PASSED", number
    assert posture.wrong("4.5", "audit")
    key = client("kms").create_key()["KeyMetadata"]
    root = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "kms:*", "Resource": "*"}
    service = {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}}
    service |= {"Action": ["kms:GenerateDataKey*", "kms:DescribeKey"], "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [root, service]})
    client("kms").put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=document)
    trails.update_trail(Name="audit", KmsKeyId=key["Arn"])
    assert posture.check("4.5")["outcome"] == "PASSED"
    trails.delete_trail(Name="audit")


def test_keys(posture: Posture, client: Callable[..., Any], account: str) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    pair = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    posture.mend("4.6", key)
    assert not [one for one in posture.check("4.6")["evidence"] if pair in one["resource"]]
    assert not posture.wrong("B.3", key)
    everyone = {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [everyone]}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))
    assert posture.wrong("B.3", key)
    own = {**everyone, "Condition": {"StringEquals": {"kms:CallerAccount": account}}}
    policy["Statement"] = [own]
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))
    assert not posture.wrong("B.3", key)


def test_networks(posture: Posture, client: Callable[..., Any], bucket: str) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    [flow] = posture.wrong("4.7", vpc)
    posture.obey(flow["command"].replace("BUCKET", bucket))
    assert not posture.wrong("4.7", vpc)

    mine = [{"Name": "vpc-id", "Values": [vpc]}]
    [acl] = ec2.describe_network_acls(Filters=mine)["NetworkAcls"]
    posture.mend("6.2", acl["NetworkAclId"])

    made = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)
    group = made["GroupId"]
    everywhere = {
        "IpProtocol": "tcp",
        "FromPort": 20,
        "ToPort": 500,
        "IpRanges": [{"CidrIp": "0.0.0.0/0"}, {"CidrIp": "192.0.2.0/24"}],
        "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
    }
    entries = [{"Cidr": "0.0.0.0/1"}]
    listed = ec2.create_managed_prefix_list(
        PrefixListName="all", MaxEntries=5, AddressFamily="IPv4", Entries=entries
    )["PrefixList"]["PrefixListId"]
    by_list = {"IpProtocol": "-1", "PrefixListIds": [{"PrefixListId": listed}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[everywhere, by_list])
    assert len(posture.wrong("6.1.2", group)) == 3
    posture.mend("6.3", group)
    posture.mend("6.4", group)
    assert not posture.wrong("6.1.2", group)
    [left] = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert [rule["IpRanges"] for rule in left["IpPermissions"]] == [[{"CidrIp": "192.0.2.0/24"}]]

    [default] = ec2.describe_security_groups(
        Filters=[*mine, {"Name": "group-name", "Values": ["default"]}]
    )["SecurityGroups"]
    posture.mend("6.5", default["GroupId"])

    other = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    peering = ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=other)
    peering = peering["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    [table] = ec2.describe_route_tables(Filters=mine)["RouteTables"]
    for destination in ["10.8.0.0/16", "10.8.1.0/24"]:
        ec2.create_route(
            RouteTableId=table["RouteTableId"],
            DestinationCidrBlock=destination,
            VpcPeeringConnectionId=peering,
        )
    posture.mend("6.6", table["RouteTableId"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--check", "2.16", "--fail-on", "never"), 0),
        (("--check", "9.9"), 2),
        (("--level", "3"), 2),
        (("--format", "spdx"), 2),
        (("--check", "2.3", "--endpoint-url", "http://127.0.0.1:1"), 3),
    ],
)
def test_exit_codes(posture: Posture, words: tuple[str, ...], code: int) -> None:
    done = posture.run(*words)
    assert done.returncode == code, done.stdout + done.stderr


def test_a_caller_who_is_not_known_is_refused(posture: Posture) -> None:
    done = posture.run(credentials=Credentials("AKIAIOSFODNN7EXAMPLE", "x" * 40))
    assert (done.returncode, "InvalidClientTokenId" in done.stderr) == (3, True)


def test_forms(posture: Posture) -> None:
    words = ("--check", "2.3", "--check", "2.19", "--check", "B.1")
    table = posture.run(*words, "--check", "3.2.1", "--check", "3.2.2").stdout
    assert table.startswith("2.3 (level 1) failed: The root user has no access key\n")
    assert "\n      aws iam delete-access-key " in table
    assert "not assessed: IAM Access Analyzer is not there: 2.19\n" in table
    assert "not assessed: RDS is not there: 3.2.1, 3.2.2\n" in table

    rows = list(csv.DictReader(io.StringIO(posture.run(*words, "--format", "csv").stdout)))
    assert {row["check"] for row in rows} == {"2.3", "2.19", "B.1"}
    assert rows[0]["result"] == "FAILED" and rows[0]["command"]

    [run] = json.loads(posture.run(*words, "--format", "sarif").stdout)["runs"]
    kinds = {(result["ruleId"], result["kind"]) for result in run["results"]}
    assert kinds >= {("CIS-AWS-2.3", "fail"), ("CIS-AWS-2.19", "open")}
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["CIS-AWS-2.3", "CIS-AWS-2.19", "BARTIZAN-B.1"]
    [failed] = [result for result in run["results"] if result["ruleId"] == "CIS-AWS-2.3"]
    [place] = failed["locations"][0]["logicalLocations"]
    assert place["fullyQualifiedName"].endswith(":root")


def test_the_policy_is_the_least_of_the_chosen_checks(posture: Posture) -> None:
    printed = json.loads(posture.run("--check", "4.6", "--print-policy").stdout)
    [statement] = printed["Statement"]
    keys = ["kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:ListKeys"]
    assert statement["Action"] == ["ec2:DescribeRegions", *keys]
