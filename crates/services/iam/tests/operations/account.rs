//! A case for each operation of the account.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::roles::{builder, role_arn};

pub(crate) fn cases() -> Vec<Case> {
    let alias = || json!({ "AccountAlias": "example" });
    let passwords = || json!({ "MinimumPasswordLength": 14, "RequireNumbers": true });
    let mut cases = vec![
        Case::new("CreateAccountAlias", alias()),
        Case::new("DeleteAccountAlias", alias()).after("CreateAccountAlias", alias()),
        Case::new("ListAccountAliases", json!({})),
        Case::new("GenerateCredentialReport", json!({})),
        Case::new("GetCredentialReport", json!({})).after("GenerateCredentialReport", json!({})),
        Case::new("GetAccountSummary", json!({})),
        Case::new(
            "SetSecurityTokenServicePreferences",
            json!({ "GlobalEndpointTokenVersion": "v1Token" }),
        ),
        Case::new("UpdateAccountPasswordPolicy", passwords()),
        Case::new("GetAccountPasswordPolicy", json!({}))
            .after("UpdateAccountPasswordPolicy", passwords()),
        Case::new("DeleteAccountPasswordPolicy", json!({}))
            .after("UpdateAccountPasswordPolicy", passwords()),
    ];
    cases.extend(of_last_accesses());
    cases
}

fn of_last_accesses() -> [Case; 3] {
    const GENERATE: &str = "GenerateServiceLastAccessedDetails";
    let asked = || json!({ "Arn": role_arn(), "Granularity": "ACTION_LEVEL" });
    let job = || Json::from("$GenerateServiceLastAccessedDetails.JobId");
    let done = |operation: &'static str, input: Json| {
        Case::new(operation, input).after("CreateRole", builder()).after(GENERATE, asked())
    };
    [
        Case::new(GENERATE, asked()).after("CreateRole", builder()),
        done("GetServiceLastAccessedDetails", json!({ "JobId": job() })),
        done(
            "GetServiceLastAccessedDetailsWithEntities",
            json!({ "JobId": job(), "ServiceNamespace": "s3" }),
        ),
    ]
}
