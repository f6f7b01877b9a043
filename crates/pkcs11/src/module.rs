//! The libraries of tokens: each is loaded once, and stays.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};

use crate::TokenError;

/// A library, once it is loaded. Whoever holds it loads it, which may take long.
type Module = Arc<Mutex<Option<Pkcs11>>>;

static LOADED: OnceLock<Mutex<HashMap<PathBuf, Module>>> = OnceLock::new();

/// The library of this file. One that hangs while it is loaded holds up no other.
pub(crate) fn of(path: &Path) -> Result<Pkcs11, TokenError> {
    let because = |why: String| TokenError::Library { path: path.to_owned(), why };
    let wrong = |error: Error| because(error.to_string());
    if !path.is_absolute() {
        return Err(because("name it by its whole path".to_owned()));
    }
    let known = {
        let mut loaded = lock(LOADED.get_or_init(Mutex::default));
        Arc::clone(loaded.entry(path.to_owned()).or_default())
    };
    let mut known = lock(&known);
    if let Some(module) = &*known {
        return Ok(module.clone());
    }
    let module = Pkcs11::new(path).map_err(wrong)?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(wrong(error)),
    }
    *known = Some(module.clone());
    Ok(module)
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
