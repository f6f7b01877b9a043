//! `ModifyInstanceAttribute` and `DescribeInstanceAttribute`.

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};

use super::run::{check_shutdown, check_type};
use super::{find, interfaces, only_interface};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::network_interface::check_groups;
use crate::records::{InstanceRecord, SecurityGroupRecord};
use crate::scope::Scope;
use crate::shapes::{
    AttributeBooleanValue, AttributeValue, DescribeInstanceAttributeRequest, EnclaveOptions,
    GroupIdentifier, InstanceAttribute, ModifyInstanceAttributeRequest,
};
use crate::{Ec2, defaults};

/// What an attribute is to be.
enum Change {
    SourceDestCheck(bool),
    Groups(Vec<String>),
    DisableApiTermination(bool),
    DisableApiStop(bool),
    InstanceType(String),
    OnShutdown(String),
}

/// Changes one attribute.
pub(crate) async fn modify(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ModifyInstanceAttributeRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    let (id, dry_run) = (request.instance_id.clone(), request.dry_run);
    let change = read(request)?;
    check_dry_run(dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let done = call.commit(move |writer| {
        let instance = find(writer, &scope, &id, now)?;
        if instance.terminated.is_some() {
            let message =
                format!("The instance '{id}' is not in a state in which it can be modified.");
            return Err(Ec2Error::refused("IncorrectInstanceState", message));
        }
        make(writer, &scope, instance, change)
    });
    Ok(done.await?)
}

/// The one change that a request asks for: by its own member, or by the name of the attribute.
fn read(request: ModifyInstanceAttributeRequest) -> Result<Change, Ec2Error> {
    refuse_unbuilt(&[
        ("EnclaveOptions", request.enclave_options.is_some()),
        ("BlockDeviceMappings", request.block_device_mappings.is_some()),
        ("Kernel", request.kernel.is_some()),
        ("Ramdisk", request.ramdisk.is_some()),
        ("UserData", request.user_data.is_some()),
        ("EbsOptimized", request.ebs_optimized.is_some()),
        ("SriovNetSupport", request.sriov_net_support.is_some()),
        ("EnaSupport", request.ena_support.is_some()),
    ])?;
    let flag = |one: Option<AttributeBooleanValue>| one.and_then(|one| one.value);
    let word = |one: Option<AttributeValue>| one.and_then(|one| one.value);
    let mut asked: Vec<Change> = [
        flag(request.source_dest_check).map(Change::SourceDestCheck),
        request.groups.map(Change::Groups),
        flag(request.disable_api_termination).map(Change::DisableApiTermination),
        flag(request.disable_api_stop).map(Change::DisableApiStop),
        word(request.instance_type).map(Change::InstanceType),
        word(request.instance_initiated_shutdown_behavior).map(Change::OnShutdown),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some(attribute) = &request.attribute {
        asked.push(named(attribute, request.value)?);
    }
    match (asked.pop(), asked.is_empty()) {
        (Some(change), true) => Ok(change),
        (None, _) => Err(Ec2Error::missing("attribute")),
        (Some(_), false) => Err(Ec2Error::combination(
            "Fields for multiple attribute types specified: change one attribute in a request",
        )),
    }
}

/// A change by the name of the attribute, with its value as a text.
fn named(attribute: &str, value: Option<String>) -> Result<Change, Ec2Error> {
    let value = value.ok_or_else(|| Ec2Error::missing("value"))?;
    let flag = |value: &str| match value {
        "true" => Ok(true),
        "false" => Ok(false),
        other => Err(Ec2Error::invalid(format!(
            "Value ({other}) for parameter value is invalid. Valid are true and false."
        ))),
    };
    match attribute {
        "sourceDestCheck" => flag(&value).map(Change::SourceDestCheck),
        "disableApiTermination" => flag(&value).map(Change::DisableApiTermination),
        "disableApiStop" => flag(&value).map(Change::DisableApiStop),
        "groupSet" => Ok(Change::Groups(vec![value])),
        "instanceType" => Ok(Change::InstanceType(value)),
        "instanceInitiatedShutdownBehavior" => Ok(Change::OnShutdown(value)),
        "kernel" | "ramdisk" | "userData" | "ebsOptimized" | "blockDeviceMapping"
        | "sriovNetSupport" | "enaSupport" | "enclaveOptions" => {
            Err(Ec2Error::not_implemented(&format!("the attribute {attribute}")))
        }
        other => Err(unknown(other)),
    }
}

fn unknown(attribute: &str) -> Ec2Error {
    Ec2Error::invalid(format!(
        "Value ({attribute}) for parameter attribute is invalid. Unknown attribute."
    ))
}

fn make(
    writer: &mut Writer<'_>,
    scope: &Scope,
    mut instance: InstanceRecord,
    change: Change,
) -> Result<(), Ec2Error> {
    match change {
        Change::SourceDestCheck(is_on) => {
            let mut interface = only_interface(writer, scope, &instance.id)?;
            interface.source_dest_check = is_on;
            return scope.put(writer, &interface);
        }
        Change::Groups(groups) => {
            let mut interface = only_interface(writer, scope, &instance.id)?;
            check_groups(writer, scope, &interface.vpc, &groups)?;
            interface.groups = groups;
            return scope.put(writer, &interface);
        }
        Change::DisableApiTermination(is_on) => instance.disable_api_termination = is_on,
        Change::DisableApiStop(is_on) => instance.disable_api_stop = is_on,
        Change::InstanceType(name) => {
            check_type(&name)?;
            instance.instance_type = Some(name);
        }
        Change::OnShutdown(behaviour) => {
            check_shutdown(&behaviour)?;
            instance.on_shutdown = behaviour;
        }
    }
    scope.put(writer, &instance)
}

/// Tells one attribute.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeInstanceAttributeRequest>,
) -> Result<InstanceAttribute, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let request = request.into_inner();
    let (instance, check, groups) = call.read(|reader| {
        let instance = find(reader, &scope, &request.instance_id, now)?;
        let primary = interfaces(reader, &instance.id)?.into_iter().next();
        let mut groups = Vec::new();
        for id in primary.iter().flat_map(|one| &one.groups) {
            let group_name = Some(scope.find::<SecurityGroupRecord>(reader, id)?.name);
            groups.push(GroupIdentifier { group_id: Some(id.clone()), group_name });
        }
        Ok::<_, Ec2Error>((instance, primary.map(|one| one.source_dest_check), groups))
    })?;
    let flag = |value: bool| Some(AttributeBooleanValue { value: Some(value) });
    let word = |value: &str| Some(AttributeValue { value: Some(value.to_owned()) });
    let none = || Some(AttributeValue::default());
    let mut told =
        InstanceAttribute { instance_id: Some(instance.id), ..InstanceAttribute::default() };
    match request.attribute.as_str() {
        "sourceDestCheck" => told.source_dest_check = check.and_then(flag),
        "groupSet" => told.groups = Some(groups),
        "disableApiTermination" => {
            told.disable_api_termination = flag(instance.disable_api_termination);
        }
        "disableApiStop" => told.disable_api_stop = flag(instance.disable_api_stop),
        "instanceType" => {
            told.instance_type = instance.instance_type.as_deref().and_then(word);
        }
        "instanceInitiatedShutdownBehavior" => {
            told.instance_initiated_shutdown_behavior = word(&instance.on_shutdown);
        }
        "ebsOptimized" => told.ebs_optimized = flag(false),
        "enaSupport" => told.ena_support = flag(false),
        "enclaveOptions" => told.enclave_options = Some(EnclaveOptions { enabled: Some(false) }),
        "kernel" => told.kernel_id = none(),
        "ramdisk" => told.ramdisk_id = none(),
        "userData" => told.user_data = none(),
        "rootDeviceName" => told.root_device_name = none(),
        "sriovNetSupport" => told.sriov_net_support = none(),
        "productCodes" => told.product_codes = Some(Vec::new()),
        "blockDeviceMapping" => told.block_device_mappings = Some(Vec::new()),
        other => return Err(unknown(other)),
    }
    Ok(told)
}
