//! The variables of functions, sealed as they are stored: by a data key of KMS where the function names a key, by
//! the account's own key else. (AWS Lambda Developer Guide, "Securing Lambda environment variables".)

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_service::store::Record;
use bartizan_service::{Call, DataKeys, KeyUse, Platform, open_by_data_key, seal_by_data_key};
use bartizan_types::{AccountId, Arn, Fault, Region};
use bartizan_wire::Value;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::LambdaError;
use crate::records::{Opened, SealedKey, Variables, Version};
use crate::role::ExecutionRole;

/// The service that KMS is asked through.
pub(crate) const VIA: &str = "lambda";
/// The pair of the encryption context that names the function.
const CONTEXT_ARN: &str = "aws:lambda:FunctionArn";

/// Seals variables by the key that is named, or by the account's own.
pub(crate) async fn seal(
    call: &Call,
    function: &Arn,
    key: Option<&str>,
    variables: &Opened,
) -> Result<Variables, LambdaError> {
    let account = account_of(function)?;
    let plain = Zeroizing::new(written(variables)?);
    let id = call.platform.random.uuid();
    let Some(key) = key else {
        call.platform.vault.prepare(&call.platform.store, account).await?;
        let sealed = call.platform.vault.seal(account, Version::COLLECTION, &id, &plain)?;
        return Ok(Variables { id, sealed: STANDARD.encode(sealed), key: None });
    };
    let (region, context) = (Region::new(function.region()), context(function));
    let ask = KeyUse { key: Some(key), account, region: &region, via: VIA, context: &context };
    let made = port(call)?.generate(call, ask).await.map_err(|fault| refused(&fault))?;
    let random = &*call.platform.random;
    let sealed = seal_by_data_key(&made.plain, id.as_bytes(), &plain, random);
    let sealed = STANDARD.encode(sealed.map_err(|_| unreadable())?);
    let key = Some(SealedKey { by: made.key.to_string(), blob: STANDARD.encode(made.blob) });
    Ok(Variables { id, sealed, key })
}

/// Opens variables as the caller.
pub(crate) async fn open(
    call: &Call,
    function: &Arn,
    variables: &Variables,
) -> Result<Opened, LambdaError> {
    let Some(key) = &variables.key else { return open_own(&call.platform, function, variables) };
    let (region, context) = (Region::new(function.region()), context(function));
    let account = account_of(function)?;
    let ask = KeyUse { key: Some(&key.by), account, region: &region, via: VIA, context: &context };
    let blob = STANDARD.decode(&key.blob).map_err(|_| unreadable())?;
    let plain = port(call)?.open(call, ask, &blob).await.map_err(|fault| refused(&fault))?;
    decrypt(&plain, variables)
}

/// Opens variables as the function's role, for it to be run.
pub(crate) async fn open_to_run(
    platform: &Platform,
    role: &ExecutionRole,
    function: &Arn,
    variables: &Variables,
) -> Result<Opened, LambdaError> {
    let Some(key) = &variables.key else { return open_own(platform, function, variables) };
    let blob = STANDARD.decode(&key.blob).map_err(|_| unreadable())?;
    let pairs = context(function).into_iter().map(|(name, value)| (name, Value::Text(value)));
    let input = Value::Struct(vec![
        ("CiphertextBlob", Value::Blob(blob.into())),
        ("KeyId", Value::of_text(key.by.as_str())),
        ("EncryptionContext", Value::Map(pairs.collect())),
    ]);
    let answer = role.call(("kms", "Decrypt"), function.region(), input, Some(VIA)).await;
    let answer = answer.map_err(|fault| refused(&fault))?.value;
    match answer.field("Plaintext") {
        Some(Value::Blob(plain)) => decrypt(plain, variables),
        _ => Err(unreadable()),
    }
}

fn open_own(
    platform: &Platform,
    function: &Arn,
    variables: &Variables,
) -> Result<Opened, LambdaError> {
    let sealed = STANDARD.decode(&variables.sealed).map_err(|_| unreadable())?;
    let account = account_of(function)?;
    let plain = platform.vault.open(account, Version::COLLECTION, &variables.id, &sealed)?;
    read(&plain)
}

fn written(variables: &Opened) -> Result<Vec<u8>, LambdaError> {
    let plain: BTreeMap<&str, &str> =
        variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    serde_json::to_vec(&plain).map_err(|_| unreadable())
}

fn read(plain: &[u8]) -> Result<Opened, LambdaError> {
    let read: BTreeMap<String, String> = serde_json::from_slice(plain).map_err(|_| unreadable())?;
    Ok(read.into_iter().map(|(name, value)| (name, value.into())).collect())
}

fn account_of(function: &Arn) -> Result<AccountId, LambdaError> {
    function.account_id().ok_or_else(|| LambdaError::no_function(function))
}

fn context(function: &Arn) -> BTreeMap<String, String> {
    BTreeMap::from([(CONTEXT_ARN.to_owned(), function.to_string())])
}

fn port(call: &Call) -> Result<&Arc<dyn DataKeys>, LambdaError> {
    call.platform.ports.data_keys.as_ref().ok_or_else(|| LambdaError::unsupported("KMSKeyArn"))
}

fn refused(fault: &Fault) -> LambdaError {
    LambdaError::Kms(format!(
        "Lambda was unable to use the KMS key of the environment variables. KMS Exception: {} KMS Message: {}",
        fault.code, fault.message
    ))
}

fn decrypt(key: &[u8], variables: &Variables) -> Result<Opened, LambdaError> {
    let sealed = STANDARD.decode(&variables.sealed).map_err(|_| unreadable())?;
    let plain = open_by_data_key(key, variables.id.as_bytes(), sealed).map_err(|_| unreadable())?;
    read(&plain)
}

fn unreadable() -> LambdaError {
    LambdaError::internal("the variables of a function cannot be sealed or opened")
}
