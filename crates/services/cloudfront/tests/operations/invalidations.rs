//! Invalidations.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{ID, config, distributed, done, made, refused, world};

fn batch(reference: &str, paths: &[&str]) -> Json {
    json!({
        "CallerReference": reference,
        "Paths": { "Quantity": paths.len(), "Items": paths },
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let create =
        json!({ "DistributionId": ID, "InvalidationBatch": batch("one", &["/a", "/b/*"]) });
    vec![
        distributed("CreateInvalidation", create.clone()),
        distributed(
            "GetInvalidation",
            json!({ "DistributionId": ID, "Id": "$CreateInvalidation.Invalidation.Id" }),
        )
        .after("CreateInvalidation", create),
        distributed("ListInvalidations", json!({ "DistributionId": ID })),
    ]
}

#[tokio::test]
async fn a_reference_makes_one_invalidation() {
    let world = world();
    let (id, _) = made(&world, config("one")).await;
    let ask = |reference: &str, paths: &[&str]| json!({ "DistributionId": id, "InvalidationBatch": batch(reference, paths) });
    let operation = "CreateInvalidation";
    let first = done(&world, operation, ask("one", &["/a"])).await;
    let again = done(&world, operation, ask("one", &["/a"])).await;
    assert_eq!(first["Invalidation"]["Id"], again["Invalidation"]["Id"]);
    for (input, code) in [
        (ask("one", &["/b"]), "InvalidArgument"),
        (ask("two", &[]), "InvalidArgument"),
        (ask("", &["/a"]), "InvalidArgument"),
        (ask("two", &["/a*b"]), "InvalidArgument"),
        (ask("two", &["/\u{e9}"]), "InvalidArgument"),
        (
            json!({ "DistributionId": "E0", "InvalidationBatch": batch("two", &["/a"]) }),
            "NoSuchDistribution",
        ),
    ] {
        assert_eq!(refused(&world, operation, input.clone()).await, code, "{input}");
    }
    let many: Vec<String> = (0..3001).map(|number| format!("/{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(refused(&world, operation, ask("two", &many)).await, "BatchTooLarge");
    let listed = done(&world, "ListInvalidations", json!({ "DistributionId": id })).await;
    assert_eq!(listed["InvalidationList"]["Items"][0]["Status"], "Completed");
    let none = json!({ "DistributionId": id, "Id": "I0" });
    assert_eq!(refused(&world, "GetInvalidation", none).await, "NoSuchInvalidation");
}
