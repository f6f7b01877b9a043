//! Network ACLs.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{VPC, done, filter, id, in_vpc, refused, subnet, vpc, world};

const ACL: &str = "$CreateNetworkAcl.NetworkAcl.NetworkAclId";

fn entry(acl: &str) -> Json {
    json!({
        "NetworkAclId": acl,
        "RuleNumber": 100,
        "Protocol": "6",
        "RuleAction": "allow",
        "Egress": false,
        "CidrBlock": "203.0.113.0/24",
        "PortRange": { "From": 443, "To": 443 },
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let with_one = |operation, input| {
        in_vpc(operation, input).after("CreateNetworkAcl", json!({ "VpcId": VPC }))
    };
    let number = json!({ "NetworkAclId": ACL, "RuleNumber": 100, "Egress": false });
    vec![
        in_vpc("CreateNetworkAcl", json!({ "VpcId": VPC })),
        with_one("DeleteNetworkAcl", json!({ "NetworkAclId": ACL })),
        with_one("DescribeNetworkAcls", json!({ "NetworkAclIds": [ACL] })),
        with_one("CreateNetworkAclEntry", entry(ACL)),
        with_one("ReplaceNetworkAclEntry", entry(ACL)).after("CreateNetworkAclEntry", entry(ACL)),
        with_one("DeleteNetworkAclEntry", number).after("CreateNetworkAclEntry", entry(ACL)),
        with_one(
            "ReplaceNetworkAclAssociation",
            json!({
                "AssociationId": "$DescribeNetworkAcls.NetworkAcls.0.Associations.0.NetworkAclAssociationId",
                "NetworkAclId": ACL,
            }),
        )
        .after("CreateSubnet", json!({ "VpcId": VPC, "CidrBlock": "10.0.1.0/24" }))
        .after(
            "DescribeNetworkAcls",
            json!({ "Filters": [{ "Name": "association.subnet-id", "Values": ["$CreateSubnet.Subnet.SubnetId"] }] }),
        ),
    ]
}

#[tokio::test]
async fn each_subnet_has_one() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &network, "10.0.1.0/24").await;
    let of_subnet = json!({ "Filters": filter("association.subnet-id", &[&subnet]) });
    let found = done(&world, "DescribeNetworkAcls", of_subnet.clone()).await;
    let default = &found["NetworkAcls"][0];
    assert_eq!((&default["IsDefault"], &default["VpcId"]), (&json!(true), &json!(network)));
    let told: Vec<_> = default["Entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (entry["Egress"].clone(), entry["RuleNumber"].clone(), entry["RuleAction"].clone())
        })
        .collect();
    let expected = [
        (true, 100, "allow"),
        (true, 32_767, "deny"),
        (false, 100, "allow"),
        (false, 32_767, "deny"),
    ];
    assert_eq!(
        told,
        expected.map(|(egress, number, action)| (json!(egress), json!(number), json!(action)))
    );
    let made = done(&world, "CreateNetworkAcl", json!({ "VpcId": network })).await;
    let own = id(&made["NetworkAcl"]["NetworkAclId"]);
    let association = &default["Associations"][0]["NetworkAclAssociationId"];
    let replace = json!({ "AssociationId": association, "NetworkAclId": own });
    let replaced = done(&world, "ReplaceNetworkAclAssociation", replace.clone()).await;
    assert_ne!(&replaced["NewAssociationId"], association);
    let gone = refused(&world, "ReplaceNetworkAclAssociation", replace).await;
    assert_eq!(gone, "InvalidAssociationID.NotFound");
    let found = done(&world, "DescribeNetworkAcls", of_subnet).await;
    assert_eq!(found["NetworkAcls"][0]["NetworkAclId"], own.as_str());
    let delete = json!({ "NetworkAclId": own });
    assert_eq!(refused(&world, "DeleteNetworkAcl", delete.clone()).await, "DependencyViolation");
    assert_eq!(
        refused(&world, "DeleteVpc", json!({ "VpcId": network })).await,
        "DependencyViolation"
    );
    done(&world, "DeleteSubnet", json!({ "SubnetId": subnet })).await;
    assert_eq!(
        refused(&world, "DeleteVpc", json!({ "VpcId": network })).await,
        "DependencyViolation"
    );
    done(&world, "DeleteNetworkAcl", delete).await;
    let kept =
        refused(&world, "DeleteNetworkAcl", json!({ "NetworkAclId": default["NetworkAclId"] }))
            .await;
    assert_eq!(kept, "InvalidParameterValue");
    done(&world, "DeleteVpc", json!({ "VpcId": network })).await;
}

#[tokio::test]
async fn entries_are_of_numbers_and_directions() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    let made = done(&world, "CreateNetworkAcl", json!({ "VpcId": network })).await;
    let acl = id(&made["NetworkAcl"]["NetworkAclId"]);
    done(&world, "CreateNetworkAclEntry", entry(&acl)).await;
    let again = refused(&world, "CreateNetworkAclEntry", entry(&acl)).await;
    assert_eq!(again, "NetworkAclEntryAlreadyExists");
    for (member, value, code) in [
        ("RuleNumber", json!(0), "InvalidParameterValue"),
        ("RuleNumber", json!(32_767), "InvalidParameterValue"),
        ("RuleAction", json!("maybe"), "InvalidParameterValue"),
        ("CidrBlock", json!("203.0.113.0"), "InvalidParameterValue"),
        ("Protocol", json!("999"), "InvalidParameterValue"),
        ("Protocol", json!("1"), "MissingParameter"),
        ("PortRange", json!({ "From": 444, "To": 443 }), "InvalidParameterValue"),
        ("PortRange", json!({ "From": 443 }), "MissingParameter"),
        ("NetworkAclId", json!("acl-0"), "InvalidNetworkAclID.NotFound"),
    ] {
        let mut wrong = entry(&acl);
        wrong[member] = value;
        assert_eq!(refused(&world, "CreateNetworkAclEntry", wrong.clone()).await, code, "{wrong}");
    }
    let mut egress = entry(&acl);
    egress["Egress"] = json!(true);
    let none = refused(&world, "ReplaceNetworkAclEntry", egress.clone()).await;
    assert_eq!(none, "InvalidNetworkAclEntry.NotFound");
    done(&world, "CreateNetworkAclEntry", egress.clone()).await;
    egress["RuleAction"] = json!("deny");
    done(&world, "ReplaceNetworkAclEntry", egress).await;
    let shown =
        json!({ "Filters": filter("entry.rule-action", &["deny"]), "NetworkAclIds": [acl] });
    let shown = done(&world, "DescribeNetworkAcls", shown).await;
    assert_eq!(shown["NetworkAcls"][0]["Entries"][0]["RuleAction"], "deny");
    for number in 101..120 {
        let mut more = entry(&acl);
        more["RuleNumber"] = json!(number);
        done(&world, "CreateNetworkAclEntry", more).await;
    }
    let mut more = entry(&acl);
    more["RuleNumber"] = json!(120);
    let full = refused(&world, "CreateNetworkAclEntry", more).await;
    assert_eq!(full, "NetworkAclEntryLimitExceeded");
    let gone = json!({ "NetworkAclId": acl, "RuleNumber": 100, "Egress": false });
    done(&world, "DeleteNetworkAclEntry", gone.clone()).await;
    let none = refused(&world, "DeleteNetworkAclEntry", gone).await;
    assert_eq!(none, "InvalidNetworkAclEntry.NotFound");
}
