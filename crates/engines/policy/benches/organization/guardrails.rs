//! Service control policies as organizations have them: after the examples of the AWS Organizations
//! User Guide, "Example SCPs", each with names of its own node.

/// The nine guardrails of a node.
pub(crate) fn of_node(node: usize) -> [String; 9] {
    let exempt =
        format!(r#""ArnNotLike": {{"aws:PrincipalArn": "arn:aws:iam::*:role/Admin{node}*"}}"#);
    let regions = ["eu-west-2", "eu-north-1", "eu-south-1", "us-east-1"];
    let other = regions.get(node % regions.len()).unwrap_or(&"eu-west-3");
    [
        deny(
            r#""NotAction": ["a4b:*", "account:*", "budgets:*", "cloudfront:*", "globalaccelerator:*",
                "health:*", "iam:*", "importexport:*", "organizations:*", "pricing:*", "route53:*",
                "shield:*", "sts:*", "support:*", "trustedadvisor:*", "waf:*"]"#,
            &format!(
                r#""StringNotEquals": {{"aws:RequestedRegion": ["eu-west-1", "eu-central-1", "{other}"]}},
                {exempt}"#
            ),
        ),
        deny(
            &format!(
                r#""Action": ["redshift:*", "sagemaker:*", "gamelift:*", "workspaces:*", "braket:*",
                "groundstation:*", "robomaker:Create{node}*"]"#
            ),
            "",
        ),
        deny(
            r#""Action": ["organizations:LeaveOrganization", "account:CloseAccount",
                "account:DisableRegion"]"#,
            "",
        ),
        deny(
            r#""Action": ["iam:AttachRolePolicy", "iam:DeleteRole", "iam:DeleteRolePermissionsBoundary",
                "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"]"#,
            &exempt,
        ),
        deny(
            r#""Action": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail",
                "config:DeleteConfigurationRecorder", "config:StopConfigurationRecorder",
                "guardduty:Disassociate*", "guardduty:DeleteDetector", "kms:ScheduleKeyDeletion"]"#,
            &exempt,
        ),
        on(
            &format!("arn:aws:s3:::log-archive-{node}*"),
            r#""Action": ["s3:DeleteBucket*", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration",
                "s3:PutEncryptionConfiguration"]"#,
        ),
        deny(
            r#""Action": ["ec2:RunInstances", "ec2:ModifyInstanceAttribute"]"#,
            &format!(
                r#""ForAnyValue:StringNotLike": {{"ec2:InstanceType": ["*.nano", "*.micro", "m{}.*"]}}"#,
                node % 8
            ),
        ),
        deny(
            r#""Action": ["ec2:StopInstances", "ec2:TerminateInstances", "rds:DeleteDBInstance"]"#,
            &format!(
                r#""BoolIfExists": {{"aws:MultiFactorAuthPresent": "false"}},
                "StringEquals": {{"aws:ResourceTag/stage": "prod-{node}"}}"#
            ),
        ),
        deny(
            r#""Action": ["s3:*", "sqs:*", "kms:*", "secretsmanager:*"]"#,
            &format!(
                r#""StringNotEqualsIfExists": {{"aws:ResourceOrgID": ["o-exampleorg", "o-partner{node}"]}},
                "BoolIfExists": {{"aws:PrincipalIsAWSService": "false"}}"#
            ),
        ),
    ]
}

fn deny(actions: &str, conditions: &str) -> String {
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Deny", {actions}, "Resource": "*",
            "Condition": {{{conditions}}}}}]}}"#
    )
}

fn on(resource: &str, actions: &str) -> String {
    format!(
        r#"{{"Version": "2012-10-17",
            "Statement": [{{"Effect": "Deny", {actions}, "Resource": "{resource}/*"}},
                          {{"Effect": "Deny", {actions}, "Resource": "{resource}"}}]}}"#
    )
}
