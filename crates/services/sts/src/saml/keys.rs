//! What trust policies can say of an assertion. (IAM User Guide, "Available keys for SAML-based AWS
//! STS federation", and "Mapping SAML attributes to AWS trust policy context keys".)

use bartizan_saml::Assertion;
use bartizan_service::directory::SamlProvider;

use super::Subject;
use crate::federated::KeyValue;

/// Keys of one value, and the attributes that hold it: eduPerson's, Active Directory's, X.500's. Of
/// several the first counts. The names are as AWS's tables have them.
const SINGLE: [(&str, &[&str]); 12] = [
    ("saml:edupersonorgdn", &["urn:oid:1.3.6.1.4.1.5923.1.1.1.3"]),
    ("saml:edupersonprimaryaffiliation", &["urn:oid:1.3.6.1.4.1.5923.1.1.1.5"]),
    ("saml:edupersonprincipalname", &["urn:oid:1.3.6.1.4.1.5923.1.1.1.6"]),
    ("saml:edupersonprimaryorgunitdn", &["urn:oid:1.3.6.1.4.1.5923.1.1.1.8"]),
    ("saml:name", &["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"]),
    ("saml:commonName", &["http://schemas.xmlsoap.org/claims/CommonName", "2.5.4.3"]),
    (
        "saml:givenName",
        &["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname", "2.4.5.42"],
    ),
    ("saml:surname", &["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", "2.5.4.4"]),
    (
        "saml:mail",
        &[
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
            "0.9.2342.19200300100.1.3",
        ],
    ),
    (
        "saml:uid",
        &[
            "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid",
            "0.9.2342.19200300100.1.1",
        ],
    ),
    ("saml:organizationStatus", &["0.9.2342.19200300.100.1.45"]),
    ("saml:x500UniqueIdentifier", &["2.5.4.45"]),
];

/// Keys of many values.
const MULTIPLE: [(&str, &str); 13] = [
    ("saml:edupersonaffiliation", "urn:oid:1.3.6.1.4.1.5923.1.1.1.1"),
    ("saml:edupersonnickname", "urn:oid:1.3.6.1.4.1.5923.1.1.1.2"),
    ("saml:edupersonorgunitdn", "urn:oid:1.3.6.1.4.1.5923.1.1.1.4"),
    ("saml:edupersonentitlement", "urn:oid:1.3.6.1.4.1.5923.1.1.1.7"),
    ("saml:edupersonscopedaffiliation", "urn:oid:1.3.6.1.4.1.5923.1.1.1.9"),
    ("saml:edupersontargetedid", "urn:oid:1.3.6.1.4.1.5923.1.1.1.10"),
    ("saml:edupersonassurance", "urn:oid:1.3.6.1.4.1.5923.1.1.1.11"),
    ("saml:eduorghomepageuri", "urn:oid:1.3.6.1.4.1.5923.1.2.1.2"),
    ("saml:eduorgidentityauthnpolicyuri", "urn:oid:1.3.6.1.4.1.5923.1.2.1.3"),
    ("saml:eduorglegalname", "urn:oid:1.3.6.1.4.1.5923.1.2.1.4"),
    ("saml:eduorgsuperioruri", "urn:oid:1.3.6.1.4.1.5923.1.2.1.5"),
    ("saml:eduorgwhitepagesuri", "urn:oid:1.3.6.1.4.1.5923.1.2.1.6"),
    ("saml:cn", "urn:oid:2.5.4.3"),
];

/// The keys of an assertion.
pub(super) fn of(
    assertion: &Assertion,
    provider: &SamlProvider,
    subject: &Subject,
) -> Vec<(String, KeyValue)> {
    let own = [
        ("saml:aud", assertion.confirmation.recipient.clone()),
        ("saml:iss", assertion.issuer.clone()),
        ("saml:sub", subject.name.clone()),
        ("saml:sub_type", subject.kind.clone()),
        ("saml:namequalifier", subject.qualifier.clone()),
        ("saml:doc", format!("{}/{}", provider.account, provider.name)),
    ];
    let mut keys: Vec<(String, KeyValue)> =
        own.into_iter().map(|(name, value)| (name.to_owned(), KeyValue::One(value))).collect();
    for (name, attributes) in SINGLE {
        let mut found = attributes.iter().flat_map(|attribute| assertion.values(attribute));
        if let Some(value) = found.next() {
            keys.push((name.to_owned(), KeyValue::One(value.clone())));
        }
    }
    for (name, attribute) in MULTIPLE {
        let values = assertion.values(attribute);
        if !values.is_empty() {
            keys.push((name.to_owned(), KeyValue::Many(values.to_vec())));
        }
    }
    keys
}
