//! Deep inspection is turned on and off, and counts.

use serde_json::{Value as Json, json};

use super::fakes::{MEMBER, Organization, STRANGER};
use super::scene::{OLD, Stage, UNFIXED};
use super::{ask, ask_as};
use bartizan_service::testkit::ACCOUNT;

/// The vulnerabilities that are found.
async fn found(stage: &Stage) -> usize {
    let active = json!([{ "comparison": "EQUALS", "value": "ACTIVE" }]);
    let input = json!({ "filterCriteria": { "findingStatus": active } });
    let told = ask(&stage.world, "ListFindings", input).await.unwrap();
    told["findings"].as_array().unwrap().len()
}

async fn turn(stage: &Stage, activates: bool) -> Json {
    let input = json!({ "activateDeepInspection": activates });
    let told = ask(&stage.world, "UpdateEc2DeepInspectionConfiguration", input).await.unwrap();
    stage.assess();
    told
}

#[tokio::test]
async fn packages_of_languages_count_while_it_is_on() {
    let stage = Stage::new();
    let get = async || ask(&stage.world, "GetEc2DeepInspectionConfiguration", json!({})).await;
    let off = json!({ "packagePaths": [], "orgPackagePaths": [], "status": "DEACTIVATED" });
    assert_eq!(get().await.unwrap(), off, "nothing is scanned");
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    assert_eq!(get().await.unwrap()["status"], "ACTIVATED");
    stage.hand_in(&[OLD, UNFIXED], None);
    stage.assess();
    assert_eq!(found(&stage).await, 2);
    assert_eq!(turn(&stage, false).await["status"], "DEACTIVATED");
    assert_eq!(found(&stage).await, 1);
    let paths = json!({ "packagePaths": ["/opt/app"] });
    let told = ask(&stage.world, "UpdateEc2DeepInspectionConfiguration", paths).await.unwrap();
    assert_eq!(
        told,
        json!({ "packagePaths": ["/opt/app"], "orgPackagePaths": [], "status": "DEACTIVATED" })
    );
    // How instances are scanned is another matter.
    let mode = json!({ "ec2Configuration": { "scanMode": "EC2_SSM_AGENT_BASED" } });
    ask(&stage.world, "UpdateConfiguration", mode).await.unwrap();
    assert_eq!(get().await.unwrap(), told);
    turn(&stage, true).await;
    assert_eq!(found(&stage).await, 2);
}

#[tokio::test]
async fn an_administrator_decides_for_members() {
    let stage = Stage::with(&Organization::new());
    let world = &stage.world;
    let members = |input| ask_as(world, MEMBER, "BatchGetMemberEc2DeepInspectionStatus", input);
    let delegate = json!({ "delegatedAdminAccountId": MEMBER });
    ask(world, "EnableDelegatedAdminAccount", delegate).await.unwrap();
    ask_as(world, MEMBER, "AssociateMember", json!({ "accountId": ACCOUNT })).await.unwrap();
    let enable = json!({ "accountIds": [ACCOUNT], "resourceTypes": ["EC2"] });
    ask_as(world, MEMBER, "Enable", enable).await.unwrap();
    let of = |status: &str| json!([{ "accountId": ACCOUNT, "status": status }]);
    let told = members(json!({ "accountIds": [ACCOUNT, STRANGER] })).await.unwrap();
    assert_eq!(told["accountIds"], of("ACTIVATED"));
    assert_eq!(told["failedAccountIds"][0]["accountId"], STRANGER);

    let input = |account: &str| json!({ "accountIds": [{ "accountId": account, "activateDeepInspection": false }] });
    let operation = "BatchUpdateMemberEc2DeepInspectionStatus";
    let told = ask_as(world, MEMBER, operation, input(ACCOUNT)).await.unwrap();
    assert_eq!(told["accountIds"], of("DEACTIVATED"));
    let told = ask_as(world, MEMBER, operation, input(MEMBER)).await.unwrap();
    assert_eq!(told["failedAccountIds"][0]["accountId"], MEMBER, "it is no member of its own");
    assert_eq!(members(json!({})).await.unwrap()["accountIds"], of("DEACTIVATED"));
    let refused = ask(world, operation, input(MEMBER)).await.unwrap_err();
    assert_eq!(refused.code, "AccessDeniedException");
    // A member may turn it on, but not off.
    let own = |activates: bool| {
        let input = json!({ "activateDeepInspection": activates });
        ask(world, "UpdateEc2DeepInspectionConfiguration", input)
    };
    assert_eq!(own(true).await.unwrap()["status"], "ACTIVATED");
    assert_eq!(own(false).await.unwrap_err().code, "AccessDeniedException");

    let paths = json!({ "orgPackagePaths": ["/srv"] });
    let update = "UpdateOrgEc2DeepInspectionConfiguration";
    assert_eq!(ask(world, update, paths.clone()).await.unwrap_err().code, "AccessDeniedException");
    ask_as(world, MEMBER, update, paths).await.unwrap();
    let told = ask(world, "GetEc2DeepInspectionConfiguration", json!({})).await.unwrap();
    assert_eq!(told["orgPackagePaths"], json!(["/srv"]));
}
