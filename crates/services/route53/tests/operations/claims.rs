//! Whether a new zone owns its names.

use std::sync::Arc;

use bartizan_route53::{Route53, ZoneRecord, published_zones};
use bartizan_service::directory::Account;
use bartizan_service::store::StoreError;
use bartizan_service::testkit::{Given, World, admin, given, input_of};
use bartizan_service::types::{AccessKeyId, AccountId, Principal};
use bartizan_service::{Caller, Directory, EdgeFront, EdgeFronts, Ports};

use crate::new_zone;

const OTHER: &str = "210987654321";

/// A second account; and an edge where another one than the caller's may have something.
struct Accounts {
    is_shared: bool,
}

/// The root user of the second account, which is not the installation's own.
fn other() -> Caller {
    Caller {
        access_key: Some(AccessKeyId::from_client("AKIAOTHEROTHEROTHERO")),
        principal: Principal::Root { account: OTHER.parse().unwrap() },
        session: None,
        principal_tags: Arc::from([]),
    }
}

impl EdgeFronts for Accounts {
    fn of(&self, _: AccountId) -> Vec<EdgeFront> {
        Vec::new()
    }

    fn has_others(&self, _: AccountId) -> bool {
        self.is_shared
    }

    fn dns(&self) -> Option<std::net::SocketAddr> {
        None
    }
}

impl Given for Accounts {
    fn enter(&self, directory: &mut Directory) {
        directory.put_account(OTHER.parse().unwrap(), Account::default());
    }

    fn offer(&self, ports: &mut Ports) {
        ports.edge_fronts = Some(Arc::new(Accounts { is_shared: self.is_shared }));
    }
}

#[tokio::test]
async fn a_zone_owns_its_names_unless_it_could_take_anothers() {
    for (is_shared, caller, owns) in [
        (false, admin(), true),
        (false, other(), true),
        (true, admin(), true),
        (true, other(), false),
    ] {
        let world = World::new(vec![given(Accounts { is_shared })], |_| vec![Arc::new(Route53)]);
        let input = input_of("route53", "CreateHostedZone", &new_zone("shop.test"));
        world.call(&caller, "route53", "CreateHostedZone", input).await.unwrap();
        let store = &world.road.platform().store;
        let zones: Result<Vec<ZoneRecord>, StoreError> = store.read(published_zones);
        let owned: Vec<bool> = zones.unwrap().iter().map(|zone| zone.owns_its_names).collect();
        assert_eq!(owned, [owns], "{is_shared} {:?}", caller.principal);
    }
}
