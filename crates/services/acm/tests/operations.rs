//! Each operation has a denied case and a golden of its activity record; and what is imported.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::sync::Arc;

use bartizan_acm::{Certificates, CertificatesProjection};
use bartizan_service::store::Reader;
use bartizan_service::testkit::{
    ACCOUNT, Case, Given, World, admin, check_operations, given, input_of,
};
use bartizan_service::types::{AccountId, Fault};
use bartizan_service::{CertificateUsers, Ports};
use serde_json::{Value as Json, json};

const LEAF: &str = include_str!("../../../engines/pki/tests/data/leaf.pem");
const LEAF_KEY: &str = include_str!("../../../engines/pki/tests/data/leaf.key");
const CA: &str = include_str!("../../../engines/pki/tests/data/ca.pem");
const EC: &str = include_str!("../../../engines/pki/tests/data/ec.pem");
const EC_KEY: &str = include_str!("../../../engines/pki/tests/data/ec.key");
const EXPIRED: &str = include_str!("../../../engines/pki/tests/data/expired.pem");
const ARN: &str = "$ImportCertificate.CertificateArn";
/// The balancer of the tests.
const BALANCER: &str = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/1";

/// A balancer that shows every certificate.
struct Shown;

impl CertificateUsers for Shown {
    fn user(&self, _: &Reader<'_>, _: AccountId, _: &str) -> Result<Option<String>, Fault> {
        Ok(Some(BALANCER.to_owned()))
    }
}

impl Given for Shown {
    fn offer(&self, ports: &mut Ports) {
        ports.certificate_users.push(Arc::new(Shown));
    }
}

fn world() -> World {
    World::new(vec![Arc::new(CertificatesProjection::default())], |_| vec![Arc::new(Certificates)])
}

fn leaf() -> Json {
    json!({ "Certificate": LEAF, "PrivateKey": LEAF_KEY, "CertificateChain": CA })
}

async fn called(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    let input = input_of("acm", operation, &input);
    let answer = world.call(&admin(), "acm", operation, input).await;
    answer.map(|reply| reply.value.to_json())
}

async fn imported(world: &World, input: Json) -> String {
    let answer = called(world, "ImportCertificate", input).await.unwrap();
    answer["CertificateArn"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn each_operation_is_denied_to_strangers_and_recorded() {
    let tags = || json!([{ "Key": "stage", "Value": "test" }]);
    let tagged = || {
        let mut input = leaf();
        input["Tags"] = tags();
        input
    };
    let on = |operation, input| Case::new(operation, input).after("ImportCertificate", tagged());
    let cases = [
        Case::new("ImportCertificate", tagged()),
        on("DescribeCertificate", json!({ "CertificateArn": ARN })),
        on("GetCertificate", json!({ "CertificateArn": ARN })),
        on("ListCertificates", json!({})),
        on("DeleteCertificate", json!({ "CertificateArn": ARN })),
        on("AddTagsToCertificate", json!({ "CertificateArn": ARN, "Tags": tags() })),
        on("RemoveTagsFromCertificate", json!({ "CertificateArn": ARN, "Tags": tags() })),
        on("ListTagsForCertificate", json!({ "CertificateArn": ARN })),
    ];
    check_operations("acm", world, &cases, |operation, event| {
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let both = format!("{LEAF}\n{CA}");
    for (certificate, key, chain, message) in [
        ("no certificate", LEAF_KEY, None, "The certificate is not PEM-encoded or is not valid."),
        (
            &both,
            LEAF_KEY,
            None,
            "The certificate field contains more than one certificate. You can specify only one certificate in this field.",
        ),
        (EXPIRED, LEAF_KEY, None, "The certificate has expired, is not valid."),
        (
            LEAF,
            LEAF_KEY,
            None,
            "Provided certificate is not a valid self signed. Please provide either a valid self-signed certificate or certificate chain.",
        ),
        (
            LEAF,
            LEAF_KEY,
            Some(EC),
            "Could not validate the certificate with the certificate chain.",
        ),
        (LEAF, LEAF_KEY, Some("x"), "The certificate chain is not PEM-encoded or is not valid."),
        (LEAF, EC_KEY, Some(CA), "The private key does not match the certificate."),
        (LEAF, "no key", Some(CA), "The private key is not PEM-encoded or is not valid."),
    ] {
        let mut input = json!({ "Certificate": certificate, "PrivateKey": key });
        if let Some(chain) = chain {
            input["CertificateChain"] = json!(chain);
        }
        let refused = called(&world(), "ImportCertificate", input).await.unwrap_err();
        assert_eq!((&*refused.code, &*refused.message), ("ValidationException", message));
    }
}

#[tokio::test]
async fn a_certificate_is_told_without_its_key() {
    let world = world();
    let arn = imported(&world, json!({ "Certificate": EC, "PrivateKey": EC_KEY })).await;
    let name = json!({ "CertificateArn": arn });
    let told = called(&world, "DescribeCertificate", name.clone()).await.unwrap();
    let detail = &told["Certificate"];
    for (member, value) in [
        ("DomainName", "ec.example"),
        ("Subject", "CN=ec.example"),
        ("Issuer", "ec.example"),
        ("Status", "ISSUED"),
        ("Type", "IMPORTED"),
        ("KeyAlgorithm", "EC_prime256v1"),
        ("SignatureAlgorithm", "SHA256WITHECDSA"),
        ("RenewalEligibility", "INELIGIBLE"),
    ] {
        assert_eq!(detail[member], value, "{member}");
    }
    let got = called(&world, "GetCertificate", name).await.unwrap();
    assert_eq!((&got["Certificate"], &got["CertificateChain"]), (&json!(EC), &Json::Null));
    // It is opened for those who serve it, and for its account alone.
    let platform = world.road.platform();
    let port = platform.ports.server_certificates.clone().unwrap();
    let account: AccountId = ACCOUNT.parse().unwrap();
    let other = "000000000001".parse().unwrap();
    let (own, foreign) = platform
        .store
        .read(|reader| {
            Ok::<_, Fault>((port.open(reader, account, &arn)?, port.is_there(reader, other, &arn)?))
        })
        .unwrap();
    assert_eq!((own.unwrap().key.as_str(), foreign), (EC_KEY, false));
}

#[tokio::test]
async fn another_takes_its_place_and_keeps_its_name() {
    let world = world();
    let arn = imported(&world, leaf()).await;
    let mut again = json!({ "Certificate": EC, "PrivateKey": EC_KEY, "CertificateArn": arn });
    assert_eq!(imported(&world, again.clone()).await, arn);
    again["Tags"] = json!([{ "Key": "a" }]);
    let refused = called(&world, "ImportCertificate", again.clone()).await.unwrap_err();
    assert_eq!(refused.message, "Tagging is not permitted on re-import.");
    again.as_object_mut().unwrap().remove("Tags");
    again["CertificateArn"] = json!(arn.replace("certificate/", "certificate/0"));
    let refused = called(&world, "ImportCertificate", again).await.unwrap_err();
    assert_eq!(refused.code, "ResourceNotFoundException");
}

#[tokio::test]
async fn certificates_are_listed_by_what_they_are() {
    let world = world();
    imported(&world, leaf()).await;
    imported(&world, json!({ "Certificate": EC, "PrivateKey": EC_KEY })).await;
    let both = json!(["RSA_2048", "EC_prime256v1"]);
    for (filter, found) in [
        (json!({}), 1),
        (json!({ "Includes": { "keyTypes": both } }), 2),
        (json!({ "Includes": { "keyTypes": ["EC_prime256v1"] } }), 1),
        (json!({ "Includes": { "keyTypes": both, "keyUsage": ["CRL_SIGNING"] } }), 0),
        (json!({ "CertificateStatuses": ["ISSUED"] }), 1),
        (json!({ "CertificateStatuses": ["EXPIRED"] }), 0),
        (json!({ "Includes": { "managedBy": "CLOUDFRONT" } }), 0),
    ] {
        let told = called(&world, "ListCertificates", filter.clone()).await.unwrap();
        let list = told["CertificateSummaryList"].as_array().unwrap();
        assert_eq!(list.len(), found, "{filter}");
    }
    let mut page = json!({ "Includes": { "keyTypes": both }, "MaxItems": 1 });
    let first = called(&world, "ListCertificates", page.clone()).await.unwrap();
    page["NextToken"] = first["NextToken"].clone();
    let second = called(&world, "ListCertificates", page).await.unwrap();
    assert!(second["NextToken"].is_null());
    assert_ne!(first["CertificateSummaryList"], second["CertificateSummaryList"]);
    let refused = called(&world, "ListCertificates", json!({ "SortBy": "CREATED_AT" })).await;
    assert_eq!(refused.unwrap_err().code, "ValidationException");
}

#[tokio::test]
async fn what_is_in_use_stays() {
    let projections: Vec<Arc<dyn bartizan_service::Projection>> =
        vec![Arc::new(CertificatesProjection::default()), given(Shown)];
    let world = World::new(projections, |_| vec![Arc::new(Certificates)]);
    let arn = imported(&world, leaf()).await;
    let name = json!({ "CertificateArn": arn });
    let refused = called(&world, "DeleteCertificate", name.clone()).await.unwrap_err();
    assert_eq!(refused.code, "ResourceInUseException");
    let told = called(&world, "DescribeCertificate", name).await.unwrap();
    assert_eq!(told["Certificate"]["InUseBy"], json!([BALANCER]));
}

#[tokio::test]
async fn tags_are_given_and_taken() {
    let world = world();
    let arn = imported(&world, leaf()).await;
    let with = |tags: Json| json!({ "CertificateArn": arn, "Tags": tags });
    let tags = json!([{ "Key": "a", "Value": "1" }, { "Key": "b" }]);
    called(&world, "AddTagsToCertificate", with(tags)).await.unwrap();
    // A tag with another value is another one.
    let gone = json!([{ "Key": "a", "Value": "2" }, { "Key": "b" }]);
    called(&world, "RemoveTagsFromCertificate", with(gone)).await.unwrap();
    let told = called(&world, "ListTagsForCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(told.unwrap()["Tags"], json!([{ "Key": "a", "Value": "1" }]));
    let many: Json = (0..50).map(|number| json!({ "Key": number.to_string() })).collect();
    for (tags, code) in [
        (json!([{ "Key": "aws:x" }]), "InvalidTagException"),
        (json!([{ "Key": "x" }, { "Key": "x" }]), "InvalidTagException"),
        (many, "TooManyTagsException"),
    ] {
        let refused = called(&world, "AddTagsToCertificate", with(tags)).await.unwrap_err();
        assert_eq!(refused.code, code);
    }
}
