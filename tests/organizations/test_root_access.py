"""Central root access: what an organization does with the root users of its members."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from harness.aws import Credentials, error_of
from harness.organization import Organization

IAM = "iam.amazonaws.com"
TASKS = "arn:aws:iam::aws:policy/root-task/"
AUDIT, CREATE, DELETE, UNLOCK = (
    "IAMAuditRootUserCredentials",
    "IAMCreateRootUserPassword",
    "IAMDeleteRootUserCredentials",
    "S3UnlockBucketPolicy",
)


def locked(bucket: str) -> str:
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resources}
    return json.dumps({"Version": "2012-10-17", "Statement": deny})


def allow(action: str, **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def user(iam: Any, name: str, policy: str) -> Credentials:
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy)
    return Credentials.from_key(iam.create_access_key(UserName=name))


def events(organization: Organization, account: str, name: str) -> dict[str, Any]:
    """The account's last event of this name, when it has arrived."""
    trail = organization.client("cloudtrail", Credentials(account, "any"))
    attribute = [{"AttributeKey": "EventName", "AttributeValue": name}]
    for _ in range(50):
        if found := trail.lookup_events(LookupAttributes=attribute)["Events"]:
            return json.loads(found[0]["CloudTrailEvent"])
        time.sleep(0.1)
    raise AssertionError(f"{name} is not recorded")


class Central:
    """An organization that does all it can with the root users of its members."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        organization.api.enable_aws_service_access(ServicePrincipal=IAM)
        self.iam = organization.client("iam")
        self.iam.enable_organizations_root_credentials_management()
        self.iam.enable_organizations_root_sessions()
        self.user = user(self.iam, "root-operator", allow("sts:AssumeRoot"))
        self.member = organization.account("member")

    def assume(self, task: str, who: Credentials | None = None, **options: Any) -> Any:
        sts = self.organization.client("sts", who or self.user)
        arguments = {"TargetPrincipal": self.member, "TaskPolicyArn": {"arn": TASKS + task}}
        return sts.assume_root(**{**arguments, **options})

    def refusal(self, task: str, who: Credentials | None = None, **options: Any) -> Any:
        return error_of(lambda: self.assume(task, who, **options))

    def root(self, service: str, task: str) -> Any:
        """A client of the member's root user, for one task."""
        session = Credentials.from_session(self.assume(task))
        return self.organization.client(service, session)


@pytest.fixture
def central(organization) -> Central:
    return Central(organization())


def test_what_an_organization_does_is_turned_on_and_off(organization, unused_account) -> None:
    one = organization()
    iam = one.client("iam")
    alone = one.client("iam", Credentials(unused_account(), "any"))
    for call, code in [
        (alone.list_organizations_features, "OrganizationNotFoundException"),
        (iam.list_organizations_features, "ServiceAccessNotEnabledException"),
        (iam.enable_organizations_root_sessions, "ServiceAccessNotEnabledException"),
    ]:
        assert error_of(call)[0] == code
    one.api.enable_aws_service_access(ServicePrincipal=IAM)
    assert iam.list_organizations_features()["EnabledFeatures"] == []
    enabled = iam.enable_organizations_root_credentials_management()
    assert (enabled["OrganizationId"], enabled["EnabledFeatures"]) == (
        one.id,
        ["RootCredentialsManagement"],
    )
    enabled = iam.enable_organizations_root_sessions()
    assert enabled["EnabledFeatures"] == ["RootCredentialsManagement", "RootSessions"]
    disabled = iam.disable_organizations_root_credentials_management()
    assert disabled["EnabledFeatures"] == ["RootSessions"]
    assert iam.disable_organizations_root_sessions()["EnabledFeatures"] == []
    assert iam.list_organizations_features()["EnabledFeatures"] == []

    billing = organization(feature_set="CONSOLIDATED_BILLING").client("iam")
    told = error_of(billing.list_organizations_features)
    assert told[0] == "OrganizationNotInAllFeaturesModeException"


def test_an_administrator_of_iam_looks_and_turns_off(organization) -> None:
    central = Central(organization())
    one, api = central.organization, central.organization.api
    administrator = one.client("iam", one.administrator(central.member))
    told = error_of(administrator.list_organizations_features)
    assert told[0] == "AccountNotManagementOrDelegatedAdministratorException"
    api.register_delegated_administrator(AccountId=central.member, ServicePrincipal=IAM)
    assert len(administrator.list_organizations_features()["EnabledFeatures"]) == 2
    told = error_of(administrator.enable_organizations_root_sessions)
    assert told[0] == "CallerIsNotManagementAccountException"
    other = one.account("other")
    who = one.administrator(central.member)
    assert central.assume(UNLOCK, who, TargetPrincipal=other)["Credentials"]
    administrator.disable_organizations_root_sessions()
    assert central.refusal(UNLOCK, who, TargetPrincipal=other)[0] == "AccessDenied"


def test_a_members_root_user_is_audited_recovered_and_locked_again(central) -> None:
    audit = central.root("iam", AUDIT)
    assert audit.get_account_summary()["SummaryMap"]["AccountPasswordPresent"] == 0
    assert audit.list_access_keys()["AccessKeyMetadata"] == []
    assert audit.list_signing_certificates()["Certificates"] == []
    assert audit.list_mfa_devices()["MFADevices"] == []
    identity = events(central.organization, central.member, "ListMFADevices")["userIdentity"]
    assert (identity["type"], identity["sessionContext"]["assumedRoot"]) == ("Root", "true")
    made = events(central.organization, central.member, "AssumeRoot")
    assert made["userIdentity"]["accountId"] == central.organization.management
    assert audit.get_user()["User"]["Arn"] == f"arn:aws:iam::{central.member}:root"
    assert error_of(audit.get_login_profile)[0] == "NoSuchEntity"
    for refused in (audit.create_login_profile, audit.list_users, audit.list_roles):
        code, message, _ = error_of(refused)
        assert code == "AccessDenied" and "explicit deny in an identity-based policy" in message

    create = central.root("iam", CREATE)
    assert (
        error_of(create.create_login_profile, Password="Xy1!secret-words")[0] == "ValidationError"
    )
    profile = create.create_login_profile()["LoginProfile"]
    assert create.get_login_profile()["LoginProfile"] == profile
    assert error_of(create.create_login_profile)[0] == "EntityAlreadyExists"
    assert audit.get_account_summary()["SummaryMap"]["AccountPasswordPresent"] == 1

    # The twelve digits are the root user's key under --dev: it makes itself a key and a device.
    root = central.organization.client("iam", Credentials(central.member, "any"))
    key = root.create_access_key()["AccessKey"]["AccessKeyId"]
    delete = central.root("iam", DELETE)
    assert [one["AccessKeyId"] for one in delete.list_access_keys()["AccessKeyMetadata"]] == [key]
    assert audit.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    delete.delete_access_key(AccessKeyId=key)
    delete.delete_login_profile()
    assert error_of(delete.delete_login_profile)[0] == "NoSuchEntity"
    assert audit.list_access_keys()["AccessKeyMetadata"] == []


def test_a_task_is_for_the_root_user_alone(central) -> None:
    root = central.organization.client("iam", Credentials(central.member, "any"))
    key = user(root, "ada", allow("*")).access_key
    delete = central.root("iam", DELETE)
    for call, arguments in [
        (delete.delete_access_key, {"UserName": "ada", "AccessKeyId": key}),
        (delete.list_access_keys, {"UserName": "ada"}),
        (delete.delete_user, {"UserName": "ada"}),
    ]:
        assert error_of(call, **arguments)[0] == "AccessDenied"
    assert error_of(root.create_login_profile, Password="Xy1!secret-words")[0] == "ValidationError"


def test_a_locked_bucket_is_unlocked(central, unique) -> None:
    bucket = unique("locked")
    member = central.organization.administrator(central.member)
    s3 = central.organization.client("s3", member)
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=locked(bucket))
    assert error_of(s3.delete_bucket_policy, Bucket=bucket)[0] == "AccessDenied"
    root = central.root("s3", UNLOCK)
    assert bucket in [one["Name"] for one in root.list_buckets()["Buckets"]]
    assert error_of(root.list_objects_v2, Bucket=bucket)[0] == "AccessDenied"
    root.delete_bucket_policy(Bucket=bucket)
    s3.list_objects_v2(Bucket=bucket)


def test_who_may_assume_root(central) -> None:
    one = central.organization
    assert central.refusal(AUDIT, Credentials(one.management, "any"))[0] == "AccessDenied"
    assert central.refusal(AUDIT, TargetPrincipal=one.management)[0] == "AccessDenied"
    told = central.refusal(AUDIT, DurationSeconds=901)
    assert told[0] == "ValidationError"
    role = one.administrator(central.member)
    other = one.account("other")
    assert central.refusal(AUDIT, role, TargetPrincipal=other)[0] == "AccessDenied"
    audits = allow("sts:AssumeRoot", Condition={"StringLike": {"sts:TaskPolicyArn": "*Audit*"}})
    auditor = user(central.iam, "auditor", audits)
    assert central.assume(AUDIT, auditor, TargetPrincipal=f"arn:aws:iam::{other}:root")
    code, message, _ = central.refusal(DELETE, auditor)
    assert code == "AccessDenied" and "no identity-based policy allows" in message
    central.iam.disable_organizations_root_credentials_management()
    assert central.refusal(AUDIT)[0] == "AccessDenied"
    assert central.assume(UNLOCK)
    one.api.disable_aws_service_access(ServicePrincipal=IAM)
    assert central.refusal(UNLOCK)[0] == "AccessDenied"


def test_a_service_control_policy_binds_root_sessions_and_may_spare_them(central) -> None:
    one, api = central.organization, central.organization.api
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    root_only = {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}
    spare = {**root_only, "Null": {"aws:AssumedRoot": "true"}}
    attached = []
    for name, condition in [("spare", spare), ("all", root_only)]:
        content = {"Version": "2012-10-17", "Statement": {**deny, "Condition": condition}}
        made = api.create_policy(
            Name=name, Description="", Type="SERVICE_CONTROL_POLICY", Content=json.dumps(content)
        )
        attached.append(made["Policy"]["PolicySummary"]["Id"])
    audit = central.root("iam", AUDIT)
    plain = one.client("iam", Credentials(central.member, "any"))
    api.attach_policy(PolicyId=attached[0], TargetId=central.member)
    assert audit.get_user()
    assert "service control policy" in error_of(plain.get_user)[1]
    api.attach_policy(PolicyId=attached[1], TargetId=central.member)
    assert "service control policy" in error_of(audit.get_user)[1]
