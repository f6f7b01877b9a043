//! Functions made, told and deleted.

use bartizan_service::store::{Record, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Timestamp};

use crate::code::{self, Given};
use crate::error::LambdaError;
use crate::names::{self, LATEST, Named, number};
use crate::records::{
    self, Alias, Code, EventConfig, Function, ResourcePolicy, Version, below_key, function_key,
    version_key,
};
use crate::settings::{Wanted, refuse};
use crate::shapes::{
    Concurrency, CreateFunctionRequest, DeleteFunctionRequest, DeleteFunctionResponse,
    FunctionCodeLocation, FunctionConfiguration, GetFunctionConfigurationRequest,
    GetFunctionRequest, GetFunctionResponse,
};
use crate::shown::{self, Shown};
use crate::{Lambda, tags, version};

/// What holds where nothing else is asked for. (AWS Lambda API Reference, `CreateFunction`.)
const TIMEOUT: u32 = 3;
const MEMORY: u32 = 128;
const STORAGE: u32 = 512;
/// The most functions of an account in a region. Lambda's code storage limits them alone.
const FUNCTIONS_MAX: u64 = 10_000;

/// Makes a function.
pub(crate) async fn create(
    lambda: &Lambda,
    call: &Call,
    request: Authorized<CreateFunctionRequest>,
) -> Result<FunctionConfiguration, LambdaError> {
    let request = request.into_inner();
    let engine = &lambda.engine;
    let runtimes = engine.runtimes().await?;
    let named = unqualified(call, &request.function_name)?;
    let wanted = Wanted::created(&runtimes, &request)?;
    let tags = tags::read(request.tags.unwrap_or_default())?;
    refuse(&[
        ("Code.ImageUri", request.code.image_uri.is_some()),
        ("Code.SourceKMSKeyArn", request.code.source_kms_key_arn.is_some()),
        ("Code.S3ObjectStorageMode", is_reference(request.code.s3_object_storage_mode.as_deref())),
    ])?;
    let (arn, key) = (named.arn.clone(), function_key(&named.arn)?);
    if call.read(|reader| reader.get::<Function>(&key))?.is_some() {
        return Err(exists(&named));
    }
    check_role(lambda, call, &arn, wanted.role()).await?;
    let given = Given {
        zip_file: request.code.zip_file,
        bucket: request.code.s3_bucket,
        key: request.code.s3_key,
        object_version: request.code.s3_object_version,
    };
    let code = code::store(engine, call, &arn, given.bytes(call).await?).await?;
    let mut latest = blank(code, wanted.role(), call.now)?;
    wanted.apply(call, &arn, &mut latest).await?;
    latest.revision = call.platform.random.uuid();
    let publishes = request.publish == Some(true);
    let mut function = Function {
        id: call.platform.random.uuid(),
        arn,
        latest,
        published: 0,
        tags,
        reserved: None,
    };
    let (shown, by) = if publishes {
        (Version { version: "1".to_owned(), ..function.latest.clone() }, Shown::Qualified)
    } else {
        (function.latest.clone(), Shown::Plain)
    };
    let told = shown::configuration(call, &function, &shown, by).await;
    let done = call.commit(move |writer| {
        if writer.get::<Function>(&key)?.is_some() {
            return Err(exists(&named));
        }
        if writer.count::<Function>(&key.account, &key.region)? >= FUNCTIONS_MAX {
            return Err(LambdaError::TooManyRequests {
                message: format!("An account has at most {FUNCTIONS_MAX} functions in a region."),
                reason: None,
            });
        }
        if publishes {
            function.published = 1;
            writer.put(&version_key(&function.arn, 1)?, &shown)?;
        }
        writer.put(&key, &function)?;
        Ok(told)
    });
    Ok(done.await?)
}

fn exists(named: &Named) -> LambdaError {
    LambdaError::Exists(format!("Function already exist: {}", named.name()))
}

fn is_reference(mode: Option<&str>) -> bool {
    mode.is_some_and(|mode| mode != "COPY")
}

fn blank(code: Code, role: Option<&Arn>, now: Timestamp) -> Result<Version, LambdaError> {
    let role = role.ok_or_else(|| LambdaError::internal("the function has no role"))?;
    Ok(Version {
        version: LATEST.to_owned(),
        description: String::new(),
        role: role.clone(),
        runtime: String::new(),
        handler: None,
        memory: MEMORY,
        storage: STORAGE,
        timeout: TIMEOUT,
        variables: None,
        key: None,
        code,
        layers: Vec::new(),
        dead_letters: None,
        log_group: None,
        modified: now,
        revision: String::new(),
    })
}

/// The function of a name that has no qualifier.
pub(crate) fn unqualified(call: &Call, name: &str) -> Result<Named, LambdaError> {
    let named = names::read(call, name, None)?;
    match named.qualifier.as_deref() {
        None | Some(LATEST) => Ok(Named { qualifier: None, ..named }),
        Some(_) => Err(LambdaError::InvalidParameter(format!(
            "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN: {}",
            named.name()
        ))),
    }
}

/// That Lambda can act in a role, which is of the function's account.
pub(crate) async fn check_role(
    lambda: &Lambda,
    call: &Call,
    function: &Arn,
    role: Option<&Arn>,
) -> Result<(), LambdaError> {
    let Some(role) = role else { return Ok(()) };
    if role.account_id() != function.account_id() {
        let message = "Cross-account pass role is not allowed.";
        return Err(LambdaError::InvalidParameter(message.to_owned()));
    }
    let checked = lambda.engine.role(call.road(), role, function).check().await;
    checked.map_err(|fault| {
        tracing::debug!(%fault, "a role cannot be assumed for a function");
        let message = "The role defined for the function cannot be assumed by Lambda.";
        LambdaError::InvalidParameter(message.to_owned())
    })
}

/// Tells a function, a version of it, or the version that an alias means.
pub(crate) async fn get(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetFunctionRequest>,
) -> Result<GetFunctionResponse, LambdaError> {
    let named = names::read(call, &request.function_name, request.qualifier.as_deref())?;
    let (function, configuration) = found(call, &named).await?;
    let location = FunctionCodeLocation {
        repository_type: Some("S3".to_owned()),
        ..FunctionCodeLocation::default()
    };
    let reserved = function.reserved.and_then(|reserved| i32::try_from(reserved).ok());
    let shown = tags::shown(&function.tags);
    Ok(GetFunctionResponse {
        configuration: Some(configuration),
        code: Some(location),
        tags: Some(shown).filter(|tags| !tags.is_empty()),
        tags_error: None,
        concurrency: reserved
            .map(|reserved| Concurrency { reserved_concurrent_executions: Some(reserved) }),
    })
}

/// Tells the configuration alone.
pub(crate) async fn get_configuration(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetFunctionConfigurationRequest>,
) -> Result<FunctionConfiguration, LambdaError> {
    let named = names::read(call, &request.function_name, request.qualifier.as_deref())?;
    found(call, &named).await.map(|(_, configuration)| configuration)
}

async fn found(
    call: &Call,
    named: &Named,
) -> Result<(Function, FunctionConfiguration), LambdaError> {
    let qualifier = named.qualifier.as_deref();
    let (function, version) = call.read(|reader| {
        let function = records::function(reader, named)?;
        // What an alias tells is the version that it means first.
        let version = records::version(reader, &function, qualifier, 1.0)?;
        Ok::<_, LambdaError>((function, version))
    })?;
    let by = if qualifier.is_some() { Shown::Qualified } else { Shown::Plain };
    let mut told = shown::configuration(call, &function, &version, by).await;
    if qualifier.is_some() {
        told.function_arn = Some(named.qualified().to_string());
    }
    Ok((function, told))
}

/// Deletes a function with all its versions, or one version.
pub(crate) async fn delete(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<DeleteFunctionRequest>,
) -> Result<DeleteFunctionResponse, LambdaError> {
    let named = names::read(call, &request.function_name, request.qualifier.as_deref())?;
    let done = call.commit(move |writer| {
        let function = records::function(writer, &named)?;
        match named.qualifier.as_deref() {
            None => delete_all(writer, &function)?,
            Some(LATEST) => {
                return Err(LambdaError::InvalidParameter(
                    "$LATEST version cannot be deleted without deleting the function.".to_owned(),
                ));
            }
            Some(qualifier) => match number(qualifier) {
                Some(number) => version::delete(writer, &function, number)?,
                None => {
                    return Err(LambdaError::InvalidParameter(
                        "Deletion of an alias is not supported by this operation: use DeleteAlias."
                            .to_owned(),
                    ));
                }
            },
        }
        Ok(DeleteFunctionResponse { status_code: None })
    });
    Ok(done.await?)
}

fn delete_all(writer: &mut Writer<'_>, function: &Function) -> Result<(), LambdaError> {
    fn each<T: Record>(writer: &mut Writer<'_>, arn: &Arn) -> Result<(), LambdaError> {
        for (key, _) in records::all_below::<T>(writer, arn)? {
            writer.delete::<T>(&key)?;
        }
        Ok(())
    }
    let arn = &function.arn;
    each::<Version>(writer, arn)?;
    each::<Alias>(writer, arn)?;
    each::<ResourcePolicy>(writer, arn)?;
    each::<EventConfig>(writer, arn)?;
    writer.delete::<ResourcePolicy>(&below_key(arn, "")?)?;
    writer.delete::<Function>(&function_key(arn)?)?;
    Ok(())
}
