//! Prefix lists.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{done, id, refused, vpc, world};

const LIST: &str = "$CreateManagedPrefixList.PrefixList.PrefixListId";

fn offices(max: i32) -> Json {
    json!({
        "PrefixListName": "offices",
        "MaxEntries": max,
        "AddressFamily": "IPv4",
        "Entries": [{ "Cidr": "198.51.100.0/24", "Description": "Berlin" }],
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let with_one = |operation, input| {
        Case::new(operation, input).after("CreateManagedPrefixList", offices(10))
    };
    let it = || json!({ "PrefixListId": LIST });
    vec![
        Case::new("CreateManagedPrefixList", offices(10)),
        with_one("DeleteManagedPrefixList", it()),
        with_one("DescribeManagedPrefixLists", json!({})),
        with_one("GetManagedPrefixListEntries", it()),
        with_one(
            "ModifyManagedPrefixList",
            json!({ "PrefixListId": LIST, "PrefixListName": "homes" }),
        ),
    ]
}

#[tokio::test]
async fn entries_have_versions() {
    let world = world();
    let made = done(&world, "CreateManagedPrefixList", offices(2)).await;
    let list = id(&made["PrefixList"]["PrefixListId"]);
    assert_eq!(
        (&made["PrefixList"]["Version"], &made["PrefixList"]["State"]),
        (&json!(1), &json!("create-complete"))
    );
    let add = |version: i64, block: &str| json!({ "PrefixListId": list, "CurrentVersion": version, "AddEntries": [{ "Cidr": block }] });
    let changed = done(&world, "ModifyManagedPrefixList", add(1, "203.0.113.7/24")).await;
    assert_eq!(changed["PrefixList"]["Version"], 2);
    let told = refused(&world, "ModifyManagedPrefixList", add(1, "192.0.2.0/24")).await;
    assert_eq!(told, "PrefixListVersionMismatch");
    let told = refused(&world, "ModifyManagedPrefixList", add(2, "192.0.2.0/24")).await;
    assert_eq!(told, "PrefixListMaxEntriesExceeded");
    let told = refused(&world, "ModifyManagedPrefixList", add(2, "2001:db8::/32")).await;
    assert_eq!(told, "InvalidParameterValue");
    let entries = |version: Json| json!({ "PrefixListId": list, "TargetVersion": version });
    let now = done(&world, "GetManagedPrefixListEntries", json!({ "PrefixListId": list })).await;
    let blocks: Vec<_> =
        now["Entries"].as_array().unwrap().iter().map(|one| one["Cidr"].clone()).collect();
    assert_eq!(blocks, ["198.51.100.0/24", "203.0.113.0/24"]);
    let before = done(&world, "GetManagedPrefixListEntries", entries(json!(1))).await;
    assert_eq!(before["Entries"].as_array().unwrap().len(), 1);
    for version in [0, 3, -1] {
        let told = refused(&world, "GetManagedPrefixListEntries", entries(json!(version))).await;
        assert_eq!(told, "InvalidParameterValue", "{version}");
    }
    let remove = json!({ "PrefixListId": list, "CurrentVersion": 2, "RemoveEntries": [{ "Cidr": "198.51.100.0/24" }] });
    let removed = done(&world, "ModifyManagedPrefixList", remove).await;
    assert_eq!(removed["PrefixList"]["Version"], 3);
}

#[tokio::test]
async fn rules_that_name_one_count_as_often_as_it_may_have_entries() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    let made = done(&world, "CreateManagedPrefixList", offices(50)).await;
    let list = id(&made["PrefixList"]["PrefixListId"]);
    let group = json!({ "GroupName": "web", "Description": "web", "VpcId": network });
    let group = id(&done(&world, "CreateSecurityGroup", group).await["GroupId"]);
    let rule = |port: i32| {
        json!({ "GroupId": group, "IpPermissions": [{
            "IpProtocol": "tcp", "FromPort": port, "ToPort": port,
            "PrefixListIds": [{ "PrefixListId": list, "Description": "offices" }],
        }]})
    };
    let added = done(&world, "AuthorizeSecurityGroupIngress", rule(22)).await;
    assert_eq!(added["SecurityGroupRules"][0]["PrefixListId"], list.as_str());
    let again = refused(&world, "AuthorizeSecurityGroupIngress", rule(22)).await;
    assert_eq!(again, "InvalidPermission.Duplicate");
    let many = refused(&world, "AuthorizeSecurityGroupIngress", rule(23)).await;
    assert_eq!(many, "RulesPerSecurityGroupLimitExceeded");
    let larger = json!({ "PrefixListId": list, "MaxEntries": 61 });
    let many = refused(&world, "ModifyManagedPrefixList", larger).await;
    assert_eq!(many, "RulesPerSecurityGroupLimitExceeded");
    done(&world, "ModifyManagedPrefixList", json!({ "PrefixListId": list, "MaxEntries": 30 }))
        .await;
    done(&world, "AuthorizeSecurityGroupIngress", rule(23)).await;
    let it = json!({ "PrefixListId": list });
    assert_eq!(refused(&world, "DeleteManagedPrefixList", it.clone()).await, "PrefixListInUse");
    for port in [22, 23] {
        done(&world, "RevokeSecurityGroupIngress", rule(port)).await;
    }
    done(&world, "DeleteManagedPrefixList", it).await;
}
