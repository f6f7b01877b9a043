//! The port to instances that are hosts with an agent, for who knows the agents.

use std::time::Duration;

use bartizan_store::{Reader, Writer};
use bartizan_types::{Fault, Random, Timestamp};
use ipnet::IpNet;

use crate::{Access, BoxFuture, Call, NetworkPlace};

/// Where in a network a host is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPlace {
    /// The id of its subnet.
    pub subnet: String,
    /// The ids of its security groups.
    pub groups: Vec<String>,
}

/// A host that becomes an instance.
#[derive(Debug)]
pub struct NewHost<'a> {
    /// Where it is.
    pub place: &'a HostPlace,
    /// Its tag `Name`, if it has one.
    pub name: Option<&'a str>,
    /// Its architecture, as the kernel names it: `x86_64`.
    pub architecture: &'a str,
    /// When it became one.
    pub now: Timestamp,
    /// After how long without a word of its agent it does not count as running.
    pub patience: Duration,
}

/// What a security group of a host lets pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostRule {
    /// Whether it is about what comes in.
    pub is_ingress: bool,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, or the number of another protocol.
    pub protocol: String,
    /// The ports, or type and code of ICMP, from and to; -1 for all.
    pub ports: (i32, i32),
    /// The addresses of the other side.
    pub peers: Vec<IpNet>,
}

/// Who keeps instances. Changes are of the caller's transaction.
pub trait Hosts: Send + Sync {
    /// What must be allowed to whoever makes a host an instance, in this subnet or else in a default one, with
    /// these security groups and this tag `Name`: what `RunInstances` asks of them.
    ///
    /// # Errors
    /// The store's fault.
    fn accesses(
        &self,
        call: &Call,
        subnet: Option<&str>,
        groups: &[&str],
        name: Option<&str>,
    ) -> Result<Vec<Access>, Fault>;

    /// Where a host of the caller's account can be in the call's region: in this subnet or else in a default
    /// one, with these security groups or else with the default one.
    ///
    /// # Errors
    /// There is no such subnet or group: EC2's fault; or the store's.
    fn choose<'a>(
        &'a self,
        call: &'a Call,
        subnet: Option<String>,
        groups: Vec<String>,
    ) -> BoxFuture<'a, Result<HostPlace, Fault>>;

    /// Makes a host an instance; its id.
    ///
    /// # Errors
    /// It cannot be where it is to be any more: EC2's fault; or the store's.
    fn register(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        new: &NewHost<'_>,
        random: &dyn Random,
    ) -> Result<String, Fault>;

    /// Notes that the agent of a host was heard of; whether the instance still stands, that is, was not
    /// terminated.
    ///
    /// # Errors
    /// The store's fault.
    fn heard(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        instance: &str,
        now: Timestamp,
        patience: Duration,
    ) -> Result<bool, Fault>;

    /// Whether an instance is a host that was not terminated.
    ///
    /// # Errors
    /// The store's fault.
    fn stands(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        instance: &str,
    ) -> Result<bool, Fault>;

    /// What the security groups of an instance let pass; groups and prefix lists that rules name are
    /// addresses.
    ///
    /// # Errors
    /// The store's fault.
    fn rules(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        instance: &str,
    ) -> Result<Vec<HostRule>, Fault>;
}
