//! Routes. (Amazon VPC User Guide, "Route tables" and "Routing options".)

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use ipnet::IpNet;

use super::target;
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::records::{Destination, Route, RouteTableRecord, Target, VpcRecord};
use crate::scope::Scope;
use crate::shapes::{
    CreateRouteRequest, CreateRouteResult, DeleteRouteRequest, ReplaceRouteRequest,
};
use crate::{Ec2, cidr, defaults, quotas};

/// Adds a route.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateRouteRequest>,
) -> Result<CreateRouteResult, Ec2Error> {
    let (table, route) = read(request.into_inner())?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut table: RouteTableRecord = scope.find(writer, &table)?;
        target::check(writer, &scope, &table, route.destination, &route.target)?;
        if table.routes.iter().any(|other| other.destination == route.destination) {
            let message = format!("The route identified by {} already exists.", route.destination);
            return Err(Ec2Error::refused("RouteAlreadyExists", message));
        }
        if table.routes.len() >= quotas::ROUTES_PER_TABLE {
            let message = "The maximum number of routes has been reached.";
            return Err(Ec2Error::refused("RouteLimitExceeded", message));
        }
        table.routes.push(route);
        scope.put(writer, &table)?;
        Ok(CreateRouteResult { r#return: Some(true) })
    });
    Ok(done.await?)
}

/// Lets a route lead elsewhere.
pub(crate) async fn replace(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ReplaceRouteRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[("LocalTarget", request.local_target.is_some())])?;
    let (table, new) = read(as_new(request))?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut table: RouteTableRecord = scope.find(writer, &table)?;
        target::check(writer, &scope, &table, new.destination, &new.target)?;
        let not_found = no_route(&table, new.destination);
        let route = table.routes.iter_mut().find(|route| route.destination == new.destination);
        *route.ok_or(not_found)? = new;
        scope.put(writer, &table)
    });
    Ok(done.await?)
}

/// The route that a request gives, and of which table.
fn read(request: CreateRouteRequest) -> Result<(String, Route), Ec2Error> {
    refuse_unbuilt(&[
        ("DestinationPrefixListId", request.destination_prefix_list_id.is_some()),
        ("VpcEndpointId", request.vpc_endpoint_id.is_some()),
        ("TransitGatewayId", request.transit_gateway_id.is_some()),
        ("LocalGatewayId", request.local_gateway_id.is_some()),
        ("CarrierGatewayId", request.carrier_gateway_id.is_some()),
        ("CoreNetworkArn", request.core_network_arn.is_some()),
        ("OdbNetworkArn", request.odb_network_arn.is_some()),
        ("InstanceId", request.instance_id.is_some()),
    ])?;
    let (v4, v6) = (request.destination_cidr_block, request.destination_ipv6_cidr_block);
    let destination = destination(v4.as_deref(), v6.as_deref())?;
    let target = target::of([
        request.gateway_id.map(Target::InternetGateway),
        request.network_interface_id.map(Target::NetworkInterface),
        request.nat_gateway_id.map(Target::NatGateway),
        request.vpc_peering_connection_id.map(Target::Peering),
        request.egress_only_internet_gateway_id.map(Target::EgressOnlyGateway),
    ])?;
    check_dry_run(request.dry_run)?;
    Ok((request.route_table_id, Route { destination, target }))
}

/// What a request that replaces a route says of it, as one for a new route does.
fn as_new(request: ReplaceRouteRequest) -> CreateRouteRequest {
    CreateRouteRequest {
        destination_prefix_list_id: request.destination_prefix_list_id,
        vpc_endpoint_id: request.vpc_endpoint_id,
        transit_gateway_id: request.transit_gateway_id,
        local_gateway_id: request.local_gateway_id,
        carrier_gateway_id: request.carrier_gateway_id,
        core_network_arn: request.core_network_arn,
        odb_network_arn: request.odb_network_arn,
        dry_run: request.dry_run,
        route_table_id: request.route_table_id,
        destination_cidr_block: request.destination_cidr_block,
        gateway_id: request.gateway_id,
        destination_ipv6_cidr_block: request.destination_ipv6_cidr_block,
        egress_only_internet_gateway_id: request.egress_only_internet_gateway_id,
        instance_id: request.instance_id,
        network_interface_id: request.network_interface_id,
        vpc_peering_connection_id: request.vpc_peering_connection_id,
        nat_gateway_id: request.nat_gateway_id,
    }
}

/// Takes a route away.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteRouteRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[("DestinationPrefixListId", request.destination_prefix_list_id.is_some())])?;
    let (v4, v6) = (request.destination_cidr_block, request.destination_ipv6_cidr_block);
    let destination = destination(v4.as_deref(), v6.as_deref())?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done =
        call.commit(move |writer| remove(writer, &scope, &request.route_table_id, destination));
    Ok(done.await?)
}

fn remove(
    writer: &mut Writer<'_>,
    scope: &Scope,
    table: &str,
    destination: Destination,
) -> Result<(), Ec2Error> {
    let mut table: RouteTableRecord = scope.find(writer, table)?;
    let vpc: VpcRecord = scope.find(writer, &table.vpc)?;
    if vpc.all_blocks().any(|block| block == destination) {
        let message =
            format!("cannot remove local route {destination} in route table {}", table.id);
        return Err(Ec2Error::invalid(message));
    }
    if !table.routes.iter().any(|route| route.destination == destination) {
        return Err(no_route(&table, destination));
    }
    table.routes.retain(|route| route.destination != destination);
    scope.put(writer, &table)
}

fn no_route(table: &RouteTableRecord, destination: Destination) -> Ec2Error {
    let message =
        format!("no route with destination-cidr-block {destination} in route table {}", table.id);
    Ec2Error::refused("InvalidRoute.NotFound", message)
}

/// The one destination that a request gives.
fn destination(v4: Option<&str>, v6: Option<&str>) -> Result<Destination, Ec2Error> {
    match (v4, v6) {
        (Some(text), None) => Ok(IpNet::V4(cidr::of_parameter("destinationCidrBlock", text)?)),
        (None, Some(text)) => {
            Ok(IpNet::V6(cidr::of_v6_parameter("destinationIpv6CidrBlock", text)?))
        }
        (None, None) => Err(Ec2Error::missing("destinationCidrBlock")),
        (Some(_), Some(_)) => Err(Ec2Error::combination(
            "Only one of destinationCidrBlock and destinationIpv6CidrBlock may be specified",
        )),
    }
}
