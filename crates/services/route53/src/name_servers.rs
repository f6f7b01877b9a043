//! The names of name servers.

use bartizan_types::Random;

/// The domains of the name servers. (Route 53 Developer Guide, "SOA and NS records that Amazon Route 53
/// creates for a public hosted zone".)
const SERVER_DOMAINS: [&str; 4] = ["com", "net", "org", "co.uk"];
/// Those of private zones. (Route 53 Developer Guide, "NS and SOA records that Amazon
/// Route 53 creates for a private hosted zone".)
const PRIVATE_SERVERS: [&str; 4] = [
    "ns-1536.awsdns-00.co.uk",
    "ns-0.awsdns-00.com",
    "ns-1024.awsdns-00.org",
    "ns-512.awsdns-00.net",
];
/// The first number of a name server that AWS has not.
const FIRST_SERVER: u64 = 2048;

/// The name servers of every private zone.
pub(crate) fn of_private_zones() -> Vec<String> {
    PRIVATE_SERVERS.map(str::to_owned).to_vec()
}

/// Name servers that nobody has yet.
pub(crate) fn new(random: &dyn Random) -> Vec<String> {
    let number = FIRST_SERVER + (random.next_u64() >> 24);
    SERVER_DOMAINS.iter().zip(number..).map(server).collect()
}

fn server((domain, number): (&&str, u64)) -> String {
    format!("ns-{number}.awsdns-{}.{domain}", number % 64 + 64)
}
