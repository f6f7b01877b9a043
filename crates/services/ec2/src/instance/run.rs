//! `RunInstances`.

use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Random, Tag, Timestamp};

use super::attachment::{ATTACHMENT, check_free};
use super::describe::{Surroundings, reservation};
use super::interface::{self, Wanted};
use super::is_shown;
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::{Kind, new_id};
use crate::network_interface::{self, New, WantedV6};
use crate::records::{
    Attachment, BY_TOKEN, ImageRecord, InstanceRecord, NetworkInterfaceRecord, SubnetRecord,
};
use crate::scope::{self, Scope};
use crate::shapes::{Reservation, RunInstancesRequest};
use crate::{Ec2, address, defaults, key_pair, quotas, security_group, tags};

/// The type of instances where a request names none. (Amazon EC2 API Reference, `RunInstances`.)
pub(crate) const DEFAULT_TYPE: &str = "m1.small";

/// What all instances of a request have in common.
struct Plan {
    image: String,
    instance_type: String,
    zone: Option<String>,
    counts: (usize, usize),
    interfaces: Vec<Wanted>,
    on_shutdown: String,
    key_name: Option<String>,
    disable_api_termination: bool,
    disable_api_stop: bool,
    client_token: Option<String>,
    tags: Vec<Tag>,
    interface_tags: Vec<Tag>,
    now: Timestamp,
}

/// Declares instances.
pub(crate) async fn run(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<RunInstancesRequest>,
) -> Result<Reservation, Ec2Error> {
    let request = request.into_inner();
    check_supported(&request)?;
    let plan = plan(call, &request)?;
    check_dry_run(request.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let mut made = made_before(writer, &scope, &plan)?;
        if made.is_empty() {
            forget_terminated(writer, &scope, plan.now)?;
            made = declare(writer, &scope, &plan, &*random)?;
        }
        let around = Surroundings::of(writer, &scope, &made, plan.now)?;
        Ok::<_, Ec2Error>(reservation(&scope, &made, &around))
    });
    Ok(done.await?)
}

/// Refuses what only a machine could have.
fn check_supported(request: &RunInstancesRequest) -> Result<(), Ec2Error> {
    let some = |length: Option<usize>| length.is_some_and(|length| length > 0);
    refuse_unbuilt(&[
        ("BlockDeviceMappings", some(request.block_device_mappings.as_ref().map(Vec::len))),
        ("KernelId", request.kernel_id.is_some()),
        ("RamdiskId", request.ramdisk_id.is_some()),
        ("Monitoring", request.monitoring.as_ref().is_some_and(|one| one.enabled)),
        ("UserData", request.user_data.is_some()),
        ("ElasticGpuSpecification", request.elastic_gpu_specification.is_some()),
        ("ElasticInferenceAccelerators", request.elastic_inference_accelerators.is_some()),
        ("LaunchTemplate", request.launch_template.is_some()),
        ("InstanceMarketOptions", request.instance_market_options.is_some()),
        ("CreditSpecification", request.credit_specification.is_some()),
        ("CpuOptions", request.cpu_options.is_some()),
        ("CapacityReservationSpecification", request.capacity_reservation_specification.is_some()),
        ("HibernationOptions", request.hibernation_options.is_some()),
        ("LicenseSpecifications", request.license_specifications.is_some()),
        ("MetadataOptions", request.metadata_options.is_some()),
        ("EnclaveOptions", request.enclave_options.is_some()),
        ("PrivateDnsNameOptions", request.private_dns_name_options.is_some()),
        ("MaintenanceOptions", request.maintenance_options.is_some()),
        ("EnablePrimaryIpv6", request.enable_primary_ipv6 == Some(true)),
        ("NetworkPerformanceOptions", request.network_performance_options.is_some()),
        ("Operator", request.operator.is_some()),
        ("SecondaryInterfaces", request.secondary_interfaces.is_some()),
        ("AdditionalInfo", request.additional_info.is_some()),
        ("IamInstanceProfile", request.iam_instance_profile.is_some()),
        ("EbsOptimized", request.ebs_optimized == Some(true)),
    ])?;
    let Some(place) = &request.placement else { return Ok(()) };
    refuse_unbuilt(&[
        ("Affinity", place.affinity.is_some()),
        ("GroupName", place.group_name.is_some()),
        ("PartitionNumber", place.partition_number.is_some()),
        ("HostId", place.host_id.is_some()),
        ("SpreadDomain", place.spread_domain.is_some()),
        ("HostResourceGroupArn", place.host_resource_group_arn.is_some()),
        ("GroupId", place.group_id.is_some()),
        ("AvailabilityZoneId", place.availability_zone_id.is_some()),
        ("Tenancy", place.tenancy.as_ref().is_some_and(|tenancy| tenancy != "default")),
    ])
}

fn plan(call: &Call, request: &RunInstancesRequest) -> Result<Plan, Ec2Error> {
    let counts = counts(request.min_count, request.max_count)?;
    let interfaces = interface::read(request)?;
    let is_of_one = |one: &Wanted| {
        let has_v6 = one.v6.as_ref().is_some_and(WantedV6::is_named);
        one.existing.is_some() || !one.addresses.is_empty() || has_v6
    };
    if counts.1 > 1 && interfaces.iter().any(is_of_one) {
        return Err(Ec2Error::combination(
            "Network interfaces and private addresses are of one instance: specify a count of 1",
        ));
    }
    let on_shutdown = request.instance_initiated_shutdown_behavior.as_deref().unwrap_or("stop");
    check_shutdown(on_shutdown)?;
    let instance_type = request.instance_type.as_deref().unwrap_or(DEFAULT_TYPE);
    check_type(instance_type)?;
    let specifications = request.tag_specifications.clone();
    let mut all =
        tags::of_several(call, &[Kind::Instance, Kind::NetworkInterface], specifications)?;
    let interface_tags = all.pop().unwrap_or_default();
    Ok(Plan {
        image: request.image_id.clone().ok_or_else(|| Ec2Error::missing("ImageId"))?,
        instance_type: instance_type.to_owned(),
        zone: request.placement.as_ref().and_then(|place| place.availability_zone.clone()),
        counts,
        interfaces,
        on_shutdown: on_shutdown.to_owned(),
        key_name: request.key_name.clone(),
        disable_api_termination: request.disable_api_termination == Some(true),
        disable_api_stop: request.disable_api_stop == Some(true),
        client_token: request.client_token.clone(),
        tags: all.pop().unwrap_or_default(),
        interface_tags,
        now: call.platform.now(),
    })
}

fn counts(min: i32, max: i32) -> Result<(usize, usize), Ec2Error> {
    let invalid = |text: String| Err(Ec2Error::invalid(text));
    match (usize::try_from(min), usize::try_from(max)) {
        (Ok(min), Ok(max)) if min >= 1 && max >= min => {
            if min > quotas::INSTANCES_PER_CALL {
                let message =
                    format!("A call declares at most {} instances.", quotas::INSTANCES_PER_CALL);
                return Err(Ec2Error::refused("InstanceLimitExceeded", message));
            }
            Ok((min, max.min(quotas::INSTANCES_PER_CALL)))
        }
        (Ok(least), Ok(most)) if least >= 1 && most >= 1 => invalid(format!(
            "Value ({min}) for parameter minCount is invalid. It exceeds maxCount."
        )),
        _ => invalid(format!(
            "Values ({min}, {max}) for parameters minCount and maxCount are invalid."
        )),
    }
}

/// Whether this is what an instance may do when it shuts itself down.
pub(super) fn check_shutdown(behaviour: &str) -> Result<(), Ec2Error> {
    match behaviour {
        "stop" | "terminate" => Ok(()),
        other => Err(Ec2Error::invalid(format!(
            "Value ({other}) for parameter instanceInitiatedShutdownBehavior is invalid."
        ))),
    }
}

/// Whether a text looks like the type of an instance: which there are matters to machines alone.
pub(super) fn check_type(text: &str) -> Result<(), Ec2Error> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-')
    };
    match text.split_once('.') {
        Some((family, size)) if text.len() <= 64 && is_word(family) && is_word(size) => Ok(()),
        _ => Err(Ec2Error::invalid(format!("Invalid value '{text}' for InstanceType."))),
    }
}

/// What an earlier request with this client token declared.
fn made_before(
    reader: &Reader<'_>,
    scope: &Scope,
    plan: &Plan,
) -> Result<Vec<InstanceRecord>, Ec2Error> {
    let Some(token) = &plan.client_token else { return Ok(Vec::new()) };
    let found = reader.find::<InstanceRecord>(BY_TOKEN, token)?.into_iter();
    let own = found.filter(|(key, instance)| *key == scope.key(&instance.id));
    let mut own: Vec<_> = own.map(|(_, instance)| instance).collect();
    let is_other = |one: &InstanceRecord| {
        one.image.as_ref() != Some(&plan.image)
            || one.instance_type.as_ref() != Some(&plan.instance_type)
    };
    if own.iter().any(is_other) {
        return Err(scope::token_mismatch());
    }
    own.sort_by_key(|instance| instance.index);
    Ok(own)
}

pub(super) fn forget_terminated(
    writer: &mut Writer<'_>,
    scope: &Scope,
    now: Timestamp,
) -> Result<(), Ec2Error> {
    for instance in scope.all::<InstanceRecord>(writer)? {
        if !is_shown(&instance, now) {
            scope.remove::<InstanceRecord>(writer, &instance.id)?;
        }
    }
    Ok(())
}

/// Declares as many as there is room for, but at least the fewest that are wanted.
fn declare(
    writer: &mut Writer<'_>,
    scope: &Scope,
    plan: &Plan,
    random: &dyn Random,
) -> Result<Vec<InstanceRecord>, Ec2Error> {
    let image: ImageRecord = scope.find(writer, &plan.image)?;
    if let Some(name) = &plan.key_name {
        key_pair::of_name(writer, scope, name)?.ok_or_else(|| Kind::KeyPair.not_found(name))?;
    }
    let reservation = new_id("r", random);
    let (min, max) = plan.counts;
    let mut made = Vec::new();
    for index in 0..max {
        let subnet = subnet(writer, scope, plan)?;
        if index >= min && network_interface::free(writer, &subnet)? < plan.interfaces.len() {
            break;
        }
        let instance = InstanceRecord {
            id: Kind::Instance.new_id(random),
            reservation: reservation.clone(),
            index: i32::try_from(index).unwrap_or_default(),
            image: Some(image.id.clone()),
            architecture: image.architecture.clone(),
            instance_type: Some(plan.instance_type.clone()),
            vpc: subnet.vpc.clone(),
            subnet: subnet.id.clone(),
            zone: subnet.zone.clone(),
            zone_id: subnet.zone_id.clone(),
            declared: plan.now,
            terminated: None,
            disable_api_termination: plan.disable_api_termination,
            disable_api_stop: plan.disable_api_stop,
            on_shutdown: plan.on_shutdown.clone(),
            key_name: plan.key_name.clone(),
            client_token: plan.client_token.clone(),
        };
        for wanted in &plan.interfaces {
            attach(writer, scope, (plan, &instance, &subnet), wanted, random)?;
        }
        scope.put(writer, &instance)?;
        tags::put(writer, scope, &instance.id, plan.tags.clone())?;
        made.push(instance);
    }
    Ok(made)
}

/// The subnet of the primary interface.
fn subnet(reader: &Reader<'_>, scope: &Scope, plan: &Plan) -> Result<SubnetRecord, Ec2Error> {
    let primary = plan.interfaces.first();
    let existing = primary.and_then(|one| one.existing.as_ref());
    let subnet = match (existing, primary.and_then(|one| one.subnet.as_ref())) {
        (Some(id), _) => {
            let interface: NetworkInterfaceRecord = scope.find(reader, id)?;
            scope.find::<SubnetRecord>(reader, &interface.subnet)?
        }
        (None, Some(id)) => scope.find(reader, id)?,
        (None, None) => default_subnet(reader, scope, plan.zone.as_deref())?,
    };
    match &plan.zone {
        Some(zone) if *zone != subnet.zone => Err(Ec2Error::invalid(format!(
            "The availability zone {zone} is not that of the subnet {}: {}",
            subnet.id, subnet.zone
        ))),
        _ => Ok(subnet),
    }
}

/// The default subnet of a zone, or of the first that has one.
pub(crate) fn default_subnet(
    reader: &Reader<'_>,
    scope: &Scope,
    zone: Option<&str>,
) -> Result<SubnetRecord, Ec2Error> {
    let vpc = defaults::vpc(reader, scope)?.ok_or_else(security_group::no_default_vpc)?;
    let mut subnets = scope::found::<SubnetRecord>(reader, crate::records::BY_VPC, &vpc.id)?;
    subnets.retain(|subnet| subnet.is_default && zone.is_none_or(|zone| subnet.zone == zone));
    subnets.into_iter().min_by(|one, other| one.zone.cmp(&other.zone)).ok_or_else(|| {
        let message =
            format!("No subnets found for the default VPC '{}'. Please specify a subnet.", vpc.id);
        Ec2Error::refused("MissingInput", message)
    })
}

/// Gives an instance an interface: one that is there, or a new one.
fn attach(
    writer: &mut Writer<'_>,
    scope: &Scope,
    (plan, instance, primary): (&Plan, &InstanceRecord, &SubnetRecord),
    wanted: &Wanted,
    random: &dyn Random,
) -> Result<(), Ec2Error> {
    let attachment = Attachment {
        id: new_id(ATTACHMENT, random),
        instance: instance.id.clone(),
        device: wanted.device,
        delete_on_termination: wanted.delete_on_termination,
        since: plan.now,
    };
    if let Some(id) = &wanted.existing {
        let mut interface: NetworkInterfaceRecord = scope.find(writer, id)?;
        check_free(&interface)?;
        check_zone(instance, &interface.zone)?;
        interface.attachment = Some(attachment);
        return scope.put(writer, &interface);
    }
    let subnet = match &wanted.subnet {
        Some(id) => scope.find::<SubnetRecord>(writer, id)?,
        None => primary.clone(),
    };
    check_zone(instance, &subnet.zone)?;
    let mut groups = wanted.groups.clone();
    for name in &wanted.group_names {
        let group = security_group::in_vpc(writer, &subnet.vpc, name)?;
        groups
            .push(group.map(|group| group.id).ok_or_else(|| Kind::SecurityGroup.not_found(name))?);
    }
    let by_subnet = wanted.device == 0 && plan.interfaces.len() == 1 && subnet.map_public_ip;
    let is_public = wanted.is_public.unwrap_or(by_subnet);
    let public = is_public.then(|| address::free_address(writer, random)).transpose()?;
    let new = New {
        subnet: subnet.id,
        description: wanted.description.clone(),
        groups,
        addresses: wanted.addresses.clone(),
        count: wanted.count,
        v6: wanted.v6.clone(),
        manager: None,
        attachment: Some(attachment),
        public,
        client_token: None,
    };
    let interface = network_interface::put_new(writer, scope, new, random)?;
    tags::put(writer, scope, &interface.id, plan.interface_tags.clone())
}

/// Whether an interface of this zone may be an instance's.
pub(super) fn check_zone(instance: &InstanceRecord, zone: &str) -> Result<(), Ec2Error> {
    if instance.zone == zone {
        return Ok(());
    }
    let message = "The interfaces of an instance must all be in its availability zone";
    Err(Ec2Error::combination(message))
}
