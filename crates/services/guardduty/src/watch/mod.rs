//! What is watched of accounts: records come, detectors look at them, and what they find is stored with how
//! far was read and what the detectors know, in one transaction.

mod around;
mod hosts;
mod ingest;
mod live;
mod operations;
mod reading;
pub(crate) mod record;
mod shapes;
mod state;
mod turn;

pub use self::hosts::DetectionProjection;
pub use live::follow_activity;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;

use self::state::State;
use crate::GuardDuty;
use crate::detector::Place;

/// Of how many places the detectors are kept in memory.
const PLACES_MAX: usize = 16;

type Seat = Arc<tokio::sync::Mutex<Option<Box<State>>>>;

/// The detectors of all places, as far as they are in memory. They are there in the store, too.
#[derive(Default)]
pub(crate) struct Watch(Mutex<HashMap<Place, Seat>>);

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl Watch {
    /// Waits for the turn at a place. What its detectors know is taken out while it is worked with, and put
    /// back when it is stored: where that fails or breaks off it is read from the store again.
    pub(crate) async fn enter(&self, place: &Place) -> OwnedMutexGuard<Option<Box<State>>> {
        let seat = {
            // Nothing under the lock can panic half way.
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() >= PLACES_MAX && !all.contains_key(place) {
                all.retain(|_, seat| Arc::strong_count(seat) > 1);
            }
            Arc::clone(all.entry(place.clone()).or_default())
        };
        seat.lock_owned().await
    }
}

/// The API by which records come.
#[derive(Debug, Clone)]
pub struct RecordsApi(GuardDuty);

impl RecordsApi {
    /// Of what watches the accounts.
    pub fn new(service: GuardDuty) -> Self {
        Self(service)
    }
}
