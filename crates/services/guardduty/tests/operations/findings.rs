//! Findings: listed, told, counted, archived.

use bartizan_guardduty::forget_findings;
use serde_json::{Value as Json, json};
use std::time::Duration;

use super::{ask, detector, refused, world};

#[tokio::test]
async fn samples_are_marked_listed_and_counted() {
    let world = world();
    let id = detector(&world).await;
    let of = |more: Json| {
        let mut input = json!({ "DetectorId": id });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let wrong = of(json!({ "findingTypes": ["Nope:EC2/Nope"] }));
    assert!(refused(&world, "CreateSampleFindings", wrong).await.contains("Nope:EC2/Nope"));
    let types =
        json!(["Recon:EC2/Portscan", "Impact:EC2/PortSweep", "Policy:IAMUser/RootCredentialUsage"]);
    for _ in 0..2 {
        ask(&world, "CreateSampleFindings", of(json!({ "findingTypes": types }))).await.unwrap();
    }
    let sort = |by: &str, order: &str| json!({ "sortCriteria": { "attributeName": by, "orderBy": order } });
    let listed = ask(&world, "ListFindings", of(sort("severity", "DESC"))).await.unwrap();
    let ids = listed["FindingIds"].clone();
    let told = ask(&world, "GetFindings", of(json!({ "findingIds": ids }))).await.unwrap();
    let told = told["Findings"].as_array().unwrap();
    assert_eq!(told.len(), 3);
    assert_eq!(told[0]["Type"], "Impact:EC2/PortSweep");
    for one in told {
        assert!(one["Title"].as_str().unwrap().starts_with("[SAMPLE] "), "{one}");
        assert_eq!(one["Service"]["AdditionalInfo"]["Value"], "{\"sample\":true}");
        assert_eq!(one["Service"]["Count"], 2, "the same finding, seen again");
        let account = one["AccountId"].as_str().unwrap();
        let arn = format!(
            "arn:aws:guardduty:us-east-1:{account}:detector/{id}/finding/{}",
            one["Id"].as_str().unwrap()
        );
        assert_eq!(one["Arn"], arn);
    }
    let mut paged = Vec::new();
    let mut token = Json::Null;
    loop {
        let mut input = of(sort("type", "ASC"));
        input["maxResults"] = json!(1);
        if !token.is_null() {
            input["nextToken"] = token.clone();
        }
        let page = ask(&world, "ListFindings", input).await.unwrap();
        paged.extend(page["FindingIds"].as_array().unwrap().clone());
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(paged.len(), 3);
    assert_eq!(paged[0], ids[0], "Impact comes first by name, too");
    let criteria = |criterion: Json| of(json!({ "findingCriteria": { "criterion": criterion } }));
    for (criterion, count) in [
        (json!({ "severity": { "gte": 7 } }), 1),
        (json!({ "type": { "eq": ["Recon:EC2/Portscan"] } }), 1),
        (json!({ "resource.resourceType": { "eq": ["Instance"] } }), 2),
        (json!({ "service.archived": { "eq": ["true"] } }), 0),
    ] {
        let listed = ask(&world, "ListFindings", criteria(criterion.clone())).await.unwrap();
        assert_eq!(listed["FindingIds"].as_array().unwrap().len(), count, "{criterion}");
    }
    assert!(ask(&world, "ListFindings", criteria(json!({ "x": { "eq": ["y"] } }))).await.is_err());
    assert!(ask(&world, "ListFindings", of(json!({ "nextToken": "%" }))).await.is_err());
}

#[tokio::test]
async fn findings_are_counted_by_what_they_have_in_common() {
    let world = world();
    let id = detector(&world).await;
    ask(
        &world,
        "CreateSampleFindings",
        json!({ "DetectorId": id, "findingTypes":
        ["Recon:EC2/Portscan", "Impact:EC2/PortSweep", "Backdoor:EC2/Spambot"] }),
    )
    .await
    .unwrap();
    let count = |more: Json| {
        let mut input = json!({ "DetectorId": id });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask(&world, "GetFindingsStatistics", input)
    };
    let by = count(json!({ "findingStatisticTypes": ["COUNT_BY_SEVERITY"] })).await.unwrap();
    assert_eq!(by["FindingStatistics"]["CountBySeverity"], json!({ "5.0": 2, "8.0": 1 }));
    for (group, member, first) in [
        ("SEVERITY", "GroupedBySeverity", ("Severity", json!(8.0), 1)),
        ("FINDING_TYPE", "GroupedByFindingType", ("FindingType", json!("Backdoor:EC2/Spambot"), 1)),
        ("ACCOUNT", "GroupedByAccount", ("AccountId", json!("123456789012"), 3)),
        ("RESOURCE", "GroupedByResource", ("ResourceId", json!("i-99999999"), 3)),
        ("DATE", "GroupedByDate", ("Severity", json!(8.0), 1)),
    ] {
        let told = count(json!({ "groupBy": group })).await.unwrap();
        let told = &told["FindingStatistics"][member][0];
        assert_eq!(
            (&told[first.0], &told["TotalFindings"]),
            (&first.1, &json!(first.2)),
            "{group}"
        );
    }
    assert!(count(json!({})).await.is_err());
}

#[tokio::test]
async fn findings_are_archived_and_forgotten() {
    let world = world();
    let id = detector(&world).await;
    let of = |more: Json| {
        let mut input = json!({ "DetectorId": id });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let criterion = json!({ "criterion": { "type": { "eq": ["Recon:EC2/Portscan"] } } });
    let filter = json!({ "name": "scans", "action": "ARCHIVE", "findingCriteria": criterion });
    ask(&world, "CreateFilter", of(filter)).await.unwrap();
    let types = json!({ "findingTypes": ["Recon:EC2/Portscan", "Backdoor:EC2/Spambot"] });
    ask(&world, "CreateSampleFindings", of(types)).await.unwrap();
    let archived = || async {
        let criterion = json!({ "service.archived": { "eq": ["true"] } });
        let input = of(json!({ "findingCriteria": { "criterion": criterion } }));
        ask(&world, "ListFindings", input).await.unwrap()["FindingIds"].clone()
    };
    let suppressed = archived().await;
    assert_eq!(suppressed.as_array().unwrap().len(), 1, "what a filter archives");
    let all = ask(&world, "ListFindings", of(json!({}))).await.unwrap()["FindingIds"].clone();
    ask(&world, "ArchiveFindings", of(json!({ "findingIds": all }))).await.unwrap();
    assert_eq!(archived().await.as_array().unwrap().len(), 2);
    ask(&world, "UnarchiveFindings", of(json!({ "findingIds": all }))).await.unwrap();
    assert_eq!(archived().await, json!([]));
    let one = json!([all[0]]);
    let feedback = of(json!({ "findingIds": one, "feedback": "NOT_USEFUL", "comments": "a test" }));
    ask(&world, "UpdateFindingsFeedback", feedback).await.unwrap();
    let told = ask(&world, "GetFindings", of(json!({ "findingIds": one }))).await.unwrap();
    assert_eq!(told["Findings"][0]["Service"]["UserFeedback"], "NOT_USEFUL");

    world.clock.advance(Duration::from_hours(89 * 24));
    forget_findings(world.road.platform()).await.unwrap();
    let left = ask(&world, "ListFindings", of(json!({}))).await.unwrap();
    assert_eq!(left["FindingIds"].as_array().unwrap().len(), 2);
    world.clock.advance(Duration::from_hours(48));
    forget_findings(world.road.platform()).await.unwrap();
    let left = ask(&world, "ListFindings", of(json!({}))).await.unwrap();
    assert_eq!(left["FindingIds"], json!([]));
}
