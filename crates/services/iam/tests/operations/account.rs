//! A case for each operation of the account.

use bartizan_service::testkit::Case;
use serde_json::json;

pub(crate) fn cases() -> Vec<Case> {
    let alias = || json!({ "AccountAlias": "example" });
    let passwords = || json!({ "MinimumPasswordLength": 14, "RequireNumbers": true });
    vec![
        Case::new("CreateAccountAlias", alias()),
        Case::new("DeleteAccountAlias", alias()).after("CreateAccountAlias", alias()),
        Case::new("ListAccountAliases", json!({})),
        Case::new("GenerateCredentialReport", json!({})),
        Case::new("GetCredentialReport", json!({})).after("GenerateCredentialReport", json!({})),
        Case::new("GetAccountSummary", json!({})),
        Case::new("UpdateAccountPasswordPolicy", passwords()),
        Case::new("GetAccountPasswordPolicy", json!({}))
            .after("UpdateAccountPasswordPolicy", passwords()),
        Case::new("DeleteAccountPasswordPolicy", json!({}))
            .after("UpdateAccountPasswordPolicy", passwords()),
    ]
}
