//! Central root access, in an organization that the test account manages.

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::testkit::{ACCOUNT, Case, Given};
use bartizan_service::types::{AccountId, Fault};
use bartizan_service::{
    FoundEntity, Membership, Memberships, OrganizationEntities, OrganizationEntity, Ports,
};
use serde_json::json;

/// The organization.
pub(crate) struct Organized;

impl Given for Organized {
    fn offer(&self, ports: &mut Ports) {
        ports.memberships = Some(Arc::new(Self));
        ports.entities = Some(Arc::new(Self));
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

impl OrganizationEntities for Organized {
    fn find(
        &self,
        _reader: &Reader<'_>,
        management: AccountId,
        path: &str,
        _policy: Option<&str>,
    ) -> Result<FoundEntity, Fault> {
        let accounts = vec![(management, path.to_owned())];
        Ok(FoundEntity::Entity(OrganizationEntity { levels: None, accounts }))
    }
}

pub(crate) fn cases() -> Vec<Case> {
    const CREDENTIALS: &str = "EnableOrganizationsRootCredentialsManagement";
    const SESSIONS: &str = "EnableOrganizationsRootSessions";
    const REPORT: &str = "GenerateOrganizationsAccessReport";
    let report = || json!({ "EntityPath": format!("o-exampleorgid/r-0000/{ACCOUNT}") });
    let case = |operation| Case::new(operation, json!({}));
    vec![
        case(CREDENTIALS),
        case(SESSIONS).after(CREDENTIALS, json!({})),
        case("DisableOrganizationsRootCredentialsManagement")
            .after(CREDENTIALS, json!({}))
            .after(SESSIONS, json!({})),
        case("DisableOrganizationsRootSessions").after(SESSIONS, json!({})),
        case("ListOrganizationsFeatures").after(CREDENTIALS, json!({})),
        Case::new(REPORT, report()),
        Case::new("GetOrganizationsAccessReport", json!({ "JobId": format!("${REPORT}.JobId") }))
            .after(REPORT, report()),
    ]
}
