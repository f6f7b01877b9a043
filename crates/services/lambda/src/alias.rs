//! Aliases: names for versions, and for two of them with the share of each.

use bartizan_service::paging::page;
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Arn;

use crate::Lambda;
use crate::error::LambdaError;
use crate::function::unqualified;
use crate::list::limit;
use crate::names::{LATEST, check_alias, number, qualified};
use crate::records::{
    self, Alias, EventConfig, ResourcePolicy, Version, below_key, function_key, version_key,
};
use crate::shapes::{
    AliasConfiguration, AliasRoutingConfiguration, CreateAliasRequest, DeleteAliasRequest,
    GetAliasRequest, ListAliasesRequest, ListAliasesResponse, UpdateAliasRequest,
};

/// The most aliases of a function.
const ALIASES_MAX: usize = 1000;

/// Makes an alias.
pub(crate) async fn create(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<CreateAliasRequest>,
) -> Result<AliasConfiguration, LambdaError> {
    let request = request.into_inner();
    let named = unqualified(call, &request.function_name)?;
    check_alias(&request.name)?;
    let alias = Alias {
        other: other(request.routing_config)?,
        name: request.name,
        version: request.function_version,
        description: request.description.unwrap_or_default(),
        revision: call.platform.random.uuid(),
    };
    let done = call.commit(move |writer| {
        let function = records::function(writer, &named)?;
        let (arn, key) = (&function.arn, below_key(&function.arn, &alias.name)?);
        if writer.get::<Alias>(&key)?.is_some() {
            return Err(LambdaError::Exists(format!(
                "Alias already exists: {}",
                qualified(arn, &alias.name)
            )));
        }
        if records::all_below::<Alias>(writer, arn)?.len() >= ALIASES_MAX {
            return Err(LambdaError::InvalidParameter(format!(
                "A function has at most {ALIASES_MAX} aliases."
            )));
        }
        check_versions(writer, arn, &alias)?;
        writer.put(&key, &alias)?;
        Ok(told(arn, alias))
    });
    Ok(done.await?)
}

/// Changes an alias.
pub(crate) async fn update(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<UpdateAliasRequest>,
) -> Result<AliasConfiguration, LambdaError> {
    let request = request.into_inner();
    let named = unqualified(call, &request.function_name)?;
    let routing = request.routing_config.map(|routing| other(Some(routing))).transpose()?;
    let revision = call.platform.random.uuid();
    let done = call.commit(move |writer| {
        let function = records::function(writer, &named)?;
        let arn = &function.arn;
        let held = records::alias(writer, arn, &request.name)?;
        let mut alias = held.ok_or_else(|| absent(arn, &request.name))?;
        if request.revision_id.is_some_and(|seen| seen != alias.revision) {
            return Err(LambdaError::PreconditionFailed);
        }
        alias.version = request.function_version.unwrap_or(alias.version);
        alias.description = request.description.unwrap_or(alias.description);
        alias.other = routing.unwrap_or(alias.other);
        alias.revision = revision;
        check_versions(writer, arn, &alias)?;
        writer.put(&below_key(arn, &alias.name)?, &alias)?;
        Ok(told(arn, alias))
    });
    Ok(done.await?)
}

/// Tells an alias.
pub(crate) async fn get(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetAliasRequest>,
) -> Result<AliasConfiguration, LambdaError> {
    let named = unqualified(call, &request.function_name)?;
    Ok(call.read(|reader| {
        let function = records::function(reader, &named)?;
        let held = records::alias(reader, &function.arn, &request.name)?;
        let alias = held.ok_or_else(|| absent(&function.arn, &request.name))?;
        Ok::<_, LambdaError>(told(&function.arn, alias))
    })?)
}

/// Deletes an alias, with its policy.
pub(crate) async fn delete(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<DeleteAliasRequest>,
) -> Result<(), LambdaError> {
    let request = request.into_inner();
    let named = unqualified(call, &request.function_name)?;
    let done = call.commit(move |writer| {
        let key = below_key(&named.arn, &request.name)?;
        writer.get::<records::Function>(&function_key(&named.arn)?)?;
        writer.delete::<Alias>(&key)?;
        writer.delete::<ResourcePolicy>(&key)?;
        writer.delete::<EventConfig>(&key)?;
        Ok::<_, LambdaError>(())
    });
    Ok(done.await?)
}

/// The aliases of a function, or of one version of it.
pub(crate) async fn list(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<ListAliasesRequest>,
) -> Result<ListAliasesResponse, LambdaError> {
    let named = unqualified(call, &request.function_name)?;
    let limit = limit(request.max_items)?;
    let wanted = request.function_version.as_deref();
    let (arn, all) = call.read(|reader| {
        let function = records::function(reader, &named)?;
        let all = records::all_below::<Alias>(reader, &function.arn)?;
        Ok::<_, LambdaError>((function.arn, all))
    })?;
    let all: Vec<Alias> = all
        .into_iter()
        .map(|(_, alias)| alias)
        .filter(|alias| wanted.is_none_or(|wanted| alias.version == wanted))
        .collect();
    let page = page(all, request.marker.as_deref(), limit, |alias| alias.name.clone())?;
    Ok(ListAliasesResponse {
        next_marker: page.next,
        aliases: Some(page.items.into_iter().map(|alias| told(&arn, alias)).collect()),
    })
}

fn absent(arn: &Arn, name: &str) -> LambdaError {
    LambdaError::NotFound(format!("Cannot find alias arn: {}", qualified(arn, name)))
}

fn other(routing: Option<AliasRoutingConfiguration>) -> Result<Option<(String, f64)>, LambdaError> {
    let weights =
        routing.and_then(|routing| routing.additional_version_weights).unwrap_or_default();
    if weights.len() > 1 {
        return Err(LambdaError::InvalidParameter(
            "Number of items in AdditionalVersionWeights cannot be greater than 1".to_owned(),
        ));
    }
    let Some((version, share)) = weights.into_iter().next() else { return Ok(None) };
    if !(0.0..=1.0).contains(&share) {
        let must = "have value between 0.0 and 1.0";
        return Err(LambdaError::constraint(share, "additionalVersionWeights", must));
    }
    Ok(Some((version, share)))
}

fn check_versions(reader: &Reader<'_>, arn: &Arn, alias: &Alias) -> Result<(), LambdaError> {
    let other = alias.other.as_ref().map(|(other, _)| other.as_str());
    if other.is_some_and(|other| other == alias.version || other == LATEST)
        || other.is_some() && alias.version == LATEST
    {
        return Err(LambdaError::InvalidParameter(
            "An alias with weights means two versions, and $LATEST is none of them.".to_owned(),
        ));
    }
    for version in [Some(alias.version.as_str()), other].into_iter().flatten() {
        if version == LATEST {
            continue;
        }
        let found = match number(version) {
            Some(number) => reader.get::<Version>(&version_key(arn, number)?)?,
            None => None,
        };
        if found.is_none() {
            return Err(LambdaError::no_function(&qualified(arn, version)));
        }
    }
    Ok(())
}

fn told(arn: &Arn, alias: Alias) -> AliasConfiguration {
    AliasConfiguration {
        alias_arn: Some(qualified(arn, &alias.name).to_string()),
        name: Some(alias.name),
        function_version: Some(alias.version),
        description: Some(alias.description),
        routing_config: alias.other.map(|other| AliasRoutingConfiguration {
            additional_version_weights: Some([other].into()),
        }),
        revision_id: Some(alias.revision),
    }
}
