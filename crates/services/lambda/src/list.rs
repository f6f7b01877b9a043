//! Functions and versions listed.

use bartizan_service::paging::{page_of_read, place};
use bartizan_service::{Authorized, Call};

use crate::Lambda;
use crate::error::LambdaError;
use crate::function::unqualified;
use crate::names::name_of;
use crate::records::{self, Function, Version, below_key};
use crate::settings::refuse;
use crate::shapes::{
    ListFunctionsRequest, ListFunctionsResponse, ListVersionsByFunctionRequest,
    ListVersionsByFunctionResponse,
};
use crate::shown::{self, Shown};

/// The most functions of a page, and how many there are without `MaxItems`. (AWS Lambda API Reference,
/// `ListFunctions`.)
const PAGE_MAX: usize = 50;

/// How many items a page has.
pub(crate) fn limit(asked: Option<i32>) -> Result<usize, LambdaError> {
    let Some(asked) = asked else { return Ok(PAGE_MAX) };
    let limit = usize::try_from(asked).ok().filter(|limit| *limit > 0);
    let limit = limit.ok_or_else(|| {
        LambdaError::constraint(asked, "maxItems", "have value greater than or equal to 1")
    })?;
    Ok(limit.min(PAGE_MAX))
}

/// The caller's functions; with `FunctionVersion` their versions, too.
pub(crate) async fn functions(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<ListFunctionsRequest>,
) -> Result<ListFunctionsResponse, LambdaError> {
    refuse(&[(
        "MasterRegion",
        request.master_region.as_deref().is_some_and(|name| name != "ALL"),
    )])?;
    let limit = limit(request.max_items)?;
    let with_versions = request.function_version.is_some();
    let (account, region) = (call.account()?.to_string(), call.region.as_str());
    let after = place(request.marker.as_deref())?;
    let found = call.read(|reader| {
        reader.scan::<Function>(&account, region, "", after.as_deref(), limit + 1)
    })?;
    let page = page_of_read(found, limit, |(key, _)| key.id.clone());
    let mut functions = Vec::new();
    for (_, function) in &page.items {
        let by = if with_versions { Shown::Qualified } else { Shown::Plain };
        functions.push(shown::configuration(call, function, &function.latest, by).await);
        if with_versions {
            let versions =
                call.read(|reader| records::all_below::<Version>(reader, &function.arn))?;
            for (_, version) in &versions {
                functions.push(shown::configuration(call, function, version, by).await);
            }
        }
    }
    Ok(ListFunctionsResponse { next_marker: page.next, functions: Some(functions) })
}

/// The versions of a function: `$LATEST` first.
pub(crate) async fn versions(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<ListVersionsByFunctionRequest>,
) -> Result<ListVersionsByFunctionResponse, LambdaError> {
    let named = unqualified(call, &request.function_name)?;
    let limit = limit(request.max_items)?;
    let after = place(request.marker.as_deref())?;
    let (function, found) = call.read(|reader| {
        let function = records::function(reader, &named)?;
        let prefix = below_key(&function.arn, "")?;
        let found = reader.scan::<Version>(
            &prefix.account,
            &prefix.region,
            &prefix.id,
            after.as_deref(),
            limit + 1,
        )?;
        Ok::<_, LambdaError>((function, found))
    })?;
    let mut all: Vec<(String, Version)> = Vec::new();
    if after.is_none() {
        all.push((format!("{}:", name_of(&function.arn)), function.latest.clone()));
    }
    all.extend(found.into_iter().map(|(key, version)| (key.id, version)));
    let page = page_of_read(all, limit, |(place, _)| place.clone());
    let mut versions = Vec::new();
    for (_, version) in &page.items {
        versions.push(shown::configuration(call, &function, version, Shown::Qualified).await);
    }
    Ok(ListVersionsByFunctionResponse { next_marker: page.next, versions: Some(versions) })
}
