//! Whether what an alias is for is there. (Route 53 API Reference, `AliasTarget`; answers of AWS.)

use bartizan_service::{EdgeFronts, given_domain, given_name};
use bartizan_zones::Name;

use crate::records::Alias;

/// The end of the names of distributions. (The API Reference, `AliasTarget`: `EvaluateTargetHealth` must
/// be false for them.)
const DISTRIBUTIONS: &str = ".cloudfront.net";

/// Whether its target is in the zone with this name.
pub(super) fn is_within(alias: &Alias, zone: &str) -> bool {
    Name::parse(&alias.name).is_ok_and(|name| name.is_within(zone))
}

/// What is wrong with an alias into another zone than its own: these are for balancers and distributions
/// of this installation, whoever has them.
pub(super) fn fault_of_given(
    alias: &Alias,
    kind: &str,
    fronts: Option<&dyn EdgeFronts>,
) -> Option<String> {
    if !given_domain(&alias.zone).is_some_and(|domain| is_within(alias, &domain)) {
        return Some(outside(alias, kind));
    }
    let name = given_name(&alias.name).trim_end_matches('.');
    if alias.evaluates_health && name.ends_with(DISTRIBUTIONS) {
        let tried = tried(alias, kind);
        return Some(format!("{tried}, but the health of a distribution cannot be evaluated"));
    }
    let is_there = fronts.is_some_and(|fronts| fronts.is_given(name));
    let has_kind = matches!(kind, "A" | "AAAA");
    (!(is_there && has_kind)).then(|| missing(alias, kind))
}

/// The name is not in the zone.
pub(super) fn outside(alias: &Alias, kind: &str) -> String {
    format!("{}, but the alias target name does not lie within the target zone", tried(alias, kind))
}

/// The zone has no such set.
pub(super) fn missing(alias: &Alias, kind: &str) -> String {
    format!("{}, but that target was not found", tried(alias, kind))
}

fn tried(alias: &Alias, kind: &str) -> String {
    let Alias { zone, name, .. } = alias;
    format!("Tried to create an alias that targets {name}, type {kind} in zone {zone}")
}
