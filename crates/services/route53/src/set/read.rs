//! What a batch asks for, read. (Route 53 API Reference, `ChangeResourceRecordSets` and
//! `ResourceRecordSet`.)

use bartizan_zones::{Kind, Name, data};

use crate::error::{Route53Error, refuse_unbuilt};
use crate::id;
use crate::records::{Alias, RecordSet, Routing};
use crate::shapes::{self, AliasTarget};

/// Changed records of a batch; those of UPSERT count twice. (Route 53 Developer Guide, "Quotas".)
const RECORDS_MAX: usize = 1000;
/// Characters of a batch's values; those of UPSERT count twice. (The same page.)
const CHARACTERS_MAX: usize = 32_000;
/// Records of a set. (The same page.)
const SET_RECORDS_MAX: usize = 400;

/// What is to be done with a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Create,
    Delete,
    Upsert,
}

/// A change of a set.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) action: Action,
    pub(super) set: RecordSet,
}

/// The changes of a batch, each whole; or all that is wrong with them.
pub(super) fn changes(
    changes: Vec<shapes::Change>,
    zone: &str,
) -> Result<Vec<Change>, Route53Error> {
    check_size(&changes)?;
    let (mut read, mut reasons) = (Vec::new(), Vec::new());
    for change in changes {
        let action = match change.action.as_str() {
            "CREATE" => Action::Create,
            "DELETE" => Action::Delete,
            _ => Action::Upsert,
        };
        check_form(&change)?;
        match set(change.resource_record_set, zone)? {
            Ok(set) => read.push(Change { action, set }),
            Err(mut why) => reasons.append(&mut why),
        }
    }
    if reasons.is_empty() { Ok(read) } else { Err(Route53Error::batch(&reasons)) }
}

fn check_size(changes: &[shapes::Change]) -> Result<(), Route53Error> {
    let (mut records, mut characters) = (0, 0);
    for change in changes {
        let times = if change.action == "UPSERT" { 2 } else { 1 };
        let values = change.resource_record_set.resource_records.as_deref().unwrap_or_default();
        records += times * values.len().max(1);
        characters += times * values.iter().map(|one| one.value.len()).sum::<usize>();
    }
    let limits = [("records", records, RECORDS_MAX), ("characters", characters, CHARACTERS_MAX)];
    match limits.iter().find(|(_, found, most)| found > most) {
        Some((what, _, most)) => {
            let message = format!("Number of {what} limit of {most} exceeded.");
            Err(Route53Error::refused("InvalidChangeBatch", message))
        }
        None => Ok(()),
    }
}

/// Whether a change has what it must have, and nothing that stands in the way of that.
fn check_form(change: &shapes::Change) -> Result<(), Route53Error> {
    let set = &change.resource_record_set;
    refuse_unbuilt(&[
        ("Region", set.region.is_some()),
        ("GeoLocation", set.geo_location.is_some()),
        ("GeoProximityLocation", set.geo_proximity_location.is_some()),
        ("CidrRoutingConfig", set.cidr_routing_config.is_some()),
        ("TrafficPolicyInstanceId", set.traffic_policy_instance_id.is_some()),
        ("MultiValueAnswer=false", set.multi_value_answer == Some(false)),
    ])?;
    let place = || {
        format!(
            "Change with [Action={}, Name={}, Type={}, SetIdentifier={}]",
            change.action,
            set.name,
            set.r#type,
            set.set_identifier.as_deref().unwrap_or("null"),
        )
    };
    let wrong =
        |what: &str| Err(Route53Error::input(format!("Invalid request: {what} in {}", place())));
    let (has_ttl, has_records) = (set.ttl.is_some(), set.resource_records.is_some());
    let has_alias = set.alias_target.is_some();
    let one_of = "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or \
        TrafficPolicyInstanceId], but found";
    if has_alias && (has_ttl || has_records) {
        return wrong(&format!("{one_of} more than one"));
    }
    if !(has_alias || has_ttl && has_records) {
        return wrong(&format!("{one_of} none"));
    }
    let routings = [set.weight.is_some(), set.failover.is_some(), set.multi_value_answer.is_some()];
    match (routings.iter().filter(|is_there| **is_there).count(), &set.set_identifier) {
        (0, None) | (1, Some(_)) => Ok(()),
        (1, None) => wrong("Missing field 'SetIdentifier'"),
        (found, _) => {
            let found = if found == 0 { "none" } else { "more than one" };
            wrong(&format!(
                "Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, \
                 GeoProximityLocation, or CidrRoutingConfig], but found {found}"
            ))
        }
    }
}

/// A set; or what is wrong with it, all of that.
fn set(
    set: shapes::ResourceRecordSet,
    zone: &str,
) -> Result<Result<RecordSet, Vec<String>>, Route53Error> {
    let Some(kind) = Kind::of_name(&set.r#type) else {
        return Err(Route53Error::not_implemented(&format!("records of type {}", set.r#type)));
    };
    let mut reasons = Vec::new();
    let name = match Name::parse(&set.name) {
        Ok(name) => name.as_str().to_owned(),
        Err(error) => return Ok(Err(vec![error.reason()])),
    };
    let values: Vec<String> =
        set.resource_records.unwrap_or_default().into_iter().map(|one| one.value).collect();
    reasons.extend(value_faults(kind, &set.r#type, &values));
    let alias = match set
        .alias_target
        .as_ref()
        .map(|target| alias(target, kind, &set.r#type))
        .transpose()
    {
        Ok(alias) => alias,
        Err(reason) => {
            reasons.push(reason);
            None
        }
    };
    let weight = set.weight.and_then(|weight| u8::try_from(weight).ok());
    let routing = match (weight, set.failover.as_deref(), set.multi_value_answer) {
        (Some(weight), ..) => Routing::Weighted(weight),
        (_, Some("PRIMARY"), _) => Routing::Primary,
        (_, Some(_), _) => Routing::Secondary,
        (.., Some(_)) => Routing::MultiValue,
        _ => Routing::Simple,
    };
    if routing == Routing::MultiValue && (alias.is_some() || matches!(kind, Kind::CNAME | Kind::NS))
    {
        reasons.push(format!(
            "A multivalue answer record set with the name {name} may be no alias, NS or CNAME record"
        ));
    }
    let read = RecordSet {
        zone: zone.to_owned(),
        name,
        kind: set.r#type,
        set_identifier: set.set_identifier,
        routing,
        ttl: set.ttl.and_then(|ttl| u32::try_from(ttl).ok()),
        values,
        alias,
        health_check: set.health_check_id,
    };
    Ok(if reasons.is_empty() { Ok(read) } else { Err(reasons) })
}

/// What is wrong with a set's values.
fn value_faults(kind: Kind, name: &str, values: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    if values.len() > SET_RECORDS_MAX {
        faults.push(format!("Number of records limit of {SET_RECORDS_MAX} exceeded."));
        return faults;
    }
    if matches!(kind, Kind::CNAME | Kind::SOA) && values.len() > 1 {
        faults.push(format!("RRSet of type {name} has more than one value"));
    }
    for (place, value) in values.iter().enumerate() {
        if values.iter().take(place).any(|other| other == value) {
            faults.push(format!("Duplicate Resource Record: '{value}'"));
        }
        if let Err(error) = data(kind, value) {
            faults.push(format!("Invalid Resource Record: '{}'", error.reason()));
        }
    }
    faults
}

fn alias(target: &AliasTarget, kind: Kind, name: &str) -> Result<Alias, String> {
    if matches!(kind, Kind::NS | Kind::SOA) {
        return Err(format!("RRSet of type {name} cannot be an alias"));
    }
    let target_name = Name::parse(&target.dns_name).map_err(|error| error.reason())?;
    Ok(Alias {
        zone: id::bare(&target.hosted_zone_id, id::ZONE).to_owned(),
        name: target_name.as_str().to_owned(),
        evaluates_health: target.evaluate_target_health,
    })
}
