//! What is covered by scans. (Amazon Inspector API Reference, `ListCoverage` and
//! `ListCoverageStatistics`.)

mod criteria;
pub(crate) mod record;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call, paging};
use bartizan_types::{AccountId, Timestamp};

use self::criteria::Criteria;
use self::record::CoveredRecord;
use crate::error::InspectorError;
use crate::look::Look;
use crate::shapes::{
    Counts, CoveredResource, Ec2Metadata, ListCoverageRequest, ListCoverageResponse,
    ListCoverageStatisticsRequest, ListCoverageStatisticsResponse, ResourceScanMetadata,
    ScanStatus,
};
use crate::{Inspector, scan};

/// How many items a page has at most, and unless the request says.
const PAGE_ITEMS: usize = 200;

/// An instance under one kind of scan.
pub(crate) struct Covered {
    pub(crate) account: AccountId,
    pub(crate) record: CoveredRecord,
    /// `NETWORK` or `PACKAGE`.
    pub(crate) scan: &'static str,
}

impl Covered {
    fn status(&self) -> (&str, &str) {
        match self.scan {
            "PACKAGE" => (&self.record.packages.0, &self.record.packages.1),
            _ => ("ACTIVE", "SUCCESSFUL"),
        }
    }

    /// How its packages are found; nothing of its network.
    fn mode(&self) -> Option<&'static str> {
        (self.scan == "PACKAGE" && self.record.inventory.is_some()).then_some(
            if self.record.is_agent_based { "EC2_SSM_AGENT_BASED" } else { "EC2_AGENTLESS" },
        )
    }

    fn scanned(&self) -> Option<Timestamp> {
        match self.scan {
            "PACKAGE" => self.record.packages_scanned,
            _ => Some(self.record.network_scanned),
        }
    }

    /// Where it stands in a list.
    fn place(&self) -> String {
        format!("{}/{}/{}", self.account, self.record.instance, self.scan)
    }

    fn shown(self) -> CoveredResource {
        let (code, reason) = self.status();
        let scan_status = ScanStatus { status_code: code.to_owned(), reason: reason.to_owned() };
        let (scan_mode, last_scanned_at) = (self.mode().map(str::to_owned), self.scanned());
        let is_known = !self.record.platform.is_empty();
        let metadata = Ec2Metadata {
            tags: Some(self.record.tags),
            ami_id: Some(self.record.image).filter(|image| !image.is_empty()),
            platform: Some(if is_known { "LINUX" } else { "UNKNOWN" }.to_owned()),
        };
        CoveredResource {
            resource_type: RESOURCE_TYPE.to_owned(),
            resource_id: self.record.instance,
            account_id: self.account.to_string(),
            scan_type: self.scan.to_owned(),
            scan_status: Some(scan_status),
            resource_metadata: Some(ResourceScanMetadata {
                ec2: Some(metadata),
                ..ResourceScanMetadata::default()
            }),
            last_scanned_at,
            scan_mode,
            ..CoveredResource::default()
        }
    }
}

/// The kind of all that is covered.
pub(crate) const RESOURCE_TYPE: &str = "AWS_EC2_INSTANCE";

/// Lists what is covered of the caller's account, and of its members.
pub(crate) async fn list(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListCoverageRequest>,
) -> Result<ListCoverageResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = Criteria::read(request.filter_criteria)?;
    let limit = request.max_results.and_then(|most| usize::try_from(most).ok());
    let limit = limit.unwrap_or(PAGE_ITEMS);
    let after = paging::place(request.next_token.as_deref()).map_err(|_| unknown_token())?;
    let found = service.read(call, move |reader| {
        let mut found = Vec::new();
        each(reader, &look, &criteria, after.as_deref(), |one| {
            found.push(one);
            if found.len() > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(found)
    });
    let page = paging::page_of_read(found.await?, limit, Covered::place);
    let shown = page.items.into_iter().map(Covered::shown).collect();
    Ok(ListCoverageResponse { next_token: page.next, covered_resources: Some(shown) })
}

/// Counts it.
pub(crate) async fn count(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListCoverageStatisticsRequest>,
) -> Result<ListCoverageStatisticsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = Criteria::read(request.filter_criteria)?;
    let group_by = request.group_by.clone();
    let counted = service.read(call, move |reader| {
        let (mut total, mut groups) = (0_i64, BTreeMap::<String, i64>::new());
        each(reader, &look, &criteria, None, |one| {
            total += 1;
            let (code, reason) = one.status();
            let key = match group_by.as_deref() {
                Some("SCAN_STATUS_CODE") => code.to_owned(),
                Some("SCAN_STATUS_REASON") => reason.to_owned(),
                Some("ACCOUNT_ID") => one.account.to_string(),
                Some("RESOURCE_TYPE") => RESOURCE_TYPE.to_owned(),
                // No instance has a repository, or a provider but this one.
                _ => return ControlFlow::Continue(()),
            };
            *groups.entry(key).or_default() += 1;
            ControlFlow::Continue(())
        })?;
        Ok((total, groups))
    });
    let (total, groups) = counted.await?;
    let token = request.next_token.as_deref();
    let page =
        paging::page(groups.into_iter().collect(), token, PAGE_ITEMS, |one: &(String, i64)| {
            one.0.clone()
        });
    let page = page.map_err(|_| unknown_token())?;
    let shown = page
        .items
        .into_iter()
        .map(|(key, count)| Counts { count: Some(count), group_key: Some(key) });
    let counts_by_group = request.group_by.is_some().then(|| shown.collect());
    Ok(ListCoverageStatisticsResponse {
        counts_by_group,
        total_counts: total,
        next_token: page.next,
    })
}

fn unknown_token() -> InspectorError {
    InspectorError::Invalid("nextToken is not one that an earlier answer gave.".to_owned())
}

/// Tells of what is covered and asked for, in the order of places, from behind one on, until it is told to
/// stop.
fn each(
    reader: &Reader<'_>,
    look: &Look,
    criteria: &Criteria,
    after: Option<&str>,
    mut tell: impl FnMut(Covered) -> ControlFlow<()>,
) -> Result<(), InspectorError> {
    let mut parts = after.unwrap_or_default().splitn(3, '/');
    let (first, instance) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let mut tell_each = |account: AccountId, record: CoveredRecord| {
        for scan in ["NETWORK", "PACKAGE"] {
            let one = Covered { account, record: record.clone(), scan };
            let is_next = after.is_none_or(|after| *one.place() > *after);
            if is_next && criteria.matches(&one) && tell(one).is_break() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    };
    for account in look.seen_accounts(reader)? {
        let text = account.to_string();
        let begin = Some(instance).filter(|_| text == first);
        if *text < *first {
            continue;
        }
        // Of the last instance of the page before, one scan may be left.
        if let Some(instance) = begin {
            let key = Key::new(account, &look.region, instance);
            let left = reader.get::<CoveredRecord>(&key)?;
            if left.is_some_and(|left| tell_each(account, left).is_break()) {
                return Ok(());
            }
        }
        let found = scan::each::<CoveredRecord>(reader, (&text, &look.region), begin, |_, one| {
            tell_each(account, one)
        })?;
        if found.is_break() {
            return Ok(());
        }
    }
    Ok(())
}
