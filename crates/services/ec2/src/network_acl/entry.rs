//! Entries of network ACLs. (Amazon VPC User Guide, "Network ACL rules".)

use bartizan_service::{Authorized, Call};
use ipnet::IpNet;

use crate::error::{Ec2Error, check_dry_run};
use crate::records::{AclEntry, Direction, NetworkAclRecord};
use crate::shapes::{
    CreateNetworkAclEntryRequest, DeleteNetworkAclEntryRequest, ReplaceNetworkAclEntryRequest,
};
use crate::{Ec2, cidr, defaults, quotas};

/// The numbers that entries may have. (Amazon EC2 API Reference, `CreateNetworkAclEntry`.)
const NUMBERS: std::ops::RangeInclusive<i32> = 1..=32_766;
/// The most of one protocol's ports, types and codes.
const PORT_MAX: i32 = 65_535;
const ICMP_MAX: i32 = 255;

/// Adds an entry.
pub(crate) async fn create_entry(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateNetworkAclEntryRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    let entry = read(&request)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut acl: NetworkAclRecord = scope.find(writer, &request.network_acl_id)?;
        let of_direction = acl.entries.iter().filter(|one| one.direction == entry.direction);
        if of_direction.clone().any(|one| one.number == entry.number) {
            let message =
                format!("The network acl entry identified by {} already exists.", entry.number);
            return Err(Ec2Error::refused("NetworkAclEntryAlreadyExists", message));
        }
        if of_direction.count() >= quotas::ENTRIES_PER_ACL {
            let message = "The maximum number of network acl entries has been reached.";
            return Err(Ec2Error::refused("NetworkAclEntryLimitExceeded", message));
        }
        acl.entries.push(entry);
        scope.put(writer, &acl)
    });
    Ok(done.await?)
}

/// Replaces an entry.
pub(crate) async fn replace_entry(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ReplaceNetworkAclEntryRequest>,
) -> Result<(), Ec2Error> {
    let request = as_new(request.into_inner());
    let entry = read(&request)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut acl: NetworkAclRecord = scope.find(writer, &request.network_acl_id)?;
        let is_it =
            |one: &&mut AclEntry| one.number == entry.number && one.direction == entry.direction;
        let present = acl.entries.iter_mut().find(is_it);
        *present.ok_or_else(|| not_found(request.rule_number))? = entry;
        scope.put(writer, &acl)
    });
    Ok(done.await?)
}

/// Takes an entry away.
pub(crate) async fn delete_entry(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteNetworkAclEntryRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut acl: NetworkAclRecord = scope.find(writer, &request.network_acl_id)?;
        let (direction, before) = (direction(request.egress), acl.entries.len());
        let is_it = |one: &AclEntry| {
            i32::from(one.number) == request.rule_number && one.direction == direction
        };
        acl.entries.retain(|one| !is_it(one));
        if acl.entries.len() == before {
            return Err(not_found(request.rule_number));
        }
        scope.put(writer, &acl)
    });
    Ok(done.await?)
}

fn not_found(number: i32) -> Ec2Error {
    let message = format!("The network acl entry identified by {number} does not exist");
    Ec2Error::refused("InvalidNetworkAclEntry.NotFound", message)
}

const fn direction(is_egress: bool) -> Direction {
    if is_egress { Direction::Egress } else { Direction::Ingress }
}

/// What a request that replaces an entry says of it, as one for a new entry does.
fn as_new(request: ReplaceNetworkAclEntryRequest) -> CreateNetworkAclEntryRequest {
    CreateNetworkAclEntryRequest {
        dry_run: request.dry_run,
        network_acl_id: request.network_acl_id,
        rule_number: request.rule_number,
        protocol: request.protocol,
        rule_action: request.rule_action,
        egress: request.egress,
        cidr_block: request.cidr_block,
        ipv6_cidr_block: request.ipv6_cidr_block,
        icmp_type_code: request.icmp_type_code,
        port_range: request.port_range,
    }
}

/// The entry that a request gives.
fn read(request: &CreateNetworkAclEntryRequest) -> Result<AclEntry, Ec2Error> {
    let number = u16::try_from(request.rule_number).ok();
    let number = number.filter(|_| NUMBERS.contains(&request.rule_number)).ok_or_else(|| {
        Ec2Error::invalid(format!(
            "Value ({}) for parameter ruleNumber is invalid. Rule number must be between {} and {}",
            request.rule_number,
            NUMBERS.start(),
            NUMBERS.end()
        ))
    })?;
    let allows = match request.rule_action.as_str() {
        "allow" => true,
        "deny" => false,
        other => {
            return Err(Ec2Error::invalid(format!(
                "Value ({other}) for parameter ruleAction is invalid. Unknown rule action"
            )));
        }
    };
    let block = match (&request.cidr_block, &request.ipv6_cidr_block) {
        (Some(text), None) => IpNet::V4(cidr::of_parameter("cidrBlock", text)?),
        (None, Some(text)) => IpNet::V6(cidr::of_v6_parameter("ipv6CidrBlock", text)?),
        (None, None) => return Err(Ec2Error::missing("cidrBlock")),
        (Some(_), Some(_)) => {
            return Err(Ec2Error::combination(
                "Only one of cidrBlock and ipv6CidrBlock may be specified",
            ));
        }
    };
    let protocol = protocol(&request.protocol)?;
    let (ports, icmp) = details(protocol, request)?;
    let direction = direction(request.egress);
    Ok(AclEntry { number, direction, protocol, allows, block, ports, icmp })
}

/// The number of a protocol; `None` for all.
fn protocol(text: &str) -> Result<Option<u8>, Ec2Error> {
    match text {
        "-1" | "all" => Ok(None),
        "tcp" => Ok(Some(6)),
        "udp" => Ok(Some(17)),
        "icmp" => Ok(Some(1)),
        other => other.parse().map(Some).map_err(|_| {
            Ec2Error::invalid(format!("Invalid value '{other}' for IP protocol. Unknown protocol."))
        }),
    }
}

/// The ports, or the type and the code, of an entry.
type Details = (Option<(u16, u16)>, Option<(i32, i32)>);

fn details(
    protocol: Option<u8>,
    request: &CreateNetworkAclEntryRequest,
) -> Result<Details, Ec2Error> {
    match protocol {
        Some(6 | 17) => {
            let range =
                request.port_range.as_ref().ok_or_else(|| Ec2Error::missing("portRange"))?;
            let (Some(from), Some(to)) = (range.from, range.to) else {
                return Err(Ec2Error::missing("portRange"));
            };
            let port = |port: i32| u16::try_from(port).ok();
            match (port(from), port(to)) {
                (Some(first), Some(last)) if first <= last => Ok((Some((first, last)), None)),
                _ => Err(Ec2Error::invalid(format!(
                    "Invalid TCP/UDP port range ({from}:{to}): ports are 0 to {PORT_MAX}"
                ))),
            }
        }
        Some(1 | 58) => {
            let given = request.icmp_type_code.as_ref();
            let given = given.ok_or_else(|| Ec2Error::missing("icmpTypeCode"))?;
            let (Some(kind), Some(code)) = (given.r#type, given.code) else {
                return Err(Ec2Error::missing("icmpTypeCode"));
            };
            let is_valid = |number: i32| (-1..=ICMP_MAX).contains(&number);
            if !is_valid(kind) || !is_valid(code) || (kind == -1 && code != -1) {
                let message = format!("ICMP type ({kind}) or code ({code}) out of range");
                return Err(Ec2Error::invalid(message));
            }
            Ok((None, Some((kind, code))))
        }
        // Ports of other protocols mean nothing, and AWS keeps none.
        _ => Ok((None, None)),
    }
}
