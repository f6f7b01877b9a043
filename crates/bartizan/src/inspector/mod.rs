//! What Inspector assesses: the instances and networks that EC2 keeps, with the load balancers in them,
//! and the images that the operator allows.

mod balancers;
mod checks;
mod disk;

use std::path::PathBuf;
use std::sync::Arc;

use bartizan_ec2::DeclaredInstance;
use bartizan_inspector2::{
    Assessments, Assessor, CheckedDisk, CisScans, Disk, Disks, Instance, Resources, UncheckedDisk,
};
use bartizan_reach::Network;
use bartizan_service::store::{Key, Reader};
use bartizan_service::{AdvisoryFile, NetworkPlace};
use bartizan_types::Fault;

use crate::error::CliError;
use crate::start::Started;

/// What there is to assess.
struct Known {
    /// The folder of images, if the operator allows one.
    images: Option<PathBuf>,
}

impl Resources for Known {
    fn instances(&self, reader: &Reader<'_>, place: &NetworkPlace) -> Result<Vec<Instance>, Fault> {
        let found = bartizan_ec2::instances(reader, place.account, &place.region)?;
        Ok(found.into_iter().map(instance).collect())
    }

    fn network(&self, reader: &Reader<'_>, place: &NetworkPlace) -> Result<Network, Fault> {
        let balancers = balancers::placed(reader, place)?;
        bartizan_ec2::snapshot(reader, place.account, &place.region, &balancers)
    }

    fn mark(&self, disk: &str) -> Option<String> {
        disk::mark(self.images.as_deref()?, disk)
    }

    fn read(&self, disk: &str) -> Result<Disk, String> {
        let images = self.images.as_deref().ok_or("the server has no folder of images")?;
        disk::read(images, disk)
    }

    fn concerns(&self, collection: &str) -> bool {
        bartizan_ec2::is_of_instances(collection)
            || bartizan_elbv2::COLLECTIONS.contains(&collection)
    }

    fn places(
        &self,
        reader: &Reader<'_>,
        collection: &str,
        key: &Key,
    ) -> Result<Vec<NetworkPlace>, Fault> {
        let found = bartizan_ec2::changed_by(reader, collection, key)?.into_iter();
        Ok(found.map(|(account, region)| NetworkPlace { account, region }).collect())
    }
}

impl Disks for Known {
    fn check(&self, disk: &str, level: u8, today: i64) -> Result<CheckedDisk, UncheckedDisk> {
        let absent = || UncheckedDisk::Unreadable("the server has no folder of images".to_owned());
        checks::check(self.images.as_deref().ok_or_else(absent)?, disk, level, today)
    }
}

fn instance(declared: DeclaredInstance) -> Instance {
    Instance {
        id: declared.id,
        image: declared.image,
        disk: declared.disk,
        instance_type: declared.instance_type,
        vpc: declared.vpc,
        subnet: declared.subnet,
        launched: declared.declared,
        interfaces: declared.interfaces,
        addresses: declared.addresses.iter().map(ToString::to_string).collect(),
        tags: declared.tags.into_iter().map(|tag| (tag.key, tag.value)).collect(),
    }
}

/// Assesses what is stored, and what changes from now on, beside the serving of requests.
///
/// # Errors
/// The store cannot be observed.
pub(crate) async fn keep(
    started: &Started,
    images: Option<PathBuf>,
    advisories: Option<Arc<dyn AdvisoryFile>>,
) -> Result<(), CliError> {
    let platform = Arc::clone(started.road.platform());
    let known = Arc::new(Known { images });
    let assessor = Assessor::new(Arc::clone(&known) as Arc<dyn Resources>, advisories);
    let (assessments, follower) = Assessments::new(assessor);
    let (scans, of_scans) = CisScans::new(Arc::clone(&known) as Arc<dyn Resources>, known);
    let store = platform.store.clone();
    let observed = tokio::task::spawn_blocking(move || {
        store.observe(Box::new(follower))?;
        store.observe(Box::new(of_scans))
    });
    observed.await.map_err(CliError::failed)?.map_err(CliError::failed)?;
    tokio::spawn(assessments.write_reports(Arc::clone(&started.road)));
    tokio::spawn(scans.keep(Arc::clone(&platform)));
    tokio::spawn(assessments.keep(platform));
    Ok(())
}
