//! `DescribeNatGateways`.

use std::collections::BTreeMap;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::is_shown;
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{AddressRecord, NatGatewayRecord, NetworkInterfaceRecord};
use crate::scope::Scope;
use crate::shapes::{
    DescribeNatGatewaysRequest, DescribeNatGatewaysResult, NatGateway, NatGatewayAddress, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults, network_interface};

/// What NAT gateways lie among.
pub(super) struct Surroundings {
    tags: Shown,
    interfaces: BTreeMap<String, (NetworkInterfaceRecord, Option<AddressRecord>)>,
}

impl Surroundings {
    fn all(reader: &Reader<'_>, scope: &Scope) -> Result<Self, Ec2Error> {
        let tags = Shown::all(reader, scope)?;
        Self::of(reader, scope, tags, &scope.all::<NatGatewayRecord>(reader)?)
    }

    /// Those of one.
    pub(super) fn of_one(
        reader: &Reader<'_>,
        scope: &Scope,
        gateway: &NatGatewayRecord,
    ) -> Result<Self, Ec2Error> {
        let tags = Shown::one(reader, scope, &gateway.id)?;
        Self::of(reader, scope, tags, std::slice::from_ref(gateway))
    }

    fn of(
        reader: &Reader<'_>,
        scope: &Scope,
        tags: Shown,
        gateways: &[NatGatewayRecord],
    ) -> Result<Self, Ec2Error> {
        let mut interfaces = BTreeMap::new();
        for gateway in gateways.iter().filter(|one| one.deleted.is_none()) {
            let interface: NetworkInterfaceRecord = scope.find(reader, &gateway.interface)?;
            let address = network_interface::addresses(reader, &interface.id)?.into_iter().next();
            interfaces.insert(gateway.id.clone(), (interface, address));
        }
        Ok(Self { tags, interfaces })
    }
}

/// The account's NAT gateways in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeNatGatewaysRequest>,
) -> Result<DescribeNatGatewaysResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let (request, now) = (request.into_inner(), call.platform.now());
    let gateways = call.read(|reader| {
        let around = Surroundings::all(reader, &scope)?;
        let gateways = scope.all::<NatGatewayRecord>(reader)?.into_iter();
        let gateways = gateways.filter(|gateway| is_shown(gateway, now));
        Ok::<_, Ec2Error>(gateways.map(|gateway| shown(&gateway, &around)).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        gateways,
        &Wanted {
            ids: request.nat_gateway_ids,
            filters: request.filter,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeNatGatewaysResult { nat_gateways: Some(page.items), next_token: page.next })
}

/// A NAT gateway as answers show it.
pub(super) fn shown(gateway: &NatGatewayRecord, around: &Surroundings) -> NatGateway {
    let address = around.interfaces.get(&gateway.id).map(|(interface, address)| {
        let association = address.as_ref().and_then(|address| address.association.as_ref());
        NatGatewayAddress {
            allocation_id: address.as_ref().map(|address| address.id.clone()),
            network_interface_id: Some(interface.id.clone()),
            private_ip: interface.addresses.first().map(ToString::to_string),
            public_ip: address.as_ref().map(|address| address.public.to_string()),
            association_id: association.map(|association| association.id.clone()),
            is_primary: Some(true),
            status: Some("succeeded".to_owned()),
            ..NatGatewayAddress::default()
        }
    });
    let state = if gateway.deleted.is_some() { "deleted" } else { "available" };
    NatGateway {
        create_time: Some(gateway.created),
        delete_time: gateway.deleted,
        nat_gateway_addresses: Some(address.into_iter().collect()),
        nat_gateway_id: Some(gateway.id.clone()),
        state: Some(state.to_owned()),
        subnet_id: Some(gateway.subnet.clone()),
        vpc_id: Some(gateway.vpc.clone()),
        tags: Some(around.tags.of(&gateway.id)),
        connectivity_type: Some(if gateway.is_public { "public" } else { "private" }.to_owned()),
        availability_mode: Some("zonal".to_owned()),
        ..NatGateway::default()
    }
}

impl Listed for NatGateway {
    const KIND: Kind = Kind::NatGateway;

    fn id(&self) -> &str {
        self.nat_gateway_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for NatGateway {
    const FILTERS: &'static [&'static str] =
        &["connectivity-type", "nat-gateway-id", "state", "subnet-id", "vpc-id"];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        text(match name {
            "connectivity-type" => self.connectivity_type.as_ref(),
            "nat-gateway-id" => self.nat_gateway_id.as_ref(),
            "state" => self.state.as_ref(),
            "subnet-id" => self.subnet_id.as_ref(),
            _ => self.vpc_id.as_ref(),
        })
    }
}
