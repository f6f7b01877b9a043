"""The organization, its units, its accounts, and who may see and change them."""

from __future__ import annotations

import json

from harness.aws import Cli, Credentials, client, error_of


def test_an_account_becomes_the_management_account(organization) -> None:
    one = organization()
    assert one.description["FeatureSet"] == "ALL"
    assert one.description["MasterAccountId"] == one.management
    arn = f"arn:aws:organizations::{one.management}:organization/{one.id}"
    assert one.description["Arn"] == arn
    assert one.api.describe_organization()["Organization"] == one.description
    [root] = one.api.list_roots()["Roots"]
    assert root["Arn"] == f"arn:aws:organizations::{one.management}:root/{one.id}/{one.root}"
    [account] = one.api.list_accounts()["Accounts"]
    assert (account["Id"], account["JoinedMethod"]) == (one.management, "INVITED")
    assert (account["Status"], account["State"]) == ("ACTIVE", "ACTIVE")
    assert error_of(one.api.create_organization)[0] == "AlreadyInOrganizationException"


def test_an_account_in_no_organization_is_told_so(dev_server) -> None:
    alone = client("organizations", dev_server.endpoint, Credentials("599999999999", "any"))
    told = error_of(alone.describe_organization)
    assert told == (
        "AWSOrganizationsNotInUseException",
        "Your account is not a member of an organization.",
        400,
    )


def test_units_are_made_renamed_and_deleted(organization) -> None:
    one = organization()
    api = one.api
    prod = one.unit("prod")
    team = one.unit("team", prod)
    described = api.describe_organizational_unit(OrganizationalUnitId=team)["OrganizationalUnit"]
    assert described["Path"] == f"{one.id}/{one.root}/{prod}/{team}/"
    assert described["Arn"] == f"arn:aws:organizations::{one.management}:ou/{one.id}/{team}"
    assert api.list_parents(ChildId=team)["Parents"] == [
        {"Id": prod, "Type": "ORGANIZATIONAL_UNIT"}
    ]
    api.update_organizational_unit(OrganizationalUnitId=team, Name="red")
    [child] = api.list_organizational_units_for_parent(ParentId=prod)["OrganizationalUnits"]
    assert (child["Id"], child["Name"]) == (team, "red")
    refused = error_of(api.delete_organizational_unit, OrganizationalUnitId=prod)
    assert refused[0] == "OrganizationalUnitNotEmptyException"
    api.delete_organizational_unit(OrganizationalUnitId=team)
    api.delete_organizational_unit(OrganizationalUnitId=prod)
    refused = error_of(api.describe_organizational_unit, OrganizationalUnitId=prod)
    assert refused[0] == "OrganizationalUnitNotFoundException"


def test_siblings_have_different_names(organization) -> None:
    one = organization()
    prod, test = one.unit("prod"), one.unit("test")
    one.unit("prod", prod)
    again = error_of(one.api.create_organizational_unit, ParentId=one.root, Name="prod")
    assert again[:2] == (
        "DuplicateOrganizationalUnitException",
        "An OU with the same name already exists.",
    )
    renamed = error_of(one.api.update_organizational_unit, OrganizationalUnitId=test, Name="prod")
    assert renamed[0] == "DuplicateOrganizationalUnitException"


def test_units_are_nested_five_deep(organization) -> None:
    one = organization()
    parent = one.root
    for depth in range(5):
        parent = one.unit(f"level-{depth}", parent)
    refused = error_of(one.api.create_organizational_unit, ParentId=parent, Name="too-deep")
    assert refused[0] == "ConstraintViolationException"
    try:
        one.unit("too-deep", parent)
    except one.api.exceptions.ConstraintViolationException as caught:
        assert caught.response["Reason"] == "OU_DEPTH_LIMIT_EXCEEDED"


def test_what_breaks_the_model_is_refused_with_its_reason(organization) -> None:
    api = organization().api
    for call, arguments, reason in [
        (api.list_children, {"ParentId": "r-0000", "ChildType": "PET"}, "INVALID_ENUM"),
        (api.list_children, {"ParentId": "x", "ChildType": "ACCOUNT"}, "INVALID_PATTERN"),
        (api.list_accounts, {"NextToken": "!"}, "INVALID_NEXT_TOKEN"),
        (api.list_accounts, {"MaxResults": 21}, "MAX_VALUE_EXCEEDED"),
        (
            api.create_account,
            {"AccountName": "x", "Email": "nobody"},
            "INVALID_PATTERN",
        ),
        (
            api.create_account,
            {"AccountName": "x", "Email": "x@example.com", "RoleName": "AWSServiceRoleForX"},
            "INVALID_ROLE_NAME",
        ),
    ]:
        try:
            call(**arguments)
        except api.exceptions.InvalidInputException as caught:
            assert caught.response["Reason"] == reason
        else:
            raise AssertionError(f"{arguments} was not refused")


def test_nodes_that_are_not_there(organization) -> None:
    one = organization()
    account = one.account("ada")
    gone = f"ou-{one.root[2:]}-00000000"
    move = {"SourceParentId": one.root, "DestinationParentId": gone}
    for call, arguments, code in [
        (one.api.create_organizational_unit, {"ParentId": gone, "Name": "x"}, "Parent"),
        (one.api.list_children, {"ParentId": gone, "ChildType": "ACCOUNT"}, "Parent"),
        (one.api.list_accounts_for_parent, {"ParentId": gone}, "Parent"),
        (one.api.list_parents, {"ChildId": gone}, "Child"),
        (one.api.describe_account, {"AccountId": "599999999998"}, "Account"),
        (one.api.move_account, {"AccountId": "599999999998", **move}, "Account"),
        (one.api.move_account, {"AccountId": account, **move}, "DestinationParent"),
        (
            one.api.move_account,
            {"AccountId": account, "SourceParentId": gone, "DestinationParentId": one.root},
            "SourceParent",
        ),
        (
            one.api.describe_create_account_status,
            {"CreateAccountRequestId": "car-00000000"},
            "CreateAccountStatus",
        ),
    ]:
        assert error_of(call, **arguments)[0] == f"{code}NotFoundException", arguments


def test_an_account_is_made_and_the_management_account_administers_it(organization) -> None:
    one = organization()
    account = one.account("ada", Tags=[{"Key": "team", "Value": "red"}])
    described = one.api.describe_account(AccountId=account)["Account"]
    assert described["Name"] == "ada"
    assert described["Email"] == f"ada@{one.management}.example.com"
    assert described["JoinedMethod"] == "CREATED"
    assert described["Paths"] == [f"{one.id}/{one.root}/{account}/"]
    arn = f"arn:aws:organizations::{one.management}:account/{one.id}/{account}"
    assert described["Arn"] == arn
    administrator = one.administrator(account)
    who = one.client("sts", administrator).get_caller_identity()
    assert who["Account"] == account
    roles = [r["RoleName"] for r in one.client("iam", administrator).list_roles()["Roles"]]
    assert sorted(roles) == ["AWSServiceRoleForOrganizations", "OrganizationAccountAccessRole"]
    # The member sees the organization it is in, and may change nothing of it.
    member = one.client("organizations", administrator)
    assert member.describe_organization()["Organization"] == one.description
    for call, arguments in [
        (member.list_accounts, {}),
        (member.create_organizational_unit, {"ParentId": one.root, "Name": "mine"}),
        (member.describe_account, {"AccountId": account}),
    ]:
        assert error_of(call, **arguments) == (
            "AccessDeniedException",
            "You don't have permissions to access this resource.",
            400,
        )


def test_nobody_else_may_assume_the_role_of_a_new_account(organization) -> None:
    one, other = organization(), organization()
    account = one.account("ada", RoleName="keeper")
    session = one.administrator(account, "keeper")
    assert one.client("sts", session).get_caller_identity()["Account"] == account
    refused = error_of(
        lambda: other.administrator(account, "keeper"),
    )
    assert refused[0] == "AccessDenied"


def test_an_email_address_is_of_one_account(organization) -> None:
    one = organization()
    one.account("ada")
    made = one.api.create_account(AccountName="again", Email=f"ADA@{one.management}.example.com")
    told = made["CreateAccountStatus"]
    assert (told["State"], told["FailureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")
    assert one.creation(told["Id"]) == told
    failed = one.api.list_create_account_status(States=["FAILED"])["CreateAccountStatuses"]
    assert [status["Id"] for status in failed] == [told["Id"]]
    assert len(one.api.list_accounts()["Accounts"]) == 2


def test_nobody_takes_the_address_of_an_account_without_one(organization, unused_account) -> None:
    one, email = organization(), f"Root@{unused_account()}.invalid"
    told = one.api.create_account(AccountName="ada", Email=email)["CreateAccountStatus"]
    assert (told["State"], told["FailureReason"]) == ("FAILED", "INVALID_EMAIL")


def test_an_account_moves(organization) -> None:
    one = organization()
    account, unit = one.account("ada"), one.unit("prod")
    one.move(account, unit)
    here = one.api.list_accounts_for_parent(ParentId=unit)["Accounts"]
    assert [found["Id"] for found in here] == [account]
    children = one.api.list_children(ParentId=one.root, ChildType="ACCOUNT")["Children"]
    assert children == [{"Id": one.management, "Type": "ACCOUNT"}]
    arguments = {"AccountId": account, "SourceParentId": unit, "DestinationParentId": unit}
    assert error_of(one.api.move_account, **arguments)[0] == "DuplicateAccountException"
    arguments = {"AccountId": account, "SourceParentId": one.root, "DestinationParentId": one.root}
    assert error_of(one.api.move_account, **arguments)[0] == "AccountNotFoundException"


def test_lists_come_in_pages(organization) -> None:
    one = organization()
    made = [one.account(f"account-{number}") for number in range(5)]
    pages = one.api.get_paginator("list_accounts").paginate(MaxResults=2)
    listed = [account["Id"] for page in pages for account in page["Accounts"]]
    assert sorted(listed) == sorted([one.management, *made])


def test_where_a_principal_is_decides(organization, unique) -> None:
    one = organization()
    account, unit = one.account("ada"), one.unit("prod")
    administrator = one.administrator(account)
    bucket = unique("shared")
    s3 = one.client("s3")
    s3.create_bucket(Bucket=bucket)
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:ListBucket",
        "Resource": f"arn:aws:s3:::{bucket}",
    }
    listing = one.client("s3", administrator).list_objects_v2
    outside = one.client("s3", Credentials("599999999997", "any")).list_objects_v2
    for condition, before, behind in [
        ({"StringEquals": {"aws:PrincipalOrgID": one.id}}, True, True),
        (
            {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{one.id}/{one.root}/{unit}/*"}},
            False,
            True,
        ),
    ]:
        policy = {"Version": "2012-10-17", "Statement": {**statement, "Condition": condition}}
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
        for home, may in [(one.root, before), (unit, behind)]:
            one.move(account, home)
            if may:
                listing(Bucket=bucket)
            else:
                assert error_of(listing, Bucket=bucket)[0] == "AccessDenied"
        one.move(account, one.root)
        assert error_of(outside, Bucket=bucket)[0] == "AccessDenied"


def test_the_cli_assumes_the_role_of_a_new_account(organization, tmp_path) -> None:
    one = organization()
    account = one.account("ada")
    iam = one.client("iam")
    iam.create_user(UserName="ada")
    iam.attach_user_policy(UserName="ada", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    key = Credentials.from_key(iam.create_access_key(UserName="ada"))
    cli = Cli(one.server, tmp_path, key)
    listed = cli("organizations", "list-accounts", "--query", "Accounts[].Id", "--output", "text")
    assert listed.returncode == 0, listed.stderr
    assert set(listed.stdout.split()) == {one.management, account}
    role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
    with (tmp_path / "config").open("a") as file:
        file.write(f"[profile member]\nrole_arn = {role}\nsource_profile = user\n")
    who = cli(
        "sts", "get-caller-identity", "--query", "Account", "--output", "text", profile="member"
    )
    assert (who.returncode, who.stdout.strip()) == (0, account), who.stderr
