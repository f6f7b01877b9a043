//! Types of findings.

use super::about::About;
use super::registry::REGISTRY;

/// A type of findings; [`REGISTRY`] tells about each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the registry tells about each")]
pub enum Kind {
    Portscan,
    PortSweep,
    PortProbe,
    SshBruteForce,
    RdpBruteForce,
    DenialOfServiceTcp,
    DenialOfServiceUdp,
    DenialOfServiceDns,
    DenialOfServiceUdpOnTcpPorts,
    DenialOfServiceUnusualProtocol,
    TrafficVolume,
    NetworkPort,
    CommandAndControl,
    Mining,
    TorClient,
    TorRelay,
    Spambot,
    MaliciousAddress,
    DnsExfiltration,
    GeneratedDomain,
    MiningDomain,
    CommandAndControlDomain,
    PhishingDomain,
    BlackHoleDomain,
    MaliciousDomain,
    MetadataRebind,
    Rebind,
    DiscoveryCalls,
    InitialAccessCalls,
    PersistenceCalls,
    PrivilegeEscalationCalls,
    DefenseEvasionCalls,
    CredentialAccessCalls,
    ExfiltrationCalls,
    ImpactCalls,
    RootUse,
    LoginWithoutMfa,
    LoginFromMany,
    LoginBruteForce,
    PasswordPolicyWeakened,
    TrailDisabled,
    InstanceCredentialsOutside,
    PenetrationTest,
    ReconByTor,
    ReconByThreat,
    CallsByTor,
    CallsByThreat,
    BucketAnonymous,
    BucketPublic,
    BucketBlockDisabled,
    AccountBlockDisabled,
    AccessLoggingDisabled,
    CompromisedCredentials,
}

impl Kind {
    /// What is known of it.
    pub fn about(self) -> &'static About {
        let about = REGISTRY.get(self as usize);
        about.unwrap_or(&REGISTRY[0])
    }

    /// Its name, as GuardDuty writes it.
    pub fn name(self) -> &'static str {
        self.about().name
    }
}
