//! `DescribeRouteTables`.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use ipnet::IpNet;

use super::association::state;
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{
    BY_SIDE, EgressOnlyGatewayRecord, InternetGatewayRecord, NatGatewayRecord,
    NetworkInterfaceRecord, PeeringRecord, PeeringState, RouteTableRecord, Target, VpcRecord,
};
use crate::scope::{Scope, found};
use crate::shapes::{
    DescribeRouteTablesRequest, DescribeRouteTablesResult, Route, RouteTable,
    RouteTableAssociation, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults, instance};

/// What route tables lie among.
pub(super) struct Surroundings {
    tags: Shown,
    vpcs: BTreeMap<String, VpcRecord>,
    /// What routes may lead to, each with its VPC.
    targets: BTreeSet<(String, String)>,
    /// The instances that have interfaces, by these.
    attached: BTreeMap<String, String>,
}

impl Surroundings {
    fn all(reader: &Reader<'_>, scope: &Scope) -> Result<Self, Ec2Error> {
        Self::with(reader, scope, Shown::all(reader, scope)?)
    }

    /// Those of one route table.
    pub(super) fn of_one(reader: &Reader<'_>, scope: &Scope, id: &str) -> Result<Self, Ec2Error> {
        Self::with(reader, scope, Shown::one(reader, scope, id)?)
    }

    fn with(reader: &Reader<'_>, scope: &Scope, tags: Shown) -> Result<Self, Ec2Error> {
        let vpcs = scope.all::<VpcRecord>(reader)?.into_iter();
        let gateways = scope.all::<InternetGatewayRecord>(reader)?.into_iter();
        let interfaces = scope.all::<NetworkInterfaceRecord>(reader)?.into_iter();
        let joined = gateways.filter_map(|one| Some((one.id, one.vpc?)));
        let nats = scope.all::<NatGatewayRecord>(reader)?.into_iter();
        let nats = nats.filter(|one| one.deleted.is_none()).map(|one| (one.id, one.vpc));
        let egress_only = scope.all::<EgressOnlyGatewayRecord>(reader)?.into_iter();
        let side = PeeringRecord::side_key(scope);
        let peerings = found::<PeeringRecord>(reader, BY_SIDE, &side)?.into_iter();
        let peerings = peerings
            .filter(|one| one.state == PeeringState::Active)
            .flat_map(|one| [(one.id.clone(), one.requester.vpc), (one.id, one.accepter.vpc)]);
        Ok(Self {
            tags,
            vpcs: vpcs.map(|vpc| (vpc.id.clone(), vpc)).collect(),
            targets: joined
                .chain(interfaces.map(|one| (one.id, one.vpc)))
                .chain(nats)
                .chain(egress_only.map(|one| (one.id, one.vpc)))
                .chain(peerings)
                .collect(),
            attached: instance::attached(reader, scope)?,
        })
    }
}

/// The account's route tables in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeRouteTablesRequest>,
) -> Result<DescribeRouteTablesResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let tables = call.read(|reader| {
        let around = Surroundings::all(reader, &scope)?;
        let tables = scope.all::<RouteTableRecord>(reader)?;
        let shown = |table| shown(&scope, table, &around);
        Ok::<_, Ec2Error>(tables.iter().map(shown).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        tables,
        &Wanted {
            ids: request.route_table_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeRouteTablesResult { route_tables: Some(page.items), next_token: page.next })
}

/// A route table as answers show it.
pub(super) fn shown(scope: &Scope, table: &RouteTableRecord, around: &Surroundings) -> RouteTable {
    let association = |one: &crate::records::Association| RouteTableAssociation {
        main: Some(one.subnet.is_none()),
        route_table_association_id: Some(one.id.clone()),
        route_table_id: Some(table.id.clone()),
        subnet_id: one.subnet.clone(),
        association_state: Some(state()),
        ..RouteTableAssociation::default()
    };
    RouteTable {
        associations: Some(table.associations.iter().map(association).collect()),
        propagating_vgws: Some(Vec::new()),
        route_table_id: Some(table.id.clone()),
        routes: Some(routes(scope, table, around)),
        tags: Some(around.tags.of(&table.id)),
        vpc_id: Some(table.vpc.clone()),
        owner_id: Some(scope.account.to_string()),
    }
}

/// The local routes, then the others.
fn routes(scope: &Scope, table: &RouteTableRecord, around: &Surroundings) -> Vec<Route> {
    let blocks = around.vpcs.get(&table.vpc).into_iter().flat_map(VpcRecord::all_blocks);
    let local = blocks.map(|block| Route {
        gateway_id: Some("local".to_owned()),
        origin: Some("CreateRouteTable".to_owned()),
        state: Some("active".to_owned()),
        ..leading_from(block)
    });
    let others = table.routes.iter().map(|route| {
        let id = route.target.id().to_owned();
        let is_there = around.targets.contains(&(id, table.vpc.clone()));
        let shown = Route {
            origin: Some("CreateRoute".to_owned()),
            state: Some(if is_there { "active" } else { "blackhole" }.to_owned()),
            ..leading_from(route.destination)
        };
        match &route.target {
            Target::InternetGateway(id) => Route { gateway_id: Some(id.clone()), ..shown },
            Target::NetworkInterface(id) => {
                let instance = around.attached.get(id);
                Route {
                    network_interface_id: Some(id.clone()),
                    instance_id: instance.cloned(),
                    instance_owner_id: instance.map(|_| scope.account.to_string()),
                    ..shown
                }
            }
            Target::NatGateway(id) => Route { nat_gateway_id: Some(id.clone()), ..shown },
            Target::EgressOnlyGateway(id) => {
                Route { egress_only_internet_gateway_id: Some(id.clone()), ..shown }
            }
            Target::Peering(id) => Route { vpc_peering_connection_id: Some(id.clone()), ..shown },
        }
    });
    local.chain(others).collect()
}

fn leading_from(destination: IpNet) -> Route {
    match destination {
        IpNet::V4(block) => {
            Route { destination_cidr_block: Some(block.to_string()), ..Route::default() }
        }
        IpNet::V6(block) => {
            Route { destination_ipv6_cidr_block: Some(block.to_string()), ..Route::default() }
        }
    }
}

impl Listed for RouteTable {
    const KIND: Kind = Kind::RouteTable;

    fn id(&self) -> &str {
        self.route_table_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for RouteTable {
    const FILTERS: &'static [&'static str] = &[
        "association.gateway-id",
        "association.main",
        "association.route-table-association-id",
        "association.route-table-id",
        "association.subnet-id",
        "owner-id",
        "route-table-id",
        "route.destination-cidr-block",
        "route.destination-ipv6-cidr-block",
        "route.destination-prefix-list-id",
        "route.egress-only-internet-gateway-id",
        "route.gateway-id",
        "route.instance-id",
        "route.nat-gateway-id",
        "route.origin",
        "route.state",
        "route.transit-gateway-id",
        "route.vpc-peering-connection-id",
        "vpc-id",
    ];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let routes = |member: fn(&Route) -> &Option<String>| {
            self.routes.iter().flatten().filter_map(|route| member(route).clone()).collect()
        };
        let associations = || self.associations.iter().flatten();
        match name {
            "association.main" => {
                associations().filter_map(|one| Some(one.main?.to_string())).collect()
            }
            "association.route-table-association-id" => {
                associations().filter_map(|one| one.route_table_association_id.clone()).collect()
            }
            "association.route-table-id" => {
                associations().filter_map(|one| one.route_table_id.clone()).collect()
            }
            "association.subnet-id" => {
                associations().filter_map(|one| one.subnet_id.clone()).collect()
            }
            "owner-id" => text(self.owner_id.as_ref()),
            "route-table-id" => text(self.route_table_id.as_ref()),
            "route.destination-cidr-block" => routes(|route| &route.destination_cidr_block),
            "route.destination-ipv6-cidr-block" => {
                routes(|route| &route.destination_ipv6_cidr_block)
            }
            "route.egress-only-internet-gateway-id" => {
                routes(|route| &route.egress_only_internet_gateway_id)
            }
            "route.gateway-id" => routes(|route| &route.gateway_id),
            "route.instance-id" => routes(|route| &route.instance_id),
            "route.nat-gateway-id" => routes(|route| &route.nat_gateway_id),
            "route.vpc-peering-connection-id" => routes(|route| &route.vpc_peering_connection_id),
            "route.origin" => routes(|route| &route.origin),
            "route.state" => routes(|route| &route.state),
            "vpc-id" => text(self.vpc_id.as_ref()),
            _ => Vec::new(),
        }
    }
}
