//! Virtual private clouds. (Amazon VPC User Guide, "Virtual private clouds".)

mod attribute;
mod block;
mod create;
mod describe;
pub(crate) mod rule;
mod v6;

use bartizan_service::{Authorized, Call};

pub(crate) use attribute::{describe as describe_attribute, modify};
pub(crate) use block::{ASSOCIATION, associate, disassociate, with_block};
pub(crate) use create::{create, create_default, put_new};
pub(crate) use describe::describe;

use crate::error::{Ec2Error, check_dry_run};
use crate::records::{
    BY_VPC, EgressOnlyGatewayRecord, InternetGatewayRecord, NetworkAclRecord,
    NetworkInterfaceRecord, RouteTableRecord, SecurityGroupRecord, SubnetRecord, VpcRecord,
};
use crate::shapes::DeleteVpcRequest;
use crate::{Ec2, defaults, peering, scope};

/// Deletes a VPC that nothing is in, with the route table and the security group that came with it.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteVpcRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().vpc_id);
    let now = call.platform.now();
    let done = call.commit(move |writer| {
        scope.find::<VpcRecord>(writer, &id)?;
        let tables = scope::found::<RouteTableRecord>(writer, BY_VPC, &id)?;
        let groups = scope::found::<SecurityGroupRecord>(writer, BY_VPC, &id)?;
        let acls = scope::found::<NetworkAclRecord>(writer, BY_VPC, &id)?;
        let is_needed = writer.count_found::<SubnetRecord>(BY_VPC, &id)? > 0
            || writer.count_found::<InternetGatewayRecord>(BY_VPC, &id)? > 0
            || writer.count_found::<EgressOnlyGatewayRecord>(BY_VPC, &id)? > 0
            || writer.count_found::<NetworkInterfaceRecord>(BY_VPC, &id)? > 0
            || peering::is_any_open(writer, &scope, &id, now)?
            || acls.iter().any(|acl| !acl.is_default)
            || tables.iter().any(|table| !table.is_main())
            || groups.iter().any(|group| group.name != SecurityGroupRecord::DEFAULT);
        if is_needed {
            let message = format!("The vpc '{id}' has dependencies and cannot be deleted.");
            return Err(Ec2Error::dependency(message));
        }
        for table in tables {
            scope.remove::<RouteTableRecord>(writer, &table.id)?;
        }
        for acl in acls {
            scope.remove::<NetworkAclRecord>(writer, &acl.id)?;
        }
        for group in groups {
            crate::security_group::remove(writer, &scope, &group)?;
        }
        scope.remove::<VpcRecord>(writer, &id)
    });
    Ok(done.await?)
}
