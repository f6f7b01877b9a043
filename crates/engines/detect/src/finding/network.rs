//! Types that are found in flows and DNS queries.

use super::about::Severity::{High, Low, Medium};
use super::about::Stream::{Dns, Flow};
use super::about::{About, about};
use super::kind::Kind;

const ISOLATE: &str = "Isolate the instance: give it a security group without rules. Keep an image of its \
                       disk, find the process that sent this and how it came there, and replace the instance.";
const BLOCK: &str = "Let only the addresses that need the port reach it, by the security group or a network \
                     ACL, and prefer a session manager or a VPN to an open port.";
const ASK: &str = "Ask who runs the instance whether this is intended. If it is, add what it talks to to a \
                   trusted list or suppress the finding; if it is not, isolate the instance and look for the \
                   process that sent this.";
const NAMES: &str = "Isolate the instance and find the process that asks for these names. Block the domain \
                     by a DNS firewall until it is found.";
/// In the order of [`Kind`].
pub(super) const NETWORK: [About; 27] = [
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
];
