//! Security groups that rules name: of the same VPC, or of one that is peered with it. (Amazon VPC Peering
//! Guide, "Update your security groups to reference peer security groups".)

use bartizan_service::store::Reader;

use super::in_vpc;
use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::peering;
use crate::records::{Peer, PeerGroup, PeeringRecord, Rule, SecurityGroupRecord};
use crate::scope::Scope;
use crate::shapes::UserIdGroupPair;

/// The group on the other side of a rule of a group.
pub(super) fn named_group(
    reader: &Reader<'_>,
    scope: &Scope,
    group: &SecurityGroupRecord,
    pair: &UserIdGroupPair,
) -> Result<Peer, Ec2Error> {
    let own = scope.account.to_string();
    let account = pair.user_id.as_deref().unwrap_or(&own);
    let Some(id) = pair.group_id.as_deref() else {
        let name = pair.group_name.as_deref().ok_or_else(|| Ec2Error::missing("groupId"))?;
        return of_name(reader, group, name, account == own);
    };
    let is_meant = |peer: &PeerGroup| {
        peer.id == id
            && peer.account.to_string() == account
            && pair.vpc_id.is_none_or_is(&peer.vpc)
            && pair.vpc_peering_connection_id.is_none_or_is(&peer.connection)
    };
    // What a rule names is known, whatever has become of it since.
    let named = group.rules.iter().filter_map(Rule::peer_group).find(|peer| is_meant(peer));
    if let Some(peer) = named {
        return Ok(Peer::PeerGroup(peer.clone()));
    }
    let found: Option<SecurityGroupRecord> = reader.get(&scope.key(id))?;
    if let Some(found) = found.as_ref().filter(|found| account == own && found.vpc == group.vpc) {
        if pair.vpc_peering_connection_id.is_some() || !pair.vpc_id.is_none_or_is(&found.vpc) {
            return Err(of_another_network());
        }
        return Ok(Peer::Group(found.id.clone()));
    }
    for connection in peering::active(reader, &group.vpc)? {
        let peer = peer_group(reader, scope, group, &connection, id)?;
        if let Some(peer) = peer.filter(|peer| is_meant(peer)) {
            return Ok(Peer::PeerGroup(peer));
        }
    }
    Err(if found.is_some() { of_another_network() } else { Kind::SecurityGroup.not_found(id) })
}

fn of_name(
    reader: &Reader<'_>,
    group: &SecurityGroupRecord,
    name: &str,
    is_own: bool,
) -> Result<Peer, Ec2Error> {
    let found = if is_own { in_vpc(reader, &group.vpc, name)? } else { None };
    let found = found.ok_or_else(|| Kind::SecurityGroup.not_found(name))?;
    Ok(Peer::Group(found.id))
}

/// The group of this id in the VPC at the other end of a connection: in the same region, for elsewhere none can
/// be named.
fn peer_group(
    reader: &Reader<'_>,
    scope: &Scope,
    group: &SecurityGroupRecord,
    connection: &PeeringRecord,
    id: &str,
) -> Result<Option<PeerGroup>, Ec2Error> {
    let sides = [&connection.requester, &connection.accepter];
    let other = sides.into_iter().find(|side| side.vpc != group.vpc);
    let Some(side) = other.filter(|side| side.region == scope.region.as_str()) else {
        return Ok(None);
    };
    let found: Option<SecurityGroupRecord> = reader.get(&side.scope().key(id))?;
    Ok(found.filter(|found| found.vpc == side.vpc).map(|found| PeerGroup {
        account: side.account,
        id: found.id,
        vpc: found.vpc,
        connection: connection.id.clone(),
    }))
}

fn of_another_network() -> Ec2Error {
    let message = "You have specified two resources that belong to different networks.";
    Ec2Error::refused("InvalidGroup.NotFound", message)
}

/// What a request may leave open.
trait LeftOpen {
    fn is_none_or_is(&self, value: &str) -> bool;
}

impl LeftOpen for Option<String> {
    fn is_none_or_is(&self, value: &str) -> bool {
        self.as_ref().is_none_or(|own| own == value)
    }
}
