//! Distributions: answers are kept and used again, and origins have names. A request is judged by the
//! firewall before the cache is asked. (Amazon `CloudFront` Developer Guide, "Request and response
//! behavior for custom origins".)

mod cache;
mod compress;
mod freshness;
mod origin;
mod page;
mod request;
mod response;
mod select;
mod serve;
mod stored;

use std::sync::Arc;

pub(crate) use cache::{Cache, Keeping};
pub(crate) use response::{identity, taken_out};

use self::origin::NamedOrigin;
use crate::config::{self, Behaviour, CustomOrigin};
use crate::route::wildcard;

/// A distribution while it serves.
#[derive(Debug)]
pub(crate) struct Distribution {
    config: Arc<config::Distribution>,
    origins: Vec<NamedOrigin>,
}

impl Distribution {
    pub(crate) fn new(config: &Arc<config::Distribution>) -> Self {
        let origins = config.origins.iter().map(|_| NamedOrigin::new(&config.domain)).collect();
        Self { config: Arc::clone(config), origins }
    }

    /// The first behaviour for a path.
    fn behaviour(&self, path: &[u8]) -> Option<&Behaviour> {
        let bare = |text: &[u8]| text.strip_prefix(b"/").unwrap_or(text).to_vec();
        let path = bare(path);
        self.config.behaviours.iter().find(|one| wildcard(&bare(one.path.as_bytes()), &path, false))
    }

    /// The origin of a behaviour, and what is known of it.
    fn origin(&self, behaviour: &Behaviour) -> Option<(&CustomOrigin, &NamedOrigin)> {
        let place = behaviour.origin;
        Some((self.config.origins.get(place)?, self.origins.get(place)?))
    }
}
