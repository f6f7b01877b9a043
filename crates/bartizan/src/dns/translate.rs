//! From what the service keeps to what is answered.

use bartizan_route53::{RecordSet, Routing, ZoneRecord};
use bartizan_service::given_name;
use bartizan_zones::{Choice, Content, InvalidText, Kind, Name, Set, Watched, Zone, data};

/// How many seconds an alias may be kept to another name of its zone: its target's own time is
/// answered in place of it.
const ALIAS_TTL: u32 = 60;

/// A zone with its sets. What is stored was checked; what cannot be read all the same is left out, and
/// said.
pub(super) fn zone(record: &ZoneRecord, sets: &[RecordSet]) -> Result<Zone, InvalidText> {
    let wire = |name: &String| Ok(Name::parse(name)?.wire());
    let servers = record.name_servers.iter().map(wire).collect::<Result<Vec<_>, InvalidText>>()?;
    let mut zone = Zone::new(
        (record.id.clone(), record.account),
        (wire(&record.name)?, record.created),
        servers,
        record.owns_its_names,
    );
    for record in sets {
        match set(record) {
            Ok((name, set)) => zone.add(&name, set),
            Err(error) => {
                let (name, reason) = (&record.name, error.reason());
                tracing::error!(name, reason, "a record set cannot be answered");
            }
        }
    }
    Ok(zone)
}

fn set(record: &RecordSet) -> Result<(Vec<u8>, Set), InvalidText> {
    // A type that is not known now was not known when it was refused.
    let kind = Kind::of_name(&record.kind).unwrap_or(Kind(0));
    let content = if let Some(alias) = &record.alias {
        Content::Alias(Name::parse(given_name(&alias.name))?.wire())
    } else {
        let values = record.values.iter();
        Content::Records(values.map(|value| data(kind, value)).collect::<Result<_, _>>()?)
    };
    let choice = match record.routing {
        Routing::Simple => Choice::Only,
        Routing::Weighted(weight) => Choice::Weight(weight),
        Routing::Primary => Choice::Primary,
        Routing::Secondary => Choice::Secondary,
        Routing::MultiValue => Choice::Several,
    };
    let name = Name::parse(&record.name)?.wire();
    let watched = Watched {
        check: record.health_check.clone(),
        evaluates_target: record.alias.as_ref().is_some_and(|alias| alias.evaluates_health),
    };
    Ok((name, Set { kind, ttl: record.ttl.unwrap_or(ALIAS_TTL), choice, content, watched }))
}

/// A name that was given, as text without a dot at its end.
pub(super) fn text(mut wire: &[u8]) -> String {
    let mut labels = Vec::new();
    while let Some((length, rest)) = wire.split_first().filter(|(length, _)| **length > 0) {
        let length = usize::from(*length);
        labels.push(String::from_utf8_lossy(rest.get(..length).unwrap_or_default()));
        wire = rest.get(length..).unwrap_or_default();
    }
    labels.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_text_again() {
        let name = "web-1.us-east-1.elb.amazonaws.com";
        assert_eq!(text(&Name::parse(name).unwrap().wire()), name);
        assert_eq!(text(b"\x09cut"), "");
        assert_eq!(text(b""), "");
    }
}
