//! Networks: access control lists, flow logs and routes.

use ipnet::IpNet;
use serde_json::Value as Json;

use super::check;
use super::groups::{ADMINISTRATION, Family, is_wide, opens};
use crate::check::{Case, Check};
use crate::facts::{Answer, Facts, Topic};
use crate::fields::{is, items, number, text};
use crate::shell;

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "4.7",
            2,
            "Each VPC has a flow log of what is rejected",
            "Who looks around in a network is seen by what turns him away.",
            &[Topic::Vpcs, Topic::FlowLogs],
            flow_logs,
        ),
        check(
            "6.2",
            1,
            "No network ACL opens administration to everyone",
            "It is the second line: a security group may be changed by mistake.",
            &[Topic::NetworkAcls],
            acls,
        ),
        check(
            "6.6",
            2,
            "Routes to peers lead no farther than they must",
            "A route to all of a peer's network lets a fault in one be a fault in both.",
            &[Topic::RouteTables, Topic::Peerings],
            peers,
        ),
    ]
}

fn flow_logs(facts: &Facts, case: &mut Case) {
    if !case.is_known(facts, Topic::FlowLogs) {
        return;
    }
    case.each(facts, Topic::Vpcs, |case, answer, vpc| {
        let id = text(vpc, "VpcId");
        let is_good = |(log, json): &(&Answer, &Json)| {
            log.region == answer.region
                && text(json, "ResourceId") == id
                && text(json, "FlowLogStatus") == "ACTIVE"
                && text(json, "DeliverLogsStatus") != "FAILED"
                && ["REJECT", "ALL"].contains(&text(json, "TrafficType"))
        };
        if let Some((_, log)) = facts.known(Topic::FlowLogs).find(is_good) {
            return case.good(answer, &format!("{} records it", text(log, "FlowLogId")));
        }
        let command = format!(
            "aws ec2 create-flow-logs --resource-type VPC --resource-ids {} --traffic-type REJECT \
             --log-destination-type s3 --log-destination arn:aws:s3:::BUCKET{}",
            shell::word(id),
            shell::region(&answer.region)
        );
        case.bad(answer, "no flow log of rejected traffic", "an active one", &command);
    });
}

/// The entries of one direction that an ACL has, in the order in which they are asked.
fn ingress(acl: &Json) -> Vec<&Json> {
    let mut entries: Vec<&Json> =
        items(acl, "Entries").iter().filter(|entry| !is(entry, "Egress")).collect();
    entries.sort_by_key(|entry| number(entry, "RuleNumber"));
    entries
}

fn block(entry: &Json) -> &str {
    match text(entry, "CidrBlock") {
        "" => text(entry, "Ipv6CidrBlock"),
        block => block,
    }
}

fn is_about(entry: &Json, port: u16) -> bool {
    let range = entry.get("PortRange");
    let bound = |name: &str| range.and_then(|range| number(range, name));
    opens(text(entry, "Protocol"), bound("From"), bound("To"), port)
}

/// Whether an earlier entry denies all that a later one would allow to a port, in its protocol.
fn shadows(earlier: &Json, later: &Json, port: u16) -> bool {
    let protocol = text(earlier, "Protocol");
    text(earlier, "RuleAction") == "deny"
        && (protocol == "-1" || protocol == text(later, "Protocol"))
        && is_about(earlier, port)
        && match (block(earlier).parse::<IpNet>(), block(later).parse::<IpNet>()) {
            (Ok(earlier), Ok(later)) => earlier.contains(&later),
            _ => false,
        }
}

fn acls(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::NetworkAcls, |case, answer, acl| {
        let entries = ingress(acl);
        let mut is_right = true;
        for (place, entry) in entries.iter().enumerate() {
            let wide = is_wide(block(entry), Family::V4) || is_wide(block(entry), Family::V6);
            if text(entry, "RuleAction") != "allow" || !wide {
                continue;
            }
            let before = entries.get(..place).unwrap_or_default();
            let open: Vec<String> = ADMINISTRATION
                .into_iter()
                .filter(|port| is_about(entry, *port))
                .filter(|port| !before.iter().any(|earlier| shadows(earlier, entry, *port)))
                .map(|port| port.to_string())
                .collect();
            if open.is_empty() {
                continue;
            }
            is_right = false;
            let rule = number(entry, "RuleNumber").unwrap_or_default();
            let command = format!(
                "aws ec2 delete-network-acl-entry --network-acl-id {} --ingress --rule-number {rule}{}",
                shell::word(text(acl, "NetworkAclId")),
                shell::region(&answer.region)
            );
            let found = format!("rule {rule} lets {} reach port {}", block(entry), open.join(" and "));
            case.bad(answer, &found, "the addresses of those who administer", &command);
        }
        if is_right {
            case.good(answer, "not open to everyone there");
        }
    });
}

/// The blocks of the VPC at the other end of a peering connection.
fn peer_blocks(peering: &Json, vpc: &str) -> Vec<IpNet> {
    let side = |name: &str| peering.get(name);
    let other = side("RequesterVpcInfo")
        .filter(|info| text(info, "VpcId") != vpc)
        .or_else(|| side("AccepterVpcInfo"));
    let Some(other) = other else { return Vec::new() };
    let all = |list, name| items(other, list).iter().map(move |one| text(one, name));
    let blocks = all("CidrBlockSet", "CidrBlock").chain(all("Ipv6CidrBlockSet", "Ipv6CidrBlock"));
    blocks.chain([text(other, "CidrBlock")]).filter_map(|block| block.parse().ok()).collect()
}

fn peers(facts: &Facts, case: &mut Case) {
    if !case.is_known(facts, Topic::Peerings) {
        return;
    }
    case.each(facts, Topic::RouteTables, |case, answer, table| {
        for route in items(table, "Routes") {
            let id = text(route, "VpcPeeringConnectionId");
            if id.is_empty() {
                continue;
            }
            let (option, destination) = match text(route, "DestinationCidrBlock") {
                "" => ("destination-ipv6-cidr-block", text(route, "DestinationIpv6CidrBlock")),
                block => ("destination-cidr-block", block),
            };
            let peering = facts.known(Topic::Peerings);
            let peering = peering.into_iter().find(|(other, json)| {
                other.region == answer.region && text(json, "VpcPeeringConnectionId") == id
            });
            let blocks = peering
                .map(|(_, json)| peer_blocks(json, text(table, "VpcId")))
                .unwrap_or_default();
            let whole = destination.parse::<IpNet>().ok().and_then(|destination| {
                blocks.into_iter().find(|block| destination.contains(block))
            });
            match whole {
                Some(whole) => {
                    let command = format!(
                        "aws ec2 delete-route --route-table-id {} --{option} {destination}{}",
                        shell::word(text(table, "RouteTableId")),
                        shell::region(&answer.region)
                    );
                    let found = format!("{destination} to {id} is all of its {whole}");
                    case.bad(answer, &found, "routes to the subnets that are needed", &command);
                }
                None => case.good(answer, &format!("{destination} to {id} is a part of it")),
            }
        }
    });
}
