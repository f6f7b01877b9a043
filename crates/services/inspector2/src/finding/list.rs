//! Findings, listed. (Amazon Inspector API Reference, `ListFindings`.)

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call, paging};
use bartizan_types::Fault;
use serde::{Deserialize, Serialize};

use super::criteria::Criteria;
use super::record::FindingRecord;
use super::severity;
use super::shelf::{Fact, Row};
use super::view::{self, Start, View};
use crate::Inspector;
use crate::error::InspectorError;
use crate::look::Look;
use crate::shapes::{ListFindingsRequest, ListFindingsResponse, SortCriteria};

/// How many findings a page has at most, and unless the request says. (Amazon Inspector API Reference,
/// `ListFindings`.)
const PAGE_ITEMS: usize = 100;

/// What stands before a time in milliseconds, so that all are as long.
const ZEROS: &str = "00000000000000000000";

/// Where a finding stands in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// What the list is sorted by.
    key: String,
    account: String,
    prefix: String,
    id: String,
}

/// A list as it is asked for.
struct Asked {
    criteria: Criteria,
    sort: Option<SortCriteria>,
    after: Option<Place>,
    limit: usize,
}

/// Lists findings of the caller's account, and of its members.
pub(crate) async fn list(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListFindingsRequest>,
) -> Result<ListFindingsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let limit = request.max_results.and_then(|most| usize::try_from(most).ok());
    let asked = Asked {
        criteria: Criteria::read(request.filter_criteria.unwrap_or_default())?,
        sort: request.sort_criteria,
        after: place_of(request.next_token.as_deref())?,
        limit: limit.unwrap_or(PAGE_ITEMS),
    };
    service.read(call, move |reader| page(reader, &look, &asked)).await
}

fn page(
    reader: &Reader<'_>,
    look: &Look,
    asked: &Asked,
) -> Result<ListFindingsResponse, InspectorError> {
    let sort = asked.sort.as_ref();
    let mut best = Best {
        room: asked.limit + 1,
        is_descending: sort.is_some_and(|sort| sort.sort_order == "DESC"),
        found: BinaryHeap::new(),
    };
    // A list that is not sorted is in the order in which findings are told of.
    let start = asked.after.as_ref().filter(|_| sort.is_none());
    let start = start.map(|after| Start { account: &after.account, prefix: &after.prefix });
    let is_asked_for = |account: &str| asked.criteria.admit(account);
    let mut key = String::new();
    view::each(reader, look, start.as_ref(), is_asked_for, |view| {
        key.clear();
        if let Some(sort) = sort {
            write_key(view, &sort.field, &mut key)?;
        }
        let place = (key.as_str(), view.account, view.prefix, view.row.text(Fact::Id));
        let is_next = asked.after.as_ref().is_none_or(|after| best.is_behind(place, after));
        if is_next && best.has_room(place) && asked.criteria.matches(view)? {
            let (account, prefix) = (view.account.to_owned(), view.prefix.to_owned());
            let place = Place { key: key.clone(), account, prefix, id: place.3.to_owned() };
            best.add(place, view.status()?);
        }
        let is_whole = sort.is_none() && best.found.len() == best.room;
        Ok(if is_whole { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let mut found = best.found.into_sorted_vec();
    let is_truncated = found.len() > asked.limit;
    found.truncate(asked.limit);
    let last = found.last().filter(|_| is_truncated);
    let token =
        last.map(|last| serde_json::to_string(&last.place).map(|text| paging::token(&text)));
    let next_token = token.transpose().map_err(|error| internal(&error))?;
    let mut findings = Vec::with_capacity(found.len());
    for Ranked { place: Place { account, id, .. }, status, .. } in found {
        let key = Key { account, region: look.region.clone(), id };
        let Some(record) = reader.get::<FindingRecord>(&key)? else { continue };
        findings.push(view::shown(&key, record, status)?);
    }
    Ok(ListFindingsResponse { next_token, findings: Some(findings) })
}

/// What a list goes on after.
fn place_of(token: Option<&str>) -> Result<Option<Place>, InspectorError> {
    let unknown =
        || InspectorError::Invalid("nextToken is not one that an earlier answer gave.".to_owned());
    let Some(text) = paging::place(token).map_err(|_| unknown())? else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|_| unknown())
}

/// A key, an account, a prefix and an id.
type Parts<'p> = (&'p str, &'p str, &'p str, &'p str);

impl Place {
    fn parts(&self) -> Parts<'_> {
        (&self.key, &self.account, &self.prefix, &self.id)
    }
}

fn order(a: Parts<'_>, b: Parts<'_>, is_descending: bool) -> Ordering {
    let keys = if is_descending { b.0.cmp(a.0) } else { a.0.cmp(b.0) };
    keys.then_with(|| (a.1, a.2, a.3).cmp(&(b.1, b.2, b.3)))
}

/// The first findings of a list, as many as there is room for.
struct Best {
    room: usize,
    is_descending: bool,
    found: BinaryHeap<Ranked>,
}

impl Best {
    fn is_behind(&self, place: Parts<'_>, other: &Place) -> bool {
        order(place, other.parts(), self.is_descending).is_gt()
    }

    fn has_room(&self, place: Parts<'_>) -> bool {
        let last = self.found.peek().filter(|_| self.found.len() >= self.room);
        last.is_none_or(|last| order(place, last.place.parts(), self.is_descending).is_lt())
    }

    fn add(&mut self, place: Place, status: &'static str) {
        self.found.push(Ranked { place, status, is_descending: self.is_descending });
        if self.found.len() > self.room {
            self.found.pop();
        }
    }
}

/// A finding in its place, and its status.
struct Ranked {
    place: Place,
    status: &'static str,
    is_descending: bool,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        order(self.place.parts(), other.place.parts(), self.is_descending)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

/// Writes what a finding is sorted by, as a text whose order is that of what it stands for.
fn write_key(view: &View<'_>, field: &str, key: &mut String) -> Result<(), InspectorError> {
    let row = &view.row;
    let fact = match field {
        "AWS_ACCOUNT_ID" => {
            key.push_str(view.account);
            return Ok(());
        }
        "FINDING_STATUS" => {
            key.push_str(view.status()?);
            return Ok(());
        }
        "RESOURCE_TYPE" => {
            let kind = view.resource().and_then(|resource| resource.get("type")?.as_str());
            key.push_str(kind.unwrap_or_default());
            return Ok(());
        }
        "FINDING_TYPE" => Fact::Type,
        "SEVERITY" => Fact::Severity,
        "FIRST_OBSERVED_AT" => Fact::First,
        "LAST_OBSERVED_AT" => Fact::Last,
        "NETWORK_PROTOCOL" => Fact::Protocol,
        "COMPONENT_TYPE" => Fact::ComponentTypes,
        "VULNERABILITY_ID" => Fact::Vulnerability,
        "VULNERABILITY_SOURCE" => Fact::Source,
        "VENDOR_SEVERITY" => Fact::VendorSeverity,
        "INSPECTOR_SCORE" => Fact::Score,
        "EPSS_SCORE" => Fact::Epss,
        // What is of images of containers no finding has.
        _ => return Ok(()),
    };
    match fact {
        Fact::Severity => {
            // Writing to a text does not fail.
            let _ = write!(key, "{}", severity::rank(row.text(fact)));
        }
        Fact::First | Fact::Last => {
            let text = row.text(fact);
            key.push_str(ZEROS.get(text.len()..).unwrap_or_default());
            key.push_str(text);
        }
        Fact::Score | Fact::Epss => write_number(row, fact, key),
        _ => key.push_str(row.each(fact).next().unwrap_or_default()),
    }
    Ok(())
}

/// Writes a number with five digits and six decimals.
fn write_number(row: &Row<'_>, fact: Fact, key: &mut String) {
    const DECIMALS: &str = "000000";
    let text = row.text(fact);
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain(whole)
        && is_plain(decimals)
        && let Some(before) = "00000".get(whole.len()..)
        && let Some(after) = DECIMALS.get(decimals.len()..)
    {
        // As most are written already.
        for part in [before, whole, ".", decimals, after] {
            key.push_str(part);
        }
    } else if let Some(number) = row.number(fact) {
        // Writing to a text does not fail.
        let _ = write!(key, "{number:012.6}");
    }
}

fn internal(error: &serde_json::Error) -> InspectorError {
    Fault::new("InternalServerException", error.to_string(), 500).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_texts_of_numbers_is_that_of_the_numbers() {
        for (text, expected) in [
            ("9.8", "00009.800000"),
            ("10", "00010.000000"),
            ("0.0", "00000.000000"),
            ("0.00042", "00000.000420"),
            ("0.1234567", "00000.123457"),
            ("1e-5", "00000.000010"),
            ("99999.999999", "99999.999999"),
            ("", ""),
            ("none", ""),
        ] {
            let number = text.parse::<f64>().map(|number| format!("{number:012.6}"));
            assert_eq!(number.unwrap_or_default(), expected);
            let line = format!("{}{}:{text}", "0:".repeat(Fact::Epss as usize), text.len());
            let mut key = String::new();
            write_number(&Row::of(&line), Fact::Epss, &mut key);
            assert_eq!(key, expected, "{text}");
        }
    }
}
