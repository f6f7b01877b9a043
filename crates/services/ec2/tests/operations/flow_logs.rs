//! Flow logs.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{VPC, done, filter, in_vpc, refused, vpc, world};

fn to_bucket(vpc: &str) -> Json {
    json!({
        "ResourceIds": [vpc],
        "ResourceType": "VPC",
        "TrafficType": "ALL",
        "LogDestinationType": "s3",
        "LogDestination": "arn:aws:s3:::flows/logs/",
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let with_one =
        |operation, input| in_vpc(operation, input).after("CreateFlowLogs", to_bucket(VPC));
    vec![
        in_vpc("CreateFlowLogs", to_bucket(VPC)),
        with_one("DeleteFlowLogs", json!({ "FlowLogIds": ["$CreateFlowLogs.FlowLogIds.0"] })),
        with_one("DescribeFlowLogs", json!({})),
    ]
}

#[tokio::test]
async fn what_is_to_be_logged_is_kept() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    let made = done(&world, "CreateFlowLogs", to_bucket(&network)).await;
    assert_eq!(made["Unsuccessful"], json!([]));
    let again = refused(&world, "CreateFlowLogs", to_bucket(&network)).await;
    assert_eq!(again, "FlowLogAlreadyExists");
    let of_vpc = json!({ "Filter": filter("resource-id", &[&network]) });
    let shown = done(&world, "DescribeFlowLogs", of_vpc.clone()).await;
    let log = &shown["FlowLogs"][0];
    assert_eq!(
        (&log["MaxAggregationInterval"], &log["FlowLogStatus"]),
        (&json!(600), &json!("ACTIVE"))
    );
    assert!(log["LogFormat"].as_str().unwrap().starts_with("${version} ${account-id}"));
    let delete = json!({ "FlowLogIds": [log["FlowLogId"]] });
    done(&world, "DeleteFlowLogs", delete.clone()).await;
    assert_eq!(refused(&world, "DeleteFlowLogs", delete).await, "InvalidFlowLogId.NotFound");
    assert_eq!(done(&world, "DescribeFlowLogs", of_vpc).await["FlowLogs"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_logged_is_refused() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    for (member, value, code) in [
        ("LogDestinationType", json!("cloud-watch-logs"), "NotImplemented"),
        ("LogDestinationType", json!("kinesis-data-firehose"), "NotImplemented"),
        ("ResourceType", json!("TransitGateway"), "NotImplemented"),
        (
            "DestinationOptions",
            json!({ "FileFormat": "parquet", "HiveCompatiblePartitions": false, "PerHourPartition": false }),
            "NotImplemented",
        ),
        ("LogDestination", json!("flows"), "InvalidParameterValue"),
        ("LogFormat", json!("${version} ${weather}"), "InvalidParameterValue"),
        ("MaxAggregationInterval", json!(61), "InvalidParameter"),
        ("LogGroupName", json!("flows"), "InvalidParameter"),
        ("TrafficType", json!("SOME"), "InvalidParameterValue"),
    ] {
        let mut wrong = to_bucket(&network);
        wrong[member] = value;
        assert_eq!(refused(&world, "CreateFlowLogs", wrong.clone()).await, code, "{wrong}");
    }
    let mut nowhere = to_bucket(&network);
    nowhere.as_object_mut().unwrap().remove("LogDestination");
    assert_eq!(refused(&world, "CreateFlowLogs", nowhere).await, "InvalidParameter");
    let unknown = refused(&world, "CreateFlowLogs", to_bucket("vpc-0")).await;
    assert_eq!(unknown, "InvalidVpcID.NotFound");
}

#[tokio::test]
async fn the_bucket_must_be_there_and_let_logs_in() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    for (destination, message) in [
        ("arn:aws:s3:::elsewhere", "LogDestination: elsewhere does not exist."),
        (
            "arn:aws:s3:::flows/closed",
            "Access Denied for LogDestination: flows. Please check LogDestination permission",
        ),
    ] {
        let mut wrong = to_bucket(&network);
        wrong["LogDestination"] = json!(destination);
        let told = done(&world, "CreateFlowLogs", wrong).await;
        assert_eq!(told["FlowLogIds"], json!([]));
        let error = json!({ "Code": "400", "Message": message });
        let refused = json!([{ "Error": error, "ResourceId": network }]);
        assert_eq!(told["Unsuccessful"], refused);
    }
    assert_eq!(done(&world, "DescribeFlowLogs", json!({})).await["FlowLogs"], json!([]));
    let mut folders = to_bucket(&network);
    folders["DestinationOptions"] = json!({ "FileFormat": "plain-text", "HiveCompatiblePartitions": true,
        "PerHourPartition": false });
    folders["ClientToken"] = json!("once");
    let made = done(&world, "CreateFlowLogs", folders.clone()).await;
    assert_eq!(made["Unsuccessful"], json!([]));
    let again = done(&world, "CreateFlowLogs", folders).await;
    assert_eq!(made["FlowLogIds"], again["FlowLogIds"]);
}
