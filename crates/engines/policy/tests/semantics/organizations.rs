//! Service and resource control policies, and the policies of VPC endpoints.

use super::case::*;
use bartizan_policy::Flags;
use bartizan_types::Principal;

const GET_ONLY: &str = r#"{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}"#;
const RCP_FULL: &str = r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#;
const KMS_DENIED: &str = r#"{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*"}"#;
/// `RCPFullAWSAccess` beside the deny of AWS's data perimeter examples.
const RCP_PERIMETER: &str = r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},
    {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{
        "StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-1"},
        "BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}"#;

#[test]
fn service_control_policies() {
    let page = "Organizations User Guide, SCP evaluation: allowed at every level, denied at none";
    let admin = |scps, expected| Case {
        page,
        identity: Some(ALLOW_ALL),
        scps,
        expected,
        ..Case::default()
    };
    let management = Flags { management_account_principal: true, ..Flags::default() };
    hold(&[
        admin(&[ALLOW_ALL, ALLOW_ALL, ALLOW_ALL], ALLOWED),
        admin(&[ALLOW_ALL, OTHER, ALLOW_ALL], NOT_ALLOWED),
        admin(&[OTHER, ALLOW_ALL], NOT_ALLOWED),
        admin(&[ALLOW_ALL, GET_ONLY], ALLOWED),
        Case { action: "s3:PutObject", ..admin(&[ALLOW_ALL, GET_ONLY], NOT_ALLOWED) },
        admin(&[ALLOW_ALL, DENY_ALL], DENIED),
        admin(&[DENY_ALL, ALLOW_ALL], DENIED),
        Case { identity: None, ..admin(&[ALLOW_ALL], NOT_ALLOWED) },
        Case { caller: root(HERE), identity: None, ..admin(&[ALLOW_ALL, OTHER], NOT_ALLOWED) },
        Case { caller: root(HERE), identity: None, ..admin(&[DENY_ALL], DENIED) },
        Case { caller: role(HERE), ..admin(&[ALLOW_ALL, DENY_ALL], DENIED) },
        Case { caller: service_linked_role(HERE), ..admin(&[DENY_ALL], ALLOWED) },
        Case { caller: service_linked_role(HERE), ..admin(&[OTHER], ALLOWED) },
        Case { flags: management, ..admin(&[DENY_ALL], ALLOWED) },
        Case { flags: management, caller: root(HERE), ..admin(&[DENY_ALL], ALLOWED) },
        Case {
            caller: Principal::Anonymous,
            bucket: grant(r#""*""#),
            ..admin(&[DENY_ALL], ALLOWED)
        },
    ]);
}

#[test]
fn resource_control_policies() {
    let page = "Organizations User Guide, Resource control policies";
    let admin = |rcps, expected| Case {
        page,
        identity: Some(ALLOW_ALL),
        rcps,
        expected,
        ..Case::default()
    };
    let management = Flags { management_account_resource: true, ..Flags::default() };
    let of_aws = Flags { aws_managed_resource: true, ..Flags::default() };
    let key = "arn:aws:kms:eu-west-1:111122223333:key/k";
    let on_key = |action, expected| Case {
        action,
        resource: key,
        bucket: grant(r#"{"AWS":"111122223333"}"#),
        ..admin(&[KMS_DENIED], expected)
    };
    hold(&[
        admin(&[RCP_FULL, RCP_FULL], ALLOWED),
        admin(&[RCP_FULL, EVERYONE_DENIED], DENIED),
        Case { caller: root(HERE), ..admin(&[EVERYONE_DENIED], DENIED) },
        Case { caller: service_linked_role(HERE), ..admin(&[EVERYONE_DENIED], ALLOWED) },
        Case { flags: management, ..admin(&[EVERYONE_DENIED], ALLOWED) },
        Case { action: "ec2:StopInstances", ..admin(&[EVERYONE_DENIED], ALLOWED) },
        Case { action: "S3:getobject", ..admin(&[EVERYONE_DENIED], DENIED) },
        on_key("kms:Decrypt", DENIED),
        on_key("kms:RetireGrant", ALLOWED),
        Case { flags: of_aws, ..on_key("kms:Decrypt", ALLOWED) },
    ]);
    let outside = |caller, context| Case {
        caller,
        context,
        bucket: grant(r#""*""#),
        ..admin(&[RCP_PERIMETER], DENIED)
    };
    hold(&[
        outside(Principal::Anonymous, &[]),
        Case {
            expected: ALLOWED,
            rcps: &[RCP_PERIMETER],
            ..outside(user(HERE), &[("aws:PrincipalOrgID", "o-1")])
        },
        Case {
            expected: ALLOWED,
            rcps: &[RCP_PERIMETER],
            ..outside(service("logs.amazonaws.com"), &[("aws:PrincipalIsAWSService", "true")])
        },
        outside(
            user(THERE),
            &[("aws:PrincipalOrgID", "o-2"), ("aws:PrincipalIsAWSService", "false")],
        ),
    ]);
}

#[test]
fn endpoint_policies() {
    let page = "VPC Guide, Endpoint policies: both the endpoint's policy and the others must allow";
    let get = r#"{"Effect":"Allow","Principal":"*","Action":"s3:Get*","Resource":"*"}"#;
    let other = r#"{"Effect":"Allow","Principal":"*","Action":"ec2:*","Resource":"*"}"#;
    let through = |endpoint, expected| Case {
        page,
        identity: Some(ALLOW_ALL),
        endpoint: Some(endpoint),
        expected,
        ..Case::default()
    };
    hold(&[
        through(get, ALLOWED),
        through(other, NOT_ALLOWED),
        through(EVERYONE_DENIED, DENIED),
        Case { identity: None, ..through(get, NOT_ALLOWED) },
        Case { caller: root(HERE), ..through(other, NOT_ALLOWED) },
    ]);
}
