//! Security groups.

use std::collections::BTreeMap;

use ipnet::IpNet;
use serde_json::{Value as Json, json};

use super::check;
use crate::check::{Case, Check};
use crate::facts::{Answer, Facts, Topic};
use crate::fields::{items, number, text};
use crate::shell;

/// SSH and RDP.
pub(super) const ADMINISTRATION: [u16; 2] = [22, 3389];
const CIFS: [u16; 1] = [445];

const GROUPS: &[Topic] = &[Topic::SecurityGroups, Topic::PrefixLists];

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "6.1.2",
            1,
            "No security group opens file sharing to everyone",
            "File servers have had worms that needed no password.",
            GROUPS,
            |facts, case| closed(facts, case, &CIFS, &[Family::V4, Family::V6]),
        ),
        check(
            "6.3",
            1,
            "No security group opens administration to all of IPv4",
            "Whoever scans the internet tries passwords there all day.",
            GROUPS,
            |facts, case| closed(facts, case, &ADMINISTRATION, &[Family::V4]),
        ),
        check(
            "6.4",
            1,
            "No security group opens administration to all of IPv6",
            "A way that is forgotten is open, and as good as the other.",
            GROUPS,
            |facts, case| closed(facts, case, &ADMINISTRATION, &[Family::V6]),
        ),
        check(
            "6.5",
            2,
            "Default security groups have no rules",
            "What was put into no group on purpose should reach nothing.",
            &[Topic::SecurityGroups],
            empty_default,
        ),
    ]
}

/// The families of addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    V4,
    V6,
}

/// Whether a block is as good as everyone of the family: wider than any that was given to one holder.
pub(super) fn is_wide(block: &str, family: Family) -> bool {
    match (block.parse::<IpNet>(), family) {
        (Ok(IpNet::V4(block)), Family::V4) => block.prefix_len() < 8,
        (Ok(IpNet::V6(block)), Family::V6) => block.prefix_len() < 16,
        _ => false,
    }
}

/// Whether a rule of this protocol and these ports is about a port of TCP or UDP.
pub(super) fn opens(protocol: &str, from: Option<i64>, to: Option<i64>, port: u16) -> bool {
    match protocol {
        "-1" => true,
        "tcp" | "udp" | "6" | "17" => {
            let is_all = from.is_none_or(|from| from < 0);
            is_all || (from.unwrap_or(0)..=to.unwrap_or(65_535)).contains(&i64::from(port))
        }
        _ => false,
    }
}

/// The blocks of prefix lists, by the lists' ids.
type Lists<'f> = BTreeMap<&'f str, Vec<&'f str>>;

/// Where a permission takes traffic from that is wide: the member and its name, its value, and the block.
fn sources<'j>(
    permission: &'j Json,
    lists: &Lists<'j>,
    family: Family,
) -> Vec<(&'static str, &'static str, &'j str, &'j str)> {
    let (ranges, range) = match family {
        Family::V4 => ("IpRanges", "CidrIp"),
        Family::V6 => ("Ipv6Ranges", "CidrIpv6"),
    };
    let direct = items(permission, ranges).iter().map(|one| text(one, range));
    let direct = direct.filter(|block| is_wide(block, family));
    let by_list = items(permission, "PrefixListIds").iter().filter_map(|one| {
        let id = text(one, "PrefixListId");
        let block = lists.get(id)?.iter().find(|block| is_wide(block, family))?;
        Some(("PrefixListIds", "PrefixListId", id, *block))
    });
    direct.map(|block| (ranges, range, block, block)).chain(by_list).collect()
}

fn closed(facts: &Facts, case: &mut Case, ports: &[u16], families: &[Family]) {
    if !case.is_known(facts, Topic::PrefixLists) {
        return;
    }
    let lists: Lists<'_> = facts
        .known(Topic::PrefixLists)
        .map(|(_, list)| {
            let blocks = items(list, "Entries").iter().map(|entry| text(entry, "Cidr"));
            (text(list, "PrefixListId"), blocks.collect())
        })
        .collect();
    case.each(facts, Topic::SecurityGroups, |case, answer, group| {
        let mut is_right = true;
        for permission in items(group, "IpPermissions") {
            let protocol = text(permission, "IpProtocol");
            let (from, to) = (number(permission, "FromPort"), number(permission, "ToPort"));
            let open: Vec<String> = ports
                .iter()
                .filter(|port| opens(protocol, from, to, **port))
                .map(u16::to_string)
                .collect();
            if open.is_empty() {
                continue;
            }
            for family in families {
                for source in sources(permission, &lists, *family) {
                    is_right = false;
                    tell(case, answer, group, permission, &open.join(" and "), source);
                }
            }
        }
        if is_right {
            case.good(answer, "not open to everyone there");
        }
    });
}

fn tell(
    case: &mut Case,
    answer: &Answer,
    group: &Json,
    permission: &Json,
    ports: &str,
    (member, name, value, block): (&str, &str, &str, &str),
) {
    let rule = without_nulls(json!({
        "IpProtocol": permission.get("IpProtocol"),
        "FromPort": permission.get("FromPort"),
        "ToPort": permission.get("ToPort"),
        member: [{ name: value }],
    }));
    let rule = shell::json(&json!([rule]));
    let id = shell::word(text(group, "GroupId"));
    let command = format!(
        "aws ec2 revoke-security-group-ingress --group-id {id} --ip-permissions {rule}{}",
        shell::region(&answer.region)
    );
    let by = if value == block { String::new() } else { format!(" by {value}") };
    let found = format!("{block}{by} reaches port {ports}");
    case.bad(answer, &found, "the addresses of those who administer", &command);
}

fn without_nulls(mut json: Json) -> Json {
    if let Some(members) = json.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    json
}

fn empty_default(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::SecurityGroups, |case, answer, group| {
        if text(group, "GroupName") != "default" {
            return;
        }
        let mut is_right = true;
        for (member, word) in [("IpPermissions", "ingress"), ("IpPermissionsEgress", "egress")] {
            let rules = items(group, member);
            if rules.is_empty() {
                continue;
            }
            is_right = false;
            let command = format!(
                "aws ec2 revoke-security-group-{word} --group-id {} --ip-permissions {}{}",
                shell::word(text(group, "GroupId")),
                shell::json(&rules.iter().map(as_input).collect()),
                shell::region(&answer.region)
            );
            case.bad(answer, &format!("rules of {word}: {}", rules.len()), "none", &command);
        }
        if is_right {
            case.good(answer, "no rules");
        }
    });
}

/// A permission as it is given: without members that are empty.
fn as_input(permission: &Json) -> Json {
    let mut permission = without_nulls(permission.clone());
    if let Some(members) = permission.as_object_mut() {
        members.retain(|_, value| value.as_array().is_none_or(|items| !items.is_empty()));
    }
    permission
}
