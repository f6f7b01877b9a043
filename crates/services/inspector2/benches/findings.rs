//! What a large account costs: lists and counts of its findings, and its first assessment. A million
//! findings about 10,000 instances, unless `FINDINGS` says another number.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

#[path = "../../../engines/reach/benches/large/mod.rs"]
mod large;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bartizan_assess::advisory::Builder;
use bartizan_inspector2::{Assessor, Disk, Inspector, Instance, Resources};
use bartizan_reach::Network;
use bartizan_service::store::{Key, Reader};
use bartizan_service::testkit::{ACCOUNT, REGION, World, admin, input_of};
use bartizan_service::types::{Fault, Region, Timestamp};
use bartizan_service::{AdvisoryData, AdvisoryFile, HostPackage, NetworkPlace, OperatingSystem};
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value as Json, json};
use tokio::runtime::Runtime;

const INSTANCES: usize = 10_000;
const OF_EACH: usize = 100;

/// Instances that have the same packages, each with one vulnerability; or a network, and no disks.
#[derive(Default)]
struct Fleet {
    instances: usize,
    packages: usize,
    network: Network,
}

impl Resources for Fleet {
    fn instances(&self, _: &Reader<'_>, _: &NetworkPlace) -> Result<Vec<Instance>, Fault> {
        let instance = |number: usize| Instance {
            id: format!("i-{number:017x}"),
            image: Some("ami-1".to_owned()),
            disk: (self.packages > 0).then(|| "disk".to_owned()),
            instance_type: Some("t3.micro".to_owned()),
            vpc: "vpc-1".to_owned(),
            subnet: "subnet-1".to_owned(),
            launched: Timestamp::from_seconds(1_795_000_000),
            interfaces: vec![format!("eni-{number}")],
            addresses: vec!["10.0.0.4".to_owned()],
            tags: BTreeMap::from([("team".to_owned(), format!("team-{}", number % 7))]),
        };
        Ok((0..self.instances).map(instance).collect())
    }

    fn network(&self, _: &Reader<'_>, _: &NetworkPlace) -> Result<Network, Fault> {
        Ok(self.network.clone())
    }

    fn mark(&self, _: &str) -> Option<String> {
        Some("1".to_owned())
    }

    fn read(&self, _: &str) -> Result<Disk, String> {
        let package = |number| HostPackage {
            purl: format!("pkg:deb/debian/package-{number}@1.0-1?distro=debian-12"),
            path: "var/lib/dpkg/status".to_owned(),
        };
        let packages = (0..self.packages).map(package).collect();
        Ok(Disk { system: OperatingSystem::default(), packages, problems: Vec::new() })
    }

    fn concerns(&self, _: &str) -> bool {
        false
    }

    fn places(&self, _: &Reader<'_>, _: &str, _: &Key) -> Result<Vec<NetworkPlace>, Fault> {
        Ok(Vec::new())
    }
}

struct Advisories(Arc<AdvisoryData>);

impl AdvisoryFile for Advisories {
    fn current(&self) -> Arc<AdvisoryData> {
        Arc::clone(&self.0)
    }
}

fn advisories(packages: usize) -> Arc<Advisories> {
    let mut builder = Builder::new("2026-01-03T00:00:00Z");
    for number in 0..packages {
        let impact = ["N", "L", "H"][number % 3];
        let vector = format!("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:{impact}/I:L/A:N");
        let record = json!({
            "id": format!("DSA-{number}-1"),
            "aliases": [format!("CVE-2026-{number:04}")],
            "modified": "2026-01-02T00:00:00Z",
            "summary": "a fault that is told of in about as many words as others are",
            "severity": [{ "type": "CVSS_V3", "score": vector }],
            "affected": [{
                "package": { "ecosystem": "Debian:12", "name": format!("package-{number}") },
                "ranges": [{ "type": "ECOSYSTEM",
                    "events": [{ "introduced": "0" }, { "fixed": "1.0-2" }] }],
            }],
        });
        builder.add(&format!("osv/{number}.json"), record.to_string().as_bytes());
    }
    let bytes = builder.finish(None).unwrap();
    Arc::new(Advisories(Arc::new(AdvisoryData { bytes, trusted: None })))
}

/// How many bytes the process has in memory, or had at most.
fn resident(word: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(word)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or_default()
}

fn ask(runtime: &Runtime, world: &World, operation: &str, input: &Json) -> Json {
    let input = input_of("inspector2", operation, input);
    let answer = runtime.block_on(world.call(&admin(), "inspector2", operation, input));
    answer.unwrap().value.to_json()
}

fn findings(criterion: &mut Criterion) {
    let asked = std::env::var("FINDINGS").ok().and_then(|count| count.parse().ok());
    let count: usize = asked.unwrap_or(1_000_000);
    // Fewer findings are about fewer instances, so that each has as many.
    let instances = count.div_ceil(OF_EACH).clamp(1, INSTANCES);
    let packages = count.div_ceil(instances);
    let fleet = Fleet { instances, packages, ..Fleet::default() };
    let advisories = advisories(fleet.packages);
    let service = Arc::new(Inspector::new(Some(advisories.clone())));
    let world = World::new(Vec::new(), |_| vec![service]);
    let runtime = Runtime::new().unwrap();
    ask(&runtime, &world, "Enable", &json!({ "resourceTypes": ["EC2"] }));
    let place = NetworkPlace { account: ACCOUNT.parse().unwrap(), region: Region::new(REGION) };
    let assessor = Assessor::new(Arc::new(fleet), Some(advisories));
    let (platform, begun) = (world.road.platform(), Instant::now());
    assessor.assess(&platform.store, &place, platform.now()).unwrap();
    println!("findings/assess/{count}: {} ms, once", begun.elapsed().as_millis());
    let before = resident("VmRSS");
    std::fs::write("/proc/self/clear_refs", "5").unwrap_or_default();

    let is = |value: &str| json!([{ "comparison": "EQUALS", "value": value }]);
    let sorted = |field: &str| json!({ "sortCriteria": { "field": field, "sortOrder": "DESC" } });
    let second = ask(&runtime, &world, "ListFindings", &sorted("SEVERITY"));
    let mut later = sorted("SEVERITY");
    later["nextToken"] = second["nextToken"].clone();
    let mut group = criterion.benchmark_group("findings");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    group.measurement_time(Duration::from_secs(4));
    for (name, operation, input) in [
        ("page", "ListFindings", json!({})),
        ("sorted_by_severity", "ListFindings", sorted("SEVERITY")),
        ("sorted_by_severity_second_page", "ListFindings", later),
        ("sorted_by_score", "ListFindings", sorted("INSPECTOR_SCORE")),
        ("sorted_by_first_observed", "ListFindings", sorted("FIRST_OBSERVED_AT")),
        (
            "filtered_by_one_vulnerability",
            "ListFindings",
            json!({ "filterCriteria": { "vulnerabilityId": is("CVE-2026-0007") },
                "sortCriteria": { "field": "SEVERITY", "sortOrder": "DESC" } }),
        ),
        (
            "filtered_by_nothing_there",
            "ListFindings",
            json!({ "filterCriteria": { "title": is("none") } }),
        ),
        (
            "filtered_by_tag_and_status",
            "ListFindings",
            json!({ "filterCriteria": { "findingStatus": is("SUPPRESSED"),
                "resourceTags": [{ "comparison": "EQUALS", "key": "team", "value": "team-3" }] } }),
        ),
        ("counted_by_title", "ListFindingAggregations", json!({ "aggregationType": "TITLE" })),
        (
            "counted_by_instance",
            "ListFindingAggregations",
            json!({ "aggregationType": "AWS_EC2_INSTANCE" }),
        ),
        ("coverage_counted", "ListCoverageStatistics", json!({})),
    ] {
        group.bench_function(format!("{name}/{count}"), |bencher| {
            bencher.iter(|| black_box(ask(&runtime, &world, operation, &input)));
        });
    }
    group.finish();
    let most = resident("VmHWM").saturating_sub(before);
    println!("findings/memory: {most} KiB more than before, at most");
}

/// Inspector's own way over a large network: what is reached, by which ways, for each instance whether that
/// is what it was; and once, with the findings and what closes each written.
fn reachability(criterion: &mut Criterion) {
    let world = World::new(Vec::new(), |_| vec![Arc::new(Inspector::default())]);
    let runtime = Runtime::new().unwrap();
    ask(&runtime, &world, "Enable", &json!({ "resourceTypes": ["EC2"] }));
    let place = NetworkPlace { account: ACCOUNT.parse().unwrap(), region: Region::new(REGION) };
    let instances = usize::try_from(large::INTERFACES).unwrap();
    let fleet = Fleet { instances, packages: 0, network: large::network() };
    let assessor = Assessor::new(Arc::new(fleet), None);
    let (platform, begun) = (world.road.platform(), Instant::now());
    assessor.assess(&platform.store, &place, platform.now()).unwrap();
    println!("reachability/first/{instances}: {} ms, once", begun.elapsed().as_millis());
    let mut group = criterion.benchmark_group("reachability");
    group.sample_size(10);
    group.bench_function(format!("looked_at/{instances}"), |bencher| {
        bencher.iter(|| assessor.assess(&platform.store, &place, platform.now()).unwrap());
    });
    group.finish();
}

criterion_group!(benches, findings, reachability);
criterion_main!(benches);
