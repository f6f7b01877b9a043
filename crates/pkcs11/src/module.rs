//! The libraries of tokens: each is loaded once, and stays.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};

use crate::TokenError;

static LOADED: OnceLock<Mutex<HashMap<PathBuf, Pkcs11>>> = OnceLock::new();

/// The library of this file.
pub(crate) fn of(path: &Path) -> Result<Pkcs11, TokenError> {
    let because = |why: String| TokenError::Library { path: path.to_owned(), why };
    let wrong = |error: Error| because(error.to_string());
    let loaded = LOADED.get_or_init(Mutex::default);
    let mut loaded = loaded.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(module) = loaded.get(path) {
        return Ok(module.clone());
    }
    if !path.is_absolute() {
        return Err(because("name it by its whole path".to_owned()));
    }
    let module = Pkcs11::new(path).map_err(wrong)?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(wrong(error)),
    }
    loaded.insert(path.to_owned(), module.clone());
    Ok(module)
}
