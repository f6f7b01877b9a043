//! Findings follow what is vulnerable and what is reachable.

use std::time::Duration;

use bartizan_inspector2::{Assessments, Assessor, Disk, forget_closed};
use bartizan_service::testkit::ACCOUNT;
use bartizan_service::{HostPackage, OperatingSystem};
use serde_json::{Value as Json, json};

use super::fakes::{MEMBER, OTHER, Organization};
use super::scene::{FIXED, INSTANCE, OLD, Stage, UNFIXED};
use super::{ask, ask_as};

const DAY: Duration = Duration::from_hours(24);

async fn enabled() -> Stage {
    let stage = Stage::new();
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    stage
}

async fn findings(stage: &Stage) -> Vec<Json> {
    listed(stage, json!({})).await
}

async fn listed(stage: &Stage, input: Json) -> Vec<Json> {
    let told = ask(&stage.world, "ListFindings", input).await.unwrap();
    told["findings"].as_array().unwrap().clone()
}

fn of<'f>(findings: &'f [Json], part: &str) -> &'f Json {
    findings.iter().find(|one| one["title"].as_str().unwrap().contains(part)).unwrap()
}

#[tokio::test]
async fn an_open_port_is_found_with_its_path_until_it_is_closed() {
    let stage = enabled().await;
    *stage.scene.open.lock().unwrap() = Some(22);
    stage.assess();
    let found = findings(&stage).await;
    assert_eq!(found.len(), 1);
    let finding = &found[0];
    assert_eq!(finding["type"], "NETWORK_REACHABILITY");
    assert_eq!(finding["title"], "Port 22 is reachable from an Internet Gateway - TCP");
    assert_eq!((&finding["severity"], &finding["status"]), (&json!("MEDIUM"), &json!("ACTIVE")));
    let details = &finding["networkReachabilityDetails"];
    assert_eq!(details["openPortRange"], json!({ "begin": 22, "end": 22 }));
    let steps = details["networkPath"]["steps"].as_array().unwrap();
    let steps: Vec<&str> = steps.iter().map(|one| one["componentId"].as_str().unwrap()).collect();
    assert_eq!(steps, ["igw-1", "acl-1", "sg-1", "eni-1", INSTANCE]);
    let text = finding["remediation"]["recommendation"]["text"].as_str().unwrap();
    assert!(text.contains("revoke the rule sgr-1 of the security group sg-1"), "{text}");
    let instance = &finding["resources"][0];
    assert_eq!(instance["id"], INSTANCE);
    assert_eq!(instance["tags"], json!({ "team": "red" }));
    assert_eq!(instance["details"]["awsEc2Instance"]["vpcId"], "vpc-1");

    *stage.scene.open.lock().unwrap() = None;
    stage.world.clock.advance(DAY);
    stage.assess();
    let closed = findings(&stage).await;
    assert_eq!(closed[0]["findingArn"], finding["findingArn"]);
    assert_eq!(closed[0]["status"], "CLOSED");
    assert_eq!(closed[0]["lastObservedAt"], finding["lastObservedAt"]);
    assert_ne!(closed[0]["updatedAt"], finding["updatedAt"]);
}

#[tokio::test]
async fn a_closed_finding_is_opened_again_for_a_week_and_forgotten_after_a_month() {
    let stage = enabled().await;
    let open = |port| *stage.scene.open.lock().unwrap() = port;
    open(Some(22));
    stage.assess();
    open(None);
    stage.assess();
    let first = findings(&stage).await[0].clone();
    stage.world.clock.advance(6 * DAY);
    open(Some(22));
    stage.assess();
    let again = findings(&stage).await;
    assert_eq!((again.len(), &again[0]["findingArn"]), (1, &first["findingArn"]));
    assert_eq!(again[0]["status"], "ACTIVE");
    assert_eq!(again[0]["firstObservedAt"], first["firstObservedAt"]);

    open(None);
    stage.assess();
    stage.world.clock.advance(8 * DAY);
    open(Some(22));
    stage.assess();
    let found = findings(&stage).await;
    assert_eq!(found.len(), 2);
    assert_ne!(found[0]["findingArn"], found[1]["findingArn"]);

    stage.world.clock.advance(23 * DAY);
    forget_closed(stage.world.road.platform()).await.unwrap();
    let left = findings(&stage).await;
    assert_eq!((left.len(), &left[0]["status"]), (1, &json!("ACTIVE")));
}

#[tokio::test]
async fn an_old_package_is_found_with_its_fix_until_it_is_fixed() {
    let stage = enabled().await;
    stage.hand_in(&[OLD, UNFIXED], None);
    stage.assess();
    let found = findings(&stage).await;
    assert_eq!(found.len(), 2);
    let finding = of(&found, "CVE-2026-0001");
    assert_eq!(finding["title"], "CVE-2026-0001 - openssl");
    assert_eq!(finding["description"], "openssl reads too far");
    assert_eq!(finding["fixAvailable"], "YES");
    assert_eq!(of(&found, "CVE-2026-0002")["fixAvailable"], "NO");
    let details = &finding["packageVulnerabilityDetails"];
    assert_eq!(details["vulnerabilityId"], "CVE-2026-0001");
    assert_eq!(details["relatedVulnerabilities"], json!(["DSA-1-1"]));
    assert_eq!(details["sourceUrl"], "https://nvd.nist.gov/vuln/detail/CVE-2026-0001");
    let package = &details["vulnerablePackages"][0];
    assert_eq!(package["name"], "openssl");
    assert_eq!((&package["version"], &package["release"]), (&json!("3.0.1"), &json!("1")));
    assert_eq!(package["fixedInVersion"], "3.0.2-1");
    assert_eq!(package["packageManager"], "OS");
    assert_eq!(finding["resources"][0]["details"]["awsEc2Instance"]["platform"], "DEBIAN_12");

    stage.hand_in(&[FIXED, UNFIXED], None);
    stage.assess();
    let found = findings(&stage).await;
    assert_eq!(of(&found, "CVE-2026-0001")["status"], "CLOSED");
    assert_eq!(of(&found, "CVE-2026-0002")["status"], "ACTIVE");
}

#[tokio::test]
async fn the_score_is_lower_where_nothing_is_reached_from_the_internet() {
    let stage = enabled().await;
    stage.hand_in(&[OLD], Some(443));
    stage.assess();
    let found = findings(&stage).await;
    let adjusted = &found[0]["inspectorScoreDetails"]["adjustedCvss"];
    assert_eq!((&found[0]["inspectorScore"], &found[0]["severity"]), (&json!(8.8), &json!("HIGH")));
    assert_eq!(adjusted["scoringVector"], "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
    assert_eq!(adjusted["adjustments"][0]["metric"], "Attack Vector");
    let base = &found[0]["packageVulnerabilityDetails"]["cvss"][0];
    assert_eq!((&base["baseScore"], &base["version"]), (&json!(9.8), &json!("3.1")));

    *stage.scene.open.lock().unwrap() = Some(443);
    stage.assess();
    let found = findings(&stage).await;
    let finding = of(&found, "CVE-2026-0001");
    assert_eq!(
        (&finding["inspectorScore"], &finding["severity"]),
        (&json!(9.8), &json!("CRITICAL"))
    );
    let reason = &finding["inspectorScoreDetails"]["adjustedCvss"]["adjustments"][0]["reason"];
    assert!(reason.as_str().unwrap().contains("/usr/sbin/server listens at port 443"), "{reason}");
    let port = of(&found, "Port 443")["description"].as_str().unwrap();
    assert!(port.contains("Seen listening: /usr/sbin/server at 443"), "{port}");
}

#[tokio::test]
async fn what_is_exploited_is_grave_and_says_why() {
    let stage = enabled().await;
    stage.advisories.exploit("CVE-2026-0002");
    stage.hand_in(&[UNFIXED], None);
    stage.assess();
    let found = findings(&stage).await;
    let finding = of(&found, "CVE-2026-0002");
    assert_eq!(
        (&finding["severity"], &finding["exploitAvailable"]),
        (&json!("HIGH"), &json!("YES"))
    );
    assert_eq!(finding["epss"]["score"], 0.25);
    let adjusted = &finding["inspectorScoreDetails"]["adjustedCvss"]["adjustments"];
    let told = json!([{
        "metric": "Exploit Code Maturity", "reason": "exploited since 2026-01-02 (KEV)" }]);
    assert_eq!(*adjusted, told);
    let named = json!({ "findingArns": [finding["findingArn"]] });
    let told = ask(&stage.world, "BatchGetFindingDetails", named).await.unwrap();
    let detail = &told["findingDetails"][0];
    assert_eq!(detail["cisaData"]["dateAdded"], "2026-01-02T00:00:00Z");
    assert_eq!(detail["epssScore"], 0.25);
}

#[tokio::test]
async fn the_disk_of_an_instance_is_read_where_its_host_sends_nothing() {
    let stage = enabled().await;
    let package = HostPackage { purl: OLD.to_owned(), path: "var/lib/dpkg/status".to_owned() };
    let system = OperatingSystem::default();
    let disk = Disk { system, packages: vec![package], problems: Vec::new() };
    let put = |mark: &str, disk| {
        *stage.scene.disk.lock().unwrap() = Some((mark.to_owned(), disk));
    };
    put("1", Ok(disk));
    stage.assess();
    assert_eq!(of(&findings(&stage).await, "CVE-2026-0001")["status"], "ACTIVE");
    let covered = ask(&stage.world, "ListCoverage", json!({})).await.unwrap();
    let packages = &covered["coveredResources"][1];
    assert_eq!(packages["scanMode"], "EC2_AGENTLESS");
    // What cannot be read any more is not taken for clean.
    put("2", Err("it is damaged".to_owned()));
    stage.assess();
    assert_eq!(of(&findings(&stage).await, "CVE-2026-0001")["status"], "ACTIVE");
    let covered = ask(&stage.world, "ListCoverage", json!({})).await.unwrap();
    let status = &covered["coveredResources"][1]["scanStatus"];
    assert_eq!(*status, json!({ "statusCode": "INACTIVE", "reason": "INVALID_ARTIFACT" }));
    put("3", Ok(Disk::default()));
    stage.assess();
    assert_eq!(of(&findings(&stage).await, "CVE-2026-0001")["status"], "CLOSED");
}

#[tokio::test]
async fn disks_are_not_read_where_only_hosts_count() {
    let stage = enabled().await;
    let package = HostPackage { purl: OLD.to_owned(), path: String::new() };
    let disk = Disk { packages: vec![package], ..Disk::default() };
    *stage.scene.disk.lock().unwrap() = Some(("1".to_owned(), Ok(disk)));
    let mode = |mode: &str| json!({ "ec2Configuration": { "scanMode": mode } });
    ask(&stage.world, "UpdateConfiguration", mode("EC2_SSM_AGENT_BASED")).await.unwrap();
    stage.assess();
    assert!(findings(&stage).await.is_empty());
    ask(&stage.world, "UpdateConfiguration", mode("EC2_HYBRID")).await.unwrap();
    stage.assess();
    assert_eq!(findings(&stage).await.len(), 1);
    let told = ask(&stage.world, "GetConfiguration", json!({})).await.unwrap();
    assert_eq!(told["ec2Configuration"]["scanModeState"]["scanMode"], "EC2_HYBRID");
}

#[tokio::test]
async fn other_advisories_tell_of_what_was_seen_before() {
    let stage = enabled().await;
    stage.hand_in(&[OLD], None);
    stage.assess();
    assert_eq!(findings(&stage).await[0]["status"], "ACTIVE");
    stage.advisories.withdraw();
    stage.assess();
    assert_eq!(findings(&stage).await[0]["status"], "CLOSED");
}

#[tokio::test]
async fn without_advisories_what_was_found_stays() {
    let stage = enabled().await;
    stage.hand_in(&[OLD], None);
    stage.assess();
    let platform = stage.world.road.platform();
    let without = Assessor::new(stage.scene.clone(), None);
    without.assess(&platform.store, &Stage::place(ACCOUNT), platform.now()).unwrap();
    assert_eq!(findings(&stage).await[0]["status"], "ACTIVE");
}

#[tokio::test]
async fn what_is_not_scanned_has_no_findings() {
    let stage = Stage::new();
    *stage.scene.open.lock().unwrap() = Some(22);
    stage.assess();
    assert!(findings(&stage).await.is_empty());
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["ECR"] })).await.unwrap();
    stage.assess();
    assert!(findings(&stage).await.is_empty());
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    stage.assess();
    assert_eq!(findings(&stage).await[0]["status"], "ACTIVE");
    ask(&stage.world, "Disable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    stage.assess();
    assert_eq!(findings(&stage).await[0]["status"], "CLOSED");
    let covered = ask(&stage.world, "ListCoverage", json!({})).await.unwrap();
    assert_eq!(covered["coveredResources"], json!([]));
    stage.world.clock.advance(DAY);
    forget_closed(stage.world.road.platform()).await.unwrap();
    assert!(findings(&stage).await.is_empty());
}

#[tokio::test]
async fn findings_of_a_terminated_instance_are_closed() {
    let stage = enabled().await;
    *stage.scene.open.lock().unwrap() = Some(22);
    stage.assess();
    *stage.scene.is_terminated.lock().unwrap() = true;
    stage.assess();
    assert_eq!(findings(&stage).await[0]["status"], "CLOSED");
    stage.world.clock.advance(3 * DAY);
    forget_closed(stage.world.road.platform()).await.unwrap();
    assert!(findings(&stage).await.is_empty());
}

#[tokio::test]
async fn a_commit_has_what_it_changes_assessed() {
    let stage = Stage::new();
    *stage.scene.open.lock().unwrap() = Some(22);
    let assessor = Assessor::new(stage.scene.clone(), Some(stage.advisories.clone()));
    let (assessments, follower) = Assessments::new(assessor);
    let platform = stage.world.road.platform();
    platform.store.observe(Box::new(follower)).unwrap();
    assert!(assessments.assess(platform).await);
    assert!(findings(&stage).await.is_empty());
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    assert!(assessments.assess(platform).await);
    assert_eq!(findings(&stage).await.len(), 1);
    stage.hand_in(&[OLD], None);
    assert!(assessments.assess(platform).await);
    assert_eq!(findings(&stage).await.len(), 2);
    // What nothing tells of is not looked at.
    *stage.scene.open.lock().unwrap() = None;
    assert!(assessments.assess(platform).await);
    let active = listed(&stage, status("ACTIVE")).await;
    assert_eq!(active.len(), 2);
}

fn status(status: &str) -> Json {
    json!({ "filterCriteria": { "findingStatus": [{ "comparison": "EQUALS", "value": status }] } })
}

#[tokio::test]
async fn filters_suppress_what_is_there_and_what_comes() {
    let stage = enabled().await;
    *stage.scene.open.lock().unwrap() = Some(22);
    stage.assess();
    let criteria =
        json!({ "findingType": [{ "comparison": "EQUALS", "value": "NETWORK_REACHABILITY" }] });
    let filter = json!({ "name": "ports", "action": "SUPPRESS", "filterCriteria": criteria });
    let told = ask(&stage.world, "CreateFilter", filter).await.unwrap();
    assert_eq!(findings(&stage).await[0]["status"], "SUPPRESSED");
    *stage.scene.open.lock().unwrap() = Some(23);
    stage.hand_in(&[OLD], None);
    stage.assess();
    assert_eq!(listed(&stage, status("SUPPRESSED")).await.len(), 1);
    assert_eq!(listed(&stage, status("ACTIVE")).await.len(), 1);
    assert_eq!(listed(&stage, status("CLOSED")).await.len(), 1);
    let update = json!({ "filterArn": told["arn"], "action": "NONE" });
    ask(&stage.world, "UpdateFilter", update).await.unwrap();
    assert_eq!(listed(&stage, status("ACTIVE")).await.len(), 2);
    let update = json!({ "filterArn": told["arn"], "action": "SUPPRESS" });
    ask(&stage.world, "UpdateFilter", update).await.unwrap();
    assert_eq!(listed(&stage, status("SUPPRESSED")).await.len(), 1);
    ask(&stage.world, "DeleteFilter", json!({ "arn": told["arn"] })).await.unwrap();
    assert_eq!(listed(&stage, status("ACTIVE")).await.len(), 2);
}

#[tokio::test]
async fn an_administrator_sees_and_suppresses_findings_of_members() {
    let stage = Stage::with(&Organization::new());
    let world = &stage.world;
    let delegate = json!({ "delegatedAdminAccountId": MEMBER });
    ask(world, "EnableDelegatedAdminAccount", delegate).await.unwrap();
    let member = json!({ "accountId": ACCOUNT });
    ask_as(world, MEMBER, "AssociateMember", member).await.unwrap();
    let enable = json!({ "accountIds": [ACCOUNT], "resourceTypes": ["EC2"] });
    ask_as(world, MEMBER, "Enable", enable).await.unwrap();
    *stage.scene.open.lock().unwrap() = Some(22);
    stage.assess();
    let seen = |account| ask_as(world, account, "ListFindings", json!({}));
    let status = |told: &Json| told["findings"][0]["status"].clone();
    assert_eq!(status(&seen(MEMBER).await.unwrap()), "ACTIVE");
    assert_eq!(status(&seen(ACCOUNT).await.unwrap()), "ACTIVE");
    assert_eq!(seen(OTHER).await.unwrap()["findings"], json!([]));
    let filter = json!({ "name": "all", "action": "SUPPRESS", "filterCriteria": {} });
    let refused = ask_as(world, ACCOUNT, "CreateFilter", filter.clone()).await.unwrap_err();
    assert_eq!(refused.code, "AccessDeniedException");
    ask_as(world, MEMBER, "CreateFilter", filter).await.unwrap();
    assert_eq!(status(&seen(MEMBER).await.unwrap()), "SUPPRESSED");
    assert_eq!(status(&seen(ACCOUNT).await.unwrap()), "SUPPRESSED");
}
