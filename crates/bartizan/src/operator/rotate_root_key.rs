//! `bartizan operator rotate-root-key`.

use std::process::ExitCode;
use std::sync::Arc;

use bartizan_keys::RootKey;
use bartizan_service::Vault;
use bartizan_types::Fault;
use serde_json::json;

use super::{Place, event, while_stopped};
use crate::error::CliError;
use crate::output;
use crate::seal::{Installation, Unsealed};
use crate::start::Shut;

/// Replaces the root key: all that it wraps is wrapped anew in one transaction, or nothing is.
///
/// # Errors
/// Bartizan runs, the root key cannot be unsealed, or something that it wraps was changed.
pub(super) fn run(place: Place) -> Result<ExitCode, CliError> {
    let (_, config) = place.resolve()?;
    let shut = Shut::open(&config).map_err(while_stopped("the root key is replaced"))?;
    let Unsealed { root: old, key } = shut.unseal_by_asking()?;
    let Some(known) = shut.installation.clone() else { return Ok(ExitCode::SUCCESS) };
    let random = Arc::clone(&shut.random);
    let new = RootKey::generate(&*random).map_err(CliError::failed)?;
    let sealed_root_key = key.seal_root(&new, &*random).map_err(CliError::failed)?;
    let next = Installation { sealed_root_key, ..known };
    let (before, after) = (old.id(), new.id());
    let details =
        json!({ "previousRootKeyId": before.to_string(), "rootKeyId": after.to_string() });
    let event = event(&shut, "RotateRootKey", next.account, details);
    shut.store
        .write_blocking(move |writer| {
            Vault::rewrap(writer, &old, &new, &*random)?;
            writer.put(&Installation::key(), &next)?;
            writer.emit(&event)?;
            Ok::<_, Fault>(())
        })
        .map_err(CliError::failed)?;
    output::line(&format!("Replaced root key {before} by {after}"));
    Ok(ExitCode::SUCCESS)
}
