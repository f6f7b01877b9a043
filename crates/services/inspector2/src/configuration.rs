//! How accounts are scanned, and what they may do. (Amazon Inspector API Reference, `GetConfiguration`,
//! `UpdateConfiguration` and `ListAccountPermissions`.)

use bartizan_service::store::{Key, Reader, Record, Writer};
use bartizan_service::{Authorized, Call, paging};
use bartizan_types::AccountId;
use serde::{Deserialize, Serialize};

use crate::Inspector;
use crate::error::InspectorError;
use crate::look::{self, Look};
use crate::shapes::{
    Ec2ConfigurationState, Ec2ScanModeState, GetConfigurationRequest, GetConfigurationResponse,
    ListAccountPermissionsRequest, ListAccountPermissionsResponse, Permission,
    UpdateConfigurationRequest, UpdateConfigurationResponse,
};

/// Hosts send their inventories, and disks are read of those that do not.
const HYBRID: &str = "EC2_HYBRID";
/// Only inventories that hosts send count.
const AGENT_BASED: &str = "EC2_SSM_AGENT_BASED";
/// How many permissions a page has unless the request says.
const PAGE_ITEMS: usize = 1024;

/// How an account's instances are scanned.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct ConfigurationRecord {
    /// Whether only inventories count that hosts send.
    pub(crate) is_agent_based: bool,
    /// Whether deep inspection was turned off.
    #[serde(default)]
    pub(crate) is_shallow: bool,
    /// The paths that deep inspection was told of.
    #[serde(default)]
    pub(crate) deep_paths: Vec<String>,
}

impl Record for ConfigurationRecord {
    const COLLECTION: &'static str = "inspector2.configuration";
}

impl ConfigurationRecord {
    /// That of an account.
    pub(crate) fn of(
        reader: &Reader<'_>,
        account: AccountId,
        region: &str,
    ) -> Result<Self, bartizan_service::store::StoreError> {
        Ok(reader.get(&Self::key(account, region))?.unwrap_or_default())
    }

    /// Writes it.
    pub(crate) fn put(
        &self,
        writer: &mut Writer<'_>,
        account: AccountId,
        region: &str,
    ) -> Result<(), bartizan_service::store::StoreError> {
        writer.put(&Self::key(account, region), self)
    }

    fn key(account: AccountId, region: &str) -> Key {
        Key::new(account, region, "configuration")
    }
}

/// How an account is scanned.
pub(crate) async fn get(
    _service: &Inspector,
    call: &Call,
    request: Authorized<GetConfigurationRequest>,
) -> Result<GetConfigurationResponse, InspectorError> {
    let (look, named) = (Look::of(call)?, request.into_inner().account_id);
    let record = call.read(|reader| {
        let account = decided(reader, &look, named.as_deref())?;
        Ok::<_, InspectorError>(ConfigurationRecord::of(reader, account, &look.region)?)
    })?;
    let mode = if record.is_agent_based { AGENT_BASED } else { HYBRID };
    Ok(GetConfigurationResponse {
        ec2_configuration: Some(Ec2ConfigurationState {
            scan_mode_state: Some(Ec2ScanModeState {
                scan_mode: Some(mode.to_owned()),
                scan_mode_status: Some("SUCCESS".to_owned()),
            }),
            ..Ec2ConfigurationState::default()
        }),
        ..GetConfigurationResponse::default()
    })
}

/// Changes how an account is scanned.
pub(crate) async fn update(
    _service: &Inspector,
    call: &Call,
    request: Authorized<UpdateConfigurationRequest>,
) -> Result<UpdateConfigurationResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    for (is_given, what) in [
        (request.ecr_configuration.is_some(), "ecrConfiguration"),
        (request.ami_configuration.is_some(), "amiConfiguration"),
        (request.update_configuration_inheritance.is_some(), "updateConfigurationInheritance"),
    ] {
        if is_given {
            return Err(InspectorError::NotImplemented(what));
        }
    }
    let Some(ec2) = request.ec2_configuration else {
        return Err(InspectorError::Invalid("There is nothing to change.".to_owned()));
    };
    if ec2.activate_vm_scanner == Some(true) {
        return Err(InspectorError::NotImplemented("activateVMScanner"));
    }
    let done = call.commit(move |writer| {
        let account = decided(writer, &look, request.account_id.as_deref())?;
        let is_member = account == look.caller && look.administrator_of_caller(writer)?.is_some();
        if is_member {
            return Err(InspectorError::Denied("The delegated administrator decides that."));
        }
        let mut record = ConfigurationRecord::of(writer, account, &look.region)?;
        record.is_agent_based = ec2.scan_mode == AGENT_BASED;
        record.put(writer, account, &look.region)?;
        Ok(UpdateConfigurationResponse {})
    });
    Ok(done.await?)
}

/// The account that a request is about, which the caller decides for.
fn decided(
    reader: &Reader<'_>,
    look: &Look,
    named: Option<&str>,
) -> Result<AccountId, InspectorError> {
    let account = named.map_or(Ok(look.caller), look::account)?;
    if look.may_decide_for(reader, account)? {
        return Ok(account);
    }
    Err(InspectorError::Denied("The caller does not decide for this account."))
}

/// What the caller's account may do: of a member, its administrator decides what ends.
pub(crate) async fn permissions(
    _service: &Inspector,
    call: &Call,
    request: Authorized<ListAccountPermissionsRequest>,
) -> Result<ListAccountPermissionsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let is_member = call.read(|reader| look.administrator_of_caller(reader))?.is_some();
    let operations: &[&str] =
        if is_member { &["ENABLE_SCANNING"] } else { &["DISABLE_SCANNING", "ENABLE_SCANNING"] };
    let mut found = Vec::new();
    for service in ["EC2", "ECR", "LAMBDA"] {
        if request.service.as_deref().is_none_or(|asked| asked == service) {
            found.extend(operations.iter().map(|operation| (service, *operation)));
        }
    }
    let limit = request.max_results.and_then(|most| usize::try_from(most).ok());
    let (token, limit) = (request.next_token.as_deref(), limit.unwrap_or(PAGE_ITEMS));
    let page =
        paging::page(found, token, limit, |(service, operation)| format!("{service}/{operation}"));
    let unknown = "nextToken is not one that an earlier answer gave.";
    let page = page.map_err(|_| InspectorError::Invalid(unknown.to_owned()))?;
    let shown = page.items.into_iter().map(|(service, operation)| Permission {
        service: service.to_owned(),
        operation: operation.to_owned(),
    });
    Ok(ListAccountPermissionsResponse { permissions: shown.collect(), next_token: page.next })
}
