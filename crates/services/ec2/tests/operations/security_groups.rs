//! Security groups and their rules.

use bartizan_service::testkit::{Case, World};
use serde_json::{Value as Json, json};

use crate::{VPC, done, filter, id, in_vpc, refused, vpc, world};

const GROUP: &str = "$CreateSecurityGroup.GroupId";

fn https(block: &str) -> Json {
    json!([{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": block }] }])
}

pub(crate) fn cases() -> Vec<Case> {
    let grouped = |operation, input| {
        in_vpc(operation, input).after(
            "CreateSecurityGroup",
            json!({ "VpcId": VPC, "GroupName": "web", "Description": "web servers" }),
        )
    };
    let permissions = json!({ "GroupId": GROUP, "IpPermissions": https("192.0.2.0/24") });
    let rule = "$AuthorizeSecurityGroupIngress.SecurityGroupRules.0.SecurityGroupRuleId";
    let described = json!({ "GroupId": GROUP, "IpPermissions": [{
        "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
        "IpRanges": [{ "CidrIp": "192.0.2.0/24", "Description": "office" }],
    }]});
    vec![
        in_vpc(
            "CreateSecurityGroup",
            json!({ "VpcId": VPC, "GroupName": "web", "Description": "web servers" }),
        ),
        grouped("DeleteSecurityGroup", json!({ "GroupId": GROUP })),
        grouped("DescribeSecurityGroups", json!({ "GroupIds": [GROUP] })),
        grouped("DescribeSecurityGroupRules", json!({ "Filters": filter("group-id", &["sg-0"]) })),
        grouped("AuthorizeSecurityGroupIngress", permissions.clone()),
        grouped("AuthorizeSecurityGroupEgress", permissions.clone()),
        grouped("RevokeSecurityGroupIngress", permissions.clone())
            .after("AuthorizeSecurityGroupIngress", permissions.clone()),
        grouped("RevokeSecurityGroupEgress", permissions.clone())
            .after("AuthorizeSecurityGroupEgress", permissions.clone()),
        grouped("UpdateSecurityGroupRuleDescriptionsIngress", described.clone())
            .after("AuthorizeSecurityGroupIngress", permissions.clone()),
        grouped("UpdateSecurityGroupRuleDescriptionsEgress", described)
            .after("AuthorizeSecurityGroupEgress", permissions.clone()),
        grouped(
            "ModifySecurityGroupRules",
            json!({ "GroupId": GROUP, "SecurityGroupRules": [{
                "SecurityGroupRuleId": rule,
                "SecurityGroupRule": { "IpProtocol": "-1", "CidrIpv4": "10.0.0.0/8" },
            }]}),
        )
        .after("AuthorizeSecurityGroupIngress", permissions),
    ]
}

/// A new group's id.
async fn group(world: &World, vpc: &str, name: &str) -> String {
    let input = json!({ "VpcId": vpc, "GroupName": name, "Description": "for tests" });
    id(&done(world, "CreateSecurityGroup", input).await["GroupId"])
}

#[tokio::test]
async fn names_are_unique_in_a_vpc_and_some_are_kept() {
    let world = world();
    let vpc = vpc(&world, "10.0.0.0/16").await;
    group(&world, &vpc, "web").await;
    for (name, description, code) in [
        ("web", "again", "InvalidGroup.Duplicate"),
        ("web ", "again, as spaces at the end do not count", "InvalidGroup.Duplicate"),
        ("default", "kept", "InvalidParameterValue"),
        ("sg-web", "looks like an id", "InvalidParameterValue"),
        ("wéb", "no ASCII", "InvalidParameterValue"),
        ("other", "no ASCII: é", "InvalidParameterValue"),
        ("other", "", "MissingParameter"),
    ] {
        let input = json!({ "VpcId": vpc, "GroupName": name, "Description": description });
        let told = refused(&world, "CreateSecurityGroup", input).await;
        assert_eq!(told, code, "{name} {description}");
    }
}

#[tokio::test]
async fn a_rule_is_there_once() {
    let world = world();
    let group = group(&world, &vpc(&world, "10.0.0.0/16").await, "web").await;
    let authorize = |permissions: Json| json!({ "GroupId": group, "IpPermissions": permissions });
    let ingress = "AuthorizeSecurityGroupIngress";
    done(&world, ingress, authorize(https("192.0.2.0/24"))).await;
    // The same block, written otherwise.
    let again = refused(&world, ingress, authorize(https("192.0.2.9/24"))).await;
    assert_eq!(again, "InvalidPermission.Duplicate");
    let twice = json!([https("10.0.0.0/8")[0], https("10.0.0.0/8")[0]]);
    assert_eq!(refused(&world, ingress, authorize(twice)).await, "InvalidParameterValue");
    for (permission, code) in [
        (json!({ "IpProtocol": "tcp", "FromPort": 1, "ToPort": 2 }), "InvalidPermission.Malformed"),
        (
            json!({ "IpProtocol": "tcp", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }),
            "InvalidParameterValue",
        ),
        (
            json!({ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "::/0" }] }),
            "InvalidParameterValue",
        ),
        (
            json!({ "IpProtocol": "-1", "Ipv6Ranges": [{ "CidrIpv6": "10.0.0.0/8" }] }),
            "InvalidParameterValue",
        ),
        (
            json!({ "IpProtocol": "-1", "PrefixListIds": [{ "PrefixListId": "pl-0" }] }),
            "InvalidPrefixListID.NotFound",
        ),
        (
            json!({ "IpProtocol": "-1", "UserIdGroupPairs": [{ "GroupId": "sg-0" }] }),
            "InvalidGroup.NotFound",
        ),
    ] {
        let told = refused(&world, ingress, authorize(json!([permission]))).await;
        assert_eq!(told, code, "{permission}");
    }
    let single = json!({
        "GroupId": group, "IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "CidrIp": "10.0.0.0/8",
    });
    done(&world, ingress, single).await;
    let shown = done(&world, "DescribeSecurityGroups", json!({ "GroupIds": [group] })).await;
    assert_eq!(shown["SecurityGroups"][0]["IpPermissions"].as_array().unwrap().len(), 2);
    let rules = json!({ "Filters": filter("group-id", &[&group]) });
    let rules = done(&world, "DescribeSecurityGroupRules", rules).await;
    assert_eq!(rules["SecurityGroupRules"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_group_has_sixty_rules() {
    let world = world();
    let group = group(&world, &vpc(&world, "10.0.0.0/16").await, "web").await;
    let rules = |count: usize, v6: bool| {
        let v4: Vec<_> =
            (0..count).map(|one| json!({ "CidrIp": format!("10.0.{one}.0/24") })).collect();
        let six: Vec<_> =
            (0..count).map(|one| json!({ "CidrIpv6": format!("2001:db8:{one}::/48") })).collect();
        let mut permission = json!({ "IpProtocol": "-1" });
        permission[if v6 { "Ipv6Ranges" } else { "IpRanges" }] = json!(if v6 { six } else { v4 });
        json!({ "GroupId": group, "IpPermissions": [permission] })
    };
    let ingress = "AuthorizeSecurityGroupIngress";
    let many = refused(&world, ingress, rules(61, false)).await;
    assert_eq!(many, "RulesPerSecurityGroupLimitExceeded");
    done(&world, ingress, rules(60, false)).await;
    done(&world, ingress, rules(60, true)).await;
}

#[tokio::test]
async fn what_is_not_there_cannot_be_revoked() {
    let world = world();
    let own = group(&world, &vpc(&world, "10.0.0.0/16").await, "web").await;
    let revoke = "RevokeSecurityGroupIngress";
    let input = |group: &str| json!({ "GroupId": group, "IpPermissions": https("192.0.2.0/24") });
    assert_eq!(refused(&world, revoke, input(&own)).await, "InvalidPermission.NotFound");
    let rule = json!({ "GroupId": own, "SecurityGroupRuleIds": ["sgr-0"] });
    let told = refused(&world, revoke, rule).await;
    assert_eq!(told, "InvalidSecurityGroupRuleId.NotFound");
    // In a default VPC, AWS tells it and refuses nothing.
    let new = json!({ "GroupName": "web", "Description": "for tests" });
    let group = id(&done(&world, "CreateSecurityGroup", new).await["GroupId"]);
    let told = done(&world, revoke, input(&group)).await;
    assert_eq!(told["UnknownIpPermissions"][0]["FromPort"], 443);
    let by_name = json!({ "GroupName": "web", "IpPermissions": https("192.0.2.0/24") });
    let made = done(&world, "AuthorizeSecurityGroupIngress", by_name.clone()).await;
    assert_eq!(made["SecurityGroupRules"][0]["GroupId"], group.as_str());
    let gone = done(&world, revoke, by_name).await;
    let rule = &made["SecurityGroupRules"][0]["SecurityGroupRuleId"];
    assert_eq!(&gone["RevokedSecurityGroupRules"][0]["SecurityGroupRuleId"], rule);
}

#[tokio::test]
async fn a_group_that_another_names_stays() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    let (web, data) = (group(&world, &network, "web").await, group(&world, &network, "data").await);
    let from_web = json!({ "GroupId": data, "IpPermissions": [{
        "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,
        "UserIdGroupPairs": [{ "GroupId": web }, { "GroupId": data }],
    }]});
    done(&world, "AuthorizeSecurityGroupIngress", from_web).await;
    let delete = |group: &str| json!({ "GroupId": group });
    let told = refused(&world, "DeleteSecurityGroup", delete(&web)).await;
    assert_eq!(told, "DependencyViolation");
    // A group that names itself may go.
    done(&world, "DeleteSecurityGroup", delete(&data)).await;
    done(&world, "DeleteSecurityGroup", delete(&web)).await;
    let all = json!({ "Filters": filter("vpc-id", &[&network]) });
    let default = done(&world, "DescribeSecurityGroups", all).await;
    let default = id(&default["SecurityGroups"][0]["GroupId"]);
    assert_eq!(refused(&world, "DeleteSecurityGroup", delete(&default)).await, "CannotDelete");
    let other = group(&world, &vpc(&world, "10.1.0.0/16").await, "other").await;
    let across = json!({ "GroupId": default, "IpPermissions": [
        { "IpProtocol": "-1", "UserIdGroupPairs": [{ "GroupId": other }] },
    ]});
    let told = refused(&world, "AuthorizeSecurityGroupIngress", across).await;
    assert_eq!(told, "InvalidGroup.NotFound");
}

#[tokio::test]
async fn a_rule_keeps_its_kind_of_peer() {
    let world = world();
    let group = group(&world, &vpc(&world, "10.0.0.0/16").await, "web").await;
    let input = json!({ "GroupId": group, "IpPermissions": [
        https("192.0.2.0/24")[0], https("198.51.100.0/24")[0],
    ]});
    let made = done(&world, "AuthorizeSecurityGroupIngress", input).await;
    let rule = made["SecurityGroupRules"][0]["SecurityGroupRuleId"].clone();
    let update = |rule: &Json, to: Json| {
        json!({ "GroupId": group, "SecurityGroupRules": [
            { "SecurityGroupRuleId": rule, "SecurityGroupRule": to },
        ]})
    };
    let modify = "ModifySecurityGroupRules";
    for (to, code) in [
        (json!({ "IpProtocol": "-1", "CidrIpv6": "::/0" }), "InvalidParameterValue"),
        (json!({ "CidrIpv4": "10.0.0.0/8" }), "InvalidParameterValue"),
        (json!({ "IpProtocol": "-1" }), "MissingParameter"),
        (
            json!({ "IpProtocol": "-1", "CidrIpv4": "10.0.0.0/8", "CidrIpv6": "::/0" }),
            "InvalidParameterCombination",
        ),
        (
            json!({ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv4": "198.51.100.0/24" }),
            "InvalidPermission.Duplicate",
        ),
    ] {
        assert_eq!(refused(&world, modify, update(&rule, to.clone())).await, code, "{to}");
    }
    let to = json!({ "IpProtocol": "udp", "FromPort": 1, "ToPort": 2, "CidrIpv4": "10.0.0.0/8", "Description": "new" });
    done(&world, modify, update(&rule, to)).await;
    let rules = json!({ "SecurityGroupRuleIds": [rule] });
    let shown = done(&world, "DescribeSecurityGroupRules", rules).await;
    let shown = &shown["SecurityGroupRules"][0];
    assert_eq!((&shown["IpProtocol"], &shown["Description"]), (&json!("udp"), &json!("new")));
    let of = |group: &str| json!({ "Filters": [{ "Name": "group-id", "Values": [group] }] });
    let malformed = refused(&world, "DescribeSecurityGroupRules", of("web")).await;
    assert_eq!(malformed, "InvalidGroupId.Malformed");
    let none = done(&world, "DescribeSecurityGroupRules", of("sg-0")).await;
    assert_eq!(none["SecurityGroupRules"], json!([]));
}
