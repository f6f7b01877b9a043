//! The one list of types of findings: what documentation and services say about them derives from it.

use super::Role;
use super::kind::Kind;

/// What is known of a type.
#[derive(Debug)]
pub struct About {
    /// The type.
    pub kind: Kind,
    /// GuardDuty's name.
    pub name: &'static str,
    /// How bad it is where the resource did it.
    pub actor: Severity,
    /// How bad it is where it was done to the resource.
    pub target: Severity,
    /// What it is found in.
    pub stream: Stream,
    /// What is watched.
    pub watches: &'static str,
    /// What to do about it.
    pub remediation: &'static str,
    /// Whether GuardDuty documents it ("GuardDuty EC2 finding types", GuardDuty User Guide); the others
    /// are Bartizan's own.
    pub documented: bool,
}

impl About {
    /// How bad it is for this role.
    pub fn severity(&self, role: Role) -> Severity {
        match role {
            Role::Actor => self.actor,
            Role::Target => self.target,
        }
    }
}

/// How bad a finding is, in GuardDuty's steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was tried, and nothing came of it.
    Low,
    /// Something is not as usual.
    Medium,
    /// A resource is used by somebody else.
    High,
    /// Signs of several kinds make an attack under way.
    Critical,
}

impl Severity {
    /// GuardDuty's number.
    pub fn number(self) -> f32 {
        match self {
            Self::Low => 2.0,
            Self::Medium => 5.0,
            Self::High => 8.0,
            Self::Critical => 9.0,
        }
    }
}

/// A stream of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Flows.
    Flow,
    /// DNS queries.
    Dns,
    /// Calls of APIs.
    Activity,
}

use Severity::{Critical, High, Low, Medium};
use Stream::{Activity, Dns, Flow};

const ISOLATE: &str = "Isolate the instance: give it a security group without rules. Keep an image of its \
                       disk, find the process that sent this and how it came there, and replace the instance.";
const BLOCK: &str = "Let only the addresses that need the port reach it, by the security group or a network \
                     ACL, and prefer a session manager or a VPN to an open port.";
const ASK: &str = "Ask who runs the instance whether this is intended. If it is, add what it talks to to a \
                   trusted list or suppress the finding; if it is not, isolate the instance and look for the \
                   process that sent this.";
const NAMES: &str = "Isolate the instance and find the process that asks for these names. Block the domain \
                     by a DNS firewall until it is found.";
const REVOKE: &str = "Ask who uses this principal whether these calls were theirs. If not, deactivate its access \
                      key or revoke its role's sessions, undo what was called, and look for what else it did.";
const REVERT: &str = "Find out who changed this and why. If nobody meant to, undo the change, and deactivate \
                      the credentials that made it.";

const fn about(
    kind: Kind,
    name: &'static str,
    [actor, target]: [Severity; 2],
    stream: Stream,
    watches: &'static str,
    remediation: &'static str,
) -> About {
    About { kind, name, actor, target, stream, watches, remediation, documented: true }
}

/// Every type, in the order of [`Kind`].
pub const REGISTRY: [About; 53] = [
    about(
        Kind::Portscan,
        "Recon:EC2/Portscan",
        [Medium, Medium],
        Flow,
        "connections that an instance opens to many ports of one host in five minutes, and that carry nothing",
        ISOLATE,
    ),
    about(
        Kind::PortSweep,
        "Impact:EC2/PortSweep",
        [High, High],
        Flow,
        "connections that an instance opens to one port of many public addresses in ten minutes, and that \
         carry nothing",
        ISOLATE,
    ),
    about(
        Kind::PortProbe,
        "Recon:EC2/PortProbeUnprotectedPort",
        [Low, Low],
        Flow,
        "known scanners whose packets reach a port of an instance, but for 80 and 443; high for 9200 and 9300",
        BLOCK,
    ),
    about(
        Kind::SshBruteForce,
        "UnauthorizedAccess:EC2/SSHBruteForce",
        [High, Low],
        Flow,
        "many short connections between an instance and one host at port 22 in ten minutes",
        BLOCK,
    ),
    about(
        Kind::RdpBruteForce,
        "UnauthorizedAccess:EC2/RDPBruteForce",
        [High, Low],
        Flow,
        "many short connections between an instance and one host at port 3389 in ten minutes",
        BLOCK,
    ),
    about(
        Kind::DenialOfServiceTcp,
        "Backdoor:EC2/DenialOfService.Tcp",
        [High, High],
        Flow,
        "small packets of TCP to one host, more than a hundred a second, that nothing answers",
        ISOLATE,
    ),
    about(
        Kind::DenialOfServiceUdp,
        "Backdoor:EC2/DenialOfService.Udp",
        [High, High],
        Flow,
        "packets of UDP to one host, more than two hundred a second, that nothing answers",
        ISOLATE,
    ),
    about(
        Kind::DenialOfServiceDns,
        "Backdoor:EC2/DenialOfService.Dns",
        [High, High],
        Flow,
        "the same to port 53",
        ISOLATE,
    ),
    about(
        Kind::DenialOfServiceUdpOnTcpPorts,
        "Backdoor:EC2/DenialOfService.UdpOnTcpPorts",
        [High, High],
        Flow,
        "the same to a port that TCP is used for",
        ISOLATE,
    ),
    about(
        Kind::DenialOfServiceUnusualProtocol,
        "Backdoor:EC2/DenialOfService.UnusualProtocol",
        [High, High],
        Flow,
        "packets of a protocol that instances do not use, more than two hundred a second, to one host",
        ISOLATE,
    ),
    about(
        Kind::TrafficVolume,
        "Behavior:EC2/TrafficVolumeUnusual",
        [Medium, Medium],
        Flow,
        "bytes that an instance sends to one host in an hour, beside the most that it sent before",
        ASK,
    ),
    about(
        Kind::NetworkPort,
        "Behavior:EC2/NetworkPortUnusual",
        [Medium, Medium],
        Flow,
        "ports that an instance talks to and did not in its history",
        ASK,
    ),
    about(
        Kind::CommandAndControl,
        "Backdoor:EC2/C&CActivity.B",
        [High, High],
        Flow,
        "hosts of a list of command and control, and connections to one host at regular times",
        ISOLATE,
    ),
    about(
        Kind::Mining,
        "CryptoCurrency:EC2/BitcoinTool.B",
        [High, High],
        Flow,
        "hosts of a list, connections that behave as miners' to their pools, and peers of cryptocurrencies",
        ASK,
    ),
    about(
        Kind::TorClient,
        "UnauthorizedAccess:EC2/TorClient",
        [High, High],
        Flow,
        "connections to relays and authorities of Tor, by a list",
        ASK,
    ),
    about(
        Kind::TorRelay,
        "UnauthorizedAccess:EC2/TorRelay",
        [High, High],
        Flow,
        "connections from several relays of Tor, by a list, of an instance that connects to relays too",
        ASK,
    ),
    about(
        Kind::Spambot,
        "Backdoor:EC2/Spambot",
        [Medium, Medium],
        Flow,
        "mail to many hosts in an hour, of an instance that did not send mail in its history",
        ISOLATE,
    ),
    about(
        Kind::MaliciousAddress,
        "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom",
        [Medium, Medium],
        Flow,
        "hosts of a threat list of the user that an instance connects to",
        ASK,
    ),
    about(
        Kind::DnsExfiltration,
        "Trojan:EC2/DNSDataExfiltration",
        [High, High],
        Dns,
        "what a client's queries carry below one domain: names that never repeat and hold data",
        NAMES,
    ),
    about(
        Kind::GeneratedDomain,
        "Trojan:EC2/DGADomainRequest.B",
        [High, High],
        Dns,
        "names new to a client that nobody registered, that look generated, or that come many at a time",
        NAMES,
    ),
    about(
        Kind::MiningDomain,
        "CryptoCurrency:EC2/BitcoinTool.B!DNS",
        [High, High],
        Dns,
        "domains of a list of cryptocurrencies",
        ASK,
    ),
    about(
        Kind::CommandAndControlDomain,
        "Backdoor:EC2/C&CActivity.B!DNS",
        [High, High],
        Dns,
        "domains of a list of command and control",
        NAMES,
    ),
    about(
        Kind::PhishingDomain,
        "Trojan:EC2/PhishingDomainRequest!DNS",
        [High, High],
        Dns,
        "domains of a list of phishing",
        NAMES,
    ),
    about(
        Kind::BlackHoleDomain,
        "Trojan:EC2/BlackholeTraffic!DNS",
        [Medium, Medium],
        Dns,
        "answers with an address of a list of black holes",
        NAMES,
    ),
    about(
        Kind::MaliciousDomain,
        "Impact:EC2/MaliciousDomainRequest.Custom",
        [Medium, Medium],
        Dns,
        "domains of a threat list of the user",
        ASK,
    ),
    about(
        Kind::MetadataRebind,
        "UnauthorizedAccess:EC2/MetadataDNSRebind",
        [High, High],
        Dns,
        "names of others that are answered with the address of the instance's metadata",
        "Ask for metadata by sessions only (IMDSv2), block the domain, and take back the credentials of \
         the instance's role if they may have been read.",
    ),
    About {
        documented: false,
        ..about(
            Kind::Rebind,
            "UnauthorizedAccess:EC2/DNSRebind",
            [High, High],
            Dns,
            "names that are answered with a public address and soon after with a private one",
            NAMES,
        )
    },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_has_each_type_in_its_place_and_once() {
        for (place, about) in REGISTRY.iter().enumerate() {
            assert_eq!(about.kind as usize, place, "{}", about.name);
            assert_eq!(about.kind.name(), about.name);
            assert_eq!(REGISTRY.iter().filter(|other| other.name == about.name).count(), 1);
        }
        assert_eq!(Kind::CompromisedCredentials as usize, REGISTRY.len() - 1);
    }
}
