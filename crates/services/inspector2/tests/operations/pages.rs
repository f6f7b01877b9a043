//! Pages of long lists together are the whole list, in order; and what findings list is bounded.

use bartizan_inspector2::Disk;
use bartizan_service::testkit::ACCOUNT;
use bartizan_service::{HostPackage, OperatingSystem};
use serde_json::{Value as Json, json};

use super::ask;
use super::scene::{OLD, Stage, UNFIXED};

fn package(purl: &str, path: &str) -> HostPackage {
    HostPackage { purl: purl.to_owned(), path: path.to_owned() }
}

/// Thirty-one instances with two findings each.
async fn fleet() -> Stage {
    let stage = Stage::new();
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    stage.scene.more.lock().unwrap().insert(ACCOUNT.to_owned(), 30);
    let packages = vec![package(OLD, "a"), package(UNFIXED, "b")];
    let disk = Disk { system: OperatingSystem::default(), packages, problems: Vec::new() };
    *stage.scene.disk.lock().unwrap() = Some(("1".to_owned(), Ok(disk)));
    stage.assess();
    stage
}

/// All pages of a list, by so many items each.
async fn pages(stage: &Stage, operation: &str, of: &str, mut input: Json, most: u64) -> Vec<Json> {
    let mut all = Vec::new();
    input["maxResults"] = json!(most);
    loop {
        let told = ask(&stage.world, operation, input.clone()).await.unwrap();
        let page = told[of].as_array().unwrap().clone();
        assert!(page.len() as u64 <= most);
        all.extend(page);
        if told["nextToken"].is_null() {
            return all;
        }
        input["nextToken"] = told["nextToken"].clone();
    }
}

#[tokio::test]
async fn pages_of_findings_are_the_whole_list_in_order() {
    let stage = fleet().await;
    let mut sorts = vec![json!({})];
    for field in [
        "SEVERITY",
        "VULNERABILITY_ID",
        "FIRST_OBSERVED_AT",
        "INSPECTOR_SCORE",
        "ECR_IMAGE_REGISTRY",
    ] {
        for order in ["ASC", "DESC"] {
            let sort = json!({ "field": field, "sortOrder": order });
            sorts.push(json!({ "sortCriteria": sort }));
        }
    }
    for sort in sorts {
        let whole = pages(&stage, "ListFindings", "findings", sort.clone(), 100).await;
        assert_eq!(whole.len(), 62);
        let paged = pages(&stage, "ListFindings", "findings", sort.clone(), 7).await;
        assert_eq!(paged, whole, "{sort}");
    }
    let descending = json!({ "sortCriteria": { "field": "SEVERITY", "sortOrder": "DESC" } });
    let severities = pages(&stage, "ListFindings", "findings", descending, 9).await;
    let severities: Vec<&str> =
        severities.iter().map(|one| one["severity"].as_str().unwrap()).collect();
    assert!(severities[..31].iter().all(|one| *one == "HIGH"), "{severities:?}");
    assert!(severities[31..].iter().all(|one| *one == "LOW"), "{severities:?}");
    let forged = json!({ "nextToken": "e30" });
    assert_eq!(super::code(&stage.world, "ListFindings", forged).await, "ValidationException");
}

#[tokio::test]
async fn pages_of_coverage_are_the_whole_list_in_order() {
    let stage = fleet().await;
    let whole = pages(&stage, "ListCoverage", "coveredResources", json!({}), 200).await;
    assert_eq!(whole.len(), 62);
    for most in [1, 3, 62] {
        let paged = pages(&stage, "ListCoverage", "coveredResources", json!({}), most).await;
        assert_eq!(paged, whole);
    }
    let one = json!({ "filterCriteria": {
        "scanType": [{ "comparison": "EQUALS", "value": "PACKAGE" }] } });
    let packages = pages(&stage, "ListCoverage", "coveredResources", one, 4).await;
    assert_eq!(packages.len(), 31);
}

async fn finding_of(packages: Vec<HostPackage>, listening: (&str, Option<u16>)) -> Json {
    let stage = Stage::new();
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    *stage.scene.open.lock().unwrap() = Some(443);
    stage.hand_in_packages(ACCOUNT, packages, listening);
    stage.assess();
    let about = json!({ "filterCriteria": {
        "findingType": [{ "comparison": "EQUALS", "value": "PACKAGE_VULNERABILITY" }] } });
    let told = ask(&stage.world, "ListFindings", about).await.unwrap();
    let found = told["findings"].as_array().unwrap();
    assert_eq!(found.len(), 1);
    found[0].clone()
}

fn listed(finding: &Json) -> Vec<Json> {
    finding["packageVulnerabilityDetails"]["vulnerablePackages"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_package_that_is_told_of_twice_is_listed_once() {
    let twice = vec![package(OLD, "a"), package(OLD, "b"), package(OLD, "a"), package(OLD, "a")];
    let listed = listed(&finding_of(twice, (OLD, None)).await);
    let paths: Vec<&Json> = listed.iter().map(|one| &one["filePath"]).collect();
    assert_eq!(paths, ["a", "b"]);
}

#[tokio::test]
async fn a_finding_lists_so_many_packages_and_tells_how_many_more_there_are() {
    let of = |count: usize| (0..count).map(|at| package(OLD, &format!("{at:04}"))).collect();
    let finding = finding_of(of(500), (OLD, None)).await;
    let text = |finding: &Json| {
        finding["remediation"]["recommendation"]["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(listed(&finding).len(), 500);
    assert!(!text(&finding).contains("more packages"), "{}", text(&finding));
    let finding = finding_of(of(600), (OLD, None)).await;
    assert_eq!(listed(&finding).len(), 500);
    assert!(text(&finding).contains("100 more packages"), "{}", text(&finding));
}

#[tokio::test]
async fn what_listens_is_looked_for_among_so_many_packages() {
    let purl = |at: usize| format!("pkg:deb/debian/openssl@1.{at:04}-1?distro=debian-12");
    let all = || (0..1001).map(|at| package(&purl(at), "a")).collect::<Vec<_>>();
    for (listening, is_seen) in [(999, true), (1000, false)] {
        let finding = finding_of(all(), (&purl(listening), Some(443))).await;
        let told = finding["inspectorScoreDetails"]["adjustedCvss"]["adjustments"].to_string();
        assert_eq!(told.contains("listens at port 443"), is_seen, "{listening}: {told}");
    }
}
