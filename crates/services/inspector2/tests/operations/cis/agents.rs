//! Agents tell what checks said by sessions.

use std::time::Duration;

use bartizan_inspector2::UncheckedDisk;
use bartizan_service::testkit::{ACCOUNT, admin};
use serde_json::{Value as Json, json};

use super::super::called;
use super::results;
use super::scene::{CHECKS, ON_DISK, Stage, WITH_AGENT, instance, named_after};

const TOKEN: &str = "00000000-0000-4000-8000-000000000001";
const OTHER_TOKEN: &str = "00000000-0000-4000-8000-000000000002";

/// A scan that waits for the agent; the id of its job.
async fn waiting(stage: &Stage) -> String {
    stage.configure(json!({})).await;
    stage.step();
    let waiting = stage.waiting(WITH_AGENT).unwrap();
    assert_eq!(waiting.level, 2);
    waiting.job
}

fn start(job: &str, token: &str) -> Json {
    json!({ "scanJobId": job, "message": { "sessionToken": token } })
}

fn with(job: &str, name: &str, value: Json) -> Json {
    let mut input = json!({ "scanJobId": job, "sessionToken": TOKEN });
    input[name] = value;
    input
}

fn message(rule: &str, status: &str) -> Json {
    json!({ "ruleId": rule, "status": status, "cisRuleDetails": "found" })
}

fn end(status: &str, progress: &Json) -> Json {
    let platform = json!({ "vendor": "SPI", "product": "DEBIAN", "version": "12" });
    json!({
        "status": status,
        "progress": progress,
        "reason": "so it is",
        "computePlatform": platform,
        "benchmarkVersion": "1.1.0",
        "benchmarkProfile": "Level 2 - Server",
    })
}

async fn refused(stage: &Stage, operation: &str, input: Json) -> String {
    stage.as_agent(WITH_AGENT, operation, input).await.unwrap_err().code.to_string()
}

#[tokio::test]
async fn what_an_agent_tells_is_in_the_results() {
    let stage = Stage::new();
    let job = waiting(&stage).await;
    stage.as_agent(WITH_AGENT, "StartCisSession", start(&job, TOKEN)).await.unwrap();
    // While the agent is at work nothing waits for it.
    assert_eq!(stage.waiting(WITH_AGENT), None);
    let told = json!([message(CHECKS[0], "PASSED"), message(CHECKS[1], "PASSED")]);
    let told = with(&job, "messages", told);
    stage.as_agent(WITH_AGENT, "SendCisSessionTelemetry", told).await.unwrap();
    // What is told again counts once.
    let told = json!([message(CHECKS[1], "FAILED"), message(CHECKS[2], "ERROR")]);
    let told = with(&job, "messages", told);
    stage.as_agent(WITH_AGENT, "SendCisSessionTelemetry", told).await.unwrap();
    let health = json!({ "scanJobId": job, "sessionToken": TOKEN });
    stage.as_agent(WITH_AGENT, "SendCisSessionHealth", health.clone()).await.unwrap();
    let lost = end("SUCCESS", &json!({ "totalChecks": 4 }));
    assert_eq!(
        refused(&stage, "StopCisSession", with(&job, "message", lost)).await,
        "ValidationException"
    );
    let progress =
        json!({ "totalChecks": 3, "successfulChecks": 1, "failedChecks": 1, "errorChecks": 1 });
    let stop = with(&job, "message", end("SUCCESS", &progress));
    stage.as_agent(WITH_AGENT, "StopCisSession", stop).await.unwrap();
    assert_eq!(refused(&stage, "SendCisSessionHealth", health).await, "AccessDeniedException");

    let scan = stage.scans(json!({})).await.remove(0);
    assert_eq!((&scan["status"], &scan["totalChecks"]), (&json!("COMPLETED"), &json!(6)));
    let found = results::by_target(&stage, &scan, json!({})).await;
    assert_eq!(found[1]["statusCounts"], json!({ "passed": 1, "failed": 1, "skipped": 1 }));
    assert_eq!(
        (&found[1]["platform"], &found[1]["targetStatus"]),
        (&json!("DEBIAN_12"), &json!("COMPLETED"))
    );
    let details = results::details(&stage, &scan, WITH_AGENT, json!({})).await;
    let of = |id: &str| details.iter().find(|one| one["checkId"] == id).unwrap().clone();
    assert_eq!(of(CHECKS[1])["statusReason"], "found");
    assert_eq!(of(CHECKS[2])["statusReason"], "Could not be read: found");
}

#[tokio::test]
async fn a_job_is_for_one_agent_and_one_session() {
    let stage = Stage::new();
    let job = waiting(&stage).await;
    let begin = start(&job, TOKEN);
    for instance in [ON_DISK, "somebody"] {
        let told = stage.as_agent(instance, "StartCisSession", begin.clone()).await.unwrap_err();
        assert_eq!(told.code, "AccessDeniedException", "{instance}");
    }
    // A user is no agent, and neither is who gives itself a session of the same role and name.
    for caller in [admin(), named_after(WITH_AGENT)] {
        let told = called(&stage.world, caller, "StartCisSession", begin.clone()).await;
        assert_eq!(told.unwrap_err().code, "AccessDeniedException");
    }
    let unknown = start("00000000-0000-4000-8000-00000000000f", TOKEN);
    assert_eq!(refused(&stage, "StartCisSession", unknown).await, "AccessDeniedException");
    let early = json!({ "scanJobId": job, "sessionToken": TOKEN });
    assert_eq!(refused(&stage, "SendCisSessionHealth", early.clone()).await, "ConflictException");

    stage.as_agent(WITH_AGENT, "StartCisSession", begin.clone()).await.unwrap();
    stage.as_agent(WITH_AGENT, "StartCisSession", begin).await.unwrap();
    let told = with(&job, "messages", json!([message(CHECKS[0], "FAILED")]));
    stage.as_agent(WITH_AGENT, "SendCisSessionTelemetry", told.clone()).await.unwrap();
    for (operation, input) in [
        ("SendCisSessionTelemetry", told.clone()),
        ("SendCisSessionHealth", early),
        ("StopCisSession", with(&job, "message", end("FAILED", &json!({})))),
    ] {
        // Who knows the token is not who it was told.
        let answer = called(&stage.world, named_after(WITH_AGENT), operation, input).await;
        assert_eq!(answer.unwrap_err().code, "AccessDeniedException", "{operation}");
    }
    let other = start(&job, OTHER_TOKEN);
    assert_eq!(refused(&stage, "StartCisSession", other.clone()).await, "ConflictException");
    // An agent that was started anew takes over once the first says nothing any more, from the beginning.
    stage.world.clock.advance(Duration::from_mins(2));
    assert_eq!(stage.waiting(WITH_AGENT).unwrap().job, job);
    stage.as_agent(WITH_AGENT, "StartCisSession", other).await.unwrap();
    assert_eq!(refused(&stage, "SendCisSessionTelemetry", told).await, "ConflictException");
    let scan = stage.scans(json!({})).await.remove(0);
    assert_eq!(results::details(&stage, &scan, WITH_AGENT, json!({})).await, Vec::<Json>::new());
}

#[tokio::test]
async fn what_is_no_result_is_refused() {
    let stage = Stage::new();
    stage.configure(json!({ "securityLevel": "LEVEL_1" })).await;
    stage.step();
    let job = stage.waiting(WITH_AGENT).unwrap().job;
    stage.as_agent(WITH_AGENT, "StartCisSession", start(&job, TOKEN)).await.unwrap();
    let no_text = json!({ "ruleId": CHECKS[0], "status": "PASSED", "cisRuleDetails": [255] });
    for (wrong, why) in [
        (message("99.1", "PASSED"), "no such check"),
        (message(CHECKS[2], "PASSED"), "level"),
        (no_text, "no text"),
    ] {
        // None of a call counts if one is wrong.
        let told = with(&job, "messages", json!([message(CHECKS[0], "PASSED"), wrong]));
        let told = stage.as_agent(WITH_AGENT, "SendCisSessionTelemetry", told).await.unwrap_err();
        assert_eq!(told.code, "ValidationException", "{why}");
        assert!(told.message.contains(why), "{}", told.message);
    }
    let stop = with(&job, "message", end("SUCCESS", &json!({ "totalChecks": 0 })));
    stage.as_agent(WITH_AGENT, "StopCisSession", stop).await.unwrap();
}

#[tokio::test]
async fn ends_have_reasons() {
    for (status, expected) in [
        ("FAILED", json!(["CANCELLED", null])),
        ("INTERRUPTED", json!(["CANCELLED", null])),
        ("UNSUPPORTED_OS", json!(["CANCELLED", "UNSUPPORTED_OS"])),
        ("SUCCESS", json!(["COMPLETED", null])),
    ] {
        let stage = Stage::new();
        let job = waiting(&stage).await;
        stage.as_agent(WITH_AGENT, "StartCisSession", start(&job, TOKEN)).await.unwrap();
        let stop = with(&job, "message", end(status, &json!({})));
        stage.as_agent(WITH_AGENT, "StopCisSession", stop).await.unwrap();
        let scan = stage.scans(json!({})).await.remove(0);
        let found = results::by_target(&stage, &scan, json!({})).await;
        let told = json!([found[1]["targetStatus"], found[1]["targetStatusReason"]]);
        assert_eq!(told, expected, "{status}");
    }
}

#[tokio::test]
async fn who_cannot_be_checked_is_told() {
    let stage = Stage::new();
    let unmanaged = instance("i-00000000000000003", Some("ami-2"), None);
    stage.hosts.instances.lock().unwrap().get_mut(ACCOUNT).unwrap().push(unmanaged);
    let unsupported = UncheckedDisk::UnsupportedSystem("alpine 3.20.1".to_owned());
    *stage.hosts.disk.lock().unwrap() = Some(Err(unsupported));
    stage.configure(json!({})).await;
    stage.step();
    let listed = async || {
        let scan = stage.scans(json!({})).await.remove(0);
        let found = results::by_target(&stage, &scan, json!({})).await;
        let of = |one: &Json| json!([one["targetStatus"], one["targetStatusReason"]]);
        (scan["status"].clone(), found.iter().map(of).collect::<Vec<Json>>())
    };
    let (status, targets) = listed().await;
    assert_eq!(status, "IN_PROGRESS");
    assert_eq!(
        targets,
        [
            json!(["CANCELLED", "UNSUPPORTED_OS"]),
            json!([null, "SCAN_IN_PROGRESS"]),
            json!(["CANCELLED", "SSM_UNMANAGED"])
        ]
    );
    // An agent that never comes is not waited for without end; nothing was checked at all.
    stage.world.clock.advance(Duration::from_hours(6));
    stage.step();
    assert_eq!(stage.waiting(WITH_AGENT), None);
    let (status, targets) = listed().await;
    assert_eq!((status, &targets[1]), (json!("FAILED"), &json!(["TIMED_OUT", null])));
}
