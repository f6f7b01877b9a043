//! Each operation has a denied case and a golden of its activity record.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/account.rs"]
mod account;
#[path = "operations/central_root.rs"]
mod central_root;
#[path = "operations/credentials.rs"]
mod credentials;
#[path = "operations/delegations.rs"]
mod delegations;
#[path = "operations/mfa.rs"]
mod mfa;
#[path = "operations/oidc_providers.rs"]
mod oidc_providers;
#[path = "operations/policies.rs"]
mod policies;
#[path = "operations/roles.rs"]
mod roles;
#[path = "operations/saml_providers.rs"]
mod saml_providers;
#[path = "operations/server_certificates.rs"]
mod server_certificates;
#[path = "operations/users.rs"]
mod users;

use std::sync::Arc;

use bartizan_iam::{Iam, IamProjection};
use bartizan_service::testkit::{World, check_operations, given};

fn world() -> World {
    let projections = vec![given(central_root::Organized), Arc::new(IamProjection::default())];
    let world = World::new(projections, |_| vec![Arc::new(Iam)]);
    delegations::register(&world);
    world
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let mut cases = roles::cases();
    cases.extend(policies::cases());
    cases.extend(users::cases());
    cases.extend(account::cases());
    cases.extend(oidc_providers::cases());
    cases.extend(mfa::cases().await);
    cases.extend(saml_providers::cases());
    cases.extend(credentials::cases());
    cases.extend(delegations::cases());
    cases.extend(central_root::cases());
    check_operations("iam", world, &cases, |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}
