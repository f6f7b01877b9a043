//! RSA keys that are made before anybody asks: to make one takes from 50 to 600 ms.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use bartizan_keys::{KeyMaterial, KeySpec};
use bartizan_types::Random;

use crate::error::KmsError;

/// How many keys of a kind wait.
const READY: usize = 2;

/// Keys that wait, of each kind that was asked for before: an installation that needs no RSA keys
/// makes none.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadyKeys(Arc<Mutex<HashMap<KeySpec, Shelf>>>);

#[derive(Debug, Default)]
struct Shelf {
    keys: Vec<KeyMaterial>,
    /// Whether a thread is making more.
    filling: bool,
}

impl ReadyKeys {
    /// A new RSA key: one that waits, or one that is made now, which takes its time. More are made
    /// meanwhile.
    pub(crate) async fn take(
        &self,
        spec: KeySpec,
        random: &Arc<dyn Random>,
    ) -> Result<KeyMaterial, KmsError> {
        let ready = {
            let mut all = self.shelves();
            let shelf = all.entry(spec).or_default();
            let ready = shelf.keys.pop();
            if !shelf.filling {
                shelf.filling = true;
                self.fill(spec, random);
            }
            ready
        };
        match ready {
            Some(key) => Ok(key),
            None => make(spec, Arc::clone(random)).await,
        }
    }

    /// Has a thread make keys until enough of the kind wait.
    fn fill(&self, spec: KeySpec, random: &Arc<dyn Random>) {
        let (ready, random) = (self.clone(), Arc::clone(random));
        let begun = thread::Builder::new().name("rsa-keys".to_owned()).spawn(move || {
            while let Ok(key) = KeyMaterial::generate(spec, &*random) {
                if !ready.put(spec, key) {
                    return;
                }
            }
        });
        if let Err(error) = begun {
            tracing::warn!(%error, "no RSA keys are made beforehand");
        }
    }

    /// Puts a key to the others; whether more are wanted.
    fn put(&self, spec: KeySpec, key: KeyMaterial) -> bool {
        let mut all = self.shelves();
        let shelf = all.entry(spec).or_default();
        shelf.keys.push(key);
        shelf.filling = shelf.keys.len() < READY;
        shelf.filling
    }

    fn shelves(&self) -> MutexGuard<'_, HashMap<KeySpec, Shelf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes a key where waiting holds up nobody else.
async fn make(spec: KeySpec, random: Arc<dyn Random>) -> Result<KeyMaterial, KmsError> {
    let made = tokio::task::spawn_blocking(move || KeyMaterial::generate(spec, &*random)).await;
    let failed = |error: String| KmsError::internal(format!("no key could be made: {error}"));
    made.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use bartizan_types::SystemRandom;

    use super::*;

    #[tokio::test]
    async fn no_key_is_given_twice() {
        let (ready, random) = (ReadyKeys::default(), Arc::new(SystemRandom) as Arc<dyn Random>);
        let mut seen = Vec::new();
        for _ in 0..4 {
            let key = ready.take(KeySpec::Rsa2048, &random).await.unwrap();
            assert!(!seen.contains(&key.to_bytes()));
            seen.push(key.to_bytes());
        }
    }

    #[test]
    fn as_many_wait_as_are_wanted() {
        let ready = ReadyKeys::default();
        let key = || KeyMaterial::generate(KeySpec::EccNistP256, &SystemRandom).unwrap();
        let put = || ready.put(KeySpec::EccNistP256, key());
        assert_eq!([put(), put()], [true, false]);
        assert!(!ready.shelves()[&KeySpec::EccNistP256].filling);
    }
}
