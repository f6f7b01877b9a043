//! Distributions, their tags and their web ACLs.

use bartizan_service::testkit::Case;
use serde_json::json;

use crate::fakes::{CERTIFICATE, WEB_ACL};
use crate::{ETAG, ID, config, distributed, done, made, refused, world};

const ARN: &str = "$CreateDistribution.Distribution.ARN";

pub(crate) fn cases() -> Vec<Case> {
    let mut disabled = config("one");
    disabled["Enabled"] = json!(false);
    let tags = json!({ "Items": [{ "Key": "team", "Value": "red" }] });
    let associate = json!({ "Id": ID, "WebACLArn": WEB_ACL, "IfMatch": ETAG });
    vec![
        Case::new("CreateDistribution", json!({ "DistributionConfig": config("one") })),
        Case::new(
            "CreateDistributionWithTags",
            json!({ "DistributionConfigWithTags": { "DistributionConfig": config("one"), "Tags": tags } }),
        ),
        distributed("GetDistribution", json!({ "Id": ID })),
        distributed("GetDistributionConfig", json!({ "Id": ID })),
        distributed("ListDistributions", json!({})),
        distributed(
            "UpdateDistribution",
            json!({ "Id": ID, "IfMatch": ETAG, "DistributionConfig": disabled.clone() }),
        ),
        Case::new("DeleteDistribution", json!({ "Id": ID, "IfMatch": ETAG }))
            .after("CreateDistribution", json!({ "DistributionConfig": disabled })),
        distributed("AssociateDistributionWebACL", associate.clone()),
        distributed(
            "DisassociateDistributionWebACL",
            json!({ "Id": ID, "IfMatch": "$AssociateDistributionWebACL.ETag" }),
        )
        .after("AssociateDistributionWebACL", associate),
        distributed("ListDistributionsByWebACLId", json!({ "WebACLId": "null" })),
        distributed("TagResource", json!({ "Resource": ARN, "Tags": tags })),
        distributed("UntagResource", json!({ "Resource": ARN, "TagKeys": { "Items": ["team"] } })),
        distributed("ListTagsForResource", json!({ "Resource": ARN })),
    ]
}

#[tokio::test]
async fn what_is_left_out_is_filled_in() {
    let world = world();
    let (id, etag) = made(&world, config("one")).await;
    let got = done(&world, "GetDistribution", json!({ "Id": id })).await;
    let (one, shown) = (&got["Distribution"], &got["Distribution"]["DistributionConfig"]);
    assert_eq!(got["ETag"], json!(etag));
    assert_eq!(one["Status"], "Deployed");
    let name = one["DomainName"].as_str().unwrap();
    assert!(name.starts_with('d') && name.ends_with(".cloudfront.net"));
    for (pointer, wanted) in [
        ("/Aliases/Quantity", json!(0)),
        ("/PriceClass", json!("PriceClass_All")),
        ("/ViewerCertificate/CloudFrontDefaultCertificate", json!(true)),
        ("/DefaultCacheBehavior/AllowedMethods/CachedMethods/Quantity", json!(2)),
        ("/Restrictions/GeoRestriction/RestrictionType", json!("none")),
        ("/Origins/Items/0/CustomHeaders/Items/0/HeaderValue", json!("open sesame")),
        ("/Origins/Items/0/ConnectionAttempts", json!(3)),
        ("/HttpVersion", json!("http2")),
        ("/WebACLId", json!("")),
    ] {
        assert_eq!(shown.pointer(pointer), Some(&wanted), "{pointer}");
    }
}

#[tokio::test]
async fn a_version_guards_each_change() {
    let world = world();
    let (id, etag) = made(&world, config("one")).await;
    let update = |version: Option<&str>| {
        let mut input = json!({ "Id": id, "DistributionConfig": config("one") });
        if let Some(version) = version {
            input["IfMatch"] = json!(version);
        }
        input
    };
    let operation = "UpdateDistribution";
    assert_eq!(refused(&world, operation, update(None)).await, "InvalidIfMatchVersion");
    assert_eq!(refused(&world, operation, update(Some("EOTHER"))).await, "PreconditionFailed");
    let new = done(&world, operation, update(Some(&etag))).await["ETag"].clone();
    assert_eq!(refused(&world, operation, update(Some(&etag))).await, "PreconditionFailed");
    let delete = json!({ "Id": id, "IfMatch": new });
    let told = refused(&world, "DeleteDistribution", delete).await;
    assert_eq!(told, "DistributionNotDisabled");
    let mut other = update(new.as_str());
    other["DistributionConfig"]["CallerReference"] = json!("two");
    assert_eq!(refused(&world, operation, other).await, "IllegalUpdate");
}

#[tokio::test]
async fn a_reference_makes_one_distribution() {
    let world = world();
    made(&world, config("one")).await;
    let again = json!({ "DistributionConfig": config("one") });
    let told = refused(&world, "CreateDistribution", again).await;
    assert_eq!(told, "DistributionAlreadyExists");
}

#[tokio::test]
async fn a_name_leads_to_one_distribution_and_needs_a_certificate() {
    let world = world();
    let named = |reference: &str, certificate: &str| {
        let mut config = config(reference);
        config["Aliases"] = json!({ "Quantity": 1, "Items": ["WWW.example.test"] });
        if !certificate.is_empty() {
            config["ViewerCertificate"] =
                json!({ "IAMCertificateId": certificate, "SSLSupportMethod": "sni-only" });
        }
        config
    };
    for certificate in ["", "ASCA2"] {
        let input = json!({ "DistributionConfig": named("one", certificate) });
        let told = refused(&world, "CreateDistribution", input).await;
        assert_eq!(told, "InvalidViewerCertificate", "{certificate}");
    }
    made(&world, named("one", CERTIFICATE)).await;
    let input = json!({ "DistributionConfig": named("two", CERTIFICATE) });
    assert_eq!(refused(&world, "CreateDistribution", input).await, "CNAMEAlreadyExists");
}

#[tokio::test]
async fn web_acls_protect_distributions() {
    let world = world();
    let mut wrong = config("one");
    wrong["WebACLId"] = json!("arn:aws:wafv2:us-east-1:123456789012:regional/webacl/acl/1");
    let input = json!({ "DistributionConfig": wrong });
    assert_eq!(refused(&world, "CreateDistribution", input).await, "InvalidWebACLId");
    let (id, etag) = made(&world, config("one")).await;
    let with = json!({ "Id": id, "WebACLArn": WEB_ACL, "IfMatch": etag });
    done(&world, "AssociateDistributionWebACL", with).await;
    let listed = done(&world, "ListDistributionsByWebACLId", json!({ "WebACLId": WEB_ACL })).await;
    assert_eq!(listed["DistributionList"]["Items"][0]["Id"], json!(id));
    assert_eq!(listed["DistributionList"]["Items"][0]["WebACLId"], WEB_ACL);
}

#[tokio::test]
async fn lists_come_in_pages() {
    let world = world();
    for number in 0..3 {
        made(&world, config(&number.to_string())).await;
    }
    let first = done(&world, "ListDistributions", json!({ "MaxItems": "2" })).await;
    let first = &first["DistributionList"];
    assert_eq!((&first["Quantity"], &first["IsTruncated"]), (&json!(2), &json!(true)));
    let rest = json!({ "MaxItems": "2", "Marker": first["NextMarker"] });
    let rest = done(&world, "ListDistributions", rest).await;
    assert_eq!(rest["DistributionList"]["Quantity"], 1);
    for wrong in [json!({ "MaxItems": "many" }), json!({ "Marker": "!" })] {
        assert_eq!(refused(&world, "ListDistributions", wrong).await, "InvalidArgument");
    }
}

#[tokio::test]
async fn tags_are_those_of_the_accounts_distributions() {
    let world = world();
    let (id, _) = made(&world, config("one")).await;
    let arn = format!("arn:aws:cloudfront::123456789012:distribution/{id}");
    let tags = json!({ "Items": [{ "Key": "a", "Value": "1" }, { "Key": "b" }] });
    done(&world, "TagResource", json!({ "Resource": arn, "Tags": tags })).await;
    let keys = json!({ "Items": ["a"] });
    done(&world, "UntagResource", json!({ "Resource": arn, "TagKeys": keys })).await;
    let listed = done(&world, "ListTagsForResource", json!({ "Resource": arn })).await;
    assert_eq!(listed["Tags"]["Items"], json!([{ "Key": "b", "Value": "" }]));
    for (arn, code) in [
        ("arn:aws:cloudfront::123456789012:distribution/E0", "NoSuchResource"),
        ("arn:aws:s3:::bucket", "InvalidArgument"),
        ("rubbish", "InvalidArgument"),
    ] {
        let input = json!({ "Resource": arn });
        assert_eq!(refused(&world, "ListTagsForResource", input).await, code, "{arn}");
    }
    let reserved = json!({ "Items": [{ "Key": "AWS:a", "Value": "1" }] });
    let input = json!({ "Resource": arn, "Tags": reserved });
    assert_eq!(refused(&world, "TagResource", input).await, "InvalidTagging");
}
