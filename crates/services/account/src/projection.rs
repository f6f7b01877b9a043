//! Which regions accounts have, as the directory knows it.

use std::sync::Arc;

use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Key, Reader};
use bartizan_service::{Directory, Projection};

use crate::records::OptedRegions;

/// Enters the regions that accounts opted in to.
#[derive(Debug, Default)]
pub struct AccountProjection;

impl Projection for AccountProjection {
    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        each::<OptedRegions>(reader, |key, regions| enter(key, Some(&regions), directory))
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        each_changed::<OptedRegions>(changes, reader, |key, regions| {
            enter(key, regions.as_ref(), directory)
        })
    }
}

fn enter(
    key: &Key,
    regions: Option<&OptedRegions>,
    directory: &mut Directory,
) -> Result<(), String> {
    let account = key.account.parse().map_err(|_| format!("`{}` is no account", key.account))?;
    let names = regions.iter().flat_map(|regions| &regions.names);
    directory.put_opted_regions(account, names.map(|name| Arc::from(name.as_str())).collect());
    Ok(())
}
