//! The one list of services.

use std::sync::Arc;

use bartizan_service::{Operation, Projection, Service};
use bartizan_store::Store;

use crate::data_folder::DataFolder;
use crate::error::CliError;

/// What compiles stored facts into the directory.
pub(crate) fn projections() -> Vec<Arc<dyn Projection>> {
    vec![Arc::new(bartizan_iam::IamProjection::default()), Arc::new(bartizan_s3::S3Projection)]
}

/// Every service, over this data folder.
///
/// # Errors
/// A service's own files cannot be opened.
pub(crate) fn services(
    folder: &DataFolder,
    store: &Store,
) -> Result<Vec<Arc<dyn Service>>, CliError> {
    let s3 = Arc::new(bartizan_s3::S3::open(&folder.objects()).map_err(CliError::failed)?);
    sweep(Arc::clone(&s3), store.clone());
    Ok(vec![
        Arc::new(bartizan_iam::Iam),
        Arc::new(bartizan_sts::Sts),
        s3,
        Arc::new(bartizan_cloudtrail::CloudTrail),
        Arc::new(bartizan_explain::Explain),
    ])
}

/// Every operation that is real.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        bartizan_iam::OPERATIONS,
        bartizan_sts::OPERATIONS,
        bartizan_s3::OPERATIONS,
        bartizan_cloudtrail::OPERATIONS,
        bartizan_explain::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Removes objects' bytes that a kill left behind, beside the serving of requests.
fn sweep(s3: Arc<bartizan_s3::S3>, store: Store) {
    std::thread::spawn(move || match s3.sweep(&store) {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, "removed files of unfinished uploads"),
        Err(error) => {
            tracing::warn!(%error, "files of unfinished uploads stay until the next start");
        }
    });
}
