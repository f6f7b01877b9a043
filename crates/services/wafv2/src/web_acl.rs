//! Web ACLs.

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};

use crate::Waf;
use crate::entity::{self, Place, summary};
use crate::error::WafError;
use crate::records::{AssociationRecord, BY_WEB_ACL, EntityRecord, LoggingRecord};
use crate::rule_group::refuse_monetization;
use crate::scope::{Kind, Name};
use crate::shapes::{
    AssociationConfig, CreateWebACLRequest, CreateWebACLResponse,
    DeleteFirewallManagerRuleGroupsRequest, DeleteFirewallManagerRuleGroupsResponse,
    DeleteWebACLRequest, GetWebACLRequest, GetWebACLResponse, ListWebACLsRequest,
    ListWebACLsResponse, UpdateWebACLRequest, UpdateWebACLResponse,
};
use crate::{association, compile, data_protection, mitigation, vendor};

/// The most capacity of a web ACL. (AWS WAF Developer Guide, "AWS WAF quotas".)
pub(crate) const CAPACITY_MAX: u64 = 5_000;

summary!(WebACLSummary);

/// Refuses what a request sets and Bartizan does not heed.
macro_rules! refuse_unheeded {
    ($request:expr) => {
        refuse_monetization($request.monetization_config.as_ref())?;
        refuse_injection($request.association_config.as_ref())?;
        data_protection::check($request.data_protection_config.as_ref())?;
        if $request.on_source_d_do_s_protection_config.is_some() {
            return Err(WafError::not_implemented("OnSourceDDoSProtectionConfig"));
        }
    };
}

/// Makes a web ACL.
pub(crate) async fn create(
    _service: &Waf,
    call: &Call,
    request: Authorized<CreateWebACLRequest>,
) -> Result<CreateWebACLResponse, WafError> {
    let request = request.into_inner();
    let place = Place::of(call, &request.scope, Kind::WebAcl)?;
    refuse_unheeded!(request);
    let (description, tags) = (request.description.clone(), request.tags.clone());
    let settings = entity::settings(request.clone());
    compile::refuse_unknown_origin(call, &settings)?;
    let mut record = entity::new(call, &place, &request.name, description, tags, settings)?;
    let now = call.now;
    let done = call.commit(move |writer| {
        vendor::check_versions(writer, &record.name, (&record.settings, None), now)?;
        record.capacity = check(writer, &record)?;
        entity::insert(writer, &place, &record)?;
        Ok::<_, WafError>(CreateWebACLResponse { summary: Some(summary(&record)) })
    });
    Ok(done.await?)
}

/// Shows a web ACL, by its ARN or by its name, scope and id.
pub(crate) async fn show(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetWebACLRequest>,
) -> Result<GetWebACLResponse, WafError> {
    let name = named(call, &request)?;
    let record = call.read(|reader| mitigation::shown(reader, entity::find(reader, &name)?))?;
    let web_acl = Some(entity::shown("WebACL", &record)?);
    let lock_token = Some(record.lock_token);
    Ok(GetWebACLResponse { web_acl, lock_token, application_integration_url: None })
}

/// Gives a web ACL other settings: all of them.
pub(crate) async fn update(
    _service: &Waf,
    call: &Call,
    request: Authorized<UpdateWebACLRequest>,
) -> Result<UpdateWebACLResponse, WafError> {
    let request = request.into_inner();
    let name = Place::of(call, &request.scope, Kind::WebAcl)?.name(&request.name, &request.id);
    refuse_unheeded!(request);
    let mut settings = entity::settings(request.clone());
    compile::refuse_unknown_origin(call, &settings)?;
    let now = call.now;
    let change = move |reader: &Reader<'_>, record: &mut EntityRecord| {
        mitigation::take_out(reader, &record.name, &mut settings)?;
        vendor::check_versions(reader, &record.name, (&settings, Some(&record.settings)), now)?;
        record.settings = settings;
        record.description = request.description;
        record.capacity = check(reader, record)?;
        Ok(())
    };
    let answer = |next_lock_token| UpdateWebACLResponse { next_lock_token };
    entity::update(call, name, request.lock_token, change, answer).await
}

/// Takes the rule groups of AWS Firewall Manager out of a web ACL: there are none, for nothing here
/// puts any there.
pub(crate) async fn delete_firewall_manager_groups(
    _service: &Waf,
    call: &Call,
    request: Authorized<DeleteFirewallManagerRuleGroupsRequest>,
) -> Result<DeleteFirewallManagerRuleGroupsResponse, WafError> {
    let request = request.into_inner();
    let name = of_arn(&request.web_acl_arn)?;
    let answer = |next_web_acl_lock_token| DeleteFirewallManagerRuleGroupsResponse {
        next_web_acl_lock_token,
    };
    entity::update(call, name, request.web_acl_lock_token, |_, _| Ok(()), answer).await
}

/// Deletes a web ACL that protects nothing.
pub(crate) async fn delete(
    _service: &Waf,
    call: &Call,
    request: Authorized<DeleteWebACLRequest>,
) -> Result<(), WafError> {
    let request = request.into_inner();
    let name = Place::of(call, &request.scope, Kind::WebAcl)?.name(&request.name, &request.id);
    let gone = association::gone(call, &name)?;
    let done = call.commit(move |writer| {
        for key in &gone {
            writer.delete::<AssociationRecord>(key)?;
        }
        refuse_associated(writer, &name)?;
        entity::delete(writer, &name, &request.lock_token)?;
        writer.delete::<LoggingRecord>(&LoggingRecord::key_of(&name))?;
        Ok::<_, WafError>(())
    });
    Ok(done.await?)
}

/// Lists web ACLs.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListWebACLsRequest>,
) -> Result<ListWebACLsResponse, WafError> {
    let place = Place::of(call, &request.scope, Kind::WebAcl)?;
    let page = entity::page(call, &place, request.next_marker.as_deref(), request.limit)?;
    let web_acls = Some(page.items.iter().map(summary).collect());
    Ok(ListWebACLsResponse { next_marker: page.next, web_acls })
}

fn named(call: &Call, request: &GetWebACLRequest) -> Result<Name, WafError> {
    if let Some(arn) = &request.arn {
        return of_arn(arn);
    }
    match (&request.name, &request.scope, &request.id) {
        (Some(name), Some(scope), Some(id)) => {
            Ok(Place::of(call, scope, Kind::WebAcl)?.name(name, id))
        }
        _ => Err(WafError::parameter("WEB_ACL", "ARN", "Give the ARN, or name, scope and id.")),
    }
}

/// The web ACL that an ARN names.
pub(crate) fn of_arn(arn: &str) -> Result<Name, WafError> {
    Name::of_arn(arn).filter(|name| name.kind == Kind::WebAcl).ok_or_else(|| WafError::arn(arn))
}

/// Compiles a web ACL, and answers the capacity that it takes.
fn check(reader: &Reader<'_>, record: &EntityRecord) -> Result<u64, WafError> {
    let capacity = compile::capacity(reader, &record.name, &record.settings)?;
    if capacity + mitigation::capacity(reader, &record.name)? > CAPACITY_MAX {
        return Err(WafError::WAFLimitsExceeded);
    }
    compile::web_acl(reader, record)?;
    Ok(capacity)
}

fn refuse_associated(writer: &Writer<'_>, name: &Name) -> Result<(), WafError> {
    match writer.count_found::<AssociationRecord>(BY_WEB_ACL, name.arn().as_str())? {
        0 => Ok(()),
        _ => Err(WafError::WAFAssociatedItem),
    }
}

fn refuse_injection(config: Option<&AssociationConfig>) -> Result<(), WafError> {
    match config.and_then(|config| config.challenge_javascript_sdk_injection.as_ref()) {
        Some(_) => Err(WafError::not_implemented("ChallengeJavascriptSdkInjection")),
        None => Ok(()),
    }
}
