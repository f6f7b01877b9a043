//! Distributions: answers are kept and used again, and origins have names. A request is judged by the
//! firewall before the cache is asked. (Amazon `CloudFront` Developer Guide, "Request and response
//! behavior for custom origins".)

mod cache;
mod compress;
mod freshness;
mod index;
mod normal;
mod origin;
mod page;
mod request;
mod resolver;
mod response;
mod select;
mod serve;
mod stored;

use std::sync::Arc;

pub(crate) use cache::{Cache, Keeping};
pub(crate) use resolver::LOOKUPS_MAX;
pub(crate) use response::{identity, taken_out};

use self::origin::NamedOrigin;
use crate::config::{self, Behaviour, CustomOrigin};
use crate::route::wildcard;

/// A distribution while it serves.
#[derive(Debug)]
pub(crate) struct Distribution {
    config: Arc<config::Distribution>,
    /// The patterns of its behaviours, in the form that paths are brought into.
    patterns: Vec<Vec<u8>>,
    origins: Vec<NamedOrigin>,
}

impl Distribution {
    pub(crate) fn new(config: &Arc<config::Distribution>) -> Self {
        let origins = config.origins.iter().map(|_| NamedOrigin::new(&config.domain));
        let pattern = |one: &Behaviour| normal::unescaped(bare(one.path.as_bytes()));
        let patterns = config.behaviours.iter().map(pattern).collect();
        Self { config: Arc::clone(config), patterns, origins: origins.collect() }
    }

    /// The first behaviour for a path.
    fn behaviour(&self, path: &[u8]) -> Option<&Behaviour> {
        let path = normal::normal(path);
        let place = self.patterns.iter().position(|one| wildcard(one, bare(&path), false))?;
        self.config.behaviours.get(place)
    }

    /// The origin of a behaviour, and what is known of it.
    fn origin(&self, behaviour: &Behaviour) -> Option<(&CustomOrigin, &NamedOrigin)> {
        let place = behaviour.origin;
        Some((self.config.origins.get(place)?, self.origins.get(place)?))
    }
}

/// A path or a pattern without the slash that it may begin with.
fn bare(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"/").unwrap_or(text)
}
