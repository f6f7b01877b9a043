//! Accounts take turns, what changes together is assessed once, and what is wrong with one instance is told
//! of no other.

use std::sync::Arc;

use bartizan_inspector2::{Assessments, Assessor, Disk};
use bartizan_service::store::{Key, Record};
use bartizan_service::testkit::{ACCOUNT, REGION};
use bartizan_service::{HostPackage, OperatingSystem};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::ask_as;
use super::fakes::{NEW, Organization, STRANGER};
use super::scene::{INSTANCE, OLD, Stage};

async fn enable(stage: &Stage, account: &str) {
    let kinds = json!({ "resourceTypes": ["EC2"] });
    ask_as(&stage.world, account, "Enable", kinds).await.unwrap();
}

async fn listed(stage: &Stage, account: &str) -> Vec<Json> {
    let told = ask_as(&stage.world, account, "ListFindings", json!({})).await.unwrap();
    told["findings"].as_array().unwrap().clone()
}

fn followed(stage: &Stage) -> Assessments {
    let assessor = Assessor::new(stage.scene.clone(), Some(stage.advisories.clone()));
    let (assessments, follower) = Assessments::new(assessor);
    stage.world.road.platform().store.observe(Box::new(follower)).unwrap();
    assessments
}

#[tokio::test]
async fn an_account_with_much_to_do_starves_no_other() {
    let stage = Stage::new();
    enable(&stage, ACCOUNT).await;
    enable(&stage, STRANGER).await;
    stage.scene.more.lock().unwrap().insert(ACCOUNT.to_owned(), 450);
    let assessments = followed(&stage);
    assert!(assessments.assess(stage.world.road.platform()).await);
    let looked = stage.scene.looked.lock().unwrap().clone();
    assert_eq!(looked[..2], [ACCOUNT.to_owned(), STRANGER.to_owned()]);
    assert!(looked.iter().filter(|one| *one == ACCOUNT).count() >= 3, "{looked:?}");
    let coverage = json!({ "groupBy": "ACCOUNT_ID" });
    let told = ask_as(&stage.world, ACCOUNT, "ListCoverageStatistics", coverage).await.unwrap();
    assert_eq!(told["totalCounts"], 902);
}

#[tokio::test]
async fn what_changes_together_is_assessed_once() {
    let stage = Stage::new();
    enable(&stage, ACCOUNT).await;
    let assessments = followed(&stage);
    assert!(assessments.assess(stage.world.road.platform()).await);
    stage.scene.looked.lock().unwrap().clear();
    for _ in 0..5 {
        stage.hand_in(&[OLD], None);
    }
    assert!(assessments.assess(stage.world.road.platform()).await);
    assert_eq!(*stage.scene.looked.lock().unwrap(), [ACCOUNT]);
}

#[tokio::test]
async fn all_accounts_are_assessed_by_other_advisories_whoever_was_first() {
    let stage = Stage::new();
    for account in [ACCOUNT, STRANGER] {
        enable(&stage, account).await;
        stage.hand_in_of(account, &[OLD], None);
    }
    let (assessments, platform) = (followed(&stage), stage.world.road.platform());
    assert!(assessments.assess(platform).await);
    stage.advisories.withdraw();
    // One is assessed by the new ones for another reason, before it is looked whether there are any.
    stage.hand_in_of(ACCOUNT, &[OLD], Some(443));
    assert!(assessments.assess(platform).await);
    assert_eq!(listed(&stage, ACCOUNT).await[0]["status"], "CLOSED");
    assert_eq!(listed(&stage, STRANGER).await[0]["status"], "ACTIVE");
    assessments.look_at_advisories().await;
    assert!(assessments.assess(platform).await);
    assert_eq!(listed(&stage, STRANGER).await[0]["status"], "CLOSED");
}

/// What no inventory is.
#[derive(Serialize, Deserialize)]
struct Broken(u8);

impl Record for Broken {
    const COLLECTION: &'static str = "inspector2.inventory";
}

#[tokio::test]
async fn one_instance_that_cannot_be_assessed_keeps_no_other_from_it() {
    let stage = Stage::new();
    enable(&stage, ACCOUNT).await;
    stage.scene.more.lock().unwrap().insert(ACCOUNT.to_owned(), 250);
    let package = HostPackage { purl: OLD.to_owned(), path: "var/lib/dpkg/status".to_owned() };
    let system = OperatingSystem::default();
    let disk = Disk { system, packages: vec![package], problems: Vec::new() };
    *stage.scene.disk.lock().unwrap() = Some(("1".to_owned(), Ok(disk)));
    stage.hand_in(&[OLD], None);
    let store = &stage.world.road.platform().store;
    let key = Key::new(ACCOUNT.parse().unwrap(), REGION, INSTANCE);
    store.write_blocking(move |writer| writer.put(&key, &Broken(1))).unwrap();
    let assessments = followed(&stage);
    // It is told that not all could be assessed, and the others were: those behind it, too.
    assert!(!assessments.assess(stage.world.road.platform()).await);
    let counted = json!({ "aggregationType": "AMI" });
    let told = ask_as(&stage.world, ACCOUNT, "ListFindingAggregations", counted).await.unwrap();
    assert_eq!(told["responses"][0]["amiAggregation"]["affectedInstances"], 250);
    // What is mended is assessed without anything else being changed.
    stage.hand_in(&[OLD], None);
    assert!(assessments.assess(stage.world.road.platform()).await);
    let counted = json!({ "aggregationType": "AMI" });
    let told = ask_as(&stage.world, ACCOUNT, "ListFindingAggregations", counted).await.unwrap();
    assert_eq!(told["responses"][0]["amiAggregation"]["affectedInstances"], 251);
}

/// A stage on which an account is a member, with a finding.
async fn with_member() -> (Stage, Arc<Organization>) {
    let organization = Organization::new();
    organization.join(NEW);
    let stage = Stage::with(&organization);
    let delegate = json!({ "delegatedAdminAccountId": super::MEMBER });
    super::ask(&stage.world, "EnableDelegatedAdminAccount", delegate).await.unwrap();
    let member = json!({ "accountId": NEW });
    ask_as(&stage.world, super::MEMBER, "AssociateMember", member).await.unwrap();
    enable(&stage, NEW).await;
    *stage.scene.open.lock().unwrap() = Some(22);
    stage.assess_of(NEW);
    (stage, organization)
}

#[tokio::test]
async fn an_administrator_loses_sight_of_a_member_that_leaves_at_once() {
    let (stage, organization) = with_member().await;
    let world = &stage.world;
    let seen = listed(&stage, super::MEMBER).await;
    assert_eq!(seen.len(), 1);
    let all = json!({ "name": "all", "action": "SUPPRESS", "filterCriteria": {} });
    ask_as(world, super::MEMBER, "CreateFilter", all).await.unwrap();
    assert_eq!(listed(&stage, NEW).await[0]["status"], "SUPPRESSED");

    // Nothing was kept up yet.
    organization.leave(NEW);
    assert!(listed(&stage, super::MEMBER).await.is_empty());
    let covered = ask_as(world, super::MEMBER, "ListCoverage", json!({})).await.unwrap();
    assert_eq!(covered["coveredResources"], json!([]));
    let named = json!({ "findingArns": [seen[0]["findingArn"]] });
    let told = ask_as(world, super::MEMBER, "BatchGetFindingDetails", named).await.unwrap();
    assert_eq!(told["errors"][0]["errorMessage"], "There is no such finding.");
    for operation in ["Disable", "BatchGetAccountStatus"] {
        let told = ask_as(world, super::MEMBER, operation, json!({ "accountIds": [NEW] })).await;
        let told = told.unwrap();
        assert_eq!(told["failedAccounts"][0]["errorCode"], "ACCESS_DENIED", "{operation}");
    }
    assert_eq!(listed(&stage, NEW).await[0]["status"], "ACTIVE");
}

#[tokio::test]
async fn an_administrator_that_organizations_ended_sees_and_decides_nothing_more() {
    let (stage, organization) = with_member().await;
    organization.deregister();
    assert!(listed(&stage, super::MEMBER).await.is_empty());
    let listing = ask_as(&stage.world, super::MEMBER, "ListMembers", json!({})).await;
    assert_eq!(listing.unwrap_err().code, "AccessDeniedException");
    // The member decides for itself.
    let told = ask_as(&stage.world, NEW, "Disable", json!({})).await.unwrap();
    assert_eq!(told["failedAccounts"], json!([]));
}
