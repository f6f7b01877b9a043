//! Whether a new zone owns its names.

use std::sync::Arc;

use bartizan_route53::{Route53, ZoneRecord, published_zones};
use bartizan_service::store::StoreError;
use bartizan_service::testkit::{Given, World, given};
use bartizan_service::types::AccountId;
use bartizan_service::{EdgeFront, EdgeFronts, Ports};

use crate::zone;

/// An edge where another account has something.
struct Shared;

impl EdgeFronts for Shared {
    fn of(&self, _: AccountId) -> Vec<EdgeFront> {
        Vec::new()
    }

    fn has_others(&self, _: AccountId) -> bool {
        true
    }

    fn dns(&self) -> Option<std::net::SocketAddr> {
        None
    }
}

impl Given for Shared {
    fn offer(&self, ports: &mut Ports) {
        ports.edge_fronts = Some(Arc::new(Shared));
    }
}

#[tokio::test]
async fn the_installations_own_account_owns_the_names_of_its_zones() {
    let world = World::new(vec![given(Shared)], |_| vec![Arc::new(Route53)]);
    zone(&world, "shop.test").await;
    let store = &world.road.platform().store;
    let zones: Result<Vec<ZoneRecord>, StoreError> = store.read(published_zones);
    assert!(zones.unwrap().iter().all(|zone| zone.owns_its_names));
}
