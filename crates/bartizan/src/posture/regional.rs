//! What is asked in each region: of CloudTrail, KMS and EC2.

use std::collections::BTreeSet;

use bartizan_posture::{Answer, Topic, Unknown};
use serde_json::{Value as Json, json};

use super::api::{Api, Input, Refusal, form};
use super::collect::{Answers, answer, each, member, text};

const PAGE: (&str, &str) = ("MaxResults", "100");
const NEXT: (&str, &str) = ("NextToken", "NextToken");

/// Of a topic the operation, the list in its answer, and the member that names an item.
const LISTINGS: [(Topic, &str, &str, &str); 8] = [
    (Topic::Vpcs, "DescribeVpcs", "Vpcs", "VpcId"),
    (Topic::FlowLogs, "DescribeFlowLogs", "FlowLogs", "FlowLogId"),
    (Topic::SecurityGroups, "DescribeSecurityGroups", "SecurityGroups", "GroupId"),
    (Topic::NetworkAcls, "DescribeNetworkAcls", "NetworkAcls", "NetworkAclId"),
    (Topic::RouteTables, "DescribeRouteTables", "RouteTables", "RouteTableId"),
    (
        Topic::Peerings,
        "DescribeVpcPeeringConnections",
        "VpcPeeringConnections",
        "VpcPeeringConnectionId",
    ),
    (
        Topic::InstanceProfiles,
        "DescribeIamInstanceProfileAssociations",
        "IamInstanceProfileAssociations",
        "AssociationId",
    ),
    (Topic::PrefixLists, "DescribeManagedPrefixLists", "PrefixLists", "PrefixListId"),
];

/// Asks for the topics in a region, one of several.
pub(super) fn ask(
    api: &Api,
    region: &str,
    regions: &[String],
    root: &str,
    topics: &BTreeSet<Topic>,
) -> Answers {
    let mut answers = Answers::new();
    for topic in topics {
        let got = match topic {
            Topic::Trails => trails(api, region, regions, root),
            Topic::Keys | Topic::KeyPolicies => keys(api, region, root, *topic),
            Topic::Instances => instances(api, region, root),
            Topic::PrefixLists => prefix_lists(api, region, root),
            Topic::VolumeEncryption => {
                const WHAT: (&str, &str) = ("ec2", "GetEbsEncryptionByDefault");
                let asked = api.call(WHAT.0, WHAT.1, region, &form(&[]));
                let got = asked.map_err(|refusal| refusal.unknown(WHAT.0, WHAT.1));
                vec![answer(region, root, got)]
            }
            topic => listing(api, region, root, *topic),
        };
        answers.push((*topic, got));
    }
    answers
}

fn listing(api: &Api, region: &str, root: &str, topic: Topic) -> Vec<Answer> {
    let listing = LISTINGS.iter().find(|(known, ..)| *known == topic);
    let Some((_, operation, list, name)) = listing else { return Vec::new() };
    let items = api.list(("ec2", operation), region, &form(&[PAGE]), list, NEXT);
    each(items, ("ec2", operation), (region, root), |item| text(item, name).to_owned())
}

/// Completes each item that is known.
fn complete(answers: Vec<Answer>, more: impl Fn(Json) -> Result<Json, Unknown>) -> Vec<Answer> {
    let complete = |answer: Answer| Answer { got: answer.got.and_then(&more), ..answer };
    answers.into_iter().map(complete).collect()
}

fn with(mut item: Json, name: &str, value: Json) -> Json {
    if let Some(members) = item.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    item
}

fn prefix_lists(api: &Api, region: &str, root: &str) -> Vec<Answer> {
    const WHAT: (&str, &str) = ("ec2", "GetManagedPrefixListEntries");
    complete(listing(api, region, root, Topic::PrefixLists), |list| {
        let input = form(&[("PrefixListId", text(&list, "PrefixListId")), PAGE]);
        let entries = api.list(WHAT, region, &input, "Entries", NEXT);
        let entries = entries.map_err(|refusal| refusal.unknown(WHAT.0, WHAT.1))?;
        Ok(with(list, "Entries", json!(entries)))
    })
}

fn instances(api: &Api, region: &str, root: &str) -> Vec<Answer> {
    const WHAT: (&str, &str) = ("ec2", "DescribeInstances");
    let reservations = api.list(WHAT, region, &form(&[PAGE]), "Reservations", NEXT);
    let instances = reservations.map(|reservations| {
        let of = |mut one: Json| match one.get_mut("Instances").map(Json::take) {
            Some(Json::Array(instances)) => instances,
            _ => Vec::new(),
        };
        reservations.into_iter().flat_map(of).collect()
    });
    each(instances, WHAT, (region, root), |instance| text(instance, "InstanceId").to_owned())
}

/// Trails whose home the region is; the first region tells of those whose home is not asked.
fn trails(api: &Api, region: &str, regions: &[String], root: &str) -> Vec<Answer> {
    const WHAT: (&str, &str) = ("cloudtrail", "DescribeTrails");
    let input = Input::Document(json!({ "includeShadowTrails": true }));
    let trails = api.list(WHAT, region, &input, "trailList", NEXT).map(|trails| {
        let is_first = regions.first().is_some_and(|first| first == region);
        let is_here = |trail: &Json| {
            let home = text(trail, "HomeRegion");
            home == region || (is_first && !regions.iter().any(|region| region == home))
        };
        trails.into_iter().filter(is_here).collect()
    });
    let trails = each(trails, WHAT, (region, root), |trail| text(trail, "TrailARN").to_owned());
    complete(trails, |trail| {
        let (arn, home) =
            (text(&trail, "TrailARN").to_owned(), text(&trail, "HomeRegion").to_owned());
        let of = |operation: &str, name: &str| {
            let input = Input::Document(json!({ name: arn }));
            let asked = api.call("cloudtrail", operation, &home, &input);
            asked.map_err(|refusal| refusal.unknown("cloudtrail", operation))
        };
        let status = of("GetTrailStatus", "Name")?;
        let selectors = of("GetEventSelectors", "TrailName")?;
        Ok(with(with(trail, "Status", status), "Selectors", selectors))
    })
}

/// Customer managed keys, with what the topic wants of them.
fn keys(api: &Api, region: &str, root: &str, topic: Topic) -> Vec<Answer> {
    const WHAT: (&str, &str) = ("kms", "ListKeys");
    let input = Input::Document(json!({ "Limit": 1000 }));
    let keys = match api.list(WHAT, region, &input, "Keys", ("Marker", "NextMarker")) {
        Ok(keys) => keys,
        Err(refusal) => return vec![answer(region, root, Err(refusal.unknown(WHAT.0, WHAT.1)))],
    };
    keys.iter()
        .filter_map(|key| {
            let got = key_of(api, region, text(key, "KeyId"), topic).transpose()?;
            Some(answer(region, text(key, "KeyArn"), got))
        })
        .collect()
}

/// A key of the customer's; none for one that AWS manages.
fn key_of(api: &Api, region: &str, id: &str, topic: Topic) -> Result<Option<Json>, Unknown> {
    let ask = |operation: &str, input: Json| -> Result<Json, Refusal> {
        api.call("kms", operation, region, &Input::Document(input))
    };
    let input = json!({ "KeyId": id });
    let key = ask("DescribeKey", input.clone());
    let key = member(key, "KeyMetadata", ("kms", "DescribeKey"), &[])?;
    if text(&key, "KeyManager") != "CUSTOMER" {
        return Ok(None);
    }
    if topic == Topic::KeyPolicies {
        let policy = ask("GetKeyPolicy", json!({ "KeyId": id, "PolicyName": "default" }));
        return member(policy, "Policy", ("kms", "GetKeyPolicy"), &[]).map(Some);
    }
    let can_rotate =
        text(&key, "KeySpec") == "SYMMETRIC_DEFAULT" && text(&key, "Origin") == "AWS_KMS";
    let is_there = ["Enabled", "Disabled"].contains(&text(&key, "KeyState"));
    if !can_rotate || !is_there {
        return Ok(Some(key));
    }
    let rotates = ask("GetKeyRotationStatus", input);
    let rotates = member(rotates, "KeyRotationEnabled", ("kms", "GetKeyRotationStatus"), &[])?;
    Ok(Some(with(key, "KeyRotationEnabled", rotates)))
}

#[cfg(test)]
mod tests {
    use bartizan_model::ShapeKind;

    use super::*;
    use crate::client;

    #[test]
    fn what_is_answered_can_be_read() {
        let listed = LISTINGS.iter().map(|(_, operation, list, _)| (*operation, *list));
        let others = [
            ("DescribeInstances", "Reservations"),
            ("GetEbsEncryptionByDefault", "EbsEncryptionByDefault"),
            ("GetManagedPrefixListEntries", "Entries"),
        ];
        let model = client::model("ec2").unwrap();
        for (operation, member) in listed.chain(others) {
            let output = model.operation(operation).and_then(|known| known.output).unwrap();
            let ShapeKind::Structure(output) = &model.shape(output).kind else {
                panic!("a structure")
            };
            assert!(output.member(member).is_some(), "{operation}");
        }
    }
}
