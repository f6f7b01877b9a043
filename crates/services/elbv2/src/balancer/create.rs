//! `CreateLoadBalancer`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call, Networks};
use bartizan_types::{Random, Tag, Timestamp};

use super::placing::{attach, checked_groups, checked_subnets, networks, wanted_subnets};
use super::shown::shown;
use crate::LoadBalancing;
use crate::error::{ElbError, refuse_unbuilt};
use crate::limits;
use crate::naming::{Kind, Scope, check_name, new_id};
use crate::records::{BY_NAME, BalancerRecord};
use crate::shapes::{CreateLoadBalancerInput, CreateLoadBalancerOutput};
use crate::tags;

/// How many digits make the name of a balancer its own.
const DNS_DIGITS: u64 = 10_000_000_000;

/// What a new balancer is to be.
struct Wanted {
    name: String,
    is_internet_facing: bool,
    subnets: Vec<String>,
    groups: Vec<String>,
    tags: Vec<Tag>,
    now: Timestamp,
}

/// Makes a balancer. The same request again answers the one that is there.
pub(crate) async fn create(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<CreateLoadBalancerInput>,
) -> Result<CreateLoadBalancerOutput, ElbError> {
    let request = request.into_inner();
    check_supported(&request)?;
    check_name("The load balancer name", &request.name)?;
    let tags = tags::read(request.tags)?;
    tags::check_policy(call, Kind::Balancer, &tags)?;
    let wanted = Wanted {
        name: request.name,
        is_internet_facing: request.scheme.as_deref() != Some("internal"),
        subnets: wanted_subnets(request.subnets, request.subnet_mappings)?,
        groups: request.security_groups.unwrap_or_default(),
        tags,
        now: call.now,
    };
    let (scope, networks) = (Scope::of(call)?, networks(call)?);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        let balancer = match present(writer, &scope, &wanted.name)? {
            Some(present) => same(&*networks, writer, &scope, present, &wanted)?,
            None => make(&*networks, writer, &scope, wanted, &*random)?,
        };
        let load_balancers = Some(vec![shown(&scope, &balancer)]);
        Ok::<_, ElbError>(CreateLoadBalancerOutput { load_balancers })
    });
    Ok(done.await?)
}

fn check_supported(request: &CreateLoadBalancerInput) -> Result<(), ElbError> {
    let is_other = |kind: &String| kind != "application";
    refuse_unbuilt(&[
        ("a load balancer other than application", request.r#type.as_ref().is_some_and(is_other)),
        (
            "an address type other than ipv4",
            request.ip_address_type.as_ref().is_some_and(|kind| kind != "ipv4"),
        ),
        ("CustomerOwnedIpv4Pool", request.customer_owned_ipv4_pool.is_some()),
        ("EnablePrefixForIpv6SourceNat", request.enable_prefix_for_ipv6_source_nat.is_some()),
        ("IpamPools", request.ipam_pools.is_some()),
    ])
}

/// The balancer of this name in the account and region.
fn present(
    reader: &Reader<'_>,
    scope: &Scope,
    name: &str,
) -> Result<Option<BalancerRecord>, ElbError> {
    let found = reader.find::<BalancerRecord>(BY_NAME, name)?.into_iter();
    let own = found.filter(|(key, balancer)| *key == scope.key(&balancer.id));
    Ok(own.map(|(_, balancer)| balancer).next())
}

/// The balancer that is there, if it is as it is wanted.
fn same(
    networks: &dyn Networks,
    reader: &Reader<'_>,
    scope: &Scope,
    present: BalancerRecord,
    wanted: &Wanted,
) -> Result<BalancerRecord, ElbError> {
    let (vpc, mut subnets) =
        checked_subnets(networks, reader, scope, &wanted.subnets, wanted.is_internet_facing)?;
    let mut groups = checked_groups(networks, reader, scope, &vpc, &wanted.groups)?;
    let (mut own, mut own_groups) = (present.subnets.clone(), present.security_groups.clone());
    for list in [&mut subnets, &mut own] {
        list.sort_by(|one, other| one.id.cmp(&other.id));
    }
    groups.sort_unstable();
    own_groups.sort_unstable();
    let is_same = present.is_internet_facing == wanted.is_internet_facing
        && subnets == own
        && groups == own_groups;
    if is_same {
        return Ok(present);
    }
    let message = format!(
        "A load balancer with the same name '{}' exists, but with different settings",
        wanted.name
    );
    Err(ElbError::refused("DuplicateLoadBalancerName", message))
}

fn make(
    networks: &dyn Networks,
    writer: &mut Writer<'_>,
    scope: &Scope,
    wanted: Wanted,
    random: &dyn Random,
) -> Result<BalancerRecord, ElbError> {
    let (account, region) = (scope.account.to_string(), scope.region.as_str());
    if writer.count::<BalancerRecord>(&account, region)? >= limits::BALANCERS {
        let message = "The maximum number of load balancers has been reached";
        return Err(ElbError::refused("TooManyLoadBalancers", message));
    }
    let (vpc, subnets) =
        checked_subnets(networks, writer, scope, &wanted.subnets, wanted.is_internet_facing)?;
    let security_groups = checked_groups(networks, writer, scope, &vpc, &wanted.groups)?;
    let id = format!("app/{}/{}", wanted.name, new_id(random));
    let prefix = if wanted.is_internet_facing { "" } else { "internal-" };
    let digits = random.next_u64() % DNS_DIGITS;
    let balancer = BalancerRecord {
        arn: scope.arn(Kind::Balancer, &id).to_string(),
        id,
        dns_name: format!("{prefix}{}-{digits}.{region}.elb.amazonaws.com", wanted.name),
        name: wanted.name,
        is_internet_facing: wanted.is_internet_facing,
        vpc,
        subnets,
        security_groups,
        created: wanted.now,
        attributes: BTreeMap::new(),
        tags: wanted.tags,
    };
    attach(networks, writer, scope, &balancer, &balancer.subnets, random)?;
    scope.put(writer, &balancer)?;
    Ok(balancer)
}
