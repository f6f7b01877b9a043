//! Scores and severities.

use std::str::FromStr;

/// The longest vector that is read.
const VECTOR_BYTES_MAX: usize = 512;

/// How severe a fault is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nobody has said.
    #[default]
    Unknown,
    /// 0.0: what is told is no vulnerability.
    None,
    /// 0.1 to 3.9.
    Low,
    /// 4.0 to 6.9.
    Medium,
    /// 7.0 to 8.9.
    High,
    /// 9.0 to 10.0.
    Critical,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The severity of a score, by the qualitative scale of CVSS.
    pub fn of_score(tenths: u8) -> Self {
        match tenths {
            0 => Self::None,
            1..40 => Self::Low,
            40..70 => Self::Medium,
            70..90 => Self::High,
            90.. => Self::Critical,
        }
    }

    /// The severity of a word, as databases have it.
    pub fn of_word(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "critical" => Self::Critical,
            "high" | "important" => Self::High,
            "medium" | "moderate" => Self::Medium,
            "low" | "minor" | "negligible" | "unimportant" => Self::Low,
            "none" => Self::None,
            _ => Self::Unknown,
        }
    }
}

/// The score of a vector of CVSS 3.0, 3.1 or 4.0, in tenths: of version 3 the base score.
pub fn score(vector: &str) -> Option<u8> {
    if vector.len() > VECTOR_BYTES_MAX || !vector.is_ascii() {
        return None;
    }
    let is_version_3 = vector.starts_with("CVSS:3.");
    let base = if is_version_3 { base_of_version_3(vector)? } else { vector.to_owned() };
    let score = cvss::Cvss::from_str(&base).ok()?.score();
    (0..=100).min_by_key(|tenths| difference(*tenths, score))
}

/// The base metrics, all of which must be there. Temporal and environmental ones are somebody else's.
fn base_of_version_3(vector: &str) -> Option<String> {
    const BASE: [&str; 9] = ["CVSS:", "AV:", "AC:", "PR:", "UI:", "S:", "C:", "I:", "A:"];
    let part = |name: &&str| vector.split('/').find(|part| part.starts_with(*name));
    let parts: Option<Vec<&str>> = BASE.iter().map(part).collect();
    parts.map(|parts| parts.join("/"))
}

/// How far a score is from a number of tenths, in a unit that can be compared.
fn difference(tenths: u8, score: f64) -> u64 {
    (f64::from(tenths) / 10.0 - score).abs().to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIRST's "CVSS v3.0 Examples" and "CVSS v3.1 Examples": the base scores that they print.
    #[test]
    fn examples_of_version_3_have_their_scores() {
        for (vector, tenths) in [
            ("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61), // CVE-2013-1937
            ("CVSS:3.0/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 54), // CVE-2014-9253
            ("CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 88), // CVE-2012-0384
            ("CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H", 72), // CVE-2012-0384
            ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 64), // CVE-2013-0375
            ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31), // CVE-2014-3566
            ("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 42), // CVE-2009-0783
            ("CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 78), // CVE-2015-1098
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 75), // CVE-2014-0160
            ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 68), // CVE-2008-1447
            ("CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 68), // CVE-2014-2005
            ("CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 93), // CVE-2013-6014
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H", 96), // CVE-2012-5376
            ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H", 75), // CVE-2016-2118
            ("CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:H/I:H/A:H", 90), // CVE-2019-7551
            ("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H", 82), // CVE-2016-5729
            ("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:N/I:H/A:H", 60), // CVE-2015-2890
            ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N", 42), // CVE-2019-0884
            // What is temporal of a vector does not count.
            ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N/E:P/RL:O", 42),
        ] {
            assert_eq!(score(vector), Some(tenths), "{vector}");
        }
    }

    /// FIRST's "CVSS v4.0 Examples": the scores that they print, threat and environment among them.
    #[test]
    fn examples_of_version_4_have_their_scores() {
        for (vector, tenths) in [
            ("AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 77),
            ("AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", 52),
            ("AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 83),
            ("AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:L", 87),
            ("AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:L/E:U", 66),
            ("AV:L/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N", 83),
            ("AV:A/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N/S:P", 86),
            ("AV:A/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N/MSI:S/S:P", 97),
            ("AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N/V:C", 87),
            ("AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:N/SC:H/SI:L/SA:H", 64),
            ("AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:N/SC:H/SI:L/SA:H/E:U/MAV:A/R:U/V:C", 24),
            ("AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100),
            ("AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 85),
            ("AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A/MVC:N/MVI:N/MVA:N", 0),
            ("AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N", 71),
        ] {
            assert_eq!(score(&format!("CVSS:4.0/{vector}")), Some(tenths), "{vector}");
        }
    }

    #[test]
    fn what_is_no_vector_has_no_score() {
        for text in ["", "7.5", "CVSS:3.1/AV:N", "CVSS:9.9/AV:N", "CVSS:3.1/AV:Ä", "AV:N/AC:L/Au:N"]
        {
            assert_eq!(score(text), None, "{text}");
        }
    }

    #[test]
    fn severities_follow_the_scale() {
        for (tenths, expected) in
            [(0, "none"), (39, "low"), (40, "medium"), (70, "high"), (90, "critical")]
        {
            assert_eq!(Severity::of_score(tenths).name(), expected);
        }
        assert_eq!(Severity::of_word("MODERATE"), Severity::Medium);
        assert_eq!(Severity::of_word("?"), Severity::Unknown);
    }
}
