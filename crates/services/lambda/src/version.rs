//! Versions, which are published and do not change.

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};

use crate::Lambda;
use crate::error::LambdaError;
use crate::function::unqualified;
use crate::names::{Named, qualified};
use crate::records::{
    self, Alias, EventConfig, Function, ResourcePolicy, Version, below_key, function_key,
    version_key,
};
use crate::settings::refuse;
use crate::shapes::{FunctionConfiguration, PublishVersionRequest};
use crate::shown::{self, Shown};
use crate::update::check_revision;

/// Publishes what `$LATEST` is now; where the last version is the same already, that is answered.
pub(crate) async fn publish(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<PublishVersionRequest>,
) -> Result<FunctionConfiguration, LambdaError> {
    let request = request.into_inner();
    let named = unqualified(call, &request.function_name)?;
    refuse(&[("PublishTo", request.publish_to.is_some())])?;
    let (function, last) = call.read(|reader| {
        let function = records::function(reader, &named)?;
        let last = match function.published {
            0 => None,
            number => reader.get::<Version>(&version_key(&function.arn, number)?)?,
        };
        Ok::<_, LambdaError>((function, last))
    })?;
    check_revision(request.revision_id.as_deref(), &function)?;
    if request.code_sha256.is_some_and(|seen| seen != function.latest.code.sha256) {
        return Err(LambdaError::InvalidParameter(format!(
            "CodeSHA256 ({}) is different from current CodeSHA256 in $LATEST. Please try again with the CodeSHA256 in $LATEST.",
            function.latest.code.sha256
        )));
    }
    let unchanged = last.filter(|last| {
        let same = Version { version: last.version.clone(), ..function.latest.clone() };
        let described = Version { description: last.description.clone(), ..same };
        *last == described
    });
    let is_new = unchanged.is_none();
    let version = unchanged.unwrap_or_else(|| Version {
        version: (function.published + 1).to_string(),
        description: request.description.unwrap_or_else(|| function.latest.description.clone()),
        ..function.latest.clone()
    });
    let told = shown::configuration(call, &function, &version, Shown::Qualified).await;
    let done = call.commit(move |writer| {
        let mut held = records::same(writer, &function.arn, &function.id)?;
        if held.published != function.published || held.latest.revision != function.latest.revision
        {
            return Err(LambdaError::Exists(format!(
                "The operation cannot be performed at this time. An update is in progress for resource: {}",
                function.arn
            )));
        }
        if is_new {
            held.published += 1;
            writer.put(&version_key(&held.arn, held.published)?, &version)?;
            writer.put(&function_key(&held.arn)?, &held)?;
        }
        Ok(told)
    });
    Ok(done.await?)
}

/// Deletes a version that no alias means, with its policy.
pub(crate) fn delete(
    writer: &mut Writer<'_>,
    function: &Function,
    number: u64,
) -> Result<(), LambdaError> {
    let arn = &function.arn;
    let key = version_key(arn, number)?;
    let text = number.to_string();
    if writer.get::<Version>(&key)?.is_none() {
        return Err(LambdaError::no_function(&qualified(arn, &text)));
    }
    let means = |alias: &Alias| {
        alias.version == text || alias.other.as_ref().is_some_and(|(other, _)| *other == text)
    };
    let aliases = records::all_below::<Alias>(writer, arn)?;
    if let Some((_, alias)) = aliases.iter().find(|(_, alias)| means(alias)) {
        let named = Named { arn: arn.clone(), qualifier: Some(alias.name.clone()) };
        return Err(LambdaError::Exists(format!(
            "Version deletion failed: the version is referenced by the alias {}.",
            named.qualified()
        )));
    }
    writer.delete::<Version>(&key)?;
    writer.delete::<ResourcePolicy>(&below_key(arn, &text)?)?;
    writer.delete::<EventConfig>(&below_key(arn, &text)?)?;
    Ok(())
}
