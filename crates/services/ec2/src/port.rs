//! What other services ask of this one: where their resources stand, and interfaces for them.

use std::net::Ipv4Addr;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{NetworkPlace, NetworkSubnet, Networks, ServiceInterface};
use bartizan_types::{Fault, Random};

use crate::cidr;
use crate::error::Ec2Error;
use crate::kind::new_id;
use crate::network_interface::{self, New};
use crate::records::{
    AddressRecord, BY_RESOURCE, BY_SUBNET, BY_VPC, InternetGatewayRecord, Manager,
    NetworkInterfaceRecord, SubnetRecord, VpcRecord,
};
use crate::scope::{self, Scope};

/// What the ids of a balancer's attachments begin with.
const ATTACHMENT: &str = "ela-attach";

/// The port.
#[derive(Debug)]
pub(crate) struct Port;

impl Networks for Port {
    fn subnet(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        id: &str,
    ) -> Result<NetworkSubnet, Fault> {
        let subnet: SubnetRecord = scope_of(place).find(reader, id)?;
        let inside = scope::found::<NetworkInterfaceRecord>(reader, BY_SUBNET, id)?;
        let taken: usize = inside.iter().map(|interface| interface.addresses.len()).sum();
        let taken = u32::try_from(taken).unwrap_or(u32::MAX);
        Ok(NetworkSubnet {
            id: subnet.id,
            vpc: subnet.vpc,
            zone: subnet.zone,
            free_addresses: cidr::usable(subnet.cidr).saturating_sub(taken),
        })
    }

    fn has_vpc(&self, reader: &Reader<'_>, place: &NetworkPlace, id: &str) -> Result<bool, Fault> {
        Ok(reader.get::<VpcRecord>(&scope_of(place).key(id))?.is_some())
    }

    fn has_address(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        allocation: &str,
    ) -> Result<bool, Fault> {
        Ok(reader.get::<AddressRecord>(&scope_of(place).key(allocation))?.is_some())
    }

    fn has_internet_gateway(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        vpc: &str,
    ) -> Result<bool, Fault> {
        Ok(self.has_vpc(reader, place, vpc)?
            && reader.count_found::<InternetGatewayRecord>(BY_VPC, vpc)? > 0)
    }

    fn groups(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        vpc: &str,
        groups: &[String],
    ) -> Result<Vec<String>, Fault> {
        Ok(network_interface::groups_of_new(reader, &scope_of(place), vpc, groups.to_vec())?)
    }

    fn attach(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        new: &ServiceInterface<'_>,
        random: &dyn Random,
    ) -> Result<Ipv4Addr, Fault> {
        let new = New {
            subnet: new.subnet.to_owned(),
            description: new.description.to_owned(),
            groups: new.groups.to_vec(),
            addresses: Vec::new(),
            count: 1,
            v6: None,
            manager: Some(Manager {
                requester: new.requester.to_owned(),
                resource: new.resource.to_owned(),
                attachment: new_id(ATTACHMENT, random),
            }),
            client_token: None,
            attachment: None,
            public: None,
        };
        let made = network_interface::put_new(writer, &scope_of(place), new, random)?;
        made.addresses.first().copied().ok_or_else(|| {
            Ec2Error::refused("InternalError", "the interface was given no address").into()
        })
    }

    fn put_groups(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        resource: &str,
        groups: &[String],
    ) -> Result<(), Fault> {
        for mut interface in scope::found::<NetworkInterfaceRecord>(writer, BY_RESOURCE, resource)?
        {
            interface.groups = groups.to_vec();
            scope_of(place).put(writer, &interface)?;
        }
        Ok(())
    }

    fn detach(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        resource: &str,
        subnets: Option<&[String]>,
    ) -> Result<(), Fault> {
        for interface in scope::found::<NetworkInterfaceRecord>(writer, BY_RESOURCE, resource)? {
            if subnets.is_none_or(|subnets| subnets.contains(&interface.subnet)) {
                network_interface::remove(writer, &scope_of(place), &interface)?;
            }
        }
        Ok(())
    }
}

pub(crate) fn scope_of(place: &NetworkPlace) -> Scope {
    Scope { account: place.account, region: place.region.clone() }
}
