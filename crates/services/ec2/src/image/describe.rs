//! `DescribeImages`.

use bartizan_service::{Authorized, Call};

use super::ROOT_DEVICE_TYPE;
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::ImageRecord;
use crate::scope::Scope;
use crate::shapes::{DescribeImagesRequest, DescribeImagesResult, Image, Tag};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The account's images in the region. Nobody shares any, so none of others, deprecated or disabled ones
/// are to be told.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeImagesRequest>,
) -> Result<DescribeImagesResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let owners = request.owners.unwrap_or_default();
    let account = scope.account.to_string();
    let is_own = owners.is_empty() || owners.iter().any(|one| *one == account || one == "self");
    let users = request.executable_users.unwrap_or_default();
    let is_executable =
        users.is_empty() || users.iter().any(|one| *one == account || one == "self");
    let mut images = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let images = scope.all::<ImageRecord>(reader)?;
        Ok::<_, Ec2Error>(
            images.iter().map(|image| shown(&scope, image, &tags)).collect::<Vec<_>>(),
        )
    })?;
    if !is_own || !is_executable {
        images.clear();
    }
    let page = listing::page(
        images,
        &Wanted {
            ids: request.image_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeImagesResult { images: Some(page.items), next_token: page.next })
}

fn shown(scope: &Scope, image: &ImageRecord, tags: &Shown) -> Image {
    Image {
        description: Some(image.description.clone()).filter(|text| !text.is_empty()),
        name: Some(image.name.clone()),
        root_device_type: Some(ROOT_DEVICE_TYPE.to_owned()),
        tags: Some(tags.of(&image.id)),
        virtualization_type: Some("hvm".to_owned()),
        image_id: Some(image.id.clone()),
        image_location: Some(image.location.clone()),
        state: Some("available".to_owned()),
        owner_id: Some(scope.account.to_string()),
        creation_date: Some(image.created.iso8601_millis()),
        public: Some(false),
        architecture: Some(image.architecture.clone()),
        image_type: Some("machine".to_owned()),
        ..Image::default()
    }
}

impl Listed for Image {
    const KIND: Kind = Kind::Image;

    fn id(&self) -> &str {
        self.image_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for Image {
    const FILTERS: &'static [&'static str] = &[
        "architecture",
        "creation-date",
        "description",
        "hypervisor",
        "image-id",
        "image-type",
        "is-public",
        "kernel-id",
        "manifest-location",
        "name",
        "owner-alias",
        "owner-id",
        "platform",
        "product-code",
        "ramdisk-id",
        "root-device-name",
        "root-device-type",
        "source-instance-id",
        "state",
        "state-reason-code",
        "virtualization-type",
    ];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        match name {
            "architecture" => text(self.architecture.as_ref()),
            "creation-date" => text(self.creation_date.as_ref()),
            "description" => text(self.description.as_ref()),
            "image-id" => text(self.image_id.as_ref()),
            "image-type" => text(self.image_type.as_ref()),
            "is-public" => text(self.public.as_ref()),
            "manifest-location" => text(self.image_location.as_ref()),
            "name" => text(self.name.as_ref()),
            "owner-id" => text(self.owner_id.as_ref()),
            "root-device-type" => text(self.root_device_type.as_ref()),
            "state" => text(self.state.as_ref()),
            "virtualization-type" => text(self.virtualization_type.as_ref()),
            _ => Vec::new(),
        }
    }
}
