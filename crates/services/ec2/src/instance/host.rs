//! Instances that are hosts: a machine runs them, which is nobody's here, and an agent on it says that it
//! does.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{
    Access, Ask, BoxFuture, Call, HostPlace, HostRule, Hosts, NetworkPlace, NewHost,
};
use bartizan_types::{Fault, Random, Tag, Timestamp};
use bartizan_wire::Value;
use ipnet::IpNet;

use super::attachment::ATTACHMENT;
use super::run::{default_subnet, forget_terminated};
use super::{interfaces, rule};
use crate::error::Ec2Error;
use crate::kind::{Kind, new_id};
use crate::network_interface::{self, New};
use crate::port::{Port, scope_of};
use crate::records::{
    Attachment, BY_GROUP, Direction, HostRecord, InstanceRecord, NetworkInterfaceRecord, Peer,
    PeerGroup, Permission, PrefixListRecord, SecurityGroupRecord, SubnetRecord,
};
use crate::scope::{self, Scope};
use crate::{address, defaults, tags};

impl Hosts for Port {
    fn accesses(
        &self,
        call: &Call,
        subnet: Option<&str>,
        groups: &[&str],
        name: Option<&str>,
    ) -> Result<Vec<Access>, Fault> {
        let list = |name, items| (name, Value::List(items));
        let texts = groups.iter().map(|group| Value::of_text(*group)).collect();
        let mut input = vec![list("SecurityGroupIds", texts)];
        input.extend(subnet.map(|subnet| ("SubnetId", Value::of_text(subnet))));
        input.extend(name.map(|name| list("TagSpecifications", vec![named(name)])));
        let ask = Ask { call, input: &Value::Struct(input), actions: &["ec2:RunInstances"] };
        rule::of_host(&ask)
    }

    fn choose<'a>(
        &'a self,
        call: &'a Call,
        subnet: Option<String>,
        groups: Vec<String>,
    ) -> BoxFuture<'a, Result<HostPlace, Fault>> {
        Box::pin(async move {
            let scope = defaults::network(call).await?;
            call.read(|reader| {
                let subnet = match subnet {
                    Some(id) => scope.find::<SubnetRecord>(reader, &id)?,
                    None => default_subnet(reader, &scope, None)?,
                };
                let groups = network_interface::groups_of_new(reader, &scope, &subnet.vpc, groups)?;
                Ok::<_, Ec2Error>(HostPlace { subnet: subnet.id, groups })
            })
        })
    }

    fn register(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        new: &NewHost<'_>,
        random: &dyn Random,
    ) -> Result<String, Fault> {
        let scope = scope_of(place);
        forget_terminated(writer, &scope, new.now)?;
        Ok(put_new(writer, &scope, new, random)?)
    }

    fn heard(
        &self,
        writer: &mut Writer<'_>,
        place: &NetworkPlace,
        instance: &str,
        now: Timestamp,
        patience: Duration,
    ) -> Result<bool, Fault> {
        let scope = scope_of(place);
        let found: Option<InstanceRecord> = writer.get(&scope.key(instance))?;
        if !found.as_ref().is_some_and(is_standing) {
            return Ok(false);
        }
        put_heard(writer, &scope, instance, now, patience)?;
        Ok(true)
    }

    fn stands(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        instance: &str,
    ) -> Result<bool, Fault> {
        let found: Option<InstanceRecord> = reader.get(&scope_of(place).key(instance))?;
        Ok(found.as_ref().is_some_and(is_standing))
    }

    fn rules(
        &self,
        reader: &Reader<'_>,
        place: &NetworkPlace,
        instance: &str,
    ) -> Result<Vec<HostRule>, Fault> {
        Ok(rules(reader, &scope_of(place), instance)?)
    }
}

/// The tag that an instance gets, as a request says so.
fn named(name: &str) -> Value {
    let tag = vec![("Key", Value::of_text("Name")), ("Value", Value::of_text(name))];
    Value::Struct(vec![
        ("ResourceType", Value::of_text("instance")),
        ("Tags", Value::List(vec![Value::Struct(tag)])),
    ])
}

/// What the security groups of an instance let pass.
fn rules(reader: &Reader<'_>, scope: &Scope, instance: &str) -> Result<Vec<HostRule>, Ec2Error> {
    let own = interfaces(reader, instance)?;
    let mut groups: Vec<&String> = own.iter().flat_map(|interface| &interface.groups).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut rules: Vec<HostRule> = Vec::new();
    for id in groups {
        for rule in scope.find::<SecurityGroupRecord>(reader, id)?.rules {
            let Permission { protocol, ports, peer } = rule.permission;
            let is_ingress = rule.direction == Direction::Ingress;
            let peers = peers(reader, scope, peer)?;
            rules.push(HostRule { is_ingress, protocol, ports, peers });
        }
    }
    Ok(rules)
}

/// The addresses of a rule's other side.
fn peers(reader: &Reader<'_>, scope: &Scope, peer: Peer) -> Result<Vec<IpNet>, Ec2Error> {
    Ok(match peer {
        Peer::V4(block) => vec![block.into()],
        Peer::V6(block) => vec![block.into()],
        Peer::Group(group) | Peer::PeerGroup(PeerGroup { id: group, .. }) => {
            let members = scope::found::<NetworkInterfaceRecord>(reader, BY_GROUP, &group)?;
            members
                .iter()
                .flat_map(NetworkInterfaceRecord::all_addresses)
                .map(IpNet::from)
                .collect()
        }
        Peer::PrefixList(list) => {
            let list: Option<PrefixListRecord> = reader.get(&scope.key(&list.id))?;
            let entries = list.map(|list| list.entries).unwrap_or_default();
            entries.into_iter().map(|entry| entry.block).collect()
        }
    })
}

/// Opens the port.
pub(crate) fn port() -> Arc<dyn Hosts> {
    Arc::new(Port)
}

fn is_standing(instance: &InstanceRecord) -> bool {
    instance.is_host() && instance.terminated.is_none()
}

fn put_heard(
    writer: &mut Writer<'_>,
    scope: &Scope,
    id: &str,
    now: Timestamp,
    patience: Duration,
) -> Result<(), Ec2Error> {
    let (id, silent_after) = (id.to_owned(), now.plus(patience));
    let host = HostRecord { id, heard: now, silent_after };
    Ok(writer.put(&scope.key(&host.id), &host)?)
}

fn put_new(
    writer: &mut Writer<'_>,
    scope: &Scope,
    new: &NewHost<'_>,
    random: &dyn Random,
) -> Result<String, Ec2Error> {
    let subnet: SubnetRecord = scope.find(writer, &new.place.subnet)?;
    let instance = InstanceRecord {
        id: Kind::Instance.new_id(random),
        reservation: new_id("r", random),
        index: 0,
        image: None,
        architecture: architecture(new.architecture).to_owned(),
        instance_type: None,
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        zone_id: subnet.zone_id.clone(),
        declared: new.now,
        terminated: None,
        disable_api_termination: false,
        disable_api_stop: false,
        on_shutdown: "stop".to_owned(),
        key_name: None,
        client_token: None,
    };
    let public = subnet.map_public_ip.then(|| address::free_address(writer, random)).transpose()?;
    let interface = New {
        subnet: subnet.id,
        description: String::new(),
        groups: new.place.groups.clone(),
        addresses: Vec::new(),
        count: 1,
        v6: None,
        manager: None,
        attachment: Some(Attachment {
            id: new_id(ATTACHMENT, random),
            instance: instance.id.clone(),
            device: 0,
            delete_on_termination: true,
            since: new.now,
        }),
        public,
        client_token: None,
    };
    network_interface::put_new(writer, scope, interface, random)?;
    scope.put(writer, &instance)?;
    put_heard(writer, scope, &instance.id, new.now, new.patience)?;
    let name = new.name.map(|name| Tag { key: "Name".to_owned(), value: name.to_owned() });
    tags::put(writer, scope, &instance.id, name.into_iter().collect())?;
    Ok(instance.id)
}

/// An architecture as EC2 names it. (Amazon EC2 API Reference, `Instance`.)
fn architecture(of_kernel: &str) -> &str {
    match of_kernel {
        "aarch64" => "arm64",
        "i386" | "i486" | "i586" | "i686" => "i386",
        other => other,
    }
}
