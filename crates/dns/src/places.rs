//! The places for connections. None is refused while others only wait for their clients: of the network
//! that holds most, whoever has asked nothing for longest makes place. (RFC 7766 sections 6.2.3 and 10.)

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::rate::network;

/// The least part of the usual time that a client has while places are short.
const PATIENCE_PART: u32 = 8;

/// All places.
pub(crate) struct Places {
    max: usize,
    max_a_network: u32,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Grows with each query and each connection: who has the least is idle longest.
    turn: u64,
    held: HashMap<u64, Held>,
    networks: HashMap<u64, u32>,
}

struct Held {
    network: u64,
    since: u64,
    asked: Arc<Notify>,
}

/// A place for a connection, until it is dropped or given to another one.
pub(crate) struct Place {
    places: Arc<Places>,
    id: u64,
    asked: Arc<Notify>,
}

impl Places {
    pub(crate) fn new(max: usize, max_a_network: u32) -> Self {
        Self { max, max_a_network, inner: Mutex::default() }
    }

    /// Takes a place: if none is left, another's.
    pub(crate) fn enter(self: &Arc<Self>, client: IpAddr) -> Option<Place> {
        let network = network(client);
        let mut inner = self.inner();
        let held = inner.networks.get(&network).copied().unwrap_or_default();
        if held >= self.max_a_network {
            inner.end(Some(network))?;
        } else if inner.held.len() >= self.max {
            inner.end(None)?;
        }
        let (id, asked) = (inner.next(), Arc::default());
        inner.held.insert(id, Held { network, since: id, asked: Arc::clone(&asked) });
        *inner.networks.entry(network).or_default() += 1;
        drop(inner);
        Some(Place { places: Arc::clone(self), id, asked })
    }

    /// Ends whoever is idle longest, where the system has no more to give.
    pub(crate) fn shed(&self) {
        self.inner().end(None);
    }

    /// How long a client is waited for: less the fewer places are left.
    pub(crate) fn patience(&self, usual: Duration) -> Duration {
        let left = self.max.saturating_sub(self.inner().held.len());
        let (Ok(left), Ok(half)) = (u32::try_from(left), u32::try_from(self.max.div_ceil(2)))
        else {
            return usual;
        };
        let shortened = usual.saturating_mul(left.min(half)) / half.max(1);
        shortened.max(usual / PATIENCE_PART)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn next(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    /// Takes the place of whoever is idle longest in a network, or in the one that holds most.
    fn end(&mut self, network: Option<u64>) -> Option<()> {
        let counted = |held: &Held| self.networks.get(&held.network).copied().unwrap_or_default();
        let found =
            self.held.iter().filter(|(_, held)| network.is_none_or(|it| it == held.network));
        let longest = found.max_by_key(|(_, held)| (counted(held), std::cmp::Reverse(held.since)));
        let id = *longest?.0;
        self.leave(id)?.asked.notify_one();
        Some(())
    }

    fn leave(&mut self, id: u64) -> Option<Held> {
        let held = self.held.remove(&id)?;
        if let Some(count) = self.networks.get_mut(&held.network) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.networks.remove(&held.network);
            }
        }
        Some(held)
    }
}

impl Place {
    /// Says that a query came.
    pub(crate) fn is_busy(&self) {
        let mut inner = self.places.inner();
        let turn = inner.next();
        if let Some(held) = inner.held.get_mut(&self.id) {
            held.since = turn;
        }
    }

    /// Resolves when another one has taken the place.
    pub(crate) async fn taken(&self) {
        self.asked.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.inner().leave(self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    fn enter(places: &Arc<Places>, address: &str) -> Place {
        places.enter(address.parse().unwrap()).unwrap()
    }

    fn is_taken(place: &Place) -> bool {
        pin!(place.taken()).poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[test]
    fn the_network_that_holds_most_makes_place() {
        let places = Arc::new(Places::new(4, 3));
        let few = enter(&places, "192.0.2.1");
        let many = ["198.51.100.1", "198.51.100.2", "198.51.100.3"].map(|it| enter(&places, it));
        many[0].is_busy();
        let new = enter(&places, "203.0.113.1");
        assert!(is_taken(&many[1]), "it asked nothing for longest");
        let newer = enter(&places, "203.0.113.2");
        assert!(is_taken(&many[2]), "the next one of it");
        assert!(![&few, &new, &newer, &many[0]].into_iter().any(is_taken));
        drop((few, new, newer, many));
        let inner = places.inner();
        assert!(inner.held.is_empty() && inner.networks.is_empty());
    }

    #[test]
    fn a_network_has_no_more_than_its_own() {
        let places = Arc::new(Places::new(10, 2));
        let other = enter(&places, "192.0.2.1");
        let own = ["198.51.100.1", "198.51.100.2", "198.51.100.3"].map(|it| enter(&places, it));
        assert_eq!(own.each_ref().map(is_taken), [true, false, false]);
        assert!(!is_taken(&other));
        places.shed();
        assert!(is_taken(&own[1]));
        assert!(Arc::new(Places::new(0, 1)).enter("192.0.2.1".parse().unwrap()).is_none());
    }

    #[test]
    fn clients_are_waited_for_less_while_places_are_short() {
        let places = Arc::new(Places::new(8, 8));
        let mut held = Vec::new();
        let mut patiences = Vec::new();
        for _ in 0..=8 {
            patiences.push(places.patience(Duration::from_secs(8)).as_secs());
            held.push(enter(&places, "192.0.2.1"));
        }
        assert_eq!(patiences, [8, 8, 8, 8, 8, 6, 4, 2, 1]);
    }
}
