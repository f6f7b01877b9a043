//! The signature of an attack as a rule.

use std::net::IpAddr;

use bartizan_flood::{Dimension, Signature, Term, VALUE_BYTES};
use bartizan_service::{MitigationRule, MitigationTerm, MitigationText};

/// The rule that a signature makes; none where a term cannot be asked for.
pub(super) fn of(attack: &str, signature: &Signature, blocks: bool) -> Option<MitigationRule> {
    let terms: Option<Vec<MitigationTerm>> = signature.terms.iter().map(term).collect();
    let terms = terms.filter(|terms| !terms.is_empty())?;
    Some(MitigationRule { attack: attack.to_owned(), terms, blocks })
}

fn term(term: &Term) -> Option<MitigationTerm> {
    let texts = || term.values.iter().map(|value| std::str::from_utf8(value).ok());
    Some(match term.dimension {
        Dimension::Source => {
            let networks: Option<Vec<_>> = texts().map(|text| network(text?)).collect();
            MitigationTerm::Sources(networks?)
        }
        Dimension::Asn => {
            let asns: Option<Vec<_>> = texts().map(|text| text?.parse().ok()).collect();
            MitigationTerm::Asns(asns?)
        }
        Dimension::Country => {
            let known = |text: &&str| !text.is_empty();
            let countries: Option<Vec<_>> =
                texts().map(|text| text.filter(known).map(str::to_owned)).collect();
            MitigationTerm::Countries(countries?)
        }
        Dimension::UserAgent => MitigationTerm::Header("user-agent", values(term)),
        Dimension::Path => MitigationTerm::Paths(values(term)),
        Dimension::Referrer => MitigationTerm::Header("referer", values(term)),
    })
}

/// What was kept of a long value is how it begins.
fn values(term: &Term) -> Vec<MitigationText> {
    let text = |value: &Vec<u8>| MitigationText {
        value: value.clone(),
        is_begin: value.len() >= VALUE_BYTES,
    };
    term.values.iter().map(text).collect()
}

/// A source, as floods write it: an address, or a network of IPv6.
fn network(text: &str) -> Option<(IpAddr, u8)> {
    if let Some((address, bits)) = text.split_once('/') {
        return Some((address.parse().ok()?, bits.parse().ok()?));
    }
    let address: IpAddr = text.parse().ok()?;
    Some((address, if address.is_ipv4() { 32 } else { 128 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(dimension: Dimension, values: &[&str]) -> Signature {
        let values = values.iter().map(|value| value.as_bytes().to_vec()).collect();
        Signature { terms: vec![Term { dimension, values }] }
    }

    #[test]
    fn each_kind_of_value_is_a_term() {
        let rule = |dimension, values: &[&str]| {
            of("attack", &signature(dimension, values), true).map(|rule| rule.terms)
        };
        let sources = rule(Dimension::Source, &["192.0.2.1", "2001:db8::/64"]).unwrap();
        let network = |text: &str, bits| (text.parse().unwrap(), bits);
        let wanted = vec![network("192.0.2.1", 32), network("2001:db8::", 64)];
        assert_eq!(sources, [MitigationTerm::Sources(wanted)]);
        assert_eq!(
            rule(Dimension::Asn, &["64496"]),
            Some(vec![MitigationTerm::Asns(vec![64_496])])
        );
        assert_eq!(rule(Dimension::Asn, &[""]), None);
        assert_eq!(rule(Dimension::Country, &[""]), None);
        let none = MitigationText { value: Vec::new(), is_begin: false };
        let agent = MitigationTerm::Header("user-agent", vec![none]);
        assert_eq!(rule(Dimension::UserAgent, &[""]), Some(vec![agent]));
        assert_eq!(of("attack", &Signature { terms: Vec::new() }, true), None);
    }
}
