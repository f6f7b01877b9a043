//! The one list of services.

use std::sync::Arc;

use bartizan_service::{Projection, Service};

use crate::data_folder::DataFolder;
use crate::error::CliError;

/// What compiles stored facts into the directory.
pub(crate) fn projections() -> Vec<Arc<dyn Projection>> {
    vec![]
}

/// Every service, over this data folder.
///
/// # Errors
/// A service's own files cannot be opened.
pub(crate) fn services(_folder: &DataFolder) -> Result<Vec<Arc<dyn Service>>, CliError> {
    Ok(vec![
        Arc::new(bartizan_sts::Sts),
        Arc::new(bartizan_cloudtrail::CloudTrail),
    ])
}
