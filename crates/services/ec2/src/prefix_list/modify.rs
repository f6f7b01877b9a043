//! `ModifyManagedPrefixList`.

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use ipnet::IpNet;

use super::describe::shown;
use super::{check_max, check_name};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::records::{BY_PREFIX_LIST, Peer, PrefixEntry, PrefixListRecord, SecurityGroupRecord};
use crate::scope::{self, Scope};
use crate::shapes::{
    AddPrefixListEntry, ModifyManagedPrefixListRequest, ModifyManagedPrefixListResult,
    RemovePrefixListEntry,
};
use crate::tags::Shown;
use crate::{Ec2, cidr, defaults, quotas, security_group};

/// The most characters of a description.
const DESCRIPTION_MAX: usize = 255;

/// Changes a prefix list: its entries, which makes a new version, or its size; and its name.
pub(crate) async fn modify(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ModifyManagedPrefixListRequest>,
) -> Result<ModifyManagedPrefixListResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[(
        "IpamPrefixListResolverSyncEnabled",
        request.ipam_prefix_list_resolver_sync_enabled.is_some(),
    )])?;
    let (added, removed) =
        (request.add_entries.unwrap_or_default(), request.remove_entries.unwrap_or_default());
    let changes_entries = !added.is_empty() || !removed.is_empty();
    if changes_entries && request.max_entries.is_some() {
        return Err(Ec2Error::combination(
            "You cannot modify the entries and the size of a prefix list in one request.",
        ));
    }
    if changes_entries && request.current_version.is_none() {
        return Err(Ec2Error::missing("CurrentVersion"));
    }
    let name = request.prefix_list_name.map(check_name).transpose()?;
    if let Some(max) = request.max_entries {
        check_max(max)?;
    }
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut list: PrefixListRecord = scope.find(writer, &request.prefix_list_id)?;
        if changes_entries {
            check_version(&list, request.current_version)?;
            change(&mut list, added, &removed)?;
        }
        if let Some(max) = request.max_entries {
            resize(writer, &scope, &mut list, max)?;
        }
        list.name = name.unwrap_or(list.name);
        scope.put(writer, &list)?;
        let tags = Shown::one(writer, &scope, &list.id)?;
        let shown = shown(&scope, &list, &tags, "modify-complete");
        Ok::<_, Ec2Error>(ModifyManagedPrefixListResult { prefix_list: Some(shown) })
    });
    Ok(done.await?)
}

fn check_version(list: &PrefixListRecord, current: Option<i64>) -> Result<(), Ec2Error> {
    if current == Some(list.version) {
        return Ok(());
    }
    let message = format!(
        "The prefix list has the incorrect version number: its current version is {}",
        list.version
    );
    Err(Ec2Error::refused("PrefixListVersionMismatch", message))
}

/// Makes a new version of the entries.
fn change(
    list: &mut PrefixListRecord,
    added: Vec<AddPrefixListEntry>,
    removed: &[RemovePrefixListEntry],
) -> Result<(), Ec2Error> {
    let before = list.entries.clone();
    for one in removed {
        let block = block(list.is_v6, &one.cidr)?;
        if !list.entries.iter().any(|entry| entry.block == block) {
            return Err(Ec2Error::invalid(format!(
                "The entry '{block}' does not exist in the prefix list '{}'",
                list.id
            )));
        }
        list.entries.retain(|entry| entry.block != block);
    }
    add(list, added)?;
    list.earlier.push(before);
    let surplus = list.earlier.len().saturating_sub(quotas::EARLIER_VERSIONS);
    list.earlier.drain(..surplus);
    list.version = list.version.saturating_add(1);
    Ok(())
}

/// Adds entries; one that is there gets the new description.
pub(super) fn add(
    list: &mut PrefixListRecord,
    added: Vec<AddPrefixListEntry>,
) -> Result<(), Ec2Error> {
    for one in added {
        let block = block(list.is_v6, &one.cidr)?;
        let description = one.description.filter(|text| !text.is_empty());
        if description.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_MAX) {
            let message = format!("A description has at most {DESCRIPTION_MAX} characters.");
            return Err(Ec2Error::invalid(message));
        }
        match list.entries.iter_mut().find(|entry| entry.block == block) {
            Some(present) => present.description = description,
            None => list.entries.push(PrefixEntry { block, description }),
        }
    }
    let max = usize::try_from(list.max_entries).unwrap_or_default();
    if list.entries.len() > max {
        let message =
            format!("You've reached the maximum number of entries ({max}) for this list.");
        return Err(Ec2Error::refused("PrefixListMaxEntriesExceeded", message));
    }
    Ok(())
}

fn block(is_v6: bool, text: &str) -> Result<IpNet, Ec2Error> {
    let read = if is_v6 {
        cidr::parse_v6(text).map(IpNet::V6)
    } else {
        cidr::parse_v4(text).map(IpNet::V4)
    };
    read.ok_or_else(|| {
        Ec2Error::invalid(format!(
            "Value ({text}) for parameter Cidr is invalid. This is not a valid CIDR block of the \
             list's address family."
        ))
    })
}

/// Gives a list another size, by which the rules that name it count.
fn resize(
    writer: &mut Writer<'_>,
    scope: &Scope,
    list: &mut PrefixListRecord,
    max: i32,
) -> Result<(), Ec2Error> {
    let weight = usize::try_from(max).unwrap_or_default();
    if list.entries.len() > weight {
        let message = format!("The prefix list has more than {max} entries.");
        return Err(Ec2Error::invalid(message));
    }
    list.max_entries = max;
    for mut group in scope::found::<SecurityGroupRecord>(writer, BY_PREFIX_LIST, &list.id)? {
        for rule in &mut group.rules {
            if let Peer::PrefixList(named) = &mut rule.permission.peer
                && named.id == list.id
            {
                named.weight = weight;
            }
        }
        security_group::check_count(&group)?;
        scope.put(writer, &group)?;
    }
    Ok(())
}
