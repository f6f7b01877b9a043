//! How grave it is that a port can be reached. (Amazon Inspector User Guide, "Severity levels for Amazon
//! Inspector findings", its table of services and ports.)

use bartizan_service::Transport;

/// A service, its ports of TCP and of UDP, how grave it is that they are reached from the internet, and from
/// elsewhere.
type Service = (&'static str, &'static [u16], &'static [u16], &'static str, &'static str);

const SERVICES: [Service; 25] = [
    ("DHCP", &[67, 68, 546, 547], &[67, 68, 546, 547], "MEDIUM", "INFORMATIONAL"),
    ("Elasticsearch", &[9300, 9200], &[], "MEDIUM", "INFORMATIONAL"),
    ("FTP", &[21], &[21], "HIGH", "MEDIUM"),
    ("Global Catalog LDAP", &[3268], &[], "MEDIUM", "INFORMATIONAL"),
    ("Global Catalog LDAP over TLS", &[3269], &[], "MEDIUM", "INFORMATIONAL"),
    ("HTTP", &[80], &[80], "LOW", "INFORMATIONAL"),
    ("HTTPS", &[443], &[443], "LOW", "INFORMATIONAL"),
    (
        "Kerberos",
        &[88, 464, 543, 544, 749, 751],
        &[88, 464, 749, 750, 751, 752],
        "MEDIUM",
        "INFORMATIONAL",
    ),
    ("LDAP", &[389], &[389], "MEDIUM", "INFORMATIONAL"),
    ("LDAP over TLS", &[636], &[], "MEDIUM", "INFORMATIONAL"),
    ("MongoDB", &[27017, 27018, 27019, 28017], &[], "MEDIUM", "INFORMATIONAL"),
    ("MySQL", &[3306], &[], "MEDIUM", "INFORMATIONAL"),
    ("NetBIOS", &[137, 139], &[137, 138], "MEDIUM", "INFORMATIONAL"),
    ("NFS", &[111, 2049, 4045, 1110], &[111, 2049, 4045, 1110], "MEDIUM", "INFORMATIONAL"),
    ("Oracle", &[1521, 1630], &[], "MEDIUM", "INFORMATIONAL"),
    ("PostgreSQL", &[5432], &[], "MEDIUM", "INFORMATIONAL"),
    ("Print services", &[515], &[], "HIGH", "MEDIUM"),
    ("RDP", &[3389], &[3389], "MEDIUM", "LOW"),
    ("RPC", &[111, 135, 530], &[111, 135, 530], "MEDIUM", "INFORMATIONAL"),
    ("SMB", &[445], &[445], "MEDIUM", "INFORMATIONAL"),
    ("SSH", &[22], &[22], "MEDIUM", "LOW"),
    ("SQL Server", &[1433], &[1434], "MEDIUM", "INFORMATIONAL"),
    ("Syslog", &[601], &[514], "MEDIUM", "INFORMATIONAL"),
    ("Telnet", &[23], &[23], "HIGH", "MEDIUM"),
    ("WINS", &[1512, 42], &[1512, 42], "MEDIUM", "INFORMATIONAL"),
];
/// Of ports that no service in the table has.
const OTHERS: (&str, &str) = ("LOW", "INFORMATIONAL");

/// A range of ports.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) transport: Transport,
    pub(super) begin: u16,
    pub(super) end: u16,
}

impl Span {
    /// The severity of the range: that of the gravest service in it.
    pub(super) fn severity(self, is_from_internet: bool) -> &'static str {
        let pick = |internet, elsewhere| if is_from_internet { internet } else { elsewhere };
        self.services()
            .map(|(.., internet, elsewhere)| pick(*internet, *elsewhere))
            .max_by_key(|severity| crate::finding::severity::rank(severity))
            .unwrap_or(pick(OTHERS.0, OTHERS.1))
    }

    /// The names of the services that the range has.
    pub(super) fn names(self) -> Vec<&'static str> {
        self.services().map(|(name, ..)| *name).collect()
    }

    fn services(self) -> impl Iterator<Item = &'static Service> {
        SERVICES.iter().filter(move |(_, tcp, udp, ..)| {
            let ports = match self.transport {
                Transport::Tcp => tcp,
                Transport::Udp => udp,
            };
            ports.iter().any(|port| (self.begin..=self.end).contains(port))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_service_of_a_range_counts() {
        use Transport::{Tcp, Udp};
        for (transport, begin, end, is_from_internet, expected) in [
            (Tcp, 22, 22, true, "MEDIUM"),
            (Tcp, 22, 22, false, "LOW"),
            (Tcp, 23, 23, true, "HIGH"),
            (Tcp, 80, 80, true, "LOW"),
            (Tcp, 443, 443, false, "INFORMATIONAL"),
            (Tcp, 0, 65535, true, "HIGH"),
            (Tcp, 0, 65535, false, "MEDIUM"),
            (Tcp, 8081, 8090, true, "LOW"),
            (Tcp, 8081, 8090, false, "INFORMATIONAL"),
            (Tcp, 42, 42, true, "MEDIUM"),
            (Tcp, 514, 514, true, "LOW"),
            (Udp, 514, 514, true, "MEDIUM"),
            (Tcp, 515, 515, true, "HIGH"),
            (Udp, 515, 515, true, "LOW"),
            (Udp, 3306, 3306, true, "LOW"),
        ] {
            let span = Span { transport, begin, end };
            assert_eq!(span.severity(is_from_internet), expected, "{span:?}");
        }
        let names = |transport, begin, end| Span { transport, begin, end }.names();
        assert_eq!(names(Tcp, 20, 23), ["FTP", "SSH", "Telnet"]);
        assert_eq!(names(Udp, 138, 138), ["NetBIOS"]);
        assert_eq!(names(Tcp, 111, 111), ["NFS", "RPC"]);
    }
}
