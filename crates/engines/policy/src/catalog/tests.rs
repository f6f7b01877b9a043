use super::*;

#[test]
fn the_whole_table_can_be_read() {
    let services: Vec<_> = prefixes().map(|prefix| service(prefix).unwrap()).collect();
    assert!(services.len() > 400, "{}", services.len());
    let actions: usize = services.iter().map(|it| it.actions.len()).sum();
    assert!(actions > 20_000, "{actions}");
    for service in services {
        for action in &service.actions {
            assert_eq!(service.action(action.name).unwrap().name, action.name);
            assert_eq!(service.resources_of(action).count(), action.resources.len());
        }
        for resource in &service.resource_types {
            assert!(!resource.arns.is_empty(), "{}:{}", service.prefix, resource.name);
        }
    }
}

#[test]
fn an_action_has_its_level_and_resources() {
    let s3 = service("s3").unwrap();
    let get_object = s3.action("getobject").unwrap();
    assert_eq!(get_object.name, "GetObject");
    assert_eq!(get_object.access_level, AccessLevel::Read);
    assert!(s3.resources_of(get_object).any(|(resource, _)| resource.name == "object"));
    assert!(s3.supports_resource_control_policies);
    for (name, level) in [
        ("iam:CreateUser", AccessLevel::Write),
        ("iam:TagUser", AccessLevel::Tagging),
        ("iam:PutUserPolicy", AccessLevel::PermissionsManagement),
        ("s3:ListAllMyBuckets", AccessLevel::List),
        ("STS:assumerole", AccessLevel::Write),
    ] {
        assert_eq!(action(name).unwrap().access_level, level, "{name}");
    }
    assert!(action("s3:ListAllMyBuckets").unwrap().resources.is_empty());
    for unknown in ["s3:GetObjekt", "nothing:Here", "s3", ""] {
        assert!(action(unknown).is_none(), "{unknown}");
    }
}

#[test]
fn condition_keys_tell_their_type_and_whether_they_are_multivalued() {
    for (key, value_type, multivalued) in [
        ("aws:PrincipalArn", ValueType::Arn, false),
        ("AWS:sourceip", ValueType::IpAddress, false),
        ("aws:TagKeys", ValueType::String, true),
        ("aws:PrincipalOrgPaths", ValueType::String, true),
        ("aws:ResourceTag/team", ValueType::String, false),
        ("aws:MultiFactorAuthAge", ValueType::Numeric, false),
        ("s3:prefix", ValueType::String, false),
        ("s3:ExistingObjectTag/a/b", ValueType::String, false),
        ("dynamodb:LeadingKeys", ValueType::String, true),
        ("iam:PassedToService", ValueType::String, false),
        ("accounts.google.com:aud", ValueType::String, false),
    ] {
        let facts = condition_key(key).unwrap_or_else(|| panic!("{key}"));
        assert_eq!((facts.value_type, facts.multivalued), (value_type, multivalued), "{key}");
    }
    for unknown in ["aws:Nothing", "aws:ResourceTag/", "s3:nothing", "prefix", ""] {
        assert!(condition_key(unknown).is_none(), "{unknown}");
    }
}

#[test]
fn an_action_supports_its_own_keys_and_those_of_its_resources() {
    let s3 = service("s3").unwrap();
    let list = s3.action("ListBucket").unwrap();
    assert!(s3.supports_key(list, "s3:prefix"));
    assert!(!s3.supports_key(s3.action("GetObject").unwrap(), "s3:prefix"));
}
