//! One instance, assessed where something of it is other than it was.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_assess::advisory::Advisories;
use bartizan_service::store::Store;
use bartizan_service::{HostInventory, NetworkPlace};
use bartizan_types::{Fault, Timestamp};

use super::desired::Desired;
use super::network::{Opening, Openings};
use super::packages;
use super::resources::Instance;
use super::settle;
use super::vulnerability::Surroundings;
use crate::coverage::record::CoveredRecord;
use crate::deep;
use crate::inventory::{self, InventoryRecord, MarkRecord};
use crate::shapes::{AwsEc2InstanceDetails, Resource, ResourceDetails};

/// Raised when the same instance is told of otherwise.
const FORM: u32 = 2;

/// An instance, and what it is assessed by.
pub(super) struct Assessed<'a> {
    pub(super) place: &'a NetworkPlace,
    pub(super) instance: &'a Instance,
    pub(super) openings: &'a Openings<'a>,
    pub(super) marks: &'a BTreeMap<String, MarkRecord>,
    /// Whether packages of languages count.
    pub(super) is_deep: bool,
    /// The advisories, with what tells them from others.
    pub(super) advisories: Option<(&'a Advisories<'a>, &'a str)>,
    pub(super) now: Timestamp,
}

impl Assessed<'_> {
    /// Keeps what there is to find of it, if something is other than it was; whether it is.
    pub(super) fn settle(
        &self,
        store: &Store,
        before: Option<&CoveredRecord>,
    ) -> Result<bool, Fault> {
        let seen = self.seen();
        if before.is_some_and(|before| before.seen == seen) {
            return Ok(false);
        }
        let inventory = match self.mark() {
            Some((id, mark)) if mark.problem.is_none() => {
                let key = inventory::key(self.place, id);
                store.read(|reader| reader.get::<InventoryRecord>(&key))?
            }
            _ => None,
        };
        let inventory = inventory.map(|record| record.inventory);
        let inventory = inventory.map(|one| if self.is_deep { one } else { deep::without(one) });
        let (desired, packages) = self.desired(inventory.as_ref())?;
        let covered = self.covered(seen, inventory.as_ref(), packages);
        let resource = self.resource(&covered.platform);
        settle::instance(store, self.place, covered, resource, desired, self.now)?;
        Ok(true)
    }

    /// The inventory that counts: what the host sent goes before what its image holds.
    fn mark(&self) -> Option<(&str, &MarkRecord)> {
        let of = |id: &str| self.marks.get_key_value(id).map(|(id, mark)| (id.as_str(), mark));
        of(&self.instance.id).or_else(|| of(self.instance.image.as_deref()?))
    }

    /// The digest of all that it is assessed by.
    fn seen(&self) -> String {
        let mut text = format!("{FORM}\n");
        text.push_str(&serde_json::to_string(self.instance).unwrap_or_default());
        for opening in self.openings.of_instance(self.instance) {
            // Writing to a text does not fail.
            let _ = write!(text, "\n{}", opening.told());
        }
        let mark = self.mark().map(|(id, mark)| (id, &mark.digest, &mark.problem, mark.taken));
        let advisories = self.advisories.map(|(_, id)| id);
        let _ = write!(text, "\n{mark:?}\n{advisories:?}");
        if !self.is_deep {
            text.push_str("\nshallow");
        }
        hex::encode(digest(&SHA256, text.as_bytes()))
    }

    /// What there is to find, and whether packages were scanned: a code and a reason.
    fn desired(
        &self,
        inventory: Option<&HostInventory>,
    ) -> Result<(Vec<Desired>, (&'static str, &'static str)), Fault> {
        let is_own = self.mark().is_some_and(|(id, _)| id == self.instance.id);
        let sockets = inventory.filter(|_| is_own).map(|one| one.sockets.as_slice());
        let openings: Vec<&Opening> = self.openings.of_instance(self.instance).collect();
        let told =
            |opening: &&Opening| self.openings.desired(opening, self.place, self.instance, sockets);
        let mut desired: Vec<Desired> = openings.iter().map(told).collect();
        let status = match (inventory, self.advisories) {
            (None, _) if self.mark().is_some() => ("INACTIVE", "INVALID_ARTIFACT"),
            (None, _) => ("INACTIVE", "NO_INVENTORY"),
            (Some(_), None) => ("INACTIVE", "PENDING_INITIAL_SCAN"),
            (Some(inventory), Some((advisories, _))) => {
                let surroundings = Surroundings { openings, sockets };
                let found = packages::desired(advisories, inventory, &surroundings);
                let found = found.map_err(|error| {
                    let message = format!("the advisories cannot be read: {error}");
                    Fault::new("InternalServerException", message, 500)
                })?;
                desired.extend(found);
                ("ACTIVE", "SUCCESSFUL")
            }
        };
        Ok((desired, status))
    }

    fn covered(
        &self,
        seen: String,
        inventory: Option<&HostInventory>,
        (code, reason): (&str, &str),
    ) -> CoveredRecord {
        let instance = self.instance;
        let mark = self.mark();
        CoveredRecord {
            instance: instance.id.clone(),
            image: instance.image.clone().unwrap_or_default(),
            platform: inventory.map(platform).unwrap_or_default(),
            tags: instance.tags.clone(),
            is_agent_based: mark.is_some_and(|(id, _)| id == instance.id),
            inventory: mark.filter(|_| inventory.is_some()).map(|(id, _)| id.to_owned()),
            packages: (code.to_owned(), reason.to_owned()),
            packages_scanned: Some(self.now).filter(|_| code == "ACTIVE"),
            network_scanned: self.now,
            seen,
        }
    }

    /// The instance as findings tell it.
    fn resource(&self, platform: &str) -> Resource {
        let instance = self.instance;
        let (v6, v4): (Vec<String>, Vec<String>) =
            instance.addresses.iter().cloned().partition(|address| address.contains(':'));
        let details = AwsEc2InstanceDetails {
            r#type: instance.instance_type.clone(),
            image_id: instance.image.clone(),
            ip_v4_addresses: Some(v4),
            ip_v6_addresses: Some(v6).filter(|all| !all.is_empty()),
            vpc_id: Some(instance.vpc.clone()),
            subnet_id: Some(instance.subnet.clone()),
            launched_at: Some(instance.launched),
            platform: Some(platform.to_owned()).filter(|platform| !platform.is_empty()),
            ..AwsEc2InstanceDetails::default()
        };
        let details =
            ResourceDetails { aws_ec2_instance: Some(details), ..ResourceDetails::default() };
        Resource {
            r#type: "AWS_EC2_INSTANCE".to_owned(),
            id: instance.id.clone(),
            partition: Some("aws".to_owned()),
            region: Some(self.place.region.as_str().to_owned()),
            tags: Some(instance.tags.clone()).filter(|tags| !tags.is_empty()),
            details: Some(details),
            ..Resource::default()
        }
    }
}

/// An operating system as Inspector writes it: `DEBIAN_12`.
fn platform(inventory: &HostInventory) -> String {
    let system = &inventory.system;
    let text = match (system.id.as_str(), system.version.as_str()) {
        ("", _) => return String::new(),
        (id, "") => id.to_owned(),
        (id, version) => format!("{id}_{version}"),
    };
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    text.to_ascii_uppercase().chars().map(letter).collect()
}
