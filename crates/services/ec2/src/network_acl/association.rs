//! Which subnets a network ACL is asked about: each subnet has one.

use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Random;

use super::{ASSOCIATION, default_of};
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::new_id;
use crate::records::{AclAssociation, BY_VPC, NetworkAclRecord, SubnetRecord};
use crate::scope::{self, Scope};
use crate::shapes::{ReplaceNetworkAclAssociationRequest, ReplaceNetworkAclAssociationResult};
use crate::{Ec2, defaults};

/// Gives a new subnet its VPC's default network ACL.
pub(crate) fn associate(
    writer: &mut Writer<'_>,
    scope: &Scope,
    subnet: &SubnetRecord,
    random: &dyn Random,
) -> Result<(), Ec2Error> {
    let mut acl = default_of(writer, &subnet.vpc)?;
    let (id, subnet) = (new_id(ASSOCIATION, random), subnet.id.clone());
    acl.associations.push(AclAssociation { id, subnet });
    scope.put(writer, &acl)
}

/// Takes a subnet that is deleted out of its network ACL.
pub(crate) fn disassociate(
    writer: &mut Writer<'_>,
    scope: &Scope,
    subnet: &SubnetRecord,
) -> Result<(), Ec2Error> {
    for mut acl in scope::found::<NetworkAclRecord>(writer, BY_VPC, &subnet.vpc)? {
        let before = acl.associations.len();
        acl.associations.retain(|one| one.subnet != subnet.id);
        if acl.associations.len() != before {
            scope.put(writer, &acl)?;
        }
    }
    Ok(())
}

/// Gives a subnet another network ACL.
pub(crate) async fn replace_association(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ReplaceNetworkAclAssociationRequest>,
) -> Result<ReplaceNetworkAclAssociationResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, request) = (defaults::network(call).await?, request.into_inner());
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        let mut from = with_association(writer, &scope, &request.association_id)?;
        let mut to: NetworkAclRecord = scope.find(writer, &request.network_acl_id)?;
        if from.vpc != to.vpc {
            return Err(Ec2Error::invalid(format!(
                "network ACL {} and association {} belong to different networks",
                to.id, request.association_id
            )));
        }
        let new = new_id(ASSOCIATION, &*random);
        let is_it = |one: &AclAssociation| one.id == request.association_id;
        if from.id == to.id {
            for one in from.associations.iter_mut().filter(|one| is_it(one)) {
                one.id.clone_from(&new);
            }
            scope.put(writer, &from)?;
        } else {
            let moved = from.associations.iter().filter(|one| is_it(one));
            to.associations.extend(
                moved.map(|one| AclAssociation { id: new.clone(), subnet: one.subnet.clone() }),
            );
            from.associations.retain(|one| !is_it(one));
            scope.put(writer, &from)?;
            scope.put(writer, &to)?;
        }
        Ok(ReplaceNetworkAclAssociationResult { new_association_id: Some(new) })
    });
    Ok(done.await?)
}

/// The network ACL that has this association.
pub(crate) fn with_association(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
) -> Result<NetworkAclRecord, Ec2Error> {
    let has = |acl: &NetworkAclRecord| acl.associations.iter().any(|one| one.id == id);
    scope.all::<NetworkAclRecord>(reader)?.into_iter().find(has).ok_or_else(|| {
        let message = format!("The association ID '{id}' does not exist");
        Ec2Error::refused("InvalidAssociationID.NotFound", message)
    })
}
