//! Central root access, in an organization that the test account manages.

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::testkit::{ACCOUNT, Case, Given};
use bartizan_service::types::{AccountId, Fault};
use bartizan_service::{Membership, Memberships, Ports};
use serde_json::json;

/// The organization.
pub(crate) struct Organized;

impl Given for Organized {
    fn offer(&self, ports: &mut Ports) {
        ports.memberships = Some(Arc::new(Self));
    }
}

impl Memberships for Organized {
    fn find(&self, _reader: &Reader<'_>, _account: AccountId) -> Result<Option<Membership>, Fault> {
        Ok(Some(Membership {
            organization: "o-exampleorgid".to_owned(),
            management: ACCOUNT.parse().unwrap(),
            path: "o-exampleorgid/r-0000/".to_owned(),
            tags: Vec::new(),
            has_all_features: true,
            trusted: vec!["iam.amazonaws.com".to_owned()],
            administers: Vec::new(),
        }))
    }
}

pub(crate) fn cases() -> Vec<Case> {
    const CREDENTIALS: &str = "EnableOrganizationsRootCredentialsManagement";
    const SESSIONS: &str = "EnableOrganizationsRootSessions";
    let case = |operation| Case::new(operation, json!({}));
    vec![
        case(CREDENTIALS),
        case(SESSIONS).after(CREDENTIALS, json!({})),
        case("DisableOrganizationsRootCredentialsManagement")
            .after(CREDENTIALS, json!({}))
            .after(SESSIONS, json!({})),
        case("DisableOrganizationsRootSessions").after(SESSIONS, json!({})),
        case("ListOrganizationsFeatures").after(CREDENTIALS, json!({})),
    ]
}
