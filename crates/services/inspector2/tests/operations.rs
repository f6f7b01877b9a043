//! Each operation has a denied case and a golden of its activity record; and who decides for whom.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/bucket.rs"]
mod bucket;
#[path = "operations/cis/mod.rs"]
mod cis;
#[path = "operations/deep.rs"]
mod deep;
#[path = "operations/fakes.rs"]
mod fakes;
#[path = "operations/findings.rs"]
mod findings;
#[path = "operations/lists.rs"]
mod lists;
#[path = "operations/pages.rs"]
mod pages;
#[path = "operations/reports.rs"]
mod reports;
#[path = "operations/scene.rs"]
mod scene;
#[path = "operations/turns.rs"]
mod turns;
#[path = "operations/usage.rs"]
mod usage;
#[path = "operations/ways.rs"]
mod ways;

use std::sync::Arc;

use bartizan_inspector2::{Inspector, keep_up};
use bartizan_service::Caller;
use bartizan_service::testkit::{ACCOUNT, Case, World, admin, check_operations, given, input_of};
use bartizan_service::types::{Fault, Principal};
use serde_json::{Value as Json, json};

use self::fakes::{Brought, MEMBER, NEW, OTHER, Organization, STRANGER};

const NO_FILTER: &str = "arn:aws:inspector2:us-east-1:123456789012:owner/123456789012/filter/none";
const NO_FINDING: &str =
    "arn:aws:inspector2:us-east-1:123456789012:finding/0123456789abcdef0123456789abcdef";
const NO_REPORT: &str = "01234567-89ab-cdef-0123-456789abcdef";

/// A world whose account manages an organization.
fn world_with(organization: &Arc<Organization>) -> World {
    let brought = Brought(Arc::clone(organization));
    World::new(vec![given(brought)], |_| vec![Arc::new(Inspector::default())])
}

/// A world of one account.
fn alone() -> World {
    World::new(Vec::new(), |_| vec![Arc::new(Inspector::default())])
}

/// Calls an operation as one who may do everything.
async fn ask(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    called(world, admin(), operation, input).await
}

/// Calls an operation as the root user of an account.
async fn ask_as(world: &World, account: &str, operation: &str, input: Json) -> Result<Json, Fault> {
    let principal = Principal::Root { account: account.parse().unwrap() };
    called(world, Caller { principal, ..admin() }, operation, input).await
}

async fn called(
    world: &World,
    caller: Caller,
    operation: &str,
    input: Json,
) -> Result<Json, Fault> {
    let input = input_of("inspector2", operation, &input);
    let answer = world.call(&caller, "inspector2", operation, input).await;
    answer.map(|reply| reply.value.to_json())
}

async fn code(world: &World, operation: &str, input: Json) -> String {
    ask(world, operation, input).await.unwrap_err().code.to_string()
}

/// The cases of what is about findings.
fn cases_of_findings() -> Vec<Case> {
    let filter = json!({ "name": "a", "action": "NONE", "filterCriteria": {} });
    let mode = json!({ "ec2Configuration": { "scanMode": "EC2_HYBRID" } });
    let search = json!({ "filterCriteria": { "vulnerabilityIds": ["CVE-2026-0001"] } });
    let destination = json!({
        "bucketName": "reports",
        "kmsKeyArn": format!("arn:aws:kms:us-east-1:{ACCOUNT}:key/1"),
    });
    let report = json!({ "reportFormat": "JSON", "s3Destination": destination });
    let bills = json!({ "reportFormat": "SPDX_2_3", "s3Destination": destination });
    vec![
        Case::new("CreateFilter", filter.clone()),
        Case::new("ListFilters", json!({})).after("CreateFilter", filter),
        Case::new("DeleteFilter", json!({ "arn": NO_FILTER }))
            .refused_by("ResourceNotFoundException"),
        Case::new("UpdateFilter", json!({ "filterArn": NO_FILTER, "name": "other" }))
            .refused_by("ResourceNotFoundException"),
        Case::new("ListTagsForResource", json!({ "resourceArn": NO_FILTER }))
            .refused_by("ResourceNotFoundException"),
        Case::new("TagResource", json!({ "resourceArn": NO_FILTER, "tags": { "a": "b" } }))
            .refused_by("ResourceNotFoundException"),
        Case::new("UntagResource", json!({ "resourceArn": NO_FILTER, "tagKeys": ["a"] }))
            .refused_by("ResourceNotFoundException"),
        Case::new("ListFindings", json!({})),
        Case::new("BatchGetFindingDetails", json!({ "findingArns": [NO_FINDING] })),
        Case::new("ListFindingAggregations", json!({ "aggregationType": "TITLE" })),
        Case::new("ListCoverage", json!({})),
        Case::new("ListCoverageStatistics", json!({})),
        Case::new("ListUsageTotals", json!({})),
        Case::new("GetEc2DeepInspectionConfiguration", json!({})),
        Case::new("UpdateEc2DeepInspectionConfiguration", json!({ "packagePaths": ["/opt/app"] })),
        Case::new(
            "UpdateOrgEc2DeepInspectionConfiguration",
            json!({ "orgPackagePaths": ["/srv"] }),
        )
        .refused_by("AccessDeniedException"),
        Case::new("BatchGetMemberEc2DeepInspectionStatus", json!({}))
            .refused_by("AccessDeniedException"),
        Case::new(
            "BatchUpdateMemberEc2DeepInspectionStatus",
            json!({ "accountIds": [{ "accountId": MEMBER, "activateDeepInspection": true }] }),
        )
        .refused_by("AccessDeniedException"),
        Case::new("GetConfiguration", json!({})),
        Case::new("UpdateConfiguration", mode),
        Case::new("ListAccountPermissions", json!({})),
        Case::new("SearchVulnerabilities", search).refused_by("ValidationException"),
        Case::new("CreateFindingsReport", report.clone()),
        Case::new("GetFindingsReportStatus", json!({})).after("CreateFindingsReport", report),
        Case::new("CancelFindingsReport", json!({ "reportId": NO_REPORT }))
            .refused_by("ResourceNotFoundException"),
        Case::new("CreateSbomExport", bills),
        Case::new("GetSbomExport", json!({ "reportId": NO_REPORT }))
            .refused_by("ResourceNotFoundException"),
        Case::new("CancelSbomExport", json!({ "reportId": NO_REPORT }))
            .refused_by("ResourceNotFoundException"),
    ]
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let scans = json!({ "resourceTypes": ["EC2", "LAMBDA"] });
    let administrator = json!({ "delegatedAdminAccountId": MEMBER });
    let member = json!({ "accountId": MEMBER });
    let denied = |operation, input| Case::new(operation, input).refused_by("AccessDeniedException");
    let delegated = |operation, input| {
        Case::new(operation, input).after("EnableDelegatedAdminAccount", administrator.clone())
    };
    let mut cases = vec![
        Case::new("Enable", scans.clone()),
        Case::new("Disable", json!({})).after("Enable", scans.clone()),
        Case::new("BatchGetAccountStatus", json!({})).after("Enable", scans),
        Case::new("EnableDelegatedAdminAccount", administrator.clone()),
        delegated("DisableDelegatedAdminAccount", administrator.clone())
            .refused_by("NotImplemented"),
        delegated("GetDelegatedAdminAccount", json!({})),
        delegated("ListDelegatedAdminAccounts", json!({})),
        denied("AssociateMember", member.clone()),
        denied("DisassociateMember", member.clone()),
        denied("GetMember", member),
        denied("ListMembers", json!({})),
        denied("DescribeOrganizationConfiguration", json!({})),
        denied(
            "UpdateOrganizationConfiguration",
            json!({ "autoEnable": { "ec2": true, "ecr": true } }),
        ),
    ];
    cases.extend(cases_of_findings());
    cases.extend(cis::cases());
    check_operations(
        "inspector2",
        || world_with(&Organization::new()),
        &cases,
        |operation, event| {
            insta::assert_json_snapshot!(operation, event);
        },
    )
    .await;
}

fn scanned(told: &Json) -> [&str; 4] {
    let of = &told["accounts"][0];
    let word = |name: &str| of["resourceState"][name]["status"].as_str().unwrap();
    [of["state"]["status"].as_str().unwrap(), word("ec2"), word("ecr"), word("lambda")]
}

#[tokio::test]
async fn scans_are_turned_on_and_off_kind_by_kind() {
    let world = alone();
    let status = || ask(&world, "BatchGetAccountStatus", json!({}));
    assert_eq!(scanned(&status().await.unwrap()), ["DISABLED"; 4]);
    ask(&world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    ask(&world, "Enable", json!({ "resourceTypes": ["ECR"] })).await.unwrap();
    let told = status().await.unwrap();
    assert_eq!(scanned(&told), ["ENABLED", "ENABLED", "ENABLED", "DISABLED"]);
    ask(&world, "Disable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    let told = status().await.unwrap();
    assert_eq!(scanned(&told), ["ENABLED", "DISABLED", "ENABLED", "DISABLED"]);
    ask(&world, "Disable", json!({})).await.unwrap();
    assert_eq!(scanned(&status().await.unwrap()), ["DISABLED"; 4]);
    let code_scans = json!({ "resourceTypes": ["EC2", "LAMBDA_CODE"] });
    assert_eq!(code(&world, "Enable", code_scans).await, "NotImplemented");
    assert_eq!(scanned(&status().await.unwrap()), ["DISABLED"; 4]);
}

#[tokio::test]
async fn nobody_decides_for_an_account_that_is_no_member() {
    let world = alone();
    let input = json!({ "accountIds": [ACCOUNT, MEMBER], "resourceTypes": ["EC2"] });
    let told = ask(&world, "Enable", input).await.unwrap();
    assert_eq!(told["accounts"][0]["accountId"], ACCOUNT);
    assert_eq!(told["failedAccounts"][0]["accountId"], MEMBER);
    assert_eq!(told["failedAccounts"][0]["errorCode"], "ACCESS_DENIED");
    let others = json!({ "accountIds": [MEMBER] });
    let told = ask(&world, "BatchGetAccountStatus", others).await.unwrap();
    assert_eq!(
        (&told["accounts"], &told["failedAccounts"][0]["accountId"]),
        (&json!([]), &json!(MEMBER))
    );
}

#[tokio::test]
async fn an_organization_has_one_administrator() {
    let organization = Organization::new();
    let world = world_with(&organization);
    let named = |account: &str| json!({ "delegatedAdminAccountId": account });
    let enable = |account: &str| ask(&world, "EnableDelegatedAdminAccount", named(account));
    assert_eq!(enable(ACCOUNT).await.unwrap_err().code, "ValidationException");
    assert_eq!(enable(STRANGER).await.unwrap_err().code, "ValidationException");
    enable(MEMBER).await.unwrap();
    enable(MEMBER).await.unwrap();
    assert_eq!(enable(OTHER).await.unwrap_err().code, "ConflictException");
    let told = ask_as(&world, OTHER, "GetDelegatedAdminAccount", json!({})).await.unwrap();
    assert_eq!(told["delegatedAdmin"]["accountId"], MEMBER);
    let told = ask(&world, "ListDelegatedAdminAccounts", json!({})).await.unwrap();
    assert_eq!(
        told["delegatedAdminAccounts"],
        json!([{ "accountId": MEMBER, "status": "ENABLED" }])
    );
    let refused = code(&world, "DisableDelegatedAdminAccount", named(OTHER)).await;
    assert_eq!(refused, "ResourceNotFoundException");
    // Organizations may have ended it before: then it is not asked.
    organization.deregister();
    ask(&world, "DisableDelegatedAdminAccount", named(MEMBER)).await.unwrap();
    let refused = code(&world, "GetDelegatedAdminAccount", json!({})).await;
    assert_eq!(refused, "ResourceNotFoundException");
}

#[tokio::test]
async fn a_member_account_does_not_say_who_administers() {
    let world = world_with(&Organization::new());
    let input = json!({ "delegatedAdminAccountId": MEMBER });
    for (operation, input) in
        [("EnableDelegatedAdminAccount", input), ("ListDelegatedAdminAccounts", json!({}))]
    {
        let refused = ask_as(&world, OTHER, operation, input).await.unwrap_err();
        assert_eq!(refused.code, "AccessDeniedException", "{operation}");
    }
}

/// A world in which a member administers Inspector.
async fn delegated() -> (World, Arc<Organization>) {
    let organization = Organization::new();
    let world = world_with(&organization);
    let input = json!({ "delegatedAdminAccountId": MEMBER });
    ask(&world, "EnableDelegatedAdminAccount", input).await.unwrap();
    (world, organization)
}

#[tokio::test]
async fn who_administers_decides_for_members() {
    let (world, _) = delegated().await;
    let of = |account: &str| json!({ "accountId": account });
    let refused = ask_as(&world, MEMBER, "AssociateMember", of(STRANGER)).await.unwrap_err();
    assert_eq!(refused.code, "ValidationException");
    let scans = json!({ "accountIds": [OTHER], "resourceTypes": ["EC2"] });
    let told = ask_as(&world, MEMBER, "Enable", scans.clone()).await.unwrap();
    assert_eq!(told["failedAccounts"][0]["errorCode"], "ACCESS_DENIED");

    ask_as(&world, MEMBER, "AssociateMember", of(OTHER)).await.unwrap();
    let told = ask_as(&world, MEMBER, "Enable", scans.clone()).await.unwrap();
    assert_eq!(told["accounts"][0]["resourceStatus"]["ec2"], "ENABLED");
    let told = ask_as(&world, OTHER, "Disable", json!({})).await.unwrap();
    assert_eq!(told["failedAccounts"][0]["errorCode"], "ACCESS_DENIED");
    let told = ask_as(&world, MEMBER, "Disable", json!({})).await.unwrap();
    assert_eq!(told["failedAccounts"][0]["errorCode"], "DISASSOCIATE_ALL_MEMBERS");
    let told = ask_as(&world, MEMBER, "GetMember", of(OTHER)).await.unwrap();
    assert_eq!(told["member"]["relationshipStatus"], "ENABLED");

    ask_as(&world, MEMBER, "DisassociateMember", of(OTHER)).await.unwrap();
    let list =
        |only: bool| ask_as(&world, MEMBER, "ListMembers", json!({ "onlyAssociated": only }));
    assert_eq!(list(true).await.unwrap()["members"], json!([]));
    assert_eq!(list(false).await.unwrap()["members"][0]["relationshipStatus"], "REMOVED");
    let again = ask_as(&world, MEMBER, "DisassociateMember", of(OTHER)).await.unwrap_err();
    assert_eq!(again.code, "ValidationException");
    ask_as(&world, MEMBER, "Disable", json!({})).await.unwrap();
    // What is scanned of a former member is its own affair.
    let told = ask_as(&world, OTHER, "BatchGetAccountStatus", json!({})).await.unwrap();
    assert_eq!(scanned(&told), ["ENABLED", "ENABLED", "DISABLED", "DISABLED"]);
    let wrong = ask_as(&world, MEMBER, "ListMembers", json!({ "nextToken": "%" })).await;
    assert_eq!(wrong.unwrap_err().code, "ValidationException");
}

#[tokio::test]
async fn accounts_that_join_are_scanned_as_the_administrator_said() {
    let (world, organization) = delegated().await;
    let platform = world.road.platform();
    let members = || ask_as(&world, MEMBER, "ListMembers", json!({}));
    let auto = |more: Json| {
        let mut input = json!({ "autoEnable": { "ec2": true, "ecr": false } });
        input["autoEnable"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask_as(&world, MEMBER, "UpdateOrganizationConfiguration", input)
    };
    assert_eq!(auto(json!({ "ami": true })).await.unwrap_err().code, "NotImplemented");
    auto(json!({ "lambda": true })).await.unwrap();
    let told = ask_as(&world, MEMBER, "DescribeOrganizationConfiguration", json!({})).await;
    let told = told.unwrap()["autoEnable"].clone();
    assert_eq!(
        (&told["ec2"], &told["ecr"], &told["lambda"]),
        (&json!(true), &json!(false), &json!(true))
    );
    keep_up(platform).await.unwrap();
    assert_eq!(members().await.unwrap()["members"], json!([]), "who was there is not new");

    organization.join(NEW);
    keep_up(platform).await.unwrap();
    assert_eq!(members().await.unwrap()["members"][0]["accountId"], NEW);
    let told = ask_as(&world, NEW, "BatchGetAccountStatus", json!({})).await.unwrap();
    assert_eq!(scanned(&told), ["ENABLED", "ENABLED", "DISABLED", "ENABLED"]);

    organization.leave(NEW);
    keep_up(platform).await.unwrap();
    assert_eq!(members().await.unwrap()["members"], json!([]));
}
