//! Network ACLs. (Amazon VPC User Guide, "Control subnet traffic with network access control lists".)

mod association;
mod describe;
mod entry;
pub(crate) mod rule;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Random;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

pub(crate) use association::{associate, disassociate, replace_association, with_association};
pub(crate) use describe::describe;
pub(crate) use entry::{create_entry, delete_entry, replace_entry};

use self::describe::shown;
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::{Kind, new_id};
use crate::records::{
    AclAssociation, AclEntry, BY_VPC, Direction, NetworkAclRecord, SubnetRecord, VpcRecord,
};
use crate::scope::{self, Scope};
use crate::shapes::{CreateNetworkAclRequest, CreateNetworkAclResult, DeleteNetworkAclRequest};
use crate::tags::Shown;
use crate::{Ec2, defaults, quotas, tags};

/// What the ids of associations begin with.
const ASSOCIATION: &str = "aclassoc";
/// The numbers of the entries by which a default network ACL lets everything pass, of IPv4 and of IPv6.
const EVERYTHING: u16 = 100;
const EVERYTHING_V6: u16 = 101;

/// Makes a network ACL, which lets nothing pass.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateNetworkAclRequest>,
) -> Result<CreateNetworkAclResult, Ec2Error> {
    let request = request.into_inner();
    let tags = tags::of_new(call, Kind::NetworkAcl, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let id = Kind::NetworkAcl.new_id(&*call.platform.random);
    let done = call.commit(move |writer| {
        let vpc: VpcRecord = scope.find(writer, &request.vpc_id)?;
        let has_v6 = vpc.has_v6();
        let token = request.client_token;
        let acl = match scope.made_before::<NetworkAclRecord>(writer, token.as_deref())? {
            Some(acl) if acl.vpc != vpc.id => return Err(scope::token_mismatch()),
            Some(acl) => acl,
            None => {
                if writer.count_found::<NetworkAclRecord>(BY_VPC, &vpc.id)? >= quotas::ACLS_PER_VPC
                {
                    let message = "The maximum number of network ACLs has been reached.";
                    return Err(Ec2Error::refused("NetworkAclLimitExceeded", message));
                }
                let acl = NetworkAclRecord {
                    id,
                    vpc: vpc.id,
                    is_default: false,
                    entries: Vec::new(),
                    associations: Vec::new(),
                    client_token: token,
                };
                scope.put(writer, &acl)?;
                tags::put(writer, &scope, &acl.id, tags)?;
                acl
            }
        };
        let tags = Shown::one(writer, &scope, &acl.id)?;
        Ok(CreateNetworkAclResult {
            network_acl: Some(shown(&scope, &acl, has_v6, &tags)),
            client_token: acl.client_token,
        })
    });
    Ok(done.await?)
}

/// The network ACL that comes with a VPC, which lets everything pass.
pub(crate) fn put_default(
    writer: &mut Writer<'_>,
    scope: &Scope,
    vpc: &str,
    random: &dyn Random,
) -> Result<(), Ec2Error> {
    let subnets = scope::found::<SubnetRecord>(writer, BY_VPC, vpc)?.into_iter();
    let association = |subnet: SubnetRecord| AclAssociation {
        id: new_id(ASSOCIATION, random),
        subnet: subnet.id,
    };
    let acl = NetworkAclRecord {
        id: Kind::NetworkAcl.new_id(random),
        vpc: vpc.to_owned(),
        is_default: true,
        entries: [Direction::Egress, Direction::Ingress].map(everything).to_vec(),
        associations: subnets.map(association).collect(),
        client_token: None,
    };
    scope.put(writer, &acl)
}

fn everything(direction: Direction) -> AclEntry {
    AclEntry {
        number: EVERYTHING,
        direction,
        protocol: None,
        allows: true,
        block: IpNet::V4(Ipv4Net::default()),
        ports: None,
        icmp: None,
    }
}

/// Lets a default network ACL, which a VPC gets IPv6 with, pass all of that, too: in each direction in which
/// nobody has changed it. (Amazon VPC User Guide, "Default network ACL".)
pub(crate) fn know_v6(writer: &mut Writer<'_>, scope: &Scope, vpc: &str) -> Result<(), Ec2Error> {
    let mut acl = default_of(writer, vpc)?;
    for direction in [Direction::Egress, Direction::Ingress] {
        let own = acl.entries.iter().filter(|entry| entry.direction == direction);
        if own.eq([&everything(direction)]) {
            let (number, block) = (EVERYTHING_V6, IpNet::V6(Ipv6Net::default()));
            acl.entries.push(AclEntry { number, block, ..everything(direction) });
        }
    }
    scope.put(writer, &acl)
}

/// A VPC's default network ACL.
fn default_of(reader: &Reader<'_>, vpc: &str) -> Result<NetworkAclRecord, Ec2Error> {
    let acls = scope::found::<NetworkAclRecord>(reader, BY_VPC, vpc)?;
    acls.into_iter().find(|acl| acl.is_default).ok_or_else(|| Kind::NetworkAcl.not_found("default"))
}

/// Deletes a network ACL that no subnet has.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteNetworkAclRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().network_acl_id);
    let done = call.commit(move |writer| {
        let acl: NetworkAclRecord = scope.find(writer, &id)?;
        if acl.is_default {
            return Err(Ec2Error::invalid(format!("cannot delete default network ACL {id}")));
        }
        if !acl.associations.is_empty() {
            let message = format!("The networkAcl '{id}' has dependencies and cannot be deleted.");
            return Err(Ec2Error::dependency(message));
        }
        scope.remove::<NetworkAclRecord>(writer, &id)
    });
    Ok(done.await?)
}
