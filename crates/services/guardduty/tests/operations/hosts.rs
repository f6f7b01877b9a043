//! Flows that agents send.

use std::fmt::Write as _;

use bartizan_guardduty::GuardDuty;
use bartizan_service::testkit::World;
use bartizan_service::{HostFlows, NetworkPlace, SentFlows, TakenFlows};
use bartizan_types::Region;
use serde_json::json;

use super::bucket::Bucket;
use super::ingest::findings;
use super::{detector, world_of};

const INSTANCE: &str = "i-0123456789abcdef0";

/// A scan of the host's own, as its agent tells it.
fn scan() -> String {
    (1..=40).fold(String::new(), |mut text, port| {
        let start = 1_795_510_000 + port;
        writeln!(
            text,
            "10.0.0.5 52.1.2.3 {} {port} 6 1 44 {start} {} ACCEPT egress OK",
            40_000 + port,
            start + 1
        )
        .unwrap();
        text
    })
}

async fn send(service: &GuardDuty, world: &World, offset: u64, rows: &str) -> TakenFlows {
    let account = "123456789012".parse().unwrap();
    let place = NetworkPlace { account, region: Region::new("us-east-1") };
    let (instance, source) = (INSTANCE.to_owned(), "one".to_owned());
    let sent = SentFlows { instance, source, offset, rows: rows.as_bytes().to_vec() };
    service.take(world.road.platform(), &place, sent).await.unwrap()
}

#[tokio::test]
async fn flows_of_hosts_are_taken_once_and_are_the_hosts_own() {
    let service = GuardDuty::default();
    let world = world_of(&service, &Bucket::default());
    let rows = scan();
    let length = rows.len() as u64;
    let taken = send(&service, &world, 0, &rows).await;
    assert_eq!(taken, TakenFlows { next_offset: length, is_wanted: false }, "nobody watches");
    let id = detector(&world).await;
    let (first, rest) = rows.split_at(rows.find("10.0.0.5 52.1.2.3 40009").unwrap());
    let half = first.len() as u64;
    let taken = send(&service, &world, 0, first).await;
    assert_eq!(taken, TakenFlows { next_offset: half, is_wanted: true });
    for offset in [0, half - 1, half + 1] {
        let taken = send(&service, &world, offset, first).await;
        assert_eq!(taken.next_offset, half, "it has that, or lacks what is before it");
    }
    // After a restart it is the same: what was taken is stored.
    let anew = GuardDuty::default();
    // A header would name another instance's rows; here it is no row.
    let lie = "account-id instance-id srcaddr dstaddr start\n";
    let taken = send(&anew, &world, half, &format!("{lie}{rest}")).await;
    assert_eq!(taken.next_offset, length + lie.len() as u64);
    let found = findings(&world, &id).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["Type"], "Recon:EC2/Portscan");
    assert_eq!(found[0]["AccountId"], "123456789012");
    assert_eq!(found[0]["Resource"]["InstanceDetails"]["InstanceId"], json!(INSTANCE));
    assert_eq!(found[0]["Service"]["Count"], 1);
}
