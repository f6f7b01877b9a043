//! `DescribeAddresses`.

use std::collections::BTreeMap;

use bartizan_service::{Authorized, Call};

use super::{POOL, not_found};
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::AddressRecord;
use crate::scope::Scope;
use crate::shapes::{Address, DescribeAddressesRequest, DescribeAddressesResult, Tag};
use crate::tags::Shown;
use crate::{Ec2, defaults, instance};

/// The account's addresses in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeAddressesRequest>,
) -> Result<DescribeAddressesResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let mut addresses = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let addresses = scope.all::<AddressRecord>(reader)?;
        let attached = instance::attached(reader, &scope)?;
        let shown = |address| shown(&scope, address, &tags, &attached);
        Ok::<_, Ec2Error>(addresses.iter().map(shown).collect::<Vec<_>>())
    })?;
    let public = request.public_ips.unwrap_or_default();
    if !public.is_empty() {
        let is_one = |address: &Address, one: &String| address.public_ip.as_ref() == Some(one);
        if let Some(unknown) =
            public.iter().find(|one| !addresses.iter().any(|address| is_one(address, one)))
        {
            return Err(not_found(unknown));
        }
        addresses.retain(|address| public.iter().any(|one| is_one(address, one)));
    }
    let wanted =
        Wanted { ids: request.allocation_ids, filters: request.filters, ..Wanted::default() };
    let page = listing::page(addresses, &wanted)?;
    Ok(DescribeAddressesResult { addresses: Some(page.items) })
}

fn shown(
    scope: &Scope,
    address: &AddressRecord,
    tags: &Shown,
    attached: &BTreeMap<String, String>,
) -> Address {
    let association = address.association.as_ref();
    let instance = association.and_then(|one| attached.get(&one.interface));
    Address {
        allocation_id: Some(address.id.clone()),
        instance_id: instance.cloned(),
        association_id: association.map(|one| one.id.clone()),
        domain: Some("vpc".to_owned()),
        network_interface_id: association.map(|one| one.interface.clone()),
        network_interface_owner_id: association.map(|_| scope.account.to_string()),
        private_ip_address: association.map(|one| one.private.to_string()),
        tags: Some(tags.of(&address.id)),
        public_ipv4_pool: Some(POOL.to_owned()),
        network_border_group: Some(scope.region.to_string()),
        public_ip: Some(address.public.to_string()),
        ..Address::default()
    }
}

impl Listed for Address {
    const KIND: Kind = Kind::Address;

    fn id(&self) -> &str {
        self.allocation_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for Address {
    const FILTERS: &'static [&'static str] = &[
        "allocation-id",
        "association-id",
        "domain",
        "instance-id",
        "network-border-group",
        "network-interface-id",
        "network-interface-owner-id",
        "private-ip-address",
        "public-ip",
    ];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        text(match name {
            "allocation-id" => self.allocation_id.as_ref(),
            "association-id" => self.association_id.as_ref(),
            "domain" => self.domain.as_ref(),
            "network-border-group" => self.network_border_group.as_ref(),
            "network-interface-id" => self.network_interface_id.as_ref(),
            "network-interface-owner-id" => self.network_interface_owner_id.as_ref(),
            "private-ip-address" => self.private_ip_address.as_ref(),
            "public-ip" => self.public_ip.as_ref(),
            _ => None,
        })
    }
}
