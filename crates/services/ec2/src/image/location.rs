//! Where an image is: a path below the folder that the operator allows, from which no link leads out.

use std::path::{Component, Path};

use crate::error::Ec2Error;

/// The most characters of a location.
const LOCATION_MAX: usize = 1024;

/// Whether a location names a file or a folder below the folder of images.
pub(super) fn check(images: Option<&Path>, location: &str) -> Result<(), Ec2Error> {
    let images = images.ok_or_else(|| {
        let message = "This server was started without a folder of images (--images), so no image \
                       can be registered.";
        Ec2Error::refused("UnsupportedOperation", message)
    })?;
    let path = Path::new(location);
    let mut parts = path.components();
    let is_below = !location.is_empty() && parts.all(|part| matches!(part, Component::Normal(_)));
    if !is_below || location.len() > LOCATION_MAX {
        return Err(Ec2Error::invalid(format!(
            "Value ({location}) for parameter imageLocation is invalid. It is a path below the \
             server's folder of images, without '..'."
        )));
    }
    // What is not there, what is no file or folder, and what a link leads elsewhere, are told alike.
    let folder = images.canonicalize().ok();
    let found = images.join(path).canonicalize().ok().filter(|found| {
        let is_inside = folder.as_ref().is_some_and(|folder| found.starts_with(folder));
        is_inside && (found.is_file() || found.is_dir())
    });
    found.map(drop).ok_or_else(|| {
        let message = format!("The image location '{location}' names no file and no folder.");
        Ec2Error::refused("InvalidManifest", message)
    })
}
