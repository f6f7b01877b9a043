//! The port to networks, for services whose resources stand in them.

use std::net::Ipv4Addr;

use bartizan_store::{Reader, Writer};
use bartizan_types::{AccountId, Fault, Random, Region};

/// An account's network in one region.
#[derive(Debug, Clone)]
pub struct NetworkPlace {
    /// The account.
    pub account: AccountId,
    /// The region.
    pub region: Region,
}

/// A subnet, as those who put something into it need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkSubnet {
    /// Its id.
    pub id: String,
    /// The id of its VPC.
    pub vpc: String,
    /// The name of its zone.
    pub zone: String,
    /// How many of its addresses are free.
    pub free_addresses: u32,
}

/// A network interface that a service makes for itself.
#[derive(Debug)]
pub struct ServiceInterface<'a> {
    /// The subnet that it is in.
    pub subnet: &'a str,
    /// Its security groups; none for the VPC's default one.
    pub groups: &'a [String],
    /// What it is described as.
    pub description: &'a str,
    /// The service, as `amazon-elb`.
    pub requester: &'a str,
    /// The ARN of what it is for.
    pub resource: &'a str,
}

/// Who keeps networks. Changes are of the caller's transaction. Errors are worded as EC2 words them: the
/// service that asks gives them its own codes.
pub trait Networks: Send + Sync {
    /// The subnet of this id.
    ///
    /// # Errors
    /// There is none: EC2's fault; or the store's.
    fn subnet(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        id: &str,
    ) -> Result<NetworkSubnet, Fault>;

    /// Whether there is a VPC of this id.
    ///
    /// # Errors
    /// The store's fault.
    fn has_vpc(&self, reader: &Reader<'_>, place: &NetworkPlace, id: &str) -> Result<bool, Fault>;

    /// Whether there is an elastic address of this allocation.
    ///
    /// # Errors
    /// The store's fault.
    fn has_address(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        allocation: &str,
    ) -> Result<bool, Fault>;

    /// Whether a VPC has an internet gateway.
    ///
    /// # Errors
    /// The store's fault.
    fn has_internet_gateway(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        vpc: &str,
    ) -> Result<bool, Fault>;

    /// Whether an interface in the VPC may have these security groups; the ids of those that it has,
    /// which is the default one where none is named.
    ///
    /// # Errors
    /// There is no such group or it is another VPC's: EC2's fault; or the store's.
    fn groups(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        vpc: &str,
        groups: &[String],
    ) -> Result<Vec<String>, Fault>;

    /// Makes an interface; its address.
    ///
    /// # Errors
    /// It cannot be made: EC2's fault; or the store's.
    fn attach(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        new: &ServiceInterface<'_>,
        random: &dyn Random,
    ) -> Result<Ipv4Addr, Fault>;

    /// Gives the interfaces of a resource other security groups.
    ///
    /// # Errors
    /// The store's fault.
    fn put_groups(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        resource: &str,
        groups: &[String],
    ) -> Result<(), Fault>;

    /// Removes the interfaces of a resource in these subnets, or all.
    ///
    /// # Errors
    /// The store's fault.
    fn detach(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        resource: &str,
        subnets: Option<&[String]>,
    ) -> Result<(), Fault>;
}
