//! Tags.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{VPC, done, filter, in_vpc, refused, vpc, world};

pub(crate) fn cases() -> Vec<Case> {
    let tags = json!({ "Resources": [VPC], "Tags": [{ "Key": "team", "Value": "red" }] });
    vec![
        in_vpc("CreateTags", tags.clone()),
        in_vpc("DeleteTags", tags.clone()).after("CreateTags", tags.clone()),
        in_vpc("DescribeTags", json!({ "Filters": filter("key", &["team"]) }))
            .after("CreateTags", tags),
    ]
}

#[tokio::test]
async fn tags_are_put_filtered_and_taken() {
    let world = world();
    let (one, other) = (vpc(&world, "10.0.0.0/16").await, vpc(&world, "10.1.0.0/16").await);
    let tag = |key: &str, value: &str| json!({ "Key": key, "Value": value });
    let both = json!({ "Resources": [one, other], "Tags": [tag("team", "red"), tag("stage", "")] });
    done(&world, "CreateTags", both).await;
    let change = json!({ "Resources": [other], "Tags": [tag("team", "blue")] });
    done(&world, "CreateTags", change).await;
    let count = |name: &'static str, value: &'static str| {
        let world = &world;
        async move {
            let found = json!({ "Filters": filter(name, &[value]) });
            done(world, "DescribeVpcs", found).await["Vpcs"].as_array().unwrap().len()
        }
    };
    for (name, value, expected) in [
        ("tag:team", "red", 1),
        ("tag:team", "*", 2),
        ("tag-key", "stage", 2),
        ("tag-value", "blue", 1),
        ("tag:Team", "red", 0),
    ] {
        assert_eq!(count(name, value).await, expected, "{name} {value}");
    }
    let list = |filters: Json| done(&world, "DescribeTags", json!({ "Filters": filters }));
    assert_eq!(list(json!([])).await["Tags"].as_array().unwrap().len(), 4);
    let red = list(filter("value", &["red"])).await;
    assert_eq!(red["Tags"][0]["ResourceType"], "vpc");
    let wrong_value = json!({ "Resources": [one], "Tags": [tag("team", "blue")] });
    done(&world, "DeleteTags", wrong_value).await;
    assert_eq!(count("tag:team", "red").await, 1);
    let any_value = json!({ "Resources": [one], "Tags": [{ "Key": "team" }] });
    done(&world, "DeleteTags", any_value).await;
    assert_eq!(count("tag:team", "red").await, 0);
    done(&world, "DeleteTags", json!({ "Resources": [one, other] })).await;
    assert_eq!(list(json!([])).await["Tags"], json!([]));
}

#[tokio::test]
async fn wrong_tags_are_refused_and_nothing_is_changed() {
    let world = world();
    let vpc = vpc(&world, "10.0.0.0/16").await;
    let tag = |key: &str, value: &str| json!({ "Key": key, "Value": value });
    let many: Vec<Json> = (0..51).map(|one| tag(&one.to_string(), "")).collect();
    for (resources, tags, code) in [
        (json!([vpc]), json!([tag("aws:team", "red")]), "InvalidParameterValue"),
        (json!([vpc]), json!([tag("AWS:team", "red")]), "InvalidParameterValue"),
        (json!([vpc]), json!([tag("", "red")]), "InvalidParameterValue"),
        (json!([vpc]), json!([tag("a", "1"), tag("a", "2")]), "InvalidParameterValue"),
        (json!([vpc]), json!([tag(&"k".repeat(129), "")]), "InvalidParameterValue"),
        (json!([vpc]), json!([tag("k", &"v".repeat(257))]), "InvalidParameterValue"),
        (json!([vpc]), json!([]), "MissingParameter"),
        (json!([vpc]), json!(many), "TagLimitExceeded"),
        (json!([vpc, "vpc-0"]), json!([tag("a", "1")]), "InvalidVpcID.NotFound"),
        (json!([vpc, "sgr-0"]), json!([tag("a", "1")]), "InvalidSecurityGroupRuleId.NotFound"),
        (json!([vpc, "rubbish"]), json!([tag("a", "1")]), "InvalidID"),
        (json!([]), json!([tag("a", "1")]), "MissingParameter"),
    ] {
        let input = json!({ "Resources": resources, "Tags": tags });
        assert_eq!(refused(&world, "CreateTags", input).await, code, "{resources} {tags}");
    }
    let none = done(&world, "DescribeTags", json!({})).await;
    assert_eq!(none["Tags"], json!([]));
    let other_kind = json!({ "CidrBlock": "10.0.0.0/16", "TagSpecifications": [
        { "ResourceType": "subnet", "Tags": [tag("a", "1")] },
    ]});
    assert_eq!(refused(&world, "CreateVpc", other_kind).await, "InvalidParameter");
}
