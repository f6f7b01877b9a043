//! Functions changed: their code and their configuration.

use bartizan_service::{Authorized, Call};

use crate::Lambda;
use crate::code::{self, Given};
use crate::error::LambdaError;
use crate::function::{check_role, unqualified};
use crate::records::{self, Function, Version, function_key, version_key};
use crate::settings::{Wanted, check_architectures, refuse};
use crate::shapes::{
    FunctionConfiguration, UpdateFunctionCodeRequest, UpdateFunctionConfigurationRequest,
};
use crate::shown::{self, Shown};

/// Gives a function other code.
pub(crate) async fn code(
    lambda: &Lambda,
    call: &Call,
    request: Authorized<UpdateFunctionCodeRequest>,
) -> Result<FunctionConfiguration, LambdaError> {
    let request = request.into_inner();
    lambda.engine.runtimes().await?;
    let named = unqualified(call, &request.function_name)?;
    refuse(&[
        ("ImageUri", request.image_uri.is_some()),
        ("SourceKMSKeyArn", request.source_kms_key_arn.is_some()),
        ("PublishTo", request.publish_to.is_some()),
        ("S3ObjectStorageMode", request.s3_object_storage_mode.is_some_and(|mode| mode != "COPY")),
    ])?;
    check_architectures(request.architectures.as_deref())?;
    let function = call.read(|reader| records::function(reader, &named))?;
    check_revision(request.revision_id.as_deref(), &function)?;
    let given = Given {
        zip_file: request.zip_file,
        bucket: request.s3_bucket,
        key: request.s3_key,
        object_version: request.s3_object_version,
    };
    let bytes = given.bytes(call).await?;
    let mut next = function.latest.clone();
    next.modified = call.now;
    if request.dry_run == Some(true) {
        next.code = code::described("", &bytes);
        return Ok(shown::configuration(call, &function, &next, Shown::Plain).await);
    }
    next.code = code::store(&lambda.engine, call, &function.arn, bytes).await?;
    put(call, function, next, request.publish == Some(true)).await
}

/// Gives a function another configuration.
pub(crate) async fn configuration(
    lambda: &Lambda,
    call: &Call,
    request: Authorized<UpdateFunctionConfigurationRequest>,
) -> Result<FunctionConfiguration, LambdaError> {
    let request = request.into_inner();
    let named = unqualified(call, &request.function_name)?;
    let function = call.read(|reader| records::function(reader, &named))?;
    check_revision(request.revision_id.as_deref(), &function)?;
    let runtimes = match request.runtime {
        Some(_) => lambda.engine.runtimes().await?,
        None => Vec::new(),
    };
    let wanted = Wanted::updated(&runtimes, request)?;
    check_role(lambda, call, &function.arn, wanted.role()).await?;
    let mut next = function.latest.clone();
    wanted.apply(call, &function.arn, &mut next).await?;
    next.modified = call.now;
    put(call, function, next, false).await
}

/// That the version is the one that the caller has seen.
pub(crate) fn check_revision(seen: Option<&str>, function: &Function) -> Result<(), LambdaError> {
    match seen {
        Some(seen) if seen != function.latest.revision => Err(LambdaError::PreconditionFailed),
        _ => Ok(()),
    }
}

/// Puts the next version into the place of the one that was read, if that stands still.
async fn put(
    call: &Call,
    function: Function,
    mut next: Version,
    publishes: bool,
) -> Result<FunctionConfiguration, LambdaError> {
    next.revision = call.platform.random.uuid();
    let number = function.published + 1;
    let (shown, by) = if publishes {
        (Version { version: number.to_string(), ..next.clone() }, Shown::Qualified)
    } else {
        (next.clone(), Shown::Plain)
    };
    let told = shown::configuration(call, &function, &shown, by).await;
    let done = call.commit(move |writer| {
        let mut held = records::same(writer, &function.arn, &function.id)?;
        if held.latest.revision != function.latest.revision || held.published + 1 != number {
            return Err(LambdaError::Exists(format!(
                "The operation cannot be performed at this time. An update is in progress for resource: {}",
                function.arn
            )));
        }
        held.latest = next;
        if publishes {
            held.published = number;
            writer.put(&version_key(&held.arn, number)?, &shown)?;
        }
        writer.put(&function_key(&held.arn)?, &held)?;
        Ok(told)
    });
    Ok(done.await?)
}
