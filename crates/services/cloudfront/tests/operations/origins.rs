//! Origin access controls and identities, and origins that are buckets.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{config, done, made, refused, world};

const CONTROL: &str = "$CreateOriginAccessControl.OriginAccessControl.Id";
const IDENTITY: &str = "$CreateCloudFrontOriginAccessIdentity.CloudFrontOriginAccessIdentity.Id";

fn control(name: &str) -> Json {
    json!({
        "OriginAccessControlConfig": {
            "Name": name,
            "SigningProtocol": "sigv4",
            "SigningBehavior": "always",
            "OriginAccessControlOriginType": "s3",
        },
    })
}

fn identity(reference: &str, comment: &str) -> Json {
    json!({
        "CloudFrontOriginAccessIdentityConfig": {
            "CallerReference": reference,
            "Comment": comment,
        },
    })
}

/// An input beside the id and the version of what was made.
fn of(id: &str, create: &str, more: &Json) -> Json {
    let mut input = more.clone();
    input["Id"] = json!(id);
    input["IfMatch"] = json!(format!("${create}.ETag"));
    input
}

pub(crate) fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for (what, id, create, update) in [
        ("OriginAccessControl", CONTROL, control("one"), control("two")),
        ("CloudFrontOriginAccessIdentity", IDENTITY, identity("one", ""), identity("one", "x")),
    ] {
        let name = |verb: &str, end: &str| -> &'static str { format!("{verb}{what}{end}").leak() };
        let creates = name("Create", "");
        let list = match what {
            "OriginAccessControl" => "ListOriginAccessControls",
            _ => "ListCloudFrontOriginAccessIdentities",
        };
        let nothing = json!({});
        all.push(Case::new(creates, create.clone()));
        for (operation, input) in [
            (list, json!({})),
            (name("Get", ""), json!({ "Id": id })),
            (name("Get", "Config"), json!({ "Id": id })),
            (name("Update", ""), of(id, creates, &update)),
            (name("Delete", ""), of(id, creates, &nothing)),
        ] {
            all.push(Case::new(operation, input).after(creates, create.clone()));
        }
    }
    all
}

/// A distribution in front of a bucket.
fn in_front(reference: &str, control: &Json, identity: &str) -> Json {
    let mut config = config(reference);
    config["Origins"]["Items"][0] = json!({
        "Id": "app",
        "DomainName": "site.s3.us-east-1.amazonaws.com",
        "OriginAccessControlId": control,
        "S3OriginConfig": { "OriginAccessIdentity": identity },
    });
    config
}

#[tokio::test]
async fn what_an_origin_names_stays() {
    let world = world();
    let control_ = done(&world, "CreateOriginAccessControl", control("one")).await;
    let create = identity("one", "");
    let identity_ = done(&world, "CreateCloudFrontOriginAccessIdentity", create).await;
    let control_id = &control_["OriginAccessControl"]["Id"];
    let identity_id = &identity_["CloudFrontOriginAccessIdentity"]["Id"];
    let named = format!("origin-access-identity/cloudfront/{}", identity_id.as_str().unwrap());
    made(&world, in_front("one", control_id, "")).await;
    made(&world, in_front("two", &json!(""), &named)).await;
    let delete = json!({ "Id": control_id, "IfMatch": control_["ETag"] });
    assert_eq!(
        refused(&world, "DeleteOriginAccessControl", delete).await,
        "OriginAccessControlInUse"
    );
    let delete = json!({ "Id": identity_id, "IfMatch": identity_["ETag"] });
    assert_eq!(
        refused(&world, "DeleteCloudFrontOriginAccessIdentity", delete).await,
        "CloudFrontOriginAccessIdentityInUse"
    );
    let both = json!({ "DistributionConfig": in_front("three", control_id, &named) });
    assert_eq!(
        refused(&world, "CreateDistribution", both).await,
        "IllegalOriginAccessConfiguration"
    );
}

#[tokio::test]
async fn an_origin_names_what_is_there() {
    let world = world();
    for (control, identity, code) in [
        ("E0", "", "InvalidOriginAccessControl"),
        ("", "origin-access-identity/cloudfront/E0", "InvalidOriginAccessIdentity"),
        ("", "E0", "InvalidOriginAccessIdentity"),
    ] {
        let input = json!({ "DistributionConfig": in_front("one", &json!(control), identity) });
        assert_eq!(refused(&world, "CreateDistribution", input).await, code, "{control}{identity}");
    }
}

#[tokio::test]
async fn an_identity_that_is_made_twice_is_made_once() {
    let world = world();
    let create = "CreateCloudFrontOriginAccessIdentity";
    let id = "CloudFrontOriginAccessIdentity";
    let first = done(&world, create, identity("one", "x")).await;
    let again = done(&world, create, identity("one", "x")).await;
    assert_eq!(first[id]["Id"], again[id]["Id"]);
    assert_eq!(first[id]["S3CanonicalUserId"].as_str().unwrap().len(), 64);
    assert_eq!(
        refused(&world, create, identity("one", "y")).await,
        "CloudFrontOriginAccessIdentityAlreadyExists"
    );
    let mut update = identity("two", "x");
    update["Id"] = first[id]["Id"].clone();
    update["IfMatch"] = first["ETag"].clone();
    assert_eq!(
        refused(&world, "UpdateCloudFrontOriginAccessIdentity", update).await,
        "IllegalUpdate"
    );
}

#[tokio::test]
async fn a_control_is_checked() {
    let world = world();
    done(&world, "CreateOriginAccessControl", control("one")).await;
    for (member, value, code) in [
        ("Name", "one", "OriginAccessControlAlreadyExists"),
        ("Name", "", "InvalidArgument"),
        ("SigningProtocol", "sigv2", "InvalidArgument"),
        ("SigningBehavior", "sometimes", "InvalidArgument"),
        ("OriginAccessControlOriginType", "lambda", "NotImplemented"),
    ] {
        let mut input = control("two");
        input["OriginAccessControlConfig"][member] = json!(value);
        let told = refused(&world, "CreateOriginAccessControl", input).await;
        assert_eq!(told, code, "{member} {value}");
    }
}
