//! What a request says of permissions. (Amazon EC2 API Reference, `IpPermission`.)

use bartizan_service::store::Reader;

use super::peer::named_group;
use crate::cidr;
use crate::error::Ec2Error;
use crate::records::{Peer, Permission, PrefixListName, PrefixListRecord, SecurityGroupRecord};
use crate::scope::Scope;
use crate::shapes::{IpPermission, SecurityGroupRuleRequest, UserIdGroupPair};

/// The most characters of a rule's description, and which it may have beside letters and digits. (Amazon
/// EC2 API Reference, `IpRange`.)
const DESCRIPTION_MAX: usize = 255;
const DESCRIPTION_MARKS: &str = " ._-:/()#,@[]+=&;{}!$*";
/// The most of one permission's ports, types and codes.
const PORT_MAX: i32 = 65_535;
const ICMP_MAX: i32 = 255;

/// A permission with what it is said to be for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub(super) permission: Permission,
    pub(super) description: Option<String>,
}

/// The single permissions that a request's combine.
pub(super) fn read(
    reader: &Reader<'_>,
    scope: &Scope,
    group: &SecurityGroupRecord,
    permissions: &[IpPermission],
) -> Result<Vec<Asked>, Ec2Error> {
    let mut all: Vec<Asked> = Vec::new();
    for one in permissions {
        let before = all.len();
        read_one(reader, scope, group, one, &mut all)?;
        if all.len() == before {
            let message = "The permission names no CIDR block and no security group";
            return Err(Ec2Error::refused("InvalidPermission.Malformed", message));
        }
    }
    for (place, one) in all.iter().enumerate() {
        if all.iter().skip(place + 1).any(|other| other.permission == one.permission) {
            return Err(Ec2Error::invalid("The same permission must not appear multiple times"));
        }
    }
    Ok(all)
}

fn read_one(
    reader: &Reader<'_>,
    scope: &Scope,
    group: &SecurityGroupRecord,
    one: &IpPermission,
    all: &mut Vec<Asked>,
) -> Result<(), Ec2Error> {
    let protocol = protocol(one.ip_protocol.as_deref())?;
    let ports = ports(&protocol, one.from_port, one.to_port)?;
    let mut push = |peer, description: Option<&String>| {
        let description = check_description(description)?;
        let permission = Permission { protocol: protocol.clone(), ports, peer };
        all.push(Asked { permission, description });
        Ok::<_, Ec2Error>(())
    };
    for range in one.ip_ranges.iter().flatten() {
        push(v4(range.cidr_ip.as_deref())?, range.description.as_ref())?;
    }
    for range in one.ipv6_ranges.iter().flatten() {
        push(v6(range.cidr_ipv6.as_deref())?, range.description.as_ref())?;
    }
    for pair in one.user_id_group_pairs.iter().flatten() {
        push(named_group(reader, scope, group, pair)?, pair.description.as_ref())?;
    }
    for list in one.prefix_list_ids.iter().flatten() {
        push(
            prefix_list(reader, scope, list.prefix_list_id.as_deref())?,
            list.description.as_ref(),
        )?;
    }
    Ok(())
}

/// The prefix list on the other side.
fn prefix_list(reader: &Reader<'_>, scope: &Scope, id: Option<&str>) -> Result<Peer, Ec2Error> {
    let list: PrefixListRecord = scope.find(reader, id.unwrap_or_default())?;
    let weight = usize::try_from(list.max_entries).unwrap_or_default();
    Ok(Peer::PrefixList(PrefixListName { id: list.id, weight }))
}

/// What a rule is to become.
pub(super) fn read_update(
    reader: &Reader<'_>,
    scope: &Scope,
    group: &SecurityGroupRecord,
    update: SecurityGroupRuleRequest,
) -> Result<Asked, Ec2Error> {
    let protocol = protocol(update.ip_protocol.as_deref())?;
    let ports = ports(&protocol, update.from_port, update.to_port)?;
    let list = update.prefix_list_id.as_deref();
    let peer = match (&update.cidr_ipv4, &update.cidr_ipv6, update.referenced_group_id, list) {
        (Some(text), None, None, None) => v4(Some(text))?,
        (None, Some(text), None, None) => v6(Some(text))?,
        (None, None, None, Some(id)) => prefix_list(reader, scope, Some(id))?,
        (None, None, Some(id), None) => {
            let pair = UserIdGroupPair { group_id: Some(id), ..UserIdGroupPair::default() };
            named_group(reader, scope, group, &pair)?
        }
        (None, None, None, None) => {
            let message = "The request must contain exactly one of: cidrIp, cidrIpv6, \
                           prefixListId, or referencedGroupId";
            return Err(Ec2Error::refused("MissingParameter", message));
        }
        _ => {
            return Err(Ec2Error::combination(
                "Only one of cidrIp, cidrIpv6, prefixListId, or referencedGroupId can be specified",
            ));
        }
    };
    let description = check_description(update.description.as_ref())?;
    Ok(Asked { permission: Permission { protocol, ports, peer }, description })
}

fn v4(text: Option<&str>) -> Result<Peer, Ec2Error> {
    let text = text.unwrap_or_default();
    cidr::parse_v4(text).map(Peer::V4).ok_or_else(|| malformed(text))
}

fn v6(text: Option<&str>) -> Result<Peer, Ec2Error> {
    let text = text.unwrap_or_default();
    cidr::parse_v6(text).map(Peer::V6).ok_or_else(|| malformed(text))
}

fn malformed(text: &str) -> Ec2Error {
    Ec2Error::invalid(format!("CIDR block {text} is malformed"))
}

/// A protocol in the form that answers have it in.
fn protocol(text: Option<&str>) -> Result<String, Ec2Error> {
    let text = text.ok_or_else(|| {
        Ec2Error::invalid(
            "Invalid value 'null' for protocol. VPC security group rules must specify protocols \
             explicitly.",
        )
    })?;
    let text = text.to_ascii_lowercase();
    let known = match text.as_str() {
        "-1" | "all" => "-1",
        "tcp" | "6" => "tcp",
        "udp" | "17" => "udp",
        "icmp" | "1" => "icmp",
        "icmpv6" | "58" => "icmpv6",
        // Another protocol's number. (IANA, "Protocol Numbers".)
        other if other.parse::<u8>().is_ok_and(|number| number.to_string() == other) => other,
        other => {
            return Err(Ec2Error::invalid(format!(
                "Invalid value '{other}' for IP protocol. Unknown protocol."
            )));
        }
    };
    Ok(known.to_owned())
}

/// The ports that count with a protocol.
fn ports(protocol: &str, from: Option<i32>, to: Option<i32>) -> Result<(i32, i32), Ec2Error> {
    match protocol {
        "tcp" | "udp" => {
            let (Some(from), Some(to)) = (from, to) else {
                return Err(Ec2Error::invalid(
                    "Invalid value for portRange. Must specify both from and to ports with \
                     TCP/UDP.",
                ));
            };
            if !(0..=PORT_MAX).contains(&from) || !(0..=PORT_MAX).contains(&to) || from > to {
                let message = format!("Invalid TCP/UDP port range ({from}:{to})");
                return Err(Ec2Error::invalid(message));
            }
            Ok((from, to))
        }
        "icmp" | "icmpv6" => {
            if protocol == "icmp" && (from.is_none() || to.is_none()) {
                return Err(Ec2Error::invalid(
                    "Invalid value for portRange. Must specify both type and code with ICMP.",
                ));
            }
            let (from, to) = (from.unwrap_or(-1), to.unwrap_or(-1));
            let is_valid = |number: i32| (-1..=ICMP_MAX).contains(&number);
            if !is_valid(from) || !is_valid(to) || (from == -1 && to != -1) {
                let message = format!("ICMP type ({from}) or code ({to}) out of range");
                return Err(Ec2Error::invalid(message));
            }
            Ok((from, to))
        }
        _ => Ok((-1, -1)),
    }
}

/// What a rule is said to be for; an empty text is none.
pub(super) fn check_description(text: Option<&String>) -> Result<Option<String>, Ec2Error> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let may_be = |one: char| one.is_ascii_alphanumeric() || DESCRIPTION_MARKS.contains(one);
    if text.len() > DESCRIPTION_MAX || !text.chars().all(may_be) {
        return Err(Ec2Error::invalid(
            "Invalid rule description. Valid descriptions are strings less than 256 characters \
             from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
        ));
    }
    Ok(Some(text.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_are_known_by_name_and_number() {
        for (text, known) in [
            ("tcp", Some("tcp")),
            ("6", Some("tcp")),
            ("UDP", Some("udp")),
            ("-1", Some("-1")),
            ("58", Some("icmpv6")),
            ("50", Some("50")),
            ("050", None),
            ("256", None),
            ("-2", None),
            ("http", None),
            ("", None),
        ] {
            assert_eq!(protocol(Some(text)).ok().as_deref(), known, "{text}");
        }
    }

    #[test]
    fn ports_are_those_that_count() {
        for (protocol, from, to, read) in [
            ("tcp", Some(80), Some(80), Some((80, 80))),
            ("tcp", Some(0), Some(65_535), Some((0, 65_535))),
            ("tcp", Some(81), Some(80), None),
            ("tcp", Some(80), None, None),
            ("udp", Some(-1), Some(-1), None),
            ("udp", Some(1), Some(65_536), None),
            ("icmp", Some(8), Some(-1), Some((8, -1))),
            ("icmp", Some(-1), Some(-1), Some((-1, -1))),
            ("icmp", Some(-1), Some(3), None),
            ("icmp", None, None, None),
            ("icmpv6", None, None, Some((-1, -1))),
            ("-1", Some(80), Some(80), Some((-1, -1))),
            ("50", Some(1), None, Some((-1, -1))),
        ] {
            assert_eq!(ports(protocol, from, to).ok(), read, "{protocol} {from:?} {to:?}");
        }
    }

    #[test]
    fn descriptions_are_of_a_small_set() {
        let read = |text: &str| check_description(Some(&text.to_owned())).ok();
        assert_eq!(read("from the office (2)"), Some(Some("from the office (2)".to_owned())));
        assert_eq!(read(""), Some(None));
        assert_eq!(read("späti"), None);
        assert_eq!(read(&"a".repeat(256)), None);
    }
}
