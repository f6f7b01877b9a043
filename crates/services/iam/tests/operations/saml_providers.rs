//! A case for each operation of SAML providers.

use bartizan_service::testkit::{ACCOUNT, Case};
use serde_json::{Value as Json, json};

const CERTIFICATE: &str = include_str!("../data/saml_certificate.b64");
const KEY: &str = include_str!("../../../../engines/pki/tests/data/leaf.key");

pub(crate) fn cases() -> Vec<Case> {
    let named = || json!({ "SAMLProviderArn": arn() });
    let with = |member: &str, value: Json| json!({ "SAMLProviderArn": arn(), member: value });
    let tags = || json!([{ "Key": "team", "Value": "red" }]);
    vec![
        Case::new(
            "CreateSAMLProvider",
            json!({
                "Name": "idp",
                "SAMLMetadataDocument": metadata(),
                "Tags": tags(),
                "AssertionEncryptionMode": "Required",
                "AddPrivateKey": KEY,
            }),
        ),
        made("GetSAMLProvider", named()),
        made("ListSAMLProviders", json!({})),
        made("DeleteSAMLProvider", named()),
        made(
            "UpdateSAMLProvider",
            json!({
                "SAMLProviderArn": arn(),
                "SAMLMetadataDocument": metadata(),
                "AssertionEncryptionMode": "Allowed",
                "AddPrivateKey": KEY,
            }),
        ),
        made("TagSAMLProvider", with("Tags", tags())),
        made("UntagSAMLProvider", with("TagKeys", json!(["team"])))
            .after("TagSAMLProvider", with("Tags", tags())),
        made("ListSAMLProviderTags", named()),
    ]
}

fn arn() -> String {
    format!("arn:aws:iam::{ACCOUNT}:saml-provider/idp")
}

fn metadata() -> String {
    format!(
        "<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' \
         entityID='https://idp.example'><IDPSSODescriptor \
         protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'><KeyDescriptor>\
         <KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'><X509Data><X509Certificate>\
         {CERTIFICATE}</X509Certificate></X509Data></KeyInfo></KeyDescriptor></IDPSSODescriptor>\
         </EntityDescriptor>"
    )
}

fn made(operation: &'static str, input: Json) -> Case {
    let provider = json!({ "Name": "idp", "SAMLMetadataDocument": metadata() });
    Case::new(operation, input).after("CreateSAMLProvider", provider)
}
