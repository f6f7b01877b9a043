//! Images: files and folders below one that the operator allows, which are the disks of instances.

mod describe;
mod location;
pub(crate) mod rule;

use bartizan_service::{Authorized, Call};

pub(crate) use describe::describe;

use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::Kind;
use crate::records::ImageRecord;
use crate::shapes::{
    DeregisterImageRequest, DeregisterImageResult, RegisterImageRequest, RegisterImageResult,
};
use crate::{Ec2, defaults, quotas, tags};

/// What the disk of an instance is, as the API tells it: what is read as it lies there.
pub(crate) const ROOT_DEVICE_TYPE: &str = "instance-store";

/// The lengths of names, and which marks they may have beside letters and digits. (Amazon EC2 API
/// Reference, `RegisterImage`.)
const NAME_LENGTHS: std::ops::RangeInclusive<usize> = 3..=128;
const NAME_MARKS: &str = "()[] ./-'@_";
/// The most characters of a description.
const DESCRIPTION_MAX: usize = 255;
/// The architectures of images.
const ARCHITECTURES: [&str; 2] = ["x86_64", "arm64"];

/// Registers a file or a folder as an image.
pub(crate) async fn register(
    ec2: &Ec2,
    call: &Call,
    request: Authorized<RegisterImageRequest>,
) -> Result<RegisterImageResult, Ec2Error> {
    let request = request.into_inner();
    check_supported(&request)?;
    check_name(&request.name)?;
    let description = request.description.unwrap_or_default();
    if description.chars().count() > DESCRIPTION_MAX {
        let message = format!("A description has at most {DESCRIPTION_MAX} characters.");
        return Err(Ec2Error::invalid(message));
    }
    let architecture = request.architecture.unwrap_or_else(|| "x86_64".to_owned());
    if !ARCHITECTURES.contains(&architecture.as_str()) {
        return Err(Ec2Error::not_implemented(&format!("the architecture {architecture}")));
    }
    let location = request.image_location.ok_or_else(|| Ec2Error::missing("imageLocation"))?;
    location::check(ec2.images.as_deref(), &location)?;
    let tags = tags::of_new(call, Kind::Image, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let image = ImageRecord {
        id: Kind::Image.new_id(&*call.platform.random),
        name: request.name,
        description,
        architecture,
        location,
        created: call.platform.now(),
    };
    let done = call.commit(move |writer| {
        let present = scope.all::<ImageRecord>(writer)?;
        if let Some(other) = present.iter().find(|other| other.name == image.name) {
            let message = format!("AMI name {} is already in use by AMI {}", image.name, other.id);
            return Err(Ec2Error::refused("InvalidAMIName.Duplicate", message));
        }
        if present.len() as u64 >= quotas::IMAGES {
            let message = "The maximum number of images has been reached.";
            return Err(Ec2Error::refused("ResourceLimitExceeded", message));
        }
        scope.put(writer, &image)?;
        tags::put(writer, &scope, &image.id, tags)?;
        Ok(RegisterImageResult { image_id: Some(image.id) })
    });
    Ok(done.await?)
}

fn check_supported(request: &RegisterImageRequest) -> Result<(), Ec2Error> {
    refuse_unbuilt(&[
        ("BillingProducts", request.billing_products.is_some()),
        ("BootMode", request.boot_mode.is_some()),
        ("TpmSupport", request.tpm_support.is_some()),
        ("UefiData", request.uefi_data.is_some()),
        ("ImdsSupport", request.imds_support.is_some()),
        ("KernelId", request.kernel_id.is_some()),
        ("RamdiskId", request.ramdisk_id.is_some()),
        ("RootDeviceName", request.root_device_name.is_some()),
        ("BlockDeviceMappings", request.block_device_mappings.is_some()),
        (
            "VirtualizationType",
            request.virtualization_type.as_ref().is_some_and(|name| name != "hvm"),
        ),
        ("SriovNetSupport", request.sriov_net_support.is_some()),
        ("EnaSupport", request.ena_support == Some(true)),
    ])
}

fn check_name(name: &str) -> Result<(), Ec2Error> {
    let may_be = |one: char| one.is_ascii_alphanumeric() || NAME_MARKS.contains(one);
    if NAME_LENGTHS.contains(&name.chars().count()) && name.chars().all(may_be) {
        return Ok(());
    }
    let message = format!(
        "AMI names must be between {} and {} characters long, and may contain letters, numbers, and \
         {NAME_MARKS}",
        NAME_LENGTHS.start(),
        NAME_LENGTHS.end()
    );
    Err(Ec2Error::refused("InvalidAMIName.Malformed", message))
}

/// Forgets an image; the file or folder stays, and so do the instances that have it as their disk.
pub(crate) async fn deregister(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeregisterImageRequest>,
) -> Result<DeregisterImageResult, Ec2Error> {
    refuse_unbuilt(&[(
        "DeleteAssociatedSnapshots",
        request.delete_associated_snapshots == Some(true),
    )])?;
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().image_id);
    let done = call.commit(move |writer| {
        scope.find::<ImageRecord>(writer, &id)?;
        scope.remove::<ImageRecord>(writer, &id)?;
        Ok::<_, Ec2Error>(DeregisterImageResult {
            r#return: Some(true),
            ..DeregisterImageResult::default()
        })
    });
    Ok(done.await?)
}
