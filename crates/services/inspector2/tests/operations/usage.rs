//! What is scanned is counted by the hour, and told by accounts.

use std::time::Duration;

use bartizan_inspector2::{Disk, count_usage};
use bartizan_service::testkit::ACCOUNT;
use bartizan_service::{HostPackage, OperatingSystem};
use serde_json::{Value as Json, json};

use super::fakes::{MEMBER, Organization, STRANGER};
use super::scene::{OLD, Stage};
use super::{ask, ask_as};

const HOUR: Duration = Duration::from_hours(1);

async fn count(stage: &Stage) {
    count_usage(stage.world.road.platform()).await.unwrap();
}

/// The account, the hours of hosts with an agent and those of disks, of each that is told.
async fn told(stage: &Stage, account: &str, input: Json) -> Vec<(String, [f64; 2])> {
    let told = ask_as(&stage.world, account, "ListUsageTotals", input).await.unwrap();
    let one = |total: &Json| {
        let usage = total["usage"].as_array().unwrap();
        let of = |kind: &str| {
            let found = usage.iter().find(|one| one["type"] == kind).unwrap();
            let nothing_is_charged = json!([0.0, "USD", "AWS"]);
            let cost = ["estimatedMonthlyCost", "currency", "cloudProvider"];
            assert_eq!(json!(cost.map(|name| &found[name])), nothing_is_charged);
            found["total"].as_f64().unwrap()
        };
        let hours = [of("EC2_INSTANCE_HOURS"), of("EC2_AGENTLESS_INSTANCE_HOURS")];
        (total["accountId"].as_str().unwrap().to_owned(), hours)
    };
    told["totals"].as_array().unwrap().iter().map(one).collect()
}

#[tokio::test]
async fn hours_of_scanned_instances_are_counted() {
    let stage = Stage::new();
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    let own = |hours| vec![(ACCOUNT.to_owned(), hours)];
    count(&stage).await;
    assert_eq!(told(&stage, ACCOUNT, json!({})).await, own([0.0, 0.0]));
    // Three instances with a disk; one has an agent as well.
    stage.scene.more.lock().unwrap().insert(ACCOUNT.to_owned(), 2);
    let packages = vec![HostPackage { purl: OLD.to_owned(), path: "a".to_owned() }];
    let disk = Disk { system: OperatingSystem::default(), packages, problems: Vec::new() };
    *stage.scene.disk.lock().unwrap() = Some(("1".to_owned(), Ok(disk)));
    stage.hand_in(&[OLD], None);
    stage.assess();
    for (later, hours) in [(0, [1.0, 2.0]), (0, [1.0, 2.0]), (1, [2.0, 4.0]), (5, [3.0, 6.0])] {
        stage.world.clock.advance(HOUR * later);
        count(&stage).await;
        assert_eq!(told(&stage, ACCOUNT, json!({})).await, own(hours));
    }
    *stage.scene.is_terminated.lock().unwrap() = true;
    stage.assess();
    stage.world.clock.advance(HOUR);
    count(&stage).await;
    assert_eq!(told(&stage, ACCOUNT, json!({})).await, own([3.0, 6.0]));
    stage.world.clock.advance(HOUR * 24 * 30);
    assert_eq!(told(&stage, ACCOUNT, json!({})).await, own([0.0, 0.0]));
}

#[tokio::test]
async fn usage_is_told_to_who_decides() {
    let stage = Stage::with(&Organization::new());
    let delegate = json!({ "delegatedAdminAccountId": MEMBER });
    ask(&stage.world, "EnableDelegatedAdminAccount", delegate).await.unwrap();
    let member = json!({ "accountId": ACCOUNT });
    ask_as(&stage.world, MEMBER, "AssociateMember", member).await.unwrap();
    let accounts = |told: Vec<(String, [f64; 2])>| -> Vec<String> {
        told.into_iter().map(|(account, _)| account).collect()
    };
    assert_eq!(accounts(told(&stage, MEMBER, json!({})).await), [ACCOUNT, MEMBER]);
    assert_eq!(accounts(told(&stage, ACCOUNT, json!({})).await), [ACCOUNT]);
    let one = json!({ "accountIds": [ACCOUNT] });
    assert_eq!(accounts(told(&stage, MEMBER, one).await), [ACCOUNT]);
    let page = json!({ "maxResults": 1 });
    let first = ask_as(&stage.world, MEMBER, "ListUsageTotals", page.clone()).await.unwrap();
    let next = json!({ "maxResults": 1, "nextToken": first["nextToken"] });
    assert_eq!(accounts(told(&stage, MEMBER, page).await), [ACCOUNT]);
    assert_eq!(accounts(told(&stage, MEMBER, next).await), [MEMBER]);
    for (account, input, code) in [
        (ACCOUNT, json!({ "accountIds": [MEMBER] }), "AccessDeniedException"),
        (MEMBER, json!({ "accountIds": [STRANGER] }), "AccessDeniedException"),
        (MEMBER, json!({ "nextToken": "!" }), "ValidationException"),
    ] {
        let refused = ask_as(&stage.world, account, "ListUsageTotals", input).await;
        assert_eq!(refused.unwrap_err().code, code);
    }
}
