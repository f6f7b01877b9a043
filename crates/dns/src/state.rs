//! What is served now.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use bartizan_flood::Settings;
use bartizan_zones::{Health, Zones};

use crate::flood::Flood;

/// What is served, replaced as a whole.
#[derive(Default)]
pub struct Published {
    state: ArcSwap<State>,
    health: ArcSwap<Health>,
    settings: OnceLock<Settings>,
}

/// The zones, with the detector of each by its id.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) zones: Zones,
    pub(crate) floods: HashMap<String, Arc<Flood>>,
}

impl Published {
    /// What is a flood. To be said once, before anything is published.
    pub fn use_settings(&self, settings: Settings) {
        self.settings.get_or_init(|| settings);
    }

    pub(crate) fn settings(&self) -> Settings {
        self.settings.get().copied().unwrap_or_default()
    }

    /// Serves these zones from now on. Their detectors go on.
    pub fn publish(&self, zones: Zones) {
        let before = self.state.load();
        let flood = |id: &str| {
            let known = before.floods.get(id).map(Arc::clone);
            known.unwrap_or_else(|| Arc::new(Flood::new(self.settings())))
        };
        let floods = zones.ids().map(|id| (id.to_owned(), flood(id))).collect();
        self.state.store(Arc::new(State { zones, floods }));
    }

    /// Answers by this health from now on.
    pub fn note(&self, health: Health) {
        self.health.store(Arc::new(health));
    }

    pub(crate) fn health(&self) -> arc_swap::Guard<Arc<Health>> {
        self.health.load()
    }

    /// Does something with the zones that are served.
    pub fn with_zones<R>(&self, with: impl FnOnce(&Zones) -> R) -> R {
        with(&self.state.load().zones)
    }

    pub(crate) fn state(&self) -> arc_swap::Guard<Arc<State>> {
        self.state.load()
    }
}

impl fmt::Debug for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Published").finish_non_exhaustive()
    }
}
