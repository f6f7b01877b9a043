//! Regex pattern sets.

use bartizan_inspect::definition::check_regex;
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use serde_json::json;

use crate::Waf;
use crate::entity::{self, Place, summary};
use crate::error::WafError;
use crate::records::EntityRecord;
use crate::references::texts;
use crate::scope::Kind;
use crate::shapes::{
    CreateRegexPatternSetRequest, CreateRegexPatternSetResponse, DeleteRegexPatternSetRequest,
    GetRegexPatternSetRequest, GetRegexPatternSetResponse, ListRegexPatternSetsRequest,
    ListRegexPatternSetsResponse, Regex, RegexPatternSet, UpdateRegexPatternSetRequest,
    UpdateRegexPatternSetResponse,
};

/// The most patterns of a set. (AWS WAF Developer Guide, "AWS WAF quotas".)
const PATTERNS_MAX: usize = 10;
/// The most characters of a pattern. (The same.)
const PATTERN_LENGTH_MAX: usize = 200;

summary!(RegexPatternSetSummary);

/// Makes a set.
pub(crate) async fn create(
    _service: &Waf,
    call: &Call,
    request: Authorized<CreateRegexPatternSetRequest>,
) -> Result<CreateRegexPatternSetResponse, WafError> {
    let request = request.into_inner();
    let place = Place::of(call, &request.scope, Kind::RegexPatternSet)?;
    let settings = json!({ "Patterns": patterns(request.regular_expression_list)? });
    let (description, tags) = (request.description, request.tags);
    let record = entity::new(call, &place, &request.name, description, tags, settings)?;
    let done = call.commit(move |writer| {
        entity::insert(writer, &place, &record)?;
        Ok::<_, WafError>(CreateRegexPatternSetResponse { summary: Some(summary(&record)) })
    });
    Ok(done.await?)
}

/// Shows a set.
pub(crate) async fn show(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetRegexPatternSetRequest>,
) -> Result<GetRegexPatternSetResponse, WafError> {
    let place = Place::of(call, &request.scope, Kind::RegexPatternSet)?;
    let name = place.name(&request.name, &request.id);
    let record = call.read(|reader| entity::find(reader, &name))?;
    let regex_pattern_set = Some(shown(&record));
    Ok(GetRegexPatternSetResponse { regex_pattern_set, lock_token: Some(record.lock_token) })
}

/// Gives a set other patterns.
pub(crate) async fn update(
    _service: &Waf,
    call: &Call,
    request: Authorized<UpdateRegexPatternSetRequest>,
) -> Result<UpdateRegexPatternSetResponse, WafError> {
    let request = request.into_inner();
    let place = Place::of(call, &request.scope, Kind::RegexPatternSet)?;
    let name = place.name(&request.name, &request.id);
    let settings = json!({ "Patterns": patterns(request.regular_expression_list)? });
    let change = move |_: &Reader<'_>, record: &mut EntityRecord| {
        record.settings = settings;
        record.description = request.description;
        Ok(())
    };
    let answer = |next_lock_token| UpdateRegexPatternSetResponse { next_lock_token };
    entity::update(call, name, request.lock_token, change, answer).await
}

/// Deletes a set.
pub(crate) async fn delete(
    _service: &Waf,
    call: &Call,
    request: Authorized<DeleteRegexPatternSetRequest>,
) -> Result<(), WafError> {
    let request = request.into_inner();
    let place = Place::of(call, &request.scope, Kind::RegexPatternSet)?;
    let name = place.name(&request.name, &request.id);
    Ok(call.commit(move |writer| entity::delete(writer, &name, &request.lock_token)).await?)
}

/// Lists sets.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListRegexPatternSetsRequest>,
) -> Result<ListRegexPatternSetsResponse, WafError> {
    let place = Place::of(call, &request.scope, Kind::RegexPatternSet)?;
    let page = entity::page(call, &place, request.next_marker.as_deref(), request.limit)?;
    let regex_pattern_sets = Some(page.items.iter().map(summary).collect());
    Ok(ListRegexPatternSetsResponse { next_marker: page.next, regex_pattern_sets })
}

fn shown(record: &EntityRecord) -> RegexPatternSet {
    let regex = |text: &str| Regex { regex_string: Some(text.to_owned()) };
    RegexPatternSet {
        name: Some(record.name.name.clone()),
        id: Some(record.name.id.clone()),
        arn: Some(record.name.arn().to_string()),
        description: record.description.clone(),
        regular_expression_list: Some(texts(&record.settings, "Patterns").map(regex).collect()),
    }
}

/// Patterns that linear time can match.
fn patterns(list: Vec<Regex>) -> Result<Vec<String>, WafError> {
    if list.len() > PATTERNS_MAX {
        return Err(WafError::WAFLimitsExceeded);
    }
    let mut patterns = Vec::with_capacity(list.len());
    for regex in list {
        let pattern = regex.regex_string.unwrap_or_default();
        let is_sound =
            pattern.chars().count() <= PATTERN_LENGTH_MAX && check_regex(&pattern).is_ok();
        if pattern.is_empty() || !is_sound {
            return Err(WafError::format("REGEX_PATTERN_SET", pattern));
        }
        patterns.push(pattern);
    }
    Ok(patterns)
}
