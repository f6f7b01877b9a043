//! Records that come in pieces: each is read once, and what is found is stored with how far was read.

use std::fmt::Write as _;

use bartizan_service::testkit::World;
use serde_json::{Value as Json, json};

use super::bucket::Bucket;
use super::{ask, detector, refused, world, world_with};

/// A piece of the file whose digest is of this sign.
pub(crate) fn piece(stream: &str, digest: char, offset: u64, text: &str, last: bool) -> Json {
    let digest: String = std::iter::repeat_n(digest, 64).collect();
    let data: Vec<u8> = text.bytes().collect();
    json!({ "Stream": stream, "Source": digest, "Offset": offset, "Last": last, "Data": data })
}

/// A scan of many ports of one host, in version 2, from `first` on.
fn scan(first: u32, ports: u32) -> String {
    (first..first + ports).fold(String::new(), |mut text, port| {
        let start = 1_795_510_000 + port;
        writeln!(
            text,
            "2 123456789012 eni-0123456789abcdef0 10.0.0.5 52.1.2.3 {} {port} 6 1 44 {start} {} REJECT OK",
            40_000 + port,
            start + 1
        )
        .unwrap();
        text
    })
}

pub(crate) async fn findings(world: &World, id: &str) -> Vec<Json> {
    let ids = ask(world, "ListFindings", json!({ "DetectorId": id })).await.unwrap();
    let input = json!({ "DetectorId": id, "findingIds": ids["FindingIds"] });
    let told = ask(world, "GetFindings", input).await.unwrap();
    told["Findings"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_scan_is_found_and_told_with_its_evidence() {
    let world = world();
    let id = detector(&world).await;
    let text = format!(
        "{}2 x\n2 123456789012 eni-1 - - - - - - - 1795510000 1795510060 - NODATA\n",
        scan(1, 40)
    );
    let told = ask(&world, "IngestRecords", piece("FLOWS", 'a', 0, &text, true)).await.unwrap();
    assert_eq!(
        (&told["Records"], &told["NoData"], &told["Unreadable"]),
        (&json!(40), &json!(1), &json!(1))
    );
    assert_eq!(told["FirstUnreadable"][0]["Line"], 41);
    assert_eq!((&told["NewFindings"], &told["IsDone"]), (&json!(1), &json!(true)));
    let found = findings(&world, &id).await;
    let one = &found[0];
    assert_eq!(one["Type"], "Recon:EC2/Portscan");
    assert_eq!(one["Severity"], 5.0);
    let action = &one["Service"]["Action"]["NetworkConnectionAction"];
    assert_eq!(action["RemoteIpDetails"]["IpAddressV4"], "52.1.2.3");
    assert_eq!(action["ConnectionDirection"], "OUTBOUND");
    assert_eq!(action["Blocked"], true);
    let interface = &one["Resource"]["InstanceDetails"]["NetworkInterfaces"][0];
    assert_eq!(interface["NetworkInterfaceId"], "eni-0123456789abcdef0");
    assert_eq!(interface["PrivateIpAddress"], "10.0.0.5");
    assert_eq!(one["Service"]["ResourceRole"], "ACTOR");
    let info: Json =
        serde_json::from_str(one["Service"]["AdditionalInfo"]["Value"].as_str().unwrap()).unwrap();
    assert!(info["ports"].as_u64().unwrap() >= 6, "{info}");
    assert_eq!(one["Service"]["EventFirstSeen"], "2026-11-24T08:46:41.000Z");
}

#[tokio::test]
async fn what_was_read_is_not_read_again() {
    let world = world();
    let id = detector(&world).await;
    let (first, second) = (scan(1, 4), scan(5, 4));
    let told = ask(&world, "IngestRecords", piece("FLOWS", 'b', 0, &first, false)).await.unwrap();
    assert_eq!((&told["NextOffset"], &told["NewFindings"]), (&json!(first.len()), &json!(0)));
    // The same piece again, and one too far, are not taken: it is said where to go on.
    for offset in [0, 3, first.len() as u64 + 1] {
        let told =
            ask(&world, "IngestRecords", piece("FLOWS", 'b', offset, &first, false)).await.unwrap();
        assert_eq!((&told["NextOffset"], &told["Records"]), (&json!(first.len()), &json!(0)));
    }
    let at = first.len() as u64;
    let told = ask(&world, "IngestRecords", piece("FLOWS", 'b', at, &second, true)).await.unwrap();
    assert_eq!(told["NewFindings"], 1, "what both pieces show together");
    for offset in [0, at, at + second.len() as u64] {
        let told =
            ask(&world, "IngestRecords", piece("FLOWS", 'b', offset, &second, true)).await.unwrap();
        assert_eq!(
            (&told["IsDone"], &told["Records"], &told["NewFindings"]),
            (&json!(true), &json!(0), &json!(0))
        );
    }
    let found = findings(&world, &id).await;
    assert_eq!((found.len(), &found[0]["Service"]["Count"]), (1, &json!(1)));
    // The same host, hours later, is the same finding.
    let later = second.replace("17955", "17956");
    let told = ask(
        &world,
        "IngestRecords",
        piece("FLOWS", 'c', 0, &(scan(1, 4).replace("17955", "17956") + &later), true),
    )
    .await
    .unwrap();
    assert_eq!((&told["NewFindings"], &told["RepeatedFindings"]), (&json!(0), &json!(1)));
    let again = findings(&world, &id).await;
    assert_eq!((again.len(), &again[0]["Service"]["Count"]), (1, &json!(2)));
    assert_eq!(again[0]["Service"]["EventFirstSeen"], found[0]["Service"]["EventFirstSeen"]);
    assert_ne!(again[0]["Service"]["EventLastSeen"], found[0]["Service"]["EventLastSeen"]);
}

#[tokio::test]
async fn a_line_that_ends_in_the_next_piece_is_whole() {
    let world = world();
    detector(&world).await;
    let text = format!(
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n{}",
        scan(1, 20)
    );
    let cut = 150 + text.len() / 2;
    let cut = if text.as_bytes()[cut - 1] == b'\n' { cut + 1 } else { cut };
    let told =
        ask(&world, "IngestRecords", piece("FLOWS", 'd', 0, &text[..cut], false)).await.unwrap();
    let next = told["NextOffset"].as_u64().unwrap();
    assert!(next < cut as u64 && text.as_bytes()[usize::try_from(next).unwrap() - 1] == b'\n');
    let read = told["Records"].as_u64().unwrap();
    let rest = &text[usize::try_from(next).unwrap()..];
    let told = ask(&world, "IngestRecords", piece("FLOWS", 'd', next, rest, true)).await.unwrap();
    assert_eq!(read + told["Records"].as_u64().unwrap(), 20);
    assert_eq!(told["Unreadable"], 0);
}

#[tokio::test]
async fn a_line_that_is_too_long_is_counted_once() {
    let world = world();
    detector(&world).await;
    let long = "x".repeat((1 << 20) + 10);
    let told = ask(&world, "IngestRecords", piece("DNS", 'e', 0, &long, false)).await.unwrap();
    assert_eq!((&told["Unreadable"], &told["NextOffset"]), (&json!(1), &json!(long.len())));
    let query = r#"{"version":"1.1","account_id":"123456789012","region":"r","vpc_id":"v","query_timestamp":"2026-11-24T08:00:00Z","query_name":"example.com.","query_type":"A","query_class":"IN","rcode":"NOERROR","answers":[],"srcaddr":"10.0.0.5","srcport":"1","transport":"UDP","srcids":{"instance":"i-1"}}"#;
    let rest = format!("yyy\n{query}\n");
    let at = long.len() as u64;
    let told = ask(&world, "IngestRecords", piece("DNS", 'e', at, &rest, true)).await.unwrap();
    assert_eq!((&told["Records"], &told["Unreadable"]), (&json!(1), &json!(0)), "{told}");
}

#[tokio::test]
async fn nobody_is_watched_without_a_detector() {
    let world = world();
    let none = ask(&world, "IngestRecords", piece("FLOWS", 'f', 0, "", true)).await.unwrap_err();
    assert_eq!(none.code, "DetectorNotEnabledException");
    let id = detector(&world).await;
    let off = json!({ "DetectorId": id, "enable": false });
    ask(&world, "UpdateDetector", off).await.unwrap();
    let none = ask(&world, "IngestRecords", piece("FLOWS", 'f', 0, "", true)).await.unwrap_err();
    assert_eq!(none.code, "DetectorNotEnabledException");
    let on = json!({ "DetectorId": id, "enable": true });
    ask(&world, "UpdateDetector", on).await.unwrap();
    let mut damaged = piece("FLOWS", 'f', 0, "", true);
    damaged["Data"] = json!([0x1f, 0x8b, 8]);
    assert!(refused(&world, "IngestRecords", damaged).await.contains("gzip"));
    // A detector that is made anew has read nothing.
    ask(&world, "IngestRecords", piece("FLOWS", 'f', 0, &scan(1, 40), true)).await.unwrap();
    ask(&world, "DeleteDetector", json!({ "DetectorId": id })).await.unwrap();
    let id = detector(&world).await;
    assert!(findings(&world, &id).await.is_empty());
    let told =
        ask(&world, "IngestRecords", piece("FLOWS", 'f', 0, &scan(1, 40), true)).await.unwrap();
    assert_eq!(told["NewFindings"], 1);
}

#[tokio::test]
async fn lists_decide_about_whom_detectors_tell() {
    let bucket = Bucket::default();
    bucket.put("threats", "52.1.2.0/24\n");
    bucket.put("trusted", "52.1.2.3\n");
    let world = world_with(&bucket);
    let id = detector(&world).await;
    let list = |name: &str| {
        json!({ "DetectorId": id, "name": name, "format": "TXT", "activate": true,
            "location": format!("s3://lists/{name}") })
    };
    ask(&world, "CreateThreatIntelSet", list("threats")).await.unwrap();
    let set = ask(&world, "CreateIPSet", list("trusted")).await.unwrap();
    ask(&world, "IngestRecords", piece("FLOWS", '1', 0, &scan(1, 40), true)).await.unwrap();
    assert!(findings(&world, &id).await.is_empty(), "trusted lists win");
    let named = json!({ "DetectorId": id, "IpSetId": set["IpSetId"] });
    ask(&world, "DeleteIPSet", named).await.unwrap();
    ask(&world, "IngestRecords", piece("FLOWS", '2', 0, &scan(100, 40), true)).await.unwrap();
    let found = findings(&world, &id).await;
    let of = |kind: &str| found.iter().find(|one| one["Type"] == kind).unwrap();
    of("Recon:EC2/Portscan");
    let listed = of("UnauthorizedAccess:EC2/MaliciousIPCaller.Custom");
    let details = &listed["Service"]["Evidence"]["ThreatIntelligenceDetails"][0];
    assert_eq!(details["ThreatListName"], "threats");
    let criterion = json!({ "service.additionalInfo.threatListName": { "eq": ["threats"] } });
    let input = json!({ "DetectorId": id, "findingCriteria": { "criterion": criterion } });
    let by_list = ask(&world, "ListFindings", input).await.unwrap();
    assert_eq!(by_list["FindingIds"], json!([listed["Id"]]));
}

#[tokio::test]
async fn calls_tell_who_made_them() {
    let world = world();
    let id = detector(&world).await;
    let call = json!({
        "eventVersion": "1.08", "eventID": "5a1e-1", "eventTime": "2026-11-24T08:00:00Z",
        "eventSource": "cloudtrail.amazonaws.com", "eventName": "StopLogging",
        "awsRegion": "us-east-1", "sourceIPAddress": "52.1.2.3", "userAgent": "<script>aws-cli",
        "recipientAccountId": "123456789012", "eventType": "AwsApiCall", "readOnly": false,
        "userIdentity": { "type": "IAMUser", "principalId": "AIDAEXAMPLE",
            "arn": "arn:aws:iam::123456789012:user/mallory", "accountId": "123456789012",
            "accessKeyId": "AKIAEXAMPLE", "userName": "mallory" },
        "requestParameters": { "name": "trail" },
    });
    let text = json!({ "Records": [call] }).to_string();
    let told = ask(&world, "IngestRecords", piece("ACTIVITY", 'a', 0, &text, true)).await.unwrap();
    assert_eq!(told["Records"], 1);
    let found = findings(&world, &id).await;
    let one = found
        .iter()
        .find(|one| one["Type"] == "Stealth:IAMUser/CloudTrailLoggingDisabled")
        .unwrap();
    let action = &one["Service"]["Action"]["AwsApiCallAction"];
    assert_eq!(
        (&action["Api"], &action["ServiceName"]),
        (&json!("StopLogging"), &json!("cloudtrail.amazonaws.com"))
    );
    assert_eq!(
        (&action["UserAgent"], &action["CallerType"]),
        (&json!("<script>aws-cli"), &json!("Remote IP"))
    );
    assert_eq!(action["RemoteIpDetails"]["IpAddressV4"], "52.1.2.3");
    let key = &one["Resource"]["AccessKeyDetails"];
    assert_eq!(
        (&key["UserName"], &key["AccessKeyId"], &key["UserType"]),
        (&json!("mallory"), &json!("AKIAEXAMPLE"), &json!("IAMUser"))
    );
    let info = one["Service"]["AdditionalInfo"]["Value"].as_str().unwrap();
    assert!(info.contains("5a1e-1"), "{info}");
}
