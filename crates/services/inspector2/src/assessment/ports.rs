//! How grave it is that a port can be reached. (Amazon Inspector User Guide, "Severity levels for Amazon
//! Inspector findings", its table of services and ports.)

/// Services, their ports, how grave it is that they are reached from the internet, and from elsewhere.
const SERVICES: [(&str, &[u16], &str, &str); 24] = [
    ("DHCP", &[67, 68, 546, 547], "MEDIUM", "INFORMATIONAL"),
    ("Elasticsearch", &[9300, 9200], "MEDIUM", "INFORMATIONAL"),
    ("FTP", &[21], "HIGH", "MEDIUM"),
    ("Global Catalog LDAP", &[3268], "MEDIUM", "INFORMATIONAL"),
    ("Global Catalog LDAP over TLS", &[3269], "MEDIUM", "INFORMATIONAL"),
    ("HTTP", &[80], "LOW", "INFORMATIONAL"),
    ("HTTPS", &[443], "LOW", "INFORMATIONAL"),
    ("Kerberos", &[88, 464, 543, 544, 749, 751], "MEDIUM", "INFORMATIONAL"),
    ("LDAP", &[389], "MEDIUM", "INFORMATIONAL"),
    ("LDAP over TLS", &[636], "MEDIUM", "INFORMATIONAL"),
    ("MongoDB", &[27017, 27018, 27019, 28017], "MEDIUM", "INFORMATIONAL"),
    ("MySQL", &[3306], "MEDIUM", "INFORMATIONAL"),
    ("NetBIOS", &[137, 139], "MEDIUM", "INFORMATIONAL"),
    ("NFS", &[111, 2049, 4045, 1110], "MEDIUM", "INFORMATIONAL"),
    ("Oracle", &[1521, 1630], "MEDIUM", "INFORMATIONAL"),
    ("PostgreSQL", &[5432], "MEDIUM", "INFORMATIONAL"),
    ("Print services", &[515], "HIGH", "MEDIUM"),
    ("RDP", &[3389], "MEDIUM", "LOW"),
    ("RPC", &[135, 530], "MEDIUM", "INFORMATIONAL"),
    ("SMB", &[445], "MEDIUM", "INFORMATIONAL"),
    ("SSH", &[22], "MEDIUM", "LOW"),
    ("SQL Server", &[1433], "MEDIUM", "INFORMATIONAL"),
    ("Syslog", &[601], "MEDIUM", "INFORMATIONAL"),
    ("Telnet", &[23], "HIGH", "MEDIUM"),
];
/// Of ports that no service in the table has.
const OTHERS: (&str, &str) = ("LOW", "INFORMATIONAL");

/// The severity of a range of ports: that of the gravest service in it.
pub(super) fn severity(begin: u16, end: u16, is_from_internet: bool) -> &'static str {
    let pick = |internet, elsewhere| if is_from_internet { internet } else { elsewhere };
    services(begin, end)
        .map(|(_, _, internet, elsewhere)| pick(*internet, *elsewhere))
        .max_by_key(|severity| crate::finding::severity::rank(severity))
        .unwrap_or(pick(OTHERS.0, OTHERS.1))
}

/// The names of the services that a range of ports has.
pub(super) fn names(begin: u16, end: u16) -> Vec<&'static str> {
    services(begin, end).map(|(name, ..)| *name).collect()
}

fn services(
    begin: u16,
    end: u16,
) -> impl Iterator<Item = &'static (&'static str, &'static [u16], &'static str, &'static str)> {
    SERVICES
        .iter()
        .filter(move |(_, ports, ..)| ports.iter().any(|port| (begin..=end).contains(port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_service_of_a_range_counts() {
        for (begin, end, is_from_internet, expected) in [
            (22, 22, true, "MEDIUM"),
            (22, 22, false, "LOW"),
            (23, 23, true, "HIGH"),
            (80, 80, true, "LOW"),
            (443, 443, false, "INFORMATIONAL"),
            (0, 65535, true, "HIGH"),
            (0, 65535, false, "MEDIUM"),
            (8081, 8090, true, "LOW"),
            (8081, 8090, false, "INFORMATIONAL"),
        ] {
            assert_eq!(severity(begin, end, is_from_internet), expected, "{begin}-{end}");
        }
        assert_eq!(names(20, 23), ["FTP", "SSH", "Telnet"]);
    }
}
