//! Files of lists. (Amazon GuardDuty User Guide, "List formats".)

use bartizan_detect::record::Address;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::record::Kind;

/// What STIX writes between several addresses of one element.
const COMMA: &str = "##comma##";
const DOMAIN_BYTES_MAX: usize = 253;

/// What is on a list: what a file holds of addresses of the internet, and of domains where these may be.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Entries {
    pub(crate) addresses: Vec<String>,
    pub(crate) domains: Vec<String>,
}

/// Reads a file of a format.
///
/// # Errors
/// Why it cannot be read, in words.
pub(crate) fn read(kind: Kind, format: &str, text: &str) -> Result<Entries, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut list = List { entries: Entries::default(), seen: 0, kind };
    match format {
        "TXT" => list.lines(text)?,
        "STIX" => list.stix(text)?,
        "OTX_CSV" => list.columns(text, &["indicator"], ','),
        "FIRE_EYE" => list.columns(text, &["ip", "cidr", "domain"], ','),
        "PROOF_POINT" => list.first_column(text, ','),
        "ALIEN_VAULT" => list.first_column(text, '#'),
        other => return Err(format!("{other} is no format of lists.")),
    }
    if list.seen == 0 {
        return Err(format!("nothing in it is an entry as {format} has them."));
    }
    let (count, max) =
        (list.entries.addresses.len() + list.entries.domains.len(), kind.entries_max());
    if count > max {
        return Err(format!("it has {count} entries, of which there may be {max}."));
    }
    Ok(list.entries)
}

struct List {
    entries: Entries,
    /// How many entries were read, those too that mean nothing here.
    seen: usize,
    kind: Kind,
}

impl List {
    /// Takes an entry; whether it is one.
    fn take(&mut self, entry: &str) -> bool {
        let entry = entry.trim().trim_matches('"');
        let is_domain = match address(entry) {
            // Lists are of addresses of the internet. (User Guide, "Custom threat detection with entity lists
            // and IP address lists".)
            Some(first) if first.is_public() => {
                self.entries.addresses.push(entry.to_owned());
                self.seen += 1;
                return true;
            }
            Some(_) => false,
            None if self.kind.has_domains() && is_domain(entry) => true,
            None => return false,
        };
        if is_domain {
            self.entries.domains.push(entry.to_ascii_lowercase());
        }
        self.seen += 1;
        true
    }

    fn lines(&mut self, text: &str) -> Result<(), String> {
        for (number, line) in text.lines().enumerate() {
            if !line.trim().is_empty() && !self.take(line) {
                return Err(format!("line {} is no entry of such a list.", number + 1));
            }
        }
        Ok(())
    }

    /// Takes these columns of a table whose first line names them.
    fn columns(&mut self, text: &str, names: &[&str], sign: char) {
        let mut lines = text.lines();
        let header = row(lines.next().unwrap_or_default(), sign);
        let is_named =
            |column: &String| names.iter().any(|name| column.trim().eq_ignore_ascii_case(name));
        let wanted: Vec<bool> = header.iter().map(is_named).collect();
        for line in lines {
            for (column, is_wanted) in row(line, sign).iter().zip(&wanted) {
                if *is_wanted {
                    self.take(column);
                }
            }
        }
    }

    fn first_column(&mut self, text: &str, sign: char) {
        for line in text.lines() {
            if let Some(column) = row(line, sign).first() {
                self.take(column);
            }
        }
    }

    /// Takes the addresses and domain names of observables.
    fn stix(&mut self, text: &str) -> Result<(), String> {
        let mut reader = Reader::from_str(text);
        let mut within = false;
        loop {
            match reader.read_event().map_err(|error| format!("it is no XML: {error}"))? {
                Event::Eof => return Ok(()),
                Event::Start(start) => {
                    within = matches!(start.local_name().as_ref(), "Address_Value" | "Value");
                }
                Event::End(_) => within = false,
                Event::Text(text) if within => {
                    let text = text.xml10_content();
                    for entry in text.split(COMMA).flat_map(|part| part.split([',', ' ', '\n'])) {
                        self.take(entry);
                    }
                }
                _ => {}
            }
        }
    }
}

/// The columns of a line; signs between quotation marks part none.
fn row(line: &str, sign: char) -> Vec<String> {
    let (mut columns, mut column, mut is_quoted) = (Vec::new(), String::new(), false);
    for one in line.chars() {
        match one {
            '"' => is_quoted = !is_quoted,
            _ if one == sign && !is_quoted => columns.push(std::mem::take(&mut column)),
            _ => column.push(one),
        }
    }
    columns.push(column);
    columns
}

/// The first address of an address or a block.
fn address(entry: &str) -> Option<Address> {
    let (address, length) = entry.split_once('/').map_or((entry, None), |(a, l)| (a, Some(l)));
    let first = Address::parse(address.as_bytes())?;
    let bits = if first.as_v4().is_some() { 32 } else { 128 };
    let is_length = |length: &str| length.parse::<u32>().is_ok_and(|length| length <= bits);
    length.is_none_or(is_length).then_some(first)
}

fn is_domain(entry: &str) -> bool {
    let bare = entry.strip_prefix("*.").unwrap_or(entry);
    let is_label = |label: &str| {
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        (1..=63).contains(&label.len()) && label.bytes().all(is_sign)
    };
    let last = bare.rsplit('.').next().unwrap_or_default();
    bare.len() <= DOMAIN_BYTES_MAX
        && bare.contains('.')
        && bare.split('.').all(is_label)
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(format: &str, text: &str) -> Vec<String> {
        read(Kind::Threats, format, text).unwrap().addresses
    }

    #[test]
    fn each_format_is_read() {
        let stix = "<?xml version=\"1.0\"?>\n<stix:STIX_Package xmlns:stix=\"s\" xmlns:a=\"a\">\
            <a:Address_Object category=\"ipv4-addr\"><a:Address_Value condition=\"Equals\">\
            8.8.8.8##comma##1.1.1.0/24</a:Address_Value></a:Address_Object>\
            <a:Title>9.9.9.9</a:Title></stix:STIX_Package>";
        let both = ["8.8.8.8", "1.1.1.0/24"];
        for (format, text) in [
            ("TXT", "8.8.8.8\n\n1.1.1.0/24\r\n"),
            ("STIX", stix),
            (
                "OTX_CSV",
                "Indicator type,Indicator,Description\nIPv4,8.8.8.8,x\nCIDR, 1.1.1.0/24 ,\"a, b\"\ndomain,bad.example,c\n",
            ),
            (
                "FIRE_EYE",
                "reportId,title,cidr,domain,ip\n1,\"a, b\",,,8.8.8.8\n2,b,1.1.1.0/24,bad.example,\n",
            ),
            (
                "PROOF_POINT",
                "ip, category, score, first_seen\n8.8.8.8, 1, 100, 2000-01-01\n1.1.1.0/24, 1, 1, x\n",
            ),
            (
                "ALIEN_VAULT",
                "8.8.8.8#4#2#Malicious Host#KR##37.5,126.9#3\n1.1.1.0/24#2#2#Scanning Host#IN#Gurgaon#1,2#3\n",
            ),
        ] {
            assert_eq!(addresses(format, text), both, "{format}");
        }
        let domains =
            read(Kind::ThreatEntities, "TXT", "Bad.Example\n*.worse.example\n8.8.8.8").unwrap();
        assert_eq!(domains.domains, ["bad.example", "*.worse.example"]);
        assert_eq!(domains.addresses, ["8.8.8.8"]);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for (format, text, why) in [
            ("TXT", "8.8.8.8\nbad.example", "line 2 is no entry of such a list."),
            ("TXT", "8.8.8.8/33", "line 1 is no entry of such a list."),
            ("TXT", "", "nothing in it is an entry as TXT has them."),
            ("OTX_CSV", "8.8.8.8\n8.8.8.8", "nothing in it is an entry as OTX_CSV has them."),
            ("STIX", "8.8.8.8", "nothing in it is an entry as STIX has them."),
        ] {
            assert_eq!(read(Kind::Threats, format, text).unwrap_err(), why, "{text}");
        }
        assert!(read(Kind::Trusted, "STIX", "<a><b></a>").unwrap_err().starts_with("it is no XML"));
        let many: Vec<String> =
            (0..2_001).map(|n| format!("8.8.{}.{}", n / 256, n % 256)).collect();
        let many = many.join("\n");
        let why = read(Kind::Trusted, "TXT", &many).unwrap_err();
        assert_eq!(why, "it has 2001 entries, of which there may be 2000.");
        assert_eq!(addresses("TXT", &many).len(), 2_001);
        // Private addresses may be there, and mean nothing.
        assert_eq!(addresses("TXT", "10.0.0.1\n8.8.8.8"), ["8.8.8.8"]);
    }
}
