//! What calls are for, as far as their names tell: the tactics of MITRE's ATT&CK that GuardDuty's types
//! are named after ("GuardDuty IAM finding types", GuardDuty User Guide, names some calls of each).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::finding::Kind;

/// What an attacker calls something for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tactic {
    Discovery,
    InitialAccess,
    Persistence,
    PrivilegeEscalation,
    DefenseEvasion,
    CredentialAccess,
    Exfiltration,
    Impact,
}

impl Tactic {
    pub(super) const COUNT: usize = 8;

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Discovery => Kind::DiscoveryCalls,
            Self::InitialAccess => Kind::InitialAccessCalls,
            Self::Persistence => Kind::PersistenceCalls,
            Self::PrivilegeEscalation => Kind::PrivilegeEscalationCalls,
            Self::DefenseEvasion => Kind::DefenseEvasionCalls,
            Self::CredentialAccess => Kind::CredentialAccessCalls,
            Self::Exfiltration => Kind::ExfiltrationCalls,
            Self::Impact => Kind::ImpactCalls,
        }
    }

    /// How many calls within ten minutes tell it: one of what is seldom called, several of what programs
    /// call all day.
    pub(super) fn calls(self) -> u32 {
        match self {
            Self::Discovery => 15,
            Self::CredentialAccess => 3,
            _ => 1,
        }
    }
}

const INITIAL_ACCESS: &str = "sts:GetFederationToken ssm:StartSession ssm:ResumeSession \
    ec2-instance-connect:SendSSHPublicKey ec2-instance-connect:SendSerialConsoleSSHPublicKey \
    ec2-instance-connect:OpenTunnel ecr:GetAuthorizationToken codeartifact:GetAuthorizationToken";

const PERSISTENCE: &str = "iam:CreateAccessKey iam:CreateUser iam:CreateLoginProfile iam:UpdateLoginProfile \
    iam:CreateRole iam:UpdateAssumeRolePolicy iam:CreateServiceSpecificCredential iam:UploadSSHPublicKey \
    iam:UploadSigningCertificate iam:CreateSAMLProvider iam:UpdateSAMLProvider \
    iam:CreateOpenIDConnectProvider iam:UpdateOpenIDConnectProviderThumbprint iam:CreateVirtualMFADevice \
    iam:DeactivateMFADevice lambda:AddPermission lambda:AddLayerVersionPermission \
    lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:CreateFunctionUrlConfig \
    lambda:CreateEventSourceMapping ec2:ImportKeyPair ec2:CreateKeyPair ec2:ModifyInstanceAttribute \
    rolesanywhere:CreateTrustAnchor rolesanywhere:CreateProfile rolesanywhere:EnableTrustAnchor \
    glue:CreateDevEndpoint glue:UpdateDevEndpoint sagemaker:CreateNotebookInstanceLifecycleConfig \
    codebuild:UpdateProject cognito-idp:AdminCreateUser ssm:CreateAssociation ecs:RegisterTaskDefinition";

const PRIVILEGE_ESCALATION: &str = "iam:AttachUserPolicy iam:AttachRolePolicy iam:AttachGroupPolicy \
    iam:PutUserPolicy iam:PutRolePolicy iam:PutGroupPolicy iam:AddUserToGroup iam:CreatePolicyVersion \
    iam:SetDefaultPolicyVersion iam:DeleteUserPermissionsBoundary iam:DeleteRolePermissionsBoundary \
    iam:PutUserPermissionsBoundary iam:PutRolePermissionsBoundary iam:AddRoleToInstanceProfile \
    ec2:AssociateIamInstanceProfile ec2:ReplaceIamInstanceProfileAssociation ssm:SendCommand \
    sso-admin:AttachManagedPolicyToPermissionSet sso-admin:PutInlinePolicyToPermissionSet \
    sso-admin:CreateAccountAssignment ecs:ExecuteCommand";

const DEFENSE_EVASION: &str = "cloudtrail:StopLogging cloudtrail:DeleteTrail cloudtrail:UpdateTrail \
    cloudtrail:PutEventSelectors cloudtrail:DeleteEventDataStore cloudtrail:StopEventDataStoreIngestion \
    ec2:DeleteFlowLogs ec2:AuthorizeSecurityGroupIngress ec2:DeleteNetworkAclEntry \
    route53resolver:DeleteResolverQueryLogConfig route53resolver:DisassociateResolverQueryLogConfig \
    route53resolver:DeleteFirewallRule guardduty:DeleteDetector guardduty:UpdateDetector \
    guardduty:StopMonitoringMembers guardduty:DisassociateFromAdministratorAccount \
    guardduty:CreateFilter guardduty:CreateIPSet guardduty:DeletePublishingDestination \
    config:StopConfigurationRecorder config:DeleteConfigurationRecorder config:DeleteDeliveryChannel \
    config:DeleteConfigRule monitoring:DeleteAlarms monitoring:DisableAlarmActions logs:DeleteLogGroup \
    logs:DeleteLogStream logs:DeleteMetricFilter logs:DeleteSubscriptionFilter logs:DeleteDestination \
    securityhub:DisableSecurityHub securityhub:BatchDisableStandards securityhub:DeleteInvitations \
    organizations:LeaveOrganization organizations:DisablePolicyType organizations:DetachPolicy \
    wafv2:DeleteWebACL wafv2:DisassociateWebACL wafv2:DeleteLoggingConfiguration wafv2:DeleteRuleGroup \
    shield:DeleteProtection shield:DisableProactiveEngagement inspector2:Disable macie2:DisableMacie \
    access-analyzer:DeleteAnalyzer access-analyzer:CreateArchiveRule events:DisableRule \
    events:DeleteRule events:RemoveTargets iam:DeleteAccountPasswordPolicy detective:DeleteGraph";

const CREDENTIAL_ACCESS: &str = "secretsmanager:GetSecretValue secretsmanager:BatchGetSecretValue \
    ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath ec2:GetPasswordData \
    rds:GenerateDBAuthToken redshift:GetClusterCredentials redshift-serverless:GetCredentials \
    lightsail:GetInstanceAccessDetails lightsail:DownloadDefaultKeyPair iam:GetCredentialReport \
    codecommit:GetCredential";

const EXFILTRATION: &str = "ec2:ModifySnapshotAttribute ec2:ModifyImageAttribute \
    ec2:CreateStoreImageTask ec2:CreateInstanceExportTask ec2:ExportImage ec2:CreateTrafficMirrorSession \
    rds:ModifyDBSnapshotAttribute rds:ModifyDBClusterSnapshotAttribute rds:StartExportTask \
    rds:RestoreDBInstanceFromDBSnapshot rds:CopyDBSnapshot redshift:AuthorizeSnapshotAccess \
    s3:PutBucketReplication dynamodb:ExportTableToPointInTime ebs:GetSnapshotBlock ecr:SetRepositoryPolicy \
    backup:StartCopyJob datasync:CreateTask";

const IMPACT: &str = "ec2:TerminateInstances ec2:DeleteSecurityGroup ec2:DeleteVolume ec2:DeleteSnapshot \
    ec2:DeregisterImage rds:DeleteDBInstance rds:DeleteDBCluster rds:DeleteDBSnapshot s3:DeleteBucket \
    s3:PutBucketPolicy s3:PutBucketVersioning s3:PutBucketLifecycle s3:PutBucketEncryption iam:UpdateUser \
    iam:DeleteRole kms:ScheduleKeyDeletion kms:DisableKey kms:PutKeyPolicy kms:DeleteImportedKeyMaterial \
    dynamodb:DeleteTable lambda:DeleteFunction secretsmanager:DeleteSecret backup:DeleteRecoveryPoint \
    backup:DeleteBackupVault organizations:RemoveAccountFromOrganization organizations:CloseAccount \
    ses:VerifyEmailIdentity ses:UpdateAccountSendingEnabled ec2:DisableEbsEncryptionByDefault";

static TACTICS: LazyLock<FxHashMap<&'static str, Tactic>> = LazyLock::new(|| {
    let lists = [
        (INITIAL_ACCESS, Tactic::InitialAccess),
        (PERSISTENCE, Tactic::Persistence),
        (PRIVILEGE_ESCALATION, Tactic::PrivilegeEscalation),
        (DEFENSE_EVASION, Tactic::DefenseEvasion),
        (CREDENTIAL_ACCESS, Tactic::CredentialAccess),
        (EXFILTRATION, Tactic::Exfiltration),
        (IMPACT, Tactic::Impact),
    ];
    let each = |(list, tactic): (&'static str, Tactic)| {
        list.split_ascii_whitespace().map(move |action| (action, tactic))
    };
    lists.into_iter().flat_map(each).collect()
});

/// What a call may be for. What is not known and only reads may explore.
pub(super) fn tactic(action: &str, reads: bool) -> Option<Tactic> {
    TACTICS.get(action).copied().or_else(|| reads.then_some(Tactic::Discovery))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operation_has_one_tactic() {
        let lists = [
            INITIAL_ACCESS,
            PERSISTENCE,
            PRIVILEGE_ESCALATION,
            DEFENSE_EVASION,
            CREDENTIAL_ACCESS,
            EXFILTRATION,
            IMPACT,
        ];
        let words = lists.iter().flat_map(|list| list.split_ascii_whitespace()).count();
        assert_eq!(words, TACTICS.len());
        assert_eq!(tactic("iam:CreateUser", false), Some(Tactic::Persistence));
        assert_eq!(tactic("ec2:DescribeVpcs", true), Some(Tactic::Discovery));
        assert_eq!(tactic("ec2:CreateTags", false), None);
    }
}
