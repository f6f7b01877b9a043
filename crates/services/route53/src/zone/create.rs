//! A new zone.

use bartizan_service::store::{Key, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Random, Timestamp};
use bartizan_zones::Name;

use super::vpc::{self, Vpcs};
use super::{servers_of, shown};
use crate::error::Route53Error;
use crate::records::{BY_REFERENCE, RecordSet, Routing, VpcName, ZoneRecord};
use crate::shapes::{CreateHostedZoneRequest, CreateHostedZoneResponse};
use crate::{Route53, change, delegation_set, id, name_servers};

/// Zones of an account. (Route 53 Developer Guide, "Quotas".)
const ZONES_MAX: u64 = 500;
/// The names that Bartizan gives to what it serves; nobody's zones are there.
const RESERVED: [&str; 2] = ["amazonaws.com.", "cloudfront.net."];
/// How many seconds the records are kept that a zone begins with. (The same page.)
const NS_TTL: u32 = 172_800;
const SOA_TTL: u32 = 900;

/// What is to be made.
struct Wanted {
    account: AccountId,
    name: Name,
    caller_reference: String,
    comment: Option<String>,
    owns_its_names: bool,
    /// The VPC of a private zone.
    vpc: Option<VpcName>,
    /// The reusable delegation set of a public one.
    delegation_set: Option<String>,
    now: Timestamp,
}

/// Makes a zone, with the records that each has.
pub(crate) async fn create(
    _service: &Route53,
    call: &Call,
    request: Authorized<CreateHostedZoneRequest>,
) -> Result<CreateHostedZoneResponse, Route53Error> {
    let (account, request) = (call.account()?, request.into_inner());
    let config = request.hosted_zone_config.unwrap_or_default();
    if request.vpc.is_none() && config.private_zone == Some(true) {
        let message = "When you're creating a private hosted zone, you must specify a VPC";
        return Err(Route53Error::input(message));
    }
    let vpc = request.vpc.as_ref().map(vpc::named).transpose()?;
    if vpc.is_some() && request.delegation_set_id.is_some() {
        let message = "A reusable delegation set can't be associated with a private hosted zone";
        return Err(Route53Error::input(message));
    }
    let name = Name::parse(&request.name).map_err(|error| invalid(&error.reason()))?;
    if name.labels() == 0 {
        return Err(invalid("The root is no domain for a hosted zone"));
    }
    if RESERVED.iter().any(|reserved| name.is_within(reserved)) {
        return Err(invalid(&format!("{} is reserved by AWS!", name.as_str())));
    }
    let platform = &call.platform;
    let has_others = platform.ports.edge_fronts.as_ref().is_some_and(|it| it.has_others(account));
    let is_trusted = platform.settings.dev || platform.settings.account == account;
    let wanted = Wanted {
        account,
        name,
        caller_reference: request.caller_reference,
        comment: config.comment.filter(|comment| !comment.is_empty()),
        owns_its_names: vpc.is_none() && (is_trusted || !has_others),
        vpc,
        delegation_set: request.delegation_set_id,
        now: call.now,
    };
    let (random, vpcs) = (platform.random.clone(), Vpcs::of(call));
    Ok(call.commit(move |writer| make(writer, wanted, &vpcs, &*random)).await?)
}

fn make(
    writer: &mut Writer<'_>,
    wanted: Wanted,
    vpcs: &Vpcs,
    random: &dyn Random,
) -> Result<CreateHostedZoneResponse, Route53Error> {
    let (account, now) = (wanted.account, wanted.now);
    let reference = ZoneRecord::reference(account, &wanted.caller_reference);
    if writer.count_found::<ZoneRecord>(BY_REFERENCE, &reference)? > 0 {
        let message = "A hosted zone has already been created with the specified caller reference.";
        return Err(Route53Error::Refused("HostedZoneAlreadyExists", message.to_owned(), 409));
    }
    if writer.count::<ZoneRecord>(&account.to_string(), "")? >= ZONES_MAX {
        let message = "This account has reached the limit on the number of hosted zones.";
        return Err(Route53Error::refused("TooManyHostedZones", message));
    }
    let set = wanted.delegation_set.as_deref();
    let set = set.map(|set| delegation_set::open_to(writer, account, set, &wanted.name));
    let set = set.transpose()?;
    let name_servers = match &set {
        Some(set) => set.name_servers.clone(),
        None if wanted.vpc.is_some() => name_servers::of_private_zones(),
        None => name_servers::new(random),
    };
    let mut zone = ZoneRecord {
        id: id::of_zone(random),
        account,
        name: wanted.name.as_str().to_owned(),
        caller_reference: wanted.caller_reference,
        comment: wanted.comment,
        created: now,
        name_servers,
        delegation_set: set.map(|set| set.id),
        record_sets: 2,
        owns_its_names: wanted.owns_its_names,
        tags: Vec::new(),
        vpcs: Vec::new(),
        authorized: Vec::new(),
    };
    if let Some(vpc) = &wanted.vpc {
        vpcs.associate(writer, &mut zone, vpc)?;
    }
    for set in first_sets(&zone) {
        writer.put(&Key::global(account, set.key()), &set)?;
    }
    writer.insert(&Key::global(account, zone.id.as_str()), &zone)?;
    let change_info = change::keep(writer, account, (id::of_change(random, now), None, now))?;
    Ok(CreateHostedZoneResponse {
        location: format!("https://route53.amazonaws.com/2013-04-01/hostedzone/{}", zone.id),
        hosted_zone: shown(&zone),
        change_info,
        delegation_set: servers_of(&zone),
        vpc: wanted.vpc.as_ref().map(vpc::shown),
    })
}

/// The records that a zone begins with.
fn first_sets(zone: &ZoneRecord) -> [RecordSet; 2] {
    let of = |kind: &str, ttl, values| RecordSet {
        zone: zone.id.clone(),
        name: zone.name.clone(),
        kind: kind.to_owned(),
        set_identifier: None,
        routing: Routing::Simple,
        ttl: Some(ttl),
        values,
        alias: None,
        health_check: None,
    };
    let servers = zone.name_servers.iter().map(|server| format!("{server}."));
    let first = zone.name_servers.first().map(String::as_str).unwrap_or_default();
    let authority = format!("{first}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400");
    [of("NS", NS_TTL, servers.collect()), of("SOA", SOA_TTL, vec![authority])]
}

fn invalid(message: &str) -> Route53Error {
    Route53Error::refused("InvalidDomainName", message)
}
