//! A case for each operation of web identities, those that come in and those that go out.

use bartizan_service::testkit::{ACCOUNT, Case};
use serde_json::{Value as Json, json};

pub(crate) fn cases() -> Vec<Case> {
    let named = || json!({ "OpenIDConnectProviderArn": arn() });
    let with =
        |member: &str, value: Json| json!({ "OpenIDConnectProviderArn": arn(), member: value });
    let tags = || json!([{ "Key": "team", "Value": "red" }]);
    vec![
        Case::new(
            "CreateOpenIDConnectProvider",
            json!({
                "Url": "https://id.example/ci",
                "ClientIDList": ["sts.amazonaws.com"],
                "ThumbprintList": ["0123456789012345678901234567890123456789"],
                "Tags": tags(),
            }),
        ),
        made("GetOpenIDConnectProvider", named()),
        made("ListOpenIDConnectProviders", json!({})),
        made("DeleteOpenIDConnectProvider", named()),
        made("AddClientIDToOpenIDConnectProvider", with("ClientID", json!("other"))),
        made("RemoveClientIDFromOpenIDConnectProvider", with("ClientID", json!("client"))),
        made(
            "UpdateOpenIDConnectProviderThumbprint",
            with("ThumbprintList", json!(["9876543210987654321098765432109876543210"])),
        ),
        made("TagOpenIDConnectProvider", with("Tags", tags())),
        made("UntagOpenIDConnectProvider", with("TagKeys", json!(["team"])))
            .after("TagOpenIDConnectProvider", with("Tags", tags())),
        made("ListOpenIDConnectProviderTags", named()),
        Case::new("EnableOutboundWebIdentityFederation", json!({})),
        issuing("DisableOutboundWebIdentityFederation"),
        issuing("GetOutboundWebIdentityFederationInfo"),
    ]
}

fn issuing(operation: &'static str) -> Case {
    Case::new(operation, json!({})).after("EnableOutboundWebIdentityFederation", json!({}))
}

fn arn() -> String {
    format!("arn:aws:iam::{ACCOUNT}:oidc-provider/id.example")
}

fn made(operation: &'static str, input: Json) -> Case {
    let provider = json!({ "Url": "https://id.example", "ClientIDList": ["client"] });
    Case::new(operation, input).after("CreateOpenIDConnectProvider", provider)
}
