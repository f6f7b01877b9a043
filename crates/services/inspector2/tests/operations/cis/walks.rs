//! What reads whole scans waits in the line of its account, and does not hold up who serves calls.

use std::task::{Context, Waker};

use bartizan_service::testkit::ACCOUNT;
use serde_json::json;

use super::super::fakes::Organization;
use super::super::{ask, code};
use super::scene::{ON_DISK, Stage};
use super::{NO_SCAN, results};

/// How many reads of an account are made or wait.
const OF_ACCOUNT_MAX: usize = 32;

#[tokio::test]
async fn scans_and_results_are_read_in_the_line_of_the_account() {
    let organization = Organization::new();
    let stage = Stage::with(&organization);
    stage.configure(json!({})).await;
    stage.step();
    let scan = stage.scans(json!({})).await.remove(0);
    let (begins, end) = organization.hold();
    let mut line: Vec<_> = (0..OF_ACCOUNT_MAX)
        .map(|_| Box::pin(ask(&stage.world, "ListCisScans", json!({}))))
        .collect();
    for one in &mut line {
        // Who reads elsewhere leaves this thread to others.
        assert!(one.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    begins.recv().unwrap();
    let of_scan = json!({ "scanArn": scan["scanArn"] });
    let details = json!({
        "scanArn": scan["scanArn"], "targetResourceId": ON_DISK, "accountId": ACCOUNT
    });
    for (operation, input) in [
        ("ListCisScans", json!({})),
        ("ListCisScanConfigurations", json!({})),
        ("ListCisScanResultsAggregatedByChecks", of_scan.clone()),
        ("ListCisScanResultsAggregatedByTargetResource", of_scan),
        ("GetCisScanReport", json!({ "scanArn": NO_SCAN, "reportFormat": "CSV" })),
        ("GetCisScanResultDetails", details),
    ] {
        assert_eq!(
            code(&stage.world, operation, input).await,
            "ThrottlingException",
            "{operation}"
        );
    }
    end.send(()).unwrap();
    for one in line {
        assert_eq!(one.await.unwrap()["scans"].as_array().unwrap().len(), 1);
    }
    assert_eq!(results::by_target(&stage, &scan, json!({})).await.len(), 2);
}
