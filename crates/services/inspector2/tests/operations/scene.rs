//! An instance in a network, with packages, and advisories about them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bartizan_assess::advisory::Builder;
use bartizan_inspector2::{Assessor, Disk, Inspector, InspectorProjection, Instance, Resources};
use bartizan_reach::{
    Acl, AclEntry, Address, Group, GroupPeer, GroupRule, Interface, Network, Route, RouteTable,
    Subnet, Target, Vpc,
};
use bartizan_service::store::{Key, Reader};
use bartizan_service::testkit::{ACCOUNT, REGION, World, given};
use bartizan_service::types::{Fault, Region, Timestamp};
use bartizan_service::{
    AdvisoryData, AdvisoryFile, HostInventory, HostPackage, ListeningSocket, NetworkPlace,
    OperatingSystem, Service, Transport,
};

use super::bucket::{Bucket, Owned};
use super::fakes::{Brought, Organization};

/// The instance.
pub(crate) const INSTANCE: &str = "i-0123456789abcdef0";
/// A package with a fault that comes by the network, and has a fix.
pub(crate) const OLD: &str = "pkg:deb/debian/openssl@3.0.1-1?distro=debian-12";
/// The same without it.
pub(crate) const FIXED: &str = "pkg:deb/debian/openssl@3.0.2-1?distro=debian-12";
/// A package with a fault that has no fix.
pub(crate) const UNFIXED: &str = "pkg:pypi/unlucky@1.0";

const ADVISORIES: [&str; 2] = [
    r#"{"id": "DSA-1-1", "aliases": ["CVE-2026-0001"], "modified": "2026-01-02T00:00:00Z",
        "published": "2026-01-01T00:00:00Z", "summary": "openssl reads too far",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
        "affected": [{"package": {"ecosystem": "Debian:12", "name": "openssl"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.0.2-1"}]}]}]}"#,
    r#"{"id": "PYSEC-1", "aliases": ["CVE-2026-0002"], "modified": "2026-01-02T00:00:00Z",
        "summary": "unlucky says too much",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:L/AC:L/PR:L/UI:R/S:U/C:L/I:N/A:N"}],
        "affected": [{"package": {"ecosystem": "PyPI", "name": "unlucky"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]}"#,
];

/// A rule that opens ports: its id, the first and the last, and the block that may reach them.
pub(crate) type Opening = (&'static str, (u16, u16), &'static str);

/// The instance and what is around it.
#[derive(Default)]
pub(crate) struct Scene {
    /// The port that is open to the internet.
    pub(crate) open: Mutex<Option<u16>>,
    /// Rules that open more.
    pub(crate) rules: Mutex<Vec<Opening>>,
    /// What is on the disk, with what tells it from others.
    pub(crate) disk: Mutex<Option<(String, Result<Disk, String>)>>,
    pub(crate) is_terminated: Mutex<bool>,
    /// How many more instances accounts have, all of the same image.
    pub(crate) more: Mutex<BTreeMap<String, usize>>,
    /// The accounts that were looked at.
    pub(crate) looked: Mutex<Vec<String>>,
}

/// Advisories that can be changed.
pub(crate) struct Advisories(Mutex<Arc<AdvisoryData>>);

impl Advisories {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Self::of(&ADVISORIES, None))))
    }

    /// Knows of the fault without a fix only.
    pub(crate) fn withdraw(&self) {
        *self.0.lock().unwrap() = Self::of(&ADVISORIES[1..], None);
    }

    /// Knows that a vulnerability is exploited.
    pub(crate) fn exploit(&self, cve: &str) {
        *self.0.lock().unwrap() = Self::of(&ADVISORIES, Some(cve));
    }

    fn of(records: &[&str], exploited: Option<&str>) -> Arc<AdvisoryData> {
        let mut builder = Builder::new("2026-01-03T00:00:00Z");
        for (at, record) in records.iter().enumerate() {
            builder.add(&format!("osv/{at}.json"), record.as_bytes());
        }
        if let Some(cve) = exploited {
            let entry = format!(r#"{{"cveID": "{cve}", "dateAdded": "2026-01-02"}}"#);
            let kev = format!(r#"{{"vulnerabilities": [{entry}]}}"#);
            builder.add("kev.json", kev.as_bytes());
            builder.add("epss.csv", format!("cve,epss\n{cve},0.25\n").as_bytes());
        }
        Arc::new(AdvisoryData { bytes: builder.finish(None).unwrap(), trusted: None })
    }
}

impl AdvisoryFile for Advisories {
    fn current(&self) -> Arc<AdvisoryData> {
        Arc::clone(&self.0.lock().unwrap())
    }
}

impl Resources for Scene {
    fn instances(&self, _: &Reader<'_>, place: &NetworkPlace) -> Result<Vec<Instance>, Fault> {
        let account = place.account.to_string();
        self.looked.lock().unwrap().push(account.clone());
        if *self.is_terminated.lock().unwrap() || account == super::fakes::OTHER {
            return Ok(Vec::new());
        }
        let first = Instance {
            id: INSTANCE.to_owned(),
            image: Some("ami-1".to_owned()),
            disk: Some("disk".to_owned()),
            instance_type: Some("t3.micro".to_owned()),
            vpc: "vpc-1".to_owned(),
            subnet: "subnet-1".to_owned(),
            launched: Timestamp::from_seconds(1_795_000_000),
            interfaces: vec!["eni-1".to_owned()],
            addresses: vec!["10.0.0.4".to_owned(), "203.0.113.9".to_owned()],
            tags: BTreeMap::from([("team".to_owned(), "red".to_owned())]),
        };
        let more = self.more.lock().unwrap().get(&account).copied().unwrap_or_default();
        let other = |number: usize| Instance {
            id: format!("i-1{number:016}"),
            interfaces: Vec::new(),
            addresses: Vec::new(),
            ..first.clone()
        };
        let others: Vec<Instance> = (0..more).map(other).collect();
        Ok(others.into_iter().chain([first.clone()]).collect())
    }

    fn network(&self, _: &Reader<'_>, _: &NetworkPlace) -> Result<Network, Fault> {
        let mut network = network(*self.open.lock().unwrap());
        let more = self.rules.lock().unwrap();
        if !more.is_empty() {
            // No entry has room in front of it: rules close what they open.
            network.acls[0].ingress[0].number = 1;
        }
        network.groups[0].ingress.extend(more.iter().map(|(id, ports, block)| GroupRule {
            id: (*id).to_owned(),
            protocol: Some(6),
            ports: *ports,
            peer: GroupPeer::Block(block.parse().unwrap()),
        }));
        Ok(network)
    }

    fn mark(&self, _: &str) -> Option<String> {
        self.disk.lock().unwrap().as_ref().map(|(mark, _)| mark.clone())
    }

    fn read(&self, _: &str) -> Result<Disk, String> {
        let disk = self.disk.lock().unwrap();
        disk.as_ref().map_or(Err("there is none".to_owned()), |(_, read)| read.clone())
    }

    fn concerns(&self, collection: &str) -> bool {
        collection == "test.network"
    }

    fn places(&self, _: &Reader<'_>, _: &str, key: &Key) -> Result<Vec<NetworkPlace>, Fault> {
        let own = NetworkPlace {
            account: key.account.parse().unwrap(),
            region: Region::new(&key.region),
        };
        Ok(vec![own])
    }
}

fn network(open: Option<u16>) -> Network {
    let everywhere = "0.0.0.0/0".parse().unwrap();
    let entry = AclEntry {
        number: 100,
        protocol: None,
        ports: (0, u16::MAX),
        block: everywhere,
        allows: true,
    };
    let rule = |port| GroupRule {
        id: "sgr-1".to_owned(),
        protocol: Some(6),
        ports: (port, port),
        peer: GroupPeer::Block(everywhere),
    };
    Network {
        vpcs: vec![Vpc {
            id: "vpc-1".to_owned(),
            blocks: vec!["10.0.0.0/16".parse().unwrap()],
            gateway: Some("igw-1".to_owned()),
        }],
        subnets: vec![Subnet {
            id: "subnet-1".to_owned(),
            vpc: "vpc-1".to_owned(),
            table: "rtb-1".to_owned(),
            acl: "acl-1".to_owned(),
        }],
        tables: vec![RouteTable {
            id: "rtb-1".to_owned(),
            routes: vec![Route {
                destination: everywhere,
                target: Target::Gateway("igw-1".to_owned()),
            }],
        }],
        acls: vec![Acl {
            id: "acl-1".to_owned(),
            ingress: vec![entry.clone()],
            egress: vec![entry],
        }],
        groups: vec![Group {
            id: "sg-1".to_owned(),
            ingress: open.map(rule).into_iter().collect(),
            egress: Vec::new(),
        }],
        interfaces: vec![Interface {
            id: "eni-1".to_owned(),
            subnet: "subnet-1".to_owned(),
            addresses: vec![Address {
                private: "10.0.0.4".parse().unwrap(),
                public: Some("203.0.113.9".to_owned()),
            }],
            groups: vec!["sg-1".to_owned()],
        }],
        ..Network::default()
    }
}

/// A world with the scene in it.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) scene: Arc<Scene>,
    pub(crate) advisories: Arc<Advisories>,
    pub(crate) assessor: Assessor,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with(&Organization::new())
    }

    pub(crate) fn with(organization: &Arc<Organization>) -> Self {
        Self::of(organization, None)
    }

    pub(crate) fn with_bucket(bucket: &Arc<Bucket>) -> Self {
        Self::of(&Organization::new(), Some(Arc::clone(bucket)))
    }

    fn of(organization: &Arc<Organization>, bucket: Option<Arc<Bucket>>) -> Self {
        let advisories = Advisories::new();
        let service = Arc::new(Inspector::new(Some(advisories.clone())));
        let projections = vec![
            given(Brought(Arc::clone(organization))),
            given(Owned),
            Arc::new(InspectorProjection) as Arc<dyn bartizan_service::Projection>,
        ];
        let bucket = bucket.map(|bucket| bucket as Arc<dyn Service>);
        let world = World::new(projections, |_| {
            let inspector: Arc<dyn Service> = service;
            bucket.into_iter().chain([inspector]).collect()
        });
        let scene = Arc::<Scene>::default();
        let assessor = Assessor::new(scene.clone(), Some(advisories.clone()));
        Self { world, scene, advisories, assessor }
    }

    pub(crate) fn place(account: &str) -> NetworkPlace {
        NetworkPlace { account: account.parse().unwrap(), region: Region::new(REGION) }
    }

    /// Assesses the account of the world.
    pub(crate) fn assess(&self) {
        self.assess_of(ACCOUNT);
    }

    pub(crate) fn assess_of(&self, account: &str) {
        let platform = self.world.road.platform();
        self.assessor.assess(&platform.store, &Self::place(account), platform.now()).unwrap();
    }

    /// Hands in what the host has.
    pub(crate) fn hand_in(&self, purls: &[&str], listens_at: Option<u16>) {
        self.hand_in_of(ACCOUNT, purls, listens_at);
    }

    pub(crate) fn hand_in_of(&self, account: &str, purls: &[&str], listens_at: Option<u16>) {
        let package = |purl: &&str| HostPackage {
            purl: (*purl).to_owned(),
            path: "var/lib/dpkg/status".to_owned(),
        };
        let packages = purls.iter().map(package).collect();
        self.hand_in_packages(account, packages, (OLD, listens_at));
    }

    /// Hands in what a host has, and which of it listens where.
    pub(crate) fn hand_in_packages(
        &self,
        account: &str,
        packages: Vec<HostPackage>,
        (listening, listens_at): (&str, Option<u16>),
    ) {
        let platform = self.world.road.platform();
        let socket = |port| ListeningSocket {
            transport: Transport::Tcp,
            address: "0.0.0.0".parse().unwrap(),
            port,
            program: Some("/usr/sbin/server".to_owned()),
            package: Some(listening.to_owned()),
        };
        let inventory = HostInventory {
            instance: INSTANCE.to_owned(),
            taken: platform.now(),
            system: OperatingSystem {
                id: "debian".to_owned(),
                version: "12".to_owned(),
                architecture: "x86_64".to_owned(),
            },
            kernel: Some("6.1.0-18-amd64".to_owned()),
            packages,
            sockets: listens_at.map(socket).into_iter().collect(),
        };
        let port = platform.ports.inventories.clone().unwrap();
        let place = Self::place(account);
        let checked = port.check(inventory).unwrap();
        let write = move |writer: &mut bartizan_service::store::Writer<'_>| {
            port.hand_in(writer, &place, &checked)
        };
        platform.store.write_blocking(write).unwrap();
    }
}
