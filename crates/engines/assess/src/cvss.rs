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

    /// Examples of FIRST: "CVSS v3.1 Examples", "CVSS v4.0 Examples", and the specifications' corners.
    #[test]
    fn published_examples_have_their_scores() {
        for (vector, tenths) in [
            ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 64), // CVE-2013-0375
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61), // CVE-2013-1937
            ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31), // CVE-2014-3566
            ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 99), // CVE-2012-1516
            ("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 42), // CVE-2012-0384's kin
            ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 75), // CVE-2014-0160
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98), // CVE-2014-6271
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/E:P/RL:O", 100),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 93),
            ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 77),
            ("CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0),
        ] {
            assert_eq!(score(vector), Some(tenths), "{vector}");
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
