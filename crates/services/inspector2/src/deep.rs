//! Deep inspection: whether packages of languages are looked at, beside those of the system. (Amazon Inspector User
//! Guide, "Amazon Inspector deep inspection for Linux-based Amazon EC2 instances".) All of a disk is looked
//! through, and so whatever paths are named.

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call, HostInventory};
use bartizan_types::AccountId;

use crate::configuration::ConfigurationRecord;
use crate::error::InspectorError;
use crate::look::{self, Look};
use crate::records::{AccountRecord, OrganizationRecord};
use crate::shapes::{
    BatchGetMemberEc2DeepInspectionStatusRequest, BatchGetMemberEc2DeepInspectionStatusResponse,
    BatchUpdateMemberEc2DeepInspectionStatusRequest,
    BatchUpdateMemberEc2DeepInspectionStatusResponse,
    FailedMemberAccountEc2DeepInspectionStatusState as FailedState,
    GetEc2DeepInspectionConfigurationRequest, GetEc2DeepInspectionConfigurationResponse,
    MemberAccountEc2DeepInspectionStatusState as State,
    UpdateEc2DeepInspectionConfigurationRequest, UpdateEc2DeepInspectionConfigurationResponse,
    UpdateOrgEc2DeepInspectionConfigurationRequest,
    UpdateOrgEc2DeepInspectionConfigurationResponse,
};
use crate::{Inspector, members};

/// The kinds of packages that a system's own package manager installs.
const OF_SYSTEMS: [&str; 3] = ["pkg:deb/", "pkg:rpm/", "pkg:apk/"];

/// What is left of an inventory without it.
pub(crate) fn without(mut inventory: HostInventory) -> HostInventory {
    let is_of_system = |purl: &str| OF_SYSTEMS.iter().any(|kind| purl.starts_with(kind));
    inventory.packages.retain(|package| is_of_system(&package.purl));
    inventory
}

/// What is told of an account.
struct Told {
    paths: Vec<String>,
    of_organization: Vec<String>,
    status: &'static str,
}

impl Told {
    fn of(reader: &Reader<'_>, look: &Look) -> Result<Self, InspectorError> {
        let record = ConfigurationRecord::of(reader, look.caller, &look.region)?;
        let organization = look.organization(reader)?;
        let of_organization = organization.map(|(_, record)| record.deep_paths);
        Ok(Self {
            status: status(reader, look, look.caller, &record)?,
            paths: record.deep_paths,
            of_organization: of_organization.unwrap_or_default(),
        })
    }
}

/// It is on where instances are scanned, unless it was turned off.
fn status(
    reader: &Reader<'_>,
    look: &Look,
    account: AccountId,
    record: &ConfigurationRecord,
) -> Result<&'static str, InspectorError> {
    let key = AccountRecord::key(account, &look.region);
    let scans = reader.get::<AccountRecord>(&key)?.map(|record| record.scans).unwrap_or_default();
    Ok(if scans.ec2 && !record.is_shallow { "ACTIVATED" } else { "DEACTIVATED" })
}

/// Tells whether the caller's account is inspected so.
pub(crate) async fn get(
    _service: &Inspector,
    call: &Call,
    _request: Authorized<GetEc2DeepInspectionConfigurationRequest>,
) -> Result<GetEc2DeepInspectionConfigurationResponse, InspectorError> {
    let look = Look::of(call)?;
    let told = call.read(|reader| Told::of(reader, &look))?;
    Ok(GetEc2DeepInspectionConfigurationResponse {
        package_paths: Some(told.paths),
        org_package_paths: Some(told.of_organization),
        status: Some(told.status.to_owned()),
        error_message: None,
    })
}

/// Turns it on and off for the caller's account, and names paths. A member's administrator turns it off.
pub(crate) async fn update(
    _service: &Inspector,
    call: &Call,
    request: Authorized<UpdateEc2DeepInspectionConfigurationRequest>,
) -> Result<UpdateEc2DeepInspectionConfigurationResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        let activates = request.activate_deep_inspection;
        if activates == Some(false) && look.administrator_of_caller(writer)?.is_some() {
            return Err(InspectorError::Denied("The delegated administrator decides that."));
        }
        let mut record = ConfigurationRecord::of(writer, look.caller, &look.region)?;
        record.is_shallow = activates.map_or(record.is_shallow, |activates| !activates);
        record.deep_paths = request.package_paths.unwrap_or(record.deep_paths);
        record.put(writer, look.caller, &look.region)?;
        let told = Told::of(writer, &look)?;
        Ok(UpdateEc2DeepInspectionConfigurationResponse {
            package_paths: Some(told.paths),
            org_package_paths: Some(told.of_organization),
            status: Some(told.status.to_owned()),
            error_message: None,
        })
    });
    Ok(done.await?)
}

/// Names paths for all accounts of the organization.
pub(crate) async fn update_organization(
    _service: &Inspector,
    call: &Call,
    request: Authorized<UpdateOrgEc2DeepInspectionConfigurationRequest>,
) -> Result<UpdateOrgEc2DeepInspectionConfigurationResponse, InspectorError> {
    let (look, paths) = (Look::of(call)?, request.into_inner().org_package_paths);
    let done = call.commit(move |writer| {
        let (membership, record) = look.administered(writer)?;
        let record = OrganizationRecord { deep_paths: paths, ..record };
        writer.put(&OrganizationRecord::key(membership.management, &look.region), &record)?;
        Ok::<_, InspectorError>(UpdateOrgEc2DeepInspectionConfigurationResponse {})
    });
    Ok(done.await?)
}

/// Tells of members: of all unless some are named.
pub(crate) async fn of_members(
    service: &Inspector,
    call: &Call,
    request: Authorized<BatchGetMemberEc2DeepInspectionStatusRequest>,
) -> Result<BatchGetMemberEc2DeepInspectionStatusResponse, InspectorError> {
    let (look, named) = (Look::of(call)?, request.into_inner().account_ids);
    let read = service.read(call, move |reader| {
        look.administered(reader)?;
        let accounts: Vec<AccountId> = if let Some(ids) = named.filter(|ids| !ids.is_empty()) {
            ids.iter().map(|id| look::account(id)).collect::<Result<_, _>>()?
        } else {
            let all = members::all(reader, &look, look.caller)?.into_iter();
            all.filter(|member| member.is_associated).map(|member| member.account).collect()
        };
        let (mut told, mut failed) = (Vec::new(), Vec::new());
        for account in accounts {
            if is_member(reader, &look, account)? {
                told.push(state(reader, &look, account)?);
            } else {
                failed.push(no_member(account));
            }
        }
        Ok((told, failed))
    });
    let (told, failed) = read.await?;
    Ok(BatchGetMemberEc2DeepInspectionStatusResponse {
        account_ids: Some(told),
        failed_account_ids: Some(failed),
    })
}

/// Turns it on and off for members.
pub(crate) async fn update_members(
    _service: &Inspector,
    call: &Call,
    request: Authorized<BatchUpdateMemberEc2DeepInspectionStatusRequest>,
) -> Result<BatchUpdateMemberEc2DeepInspectionStatusResponse, InspectorError> {
    let (look, named) = (Look::of(call)?, request.into_inner().account_ids);
    let done = call.commit(move |writer| {
        look.administered(writer)?;
        let (mut told, mut failed) = (Vec::new(), Vec::new());
        for one in named {
            let account = look::account(&one.account_id)?;
            if is_member(writer, &look, account)? {
                turn(writer, &look, account, one.activate_deep_inspection)?;
                told.push(state(writer, &look, account)?);
            } else {
                failed.push(no_member(account));
            }
        }
        Ok::<_, InspectorError>(BatchUpdateMemberEc2DeepInspectionStatusResponse {
            account_ids: Some(told),
            failed_account_ids: Some(failed),
        })
    });
    Ok(done.await?)
}

fn turn(
    writer: &mut Writer<'_>,
    look: &Look,
    account: AccountId,
    activates: bool,
) -> Result<(), InspectorError> {
    let record = ConfigurationRecord::of(writer, account, &look.region)?;
    let record = ConfigurationRecord { is_shallow: !activates, ..record };
    Ok(record.put(writer, account, &look.region)?)
}

fn is_member(reader: &Reader<'_>, look: &Look, account: AccountId) -> Result<bool, InspectorError> {
    Ok(account != look.caller && look.may_decide_for(reader, account)?)
}

fn state(reader: &Reader<'_>, look: &Look, account: AccountId) -> Result<State, InspectorError> {
    let record = ConfigurationRecord::of(reader, account, &look.region)?;
    let status = status(reader, look, account, &record)?;
    Ok(State {
        account_id: account.to_string(),
        status: Some(status.to_owned()),
        error_message: None,
    })
}

fn no_member(account: AccountId) -> FailedState {
    FailedState {
        account_id: account.to_string(),
        ec2_scan_status: None,
        error_message: Some("The account is not a member.".to_owned()),
    }
}
