//! What is known of a CVE besides advisories: whether it is exploited (CISA's KEV), how likely that is
//! (FIRST's EPSS), and CISA's decision points (SSVC).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::record::{Input, Unreadable, write_number, write_text};

/// What is known of one CVE.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals<T> {
    /// The day on which it was entered as known to be exploited; empty if it is not.
    pub exploited_since: T,
    /// Whether it is known to be used for extortion.
    pub is_ransomware: bool,
    /// The probability of exploitation within 30 days, in millionths.
    pub epss_millionths: Option<u32>,
    /// `none`, `poc` or `active`, by CISA's Vulnrichment.
    pub exploitation: T,
    /// The vector of CVSS that CISA's Vulnrichment gives it.
    pub vector: T,
}

impl Signals<&str> {
    pub(super) fn into_owned(self) -> Signals<String> {
        Signals {
            exploited_since: self.exploited_since.to_owned(),
            is_ransomware: self.is_ransomware,
            epss_millionths: self.epss_millionths,
            exploitation: self.exploitation.to_owned(),
            vector: self.vector.to_owned(),
        }
    }
}

/// All CVEs of which something is known.
#[derive(Default)]
pub(super) struct Table(BTreeMap<(u32, u32), Signals<String>>);

/// The year and the number of a CVE.
fn number(cve: &str) -> Option<(u32, u32)> {
    let (year, number) = cve.strip_prefix("CVE-")?.split_once('-')?;
    Some((year.parse().ok()?, number.parse().ok()?))
}

/// The key under which a thousand CVEs stand together, and the CVE's place there.
pub(super) fn place(cve: &str) -> Option<(String, usize)> {
    let (year, number) = number(cve)?;
    Some((key(year, number), usize::try_from(number % 1000).ok()?))
}

fn key(year: u32, number: u32) -> String {
    format!("cve\0{year}-{}", number / 1000)
}

#[derive(Deserialize)]
struct Kev {
    vulnerabilities: Vec<KevEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KevEntry {
    #[serde(rename = "cveID")]
    cve: String,
    date_added: String,
    known_ransomware_campaign_use: Option<String>,
}

impl Table {
    /// Reads CISA's catalogue as JSON; how many entries it has.
    pub(super) fn read_kev(&mut self, json: &[u8]) -> Result<usize, String> {
        let kev: Kev = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let count = kev.vulnerabilities.len();
        for entry in kev.vulnerabilities {
            let Some(number) = number(&entry.cve) else { continue };
            let signals = self.0.entry(number).or_default();
            signals.exploited_since = entry.date_added;
            signals.is_ransomware = entry.known_ransomware_campaign_use.as_deref() == Some("Known");
        }
        Ok(count)
    }

    /// Reads a table of comma-separated values whose head names `cve` and, for EPSS, `epss`, or for
    /// SSVC, `exploitation` and `cvss_vector`; how many lines could be used.
    pub(super) fn read_csv(&mut self, text: &str) -> Result<usize, String> {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let head: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let column = |name: &str| head.iter().position(|found| *found == name);
        let cve = column("cve").ok_or("its head names no column `cve`")?;
        let (epss, exploitation) = (column("epss"), column("exploitation"));
        let vector = column("cvss_vector");
        if epss.is_none() && exploitation.is_none() {
            return Err("its head names neither `epss` nor `exploitation`".to_owned());
        }
        let mut count = 0;
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).copied();
            let Some(number) = cell(Some(cve)).and_then(number) else { continue };
            let signals = self.0.entry(number).or_default();
            if let Some(probability) = cell(epss).and_then(millionths) {
                signals.epss_millionths = Some(probability);
            }
            if let Some(text) = cell(exploitation) {
                text.clone_into(&mut signals.exploitation);
            }
            if let Some(text) = cell(vector) {
                text.clone_into(&mut signals.vector);
            }
            count += 1;
        }
        Ok(count)
    }

    /// The blocks of the compiled file, by their keys.
    pub(super) fn blocks(&self) -> BTreeMap<String, Vec<u8>> {
        let mut blocks: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for ((year, number), signals) in &self.0 {
            let out = blocks.entry(key(*year, *number)).or_default();
            write_number(usize::try_from(number % 1000).unwrap_or_default(), out);
            write_text(&signals.exploited_since, out);
            write_number(usize::from(signals.is_ransomware), out);
            let epss = signals.epss_millionths.map_or(0, |value| value as usize + 1);
            write_number(epss, out);
            write_text(&signals.exploitation, out);
            write_text(&signals.vector, out);
        }
        blocks
    }
}

/// `0.00042` is 420.
fn millionths(probability: &str) -> Option<u32> {
    let (whole, part) = probability.trim().split_once('.').unwrap_or((probability.trim(), ""));
    let digits: String = part.chars().chain("000000".chars()).take(6).collect();
    let (whole, part): (u32, u32) = (whole.parse().ok()?, digits.parse().ok()?);
    (whole <= 1).then(|| (whole * 1_000_000 + part).min(1_000_000))
}

/// The signals at a place of a block.
pub(super) fn find(block: &[u8], place: usize) -> Result<Option<Signals<&str>>, Unreadable> {
    let mut input = Input(block);
    while !input.0.is_empty() {
        let found = input.number()?;
        let exploited_since = input.text()?;
        let is_ransomware = input.number()? == 1;
        let epss = input.number()?;
        let (exploitation, vector) = (input.text()?, input.text()?);
        if found == place {
            let epss_millionths = epss.checked_sub(1).and_then(|value| u32::try_from(value).ok());
            return Ok(Some(Signals {
                exploited_since,
                is_ransomware,
                epss_millionths,
                exploitation,
                vector,
            }));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_joined_by_cve() {
        let mut table = Table::default();
        let kev = br#"{"vulnerabilities":[{"cveID":"CVE-2021-44228","dateAdded":"2021-12-10",
            "knownRansomwareCampaignUse":"Known"}]}"#;
        assert_eq!(table.read_kev(kev), Ok(1));
        let epss =
            "#model\ncve,epss,percentile\nCVE-2021-44228,0.94358,0.99\nCVE-2021-44001,1,1\nx,1\n";
        assert_eq!(table.read_csv(epss), Ok(2));
        assert_eq!(table.read_csv("cve,exploitation\nCVE-2021-44228,active\n"), Ok(1));
        assert!(table.read_csv("a,b\n").is_err());
        let blocks = table.blocks();
        let (key, at) = place("CVE-2021-44228").unwrap();
        let found = find(&blocks[&key], at).unwrap().unwrap();
        assert_eq!(found.exploited_since, "2021-12-10");
        assert!(found.is_ransomware);
        assert_eq!((found.epss_millionths, found.exploitation), (Some(943_580), "active"));
        assert_eq!(find(&blocks[&key], 5), Ok(None));
        assert_eq!(find(&blocks[&key], 1).unwrap().unwrap().epss_millionths, Some(1_000_000));
    }

    #[test]
    fn a_probability_is_at_most_one() {
        for (text, wanted) in [
            ("0.00042", Some(420)),
            ("1", Some(1_000_000)),
            ("1.5", Some(1_000_000)),
            ("020105", None),
            ("4294967295", None),
            ("4294967296", None),
            ("-0.5", None),
            ("", None),
        ] {
            assert_eq!(millionths(text), wanted, "{text}");
        }
    }
}
