//! Types that are found in calls.

use super::about::Severity::{Critical, High, Low, Medium};
use super::about::Stream::Activity;
use super::about::{About, about};
use super::kind::Kind;

const REVOKE: &str = "Ask who uses this principal whether these calls were theirs. If not, deactivate its access \
                      key or revoke its role's sessions, undo what was called, and look for what else it did.";
const REVERT: &str = "Find out who changed this and why. If nobody meant to, undo the change, and deactivate \
                      the credentials that made it.";

/// In the order of [`Kind`].
pub(super) const ACTIVITY: [About; 26] = [
    about(
        Kind::DiscoveryCalls,
        "Discovery:IAMUser/AnomalousBehavior",
        [Low, Low],
        Activity,
        "many calls that explore, or that are refused, from a program or network that is new to a principal",
        REVOKE,
    ),
    about(
        Kind::InitialAccessCalls,
        "InitialAccess:IAMUser/AnomalousBehavior",
        [Medium, Medium],
        Activity,
        "calls that a principal did not call before, from a program or network that is new to it: sessions and tokens",
        REVOKE,
    ),
    about(
        Kind::PersistenceCalls,
        "Persistence:IAMUser/AnomalousBehavior",
        [Medium, Medium],
        Activity,
        "calls that a principal did not call before, from a program or network that is new to it: users, keys, roles, code that runs",
        REVOKE,
    ),
    about(
        Kind::PrivilegeEscalationCalls,
        "PrivilegeEscalation:IAMUser/AnomalousBehavior",
        [Medium, Medium],
        Activity,
        "calls that a principal did not call before, from a program or network that is new to it: policies and groups, roles of instances",
        REVOKE,
    ),
    about(
        Kind::DefenseEvasionCalls,
        "DefenseEvasion:IAMUser/AnomalousBehavior",
        [Medium, Medium],
        Activity,
        "calls that a principal did not call before, from a program or network that is new to it: logs, alarms, detection",
        REVOKE,
    ),
    about(
        Kind::CredentialAccessCalls,
        "CredentialAccess:IAMUser/AnomalousBehavior",
        [Medium, Medium],
        Activity,
        "calls that a principal did not call before, from a program or network that is new to it: several secrets and passwords",
        REVOKE,
    ),
    about(
        Kind::ExfiltrationCalls,
        "Exfiltration:IAMUser/AnomalousBehavior",
        [High, High],
        Activity,
        "calls that a principal did not call before, from a program or network that is new to it: snapshots, exports, replication",
        REVOKE,
    ),
    about(
        Kind::ImpactCalls,
        "Impact:IAMUser/AnomalousBehavior",
        [High, High],
        Activity,
        "calls that a principal did not call before, from a program or network that is new to it: what deletes or locks data",
        REVOKE,
    ),
    about(
        Kind::RootUse,
        "Policy:IAMUser/RootCredentialUsage",
        [Low, Low],
        Activity,
        "calls of the account's root user",
        "Use the root user only for what nobody else can do. If it was not you, change its password and delete its access keys.",
    ),
    About {
        documented: false,
        ..about(
            Kind::LoginWithoutMfa,
            "Policy:IAMUser/ConsoleLoginWithoutMFA",
            [Low, Low],
            Activity,
            "logins of users to the console without a code of an MFA device",
            "Ask for MFA by a policy, and give the user a device.",
        )
    },
    about(
        Kind::LoginFromMany,
        "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
        [Medium, Medium],
        Activity,
        "logins of a user from three networks or more within an hour",
        REVOKE,
    ),
    About {
        documented: false,
        ..about(
            Kind::LoginBruteForce,
            "UnauthorizedAccess:IAMUser/ConsoleBruteForce",
            [Medium, Medium],
            Activity,
            "logins that fail, many of one user or from one address within ten minutes",
            REVOKE,
        )
    },
    about(
        Kind::PasswordPolicyWeakened,
        "Stealth:IAMUser/PasswordPolicyChange",
        [Low, Low],
        Activity,
        "changes that weaken the account's password policy",
        REVERT,
    ),
    about(
        Kind::TrailDisabled,
        "Stealth:IAMUser/CloudTrailLoggingDisabled",
        [Low, Low],
        Activity,
        "trails that are stopped, deleted or told to record less, and buckets of trails that are deleted",
        REVERT,
    ),
    about(
        Kind::InstanceCredentialsOutside,
        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
        [High, High],
        Activity,
        "credentials of an instance's role that are used where another principal calls from, or from a second network",
        REVOKE,
    ),
    about(
        Kind::PenetrationTest,
        "PenTest:IAMUser/KaliLinux",
        [Medium, Medium],
        Activity,
        "programs of distributions for penetration tests: Kali, Parrot and Pentoo",
        REVOKE,
    ),
    about(
        Kind::ReconByTor,
        "Recon:IAMUser/TorIPCaller",
        [Medium, Medium],
        Activity,
        "calls that read, from Tor by a list",
        REVOKE,
    ),
    about(
        Kind::ReconByThreat,
        "Recon:IAMUser/MaliciousIPCaller.Custom",
        [Medium, Medium],
        Activity,
        "calls that read, from addresses of a threat list",
        REVOKE,
    ),
    about(
        Kind::CallsByTor,
        "UnauthorizedAccess:IAMUser/TorIPCaller",
        [Medium, Medium],
        Activity,
        "calls that change, from Tor by a list",
        REVOKE,
    ),
    about(
        Kind::CallsByThreat,
        "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
        [Medium, Medium],
        Activity,
        "calls that change, from addresses of a threat list",
        REVOKE,
    ),
    about(
        Kind::BucketAnonymous,
        "Policy:S3/BucketAnonymousAccessGranted",
        [High, High],
        Activity,
        "bucket policies and lists that let in everybody",
        REVERT,
    ),
    about(
        Kind::BucketPublic,
        "Policy:S3/BucketPublicAccessGranted",
        [High, High],
        Activity,
        "bucket policies and lists that let in every account",
        REVERT,
    ),
    about(
        Kind::BucketBlockDisabled,
        "Policy:S3/BucketBlockPublicAccessDisabled",
        [Low, Low],
        Activity,
        "a bucket's block of public access that is taken away",
        REVERT,
    ),
    about(
        Kind::AccountBlockDisabled,
        "Policy:S3/AccountBlockPublicAccessDisabled",
        [Low, Low],
        Activity,
        "an account's block of public access that is taken away",
        REVERT,
    ),
    about(
        Kind::AccessLoggingDisabled,
        "Stealth:S3/ServerAccessLoggingDisabled",
        [Low, Low],
        Activity,
        "a bucket's access log that is turned off",
        REVERT,
    ),
    about(
        Kind::CompromisedCredentials,
        "AttackSequence:IAM/CompromisedCredentials",
        [Critical, Critical],
        Activity,
        "unusual calls of three tactics or more by one principal within a day",
        REVOKE,
    ),
];
