//! The one list of services.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use bartizan_egress::Connector;
use bartizan_s3::S3;
use bartizan_service::{Operation, Projection, Service};

use crate::data_folder::DataFolder;
use crate::error::CliError;

/// What compiles stored facts into the directory.
pub(crate) fn projections() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(bartizan_iam::IamProjection::default()),
        Arc::new(bartizan_s3::S3Projection),
        Arc::new(bartizan_cloudtrail::CloudTrailProjection),
    ]
}

/// S3, over the files of this data folder.
///
/// # Errors
/// The files cannot be opened.
pub(crate) fn s3(folder: &DataFolder) -> Result<Arc<S3>, CliError> {
    let objects = folder.objects();
    S3::open(&objects).map(Arc::new).map_err(CliError::file(&objects))
}

/// Every service.
pub(crate) fn services(
    s3: Arc<S3>,
    egress: Arc<Connector>,
    key_files: HashMap<String, PathBuf>,
) -> Vec<Arc<dyn Service>> {
    vec![
        Arc::new(bartizan_iam::Iam),
        Arc::new(bartizan_sts::Sts::new(egress, key_files)),
        s3,
        Arc::new(bartizan_s3::S3Control),
        Arc::new(bartizan_ec2::Ec2),
        Arc::new(bartizan_cloudtrail::CloudTrail),
        Arc::new(bartizan_authorize::Authorize),
        Arc::new(bartizan_own::OwnApi),
    ]
}

/// Every operation that is real.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        bartizan_iam::OPERATIONS,
        bartizan_sts::OPERATIONS,
        bartizan_s3::OPERATIONS,
        bartizan_s3::CONTROL_OPERATIONS,
        bartizan_ec2::OPERATIONS,
        bartizan_cloudtrail::OPERATIONS,
        bartizan_authorize::OPERATIONS,
        bartizan_own::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}
