//! Route tables. (Amazon VPC User Guide, "Configure route tables".)

mod association;
mod describe;
mod route;
pub(crate) mod rule;
mod target;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

pub(crate) use association::{
    ASSOCIATION, associate, disassociate, replace as replace_association, with_association,
};
pub(crate) use describe::describe;
pub(crate) use route::{create as create_route, delete as delete_route, replace as replace_route};

use self::describe::{Surroundings, shown};
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::records::{BY_VPC, RouteTableRecord, VpcRecord};
use crate::shapes::{CreateRouteTableRequest, CreateRouteTableResult, DeleteRouteTableRequest};
use crate::{Ec2, defaults, quotas, scope, tags};

/// Makes a route table.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateRouteTableRequest>,
) -> Result<CreateRouteTableResult, Ec2Error> {
    let request = request.into_inner();
    let tags = tags::of_new(call, Kind::RouteTable, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let id = Kind::RouteTable.new_id(&*call.platform.random);
    let done = call.commit(move |writer| {
        let vpc: VpcRecord = scope.find(writer, &request.vpc_id)?;
        let token = request.client_token;
        let table = match scope.made_before::<RouteTableRecord>(writer, token.as_deref())? {
            Some(table) if table.vpc != vpc.id => return Err(scope::token_mismatch()),
            Some(table) => table,
            None => {
                check_count(writer, &vpc.id)?;
                let table = RouteTableRecord {
                    id,
                    vpc: vpc.id,
                    routes: Vec::new(),
                    associations: Vec::new(),
                    client_token: token,
                };
                scope.put(writer, &table)?;
                tags::put(writer, &scope, &table.id, tags)?;
                table
            }
        };
        let around = Surroundings::of_one(writer, &scope, &table.id)?;
        Ok(CreateRouteTableResult {
            client_token: table.client_token.clone(),
            route_table: Some(shown(&scope, &table, &around)),
        })
    });
    Ok(done.await?)
}

fn check_count(reader: &Reader<'_>, vpc: &str) -> Result<(), Ec2Error> {
    if reader.count_found::<RouteTableRecord>(BY_VPC, vpc)? >= quotas::ROUTE_TABLES_PER_VPC {
        let message = "The maximum number of route tables for this VPC has been reached.";
        return Err(Ec2Error::refused("RouteTableLimitExceeded", message));
    }
    Ok(())
}

/// Deletes a route table that nothing follows.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteRouteTableRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().route_table_id);
    let done = call.commit(move |writer| {
        let table: RouteTableRecord = scope.find(writer, &id)?;
        if !table.associations.is_empty() {
            let message = format!("The routeTable '{id}' has dependencies and cannot be deleted.");
            return Err(Ec2Error::dependency(message));
        }
        scope.remove::<RouteTableRecord>(writer, &id)
    });
    Ok(done.await?)
}
