//! `DescribeManagedPrefixLists` and `GetManagedPrefixListEntries`.

use bartizan_service::{Authorized, Call};

use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{PrefixEntry, PrefixListRecord};
use crate::scope::Scope;
use crate::shapes::{
    DescribeManagedPrefixListsRequest, DescribeManagedPrefixListsResult,
    GetManagedPrefixListEntriesRequest, GetManagedPrefixListEntriesResult, ManagedPrefixList,
    PrefixListEntry, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The account's prefix lists in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeManagedPrefixListsRequest>,
) -> Result<DescribeManagedPrefixListsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let lists = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let lists = scope.all::<PrefixListRecord>(reader)?;
        let shown = |list: &PrefixListRecord| {
            let state = if list.version == 1 { "create-complete" } else { "modify-complete" };
            shown(&scope, list, &tags, state)
        };
        Ok::<_, Ec2Error>(lists.iter().map(shown).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        lists,
        &Wanted {
            ids: request.prefix_list_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeManagedPrefixListsResult { prefix_lists: Some(page.items), next_token: page.next })
}

/// A prefix list as answers show it.
pub(super) fn shown(
    scope: &Scope,
    list: &PrefixListRecord,
    tags: &Shown,
    state: &str,
) -> ManagedPrefixList {
    ManagedPrefixList {
        prefix_list_id: Some(list.id.clone()),
        address_family: Some(if list.is_v6 { "IPv6" } else { "IPv4" }.to_owned()),
        state: Some(state.to_owned()),
        prefix_list_arn: Some(scope.arn(Kind::PrefixList, &list.id).to_string()),
        prefix_list_name: Some(list.name.clone()),
        max_entries: Some(list.max_entries),
        version: Some(list.version),
        tags: Some(tags.of(&list.id)),
        owner_id: Some(scope.account.to_string()),
        ..ManagedPrefixList::default()
    }
}

/// The entries of a version of a prefix list.
pub(crate) async fn entries(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<GetManagedPrefixListEntriesRequest>,
) -> Result<GetManagedPrefixListEntriesResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let list: PrefixListRecord = call.read(|reader| scope.find(reader, &request.prefix_list_id))?;
    let shown = |entry: &PrefixEntry| PrefixListEntry {
        cidr: Some(entry.block.to_string()),
        description: entry.description.clone(),
    };
    let entries = of_version(&list, request.target_version)?.iter().map(shown).collect();
    let token = request.next_token.as_deref();
    let page = listing::cut(entries, request.max_results, token, |entry: &PrefixListEntry| {
        entry.cidr.clone().unwrap_or_default()
    })?;
    Ok(GetManagedPrefixListEntriesResult { entries: Some(page.items), next_token: page.next })
}

fn of_version(list: &PrefixListRecord, version: Option<i64>) -> Result<&[PrefixEntry], Ec2Error> {
    let back = list.version - version.unwrap_or(list.version);
    if back == 0 {
        return Ok(&list.entries);
    }
    let kept = usize::try_from(back).ok().and_then(|back| list.earlier.iter().nth_back(back - 1));
    kept.map(Vec::as_slice).ok_or_else(|| {
        let message = format!(
            "The prefix list '{}' has no version {}, or it is kept no more",
            list.id,
            list.version - back
        );
        Ec2Error::invalid(message)
    })
}

impl Listed for ManagedPrefixList {
    const KIND: Kind = Kind::PrefixList;

    fn id(&self) -> &str {
        self.prefix_list_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for ManagedPrefixList {
    const FILTERS: &'static [&'static str] = &["owner-id", "prefix-list-id", "prefix-list-name"];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        text(match name {
            "owner-id" => self.owner_id.as_ref(),
            "prefix-list-id" => self.prefix_list_id.as_ref(),
            _ => self.prefix_list_name.as_ref(),
        })
    }
}
