//! What is known of an account.

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use serde_json::Value as Json;

/// What is asked of an account. Each says by which operations, and so which permissions it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// `SummaryMap` of `iam:GetAccountSummary`.
    AccountSummary,
    /// The text of `iam:GetCredentialReport`, as `Content`.
    CredentialReport,
    /// Assigned devices of `iam:ListVirtualMFADevices`.
    VirtualMfaDevices,
    /// `PasswordPolicy` of `iam:GetAccountPasswordPolicy`; null where there is none.
    PasswordPolicy,
    /// Users of `iam:ListUsers`, each with `LoginProfile`, `MFADevices` and `AccessKeys`, and these with
    /// `LastUsedDate`.
    Users,
    /// `UserDetailList` of `iam:GetAccountAuthorizationDetails`.
    UserDetails,
    /// `GroupDetailList` of `iam:GetAccountAuthorizationDetails`.
    GroupDetails,
    /// `RoleDetailList` of `iam:GetAccountAuthorizationDetails`.
    RoleDetails,
    /// `Policies` of `iam:GetAccountAuthorizationDetails`.
    PolicyDetails,
    /// `iam:ListServerCertificates`.
    ServerCertificates,
    /// `ContactInformation` of `account:GetContactInformation`; null where there is none.
    ContactInformation,
    /// `AlternateContact` of `account:GetAlternateContact` for security; null where there is none.
    SecurityContact,
    /// `PublicAccessBlockConfiguration` of the account; null where there is none.
    AccountPublicAccess,
    /// `s3:ListBuckets`.
    Buckets,
    /// `Policy` of each bucket; null where there is none.
    BucketPolicies,
    /// The answer of `s3:GetBucketVersioning` of each bucket, with its `ObjectLockConfiguration`.
    BucketVersions,
    /// `PublicAccessBlockConfiguration` of each bucket; null where there is none.
    BucketPublicAccess,
    /// The answer of `s3:GetBucketLogging` of each bucket.
    BucketLogging,
    /// Of each bucket `IsPublic`, as `s3:GetBucketPolicyStatus` has it, and the `Grants` of its ACL.
    BucketExposure,
    /// `cloudtrail:DescribeTrails`, each with its `Status` and `Selectors`.
    Trails,
    /// `KeyMetadata` of each customer managed key, with `KeyRotationEnabled` where it can rotate.
    Keys,
    /// `Policy` of each customer managed key.
    KeyPolicies,
    /// `ec2:DescribeVpcs`.
    Vpcs,
    /// `ec2:DescribeFlowLogs`.
    FlowLogs,
    /// `ec2:DescribeSecurityGroups`.
    SecurityGroups,
    /// `ec2:DescribeManagedPrefixLists`, each with its `Entries`.
    PrefixLists,
    /// `ec2:DescribeNetworkAcls`.
    NetworkAcls,
    /// `ec2:DescribeRouteTables`.
    RouteTables,
    /// `ec2:DescribeVpcPeeringConnections`.
    Peerings,
    /// `ec2:DescribeInstances`, one by one.
    Instances,
    /// `ec2:DescribeIamInstanceProfileAssociations`.
    InstanceProfiles,
    /// The answer of `ec2:GetEbsEncryptionByDefault` in each region.
    VolumeEncryption,
}

impl Topic {
    /// The IAM actions that it takes to ask.
    pub fn actions(self) -> &'static [&'static str] {
        match self {
            Self::AccountSummary => &["iam:GetAccountSummary"],
            Self::CredentialReport => &["iam:GenerateCredentialReport", "iam:GetCredentialReport"],
            Self::VirtualMfaDevices => &["iam:ListVirtualMFADevices"],
            Self::PasswordPolicy => &["iam:GetAccountPasswordPolicy"],
            Self::Users => &[
                "iam:ListUsers",
                "iam:GetLoginProfile",
                "iam:ListMFADevices",
                "iam:ListAccessKeys",
                "iam:GetAccessKeyLastUsed",
            ],
            Self::UserDetails | Self::GroupDetails | Self::RoleDetails | Self::PolicyDetails => {
                &["iam:GetAccountAuthorizationDetails"]
            }
            Self::ServerCertificates => &["iam:ListServerCertificates"],
            Self::ContactInformation => &["account:GetContactInformation"],
            Self::SecurityContact => &["account:GetAlternateContact"],
            Self::AccountPublicAccess => &["s3:GetAccountPublicAccessBlock"],
            Self::Buckets => &["s3:ListAllMyBuckets"],
            Self::BucketPolicies => &["s3:ListAllMyBuckets", "s3:GetBucketPolicy"],
            Self::BucketVersions => &[
                "s3:ListAllMyBuckets",
                "s3:GetBucketVersioning",
                "s3:GetBucketObjectLockConfiguration",
            ],
            Self::BucketPublicAccess => &["s3:ListAllMyBuckets", "s3:GetBucketPublicAccessBlock"],
            Self::BucketLogging => &["s3:ListAllMyBuckets", "s3:GetBucketLogging"],
            Self::BucketExposure => {
                &["s3:ListAllMyBuckets", "s3:GetBucketPolicyStatus", "s3:GetBucketAcl"]
            }
            Self::Trails => &[
                "cloudtrail:DescribeTrails",
                "cloudtrail:GetTrailStatus",
                "cloudtrail:GetEventSelectors",
            ],
            Self::Keys => &["kms:ListKeys", "kms:DescribeKey", "kms:GetKeyRotationStatus"],
            Self::KeyPolicies => &["kms:ListKeys", "kms:DescribeKey", "kms:GetKeyPolicy"],
            Self::Vpcs => &["ec2:DescribeVpcs"],
            Self::FlowLogs => &["ec2:DescribeFlowLogs"],
            Self::SecurityGroups => &["ec2:DescribeSecurityGroups"],
            Self::PrefixLists => {
                &["ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"]
            }
            Self::NetworkAcls => &["ec2:DescribeNetworkAcls"],
            Self::RouteTables => &["ec2:DescribeRouteTables"],
            Self::Peerings => &["ec2:DescribeVpcPeeringConnections"],
            Self::Instances => &["ec2:DescribeInstances"],
            Self::InstanceProfiles => &["ec2:DescribeIamInstanceProfileAssociations"],
            Self::VolumeEncryption => &["ec2:GetEbsEncryptionByDefault"],
        }
    }

    /// Whether each region is asked.
    pub fn is_regional(self) -> bool {
        self >= Self::Trails
    }
}

/// Why something is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Who asked may not: what was said.
    Denied(String),
    /// The operation is not there.
    NotServed(String),
    /// It was asked, and not answered.
    Failed(String),
}

/// An answer about one resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The region; empty for what has none.
    pub region: String,
    /// The resource, by its ARN or id.
    pub resource: String,
    /// What was answered, by AWS's names, or why there is no answer.
    pub got: Result<Json, Unknown>,
}

/// What is known of an account.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The account's id.
    pub account: String,
    /// When it was asked.
    pub now: Timestamp,
    answers: BTreeMap<Topic, Vec<Answer>>,
}

impl Facts {
    /// Nothing yet.
    pub fn new(account: &str, now: Timestamp) -> Self {
        Self { account: account.to_owned(), now, answers: BTreeMap::new() }
    }

    /// Adds the answers of a topic; none tells that there is nothing of it.
    pub fn add(&mut self, topic: Topic, answers: impl IntoIterator<Item = Answer>) {
        self.answers.entry(topic).or_default().extend(answers);
    }

    /// The answers of a topic; none where it was not asked.
    pub(crate) fn of(&self, topic: Topic) -> Option<&[Answer]> {
        self.answers.get(&topic).map(Vec::as_slice)
    }

    /// What is known of a topic, without what is not.
    pub(crate) fn known(&self, topic: Topic) -> impl Iterator<Item = (&Answer, &Json)> {
        let answers = self.of(topic).unwrap_or_default();
        answers.iter().filter_map(|answer| Some((answer, answer.got.as_ref().ok()?)))
    }

    /// The whole account, as an ARN.
    pub(crate) fn root(&self) -> String {
        format!("arn:aws:iam::{}:root", self.account)
    }
}
