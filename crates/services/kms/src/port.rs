//! What other services ask of this one: data keys, as their caller.

use bartizan_service::{BoxFuture, Call, DataKey, DataKeys, Forwarded, KeyUse};
use bartizan_types::{Arn, Fault};
use bartizan_wire::{Bytes, Value};
use zeroize::Zeroizing;

use crate::error::KmsError;
use crate::naming::{self, ANY_NAME, Named};
use crate::{managed, rules, states};

/// The service's name.
const KMS: &str = "kms";
/// How long data keys are.
const DATA_KEY_BYTES: i64 = 32;

/// The port.
#[derive(Debug)]
pub(crate) struct Port;

impl DataKeys for Port {
    fn resolve<'a>(&'a self, call: &'a Call, ask: KeyUse<'a>) -> BoxFuture<'a, Result<Arn, Fault>> {
        Box::pin(async move { Ok(resolved(call, ask).await?) })
    }

    fn generate<'a>(
        &'a self,
        call: &'a Call,
        ask: KeyUse<'a>,
    ) -> BoxFuture<'a, Result<DataKey, Fault>> {
        Box::pin(async move {
            let input = Value::Struct(vec![
                ("KeyId", Value::of_text(name(call, ask).await?)),
                ("NumberOfBytes", Value::Int(DATA_KEY_BYTES)),
                ("EncryptionContext", context(ask)),
            ]);
            let answer = forward(call, ask, "GenerateDataKey", input).await?;
            Ok(DataKey {
                key: answered_key(&answer)?,
                plain: plain(&answer)?,
                blob: blob(&answer, "CiphertextBlob")?.to_vec(),
            })
        })
    }

    fn open<'a>(
        &'a self,
        call: &'a Call,
        ask: KeyUse<'a>,
        blob: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Fault>> {
        Box::pin(async move {
            let input = Value::Struct(vec![
                ("CiphertextBlob", Value::Blob(Bytes::copy_from_slice(blob))),
                ("KeyId", Value::of_text(name(call, ask).await?)),
                ("EncryptionContext", context(ask)),
            ]);
            plain(&forward(call, ask, "Decrypt", input).await?)
        })
    }

    fn still_may(
        &self,
        call: &Call,
        ask: KeyUse<'_>,
        operation: &'static str,
    ) -> Result<Arn, Fault> {
        let name = ask.key.map_or_else(|| format!("alias/aws/{}", ask.via), str::to_owned);
        let is_as_named = ask.key.is_some() && names_as_caller(call, ask);
        let found = match find(call, ask, &name)? {
            Named::Key(key, _) if !is_as_named && key.account == ask.account => {
                Named::Key(key, None)
            }
            found => found,
        };
        let forwarded = call.forwarded(ask.via, (KMS, operation), ask.region)?;
        let actions = forwarded.operation.actions;
        let action = actions.first().copied().unwrap_or_default();
        let used = rules::used_as(&forwarded, action, &name, found.clone(), Some(ask.context))
            .with(|access| access.key("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT"));
        forwarded.require(&used.settled(&forwarded)?)?;
        match found {
            Named::Key(key, _) => {
                states::in_use(call, &key)?;
                Ok(key.arn.clone())
            }
            Named::Hidden(arn) => {
                Err(KmsError::NotFound(format!("Key '{arn}' does not exist")).into())
            }
        }
    }
}

/// The key that is asked for. Which key another account's alias stands for, and whether there is one,
/// is for the operation to decide that uses it.
async fn resolved(call: &Call, ask: KeyUse<'_>) -> Result<Arn, KmsError> {
    let Some(name) = ask.key else {
        return managed::key(call, ask.account, ask.region, ask.via).await;
    };
    Ok(match find(call, ask, name)? {
        Named::Key(key, _) if key.account == ask.account => key.arn.clone(),
        Named::Key(key, None) => key.arn.clone(),
        Named::Key(_, Some(_)) => {
            name.parse().map_err(|_| KmsError::InvalidArn(name.to_owned()))?
        }
        Named::Hidden(arn) => arn,
    })
}

/// What the caller's own request would name: an ARN where the caller's account is not the one whose
/// keys are meant.
async fn name(call: &Call, ask: KeyUse<'_>) -> Result<String, KmsError> {
    match ask.key {
        Some(name) if names_as_caller(call, ask) => Ok(name.to_owned()),
        _ => Ok(resolved(call, ask).await?.to_string()),
    }
}

/// Whether the caller's account is the one whose keys are meant.
fn names_as_caller(call: &Call, ask: KeyUse<'_>) -> bool {
    call.caller.principal.account() == Some(ask.account)
}

fn find(call: &Call, ask: KeyUse<'_>, name: &str) -> Result<Named, KmsError> {
    naming::find_in(&call.directory, (ask.region, Some(ask.account)), name, ANY_NAME)
}

async fn forward(
    call: &Call,
    ask: KeyUse<'_>,
    operation: &'static str,
    input: Value,
) -> Result<Value, Fault> {
    let forwarded =
        Forwarded { via: ask.via, operation: (KMS, operation), region: ask.region.clone(), input };
    Ok(call.forward(forwarded).await?.value)
}

fn context(ask: KeyUse<'_>) -> Value {
    let entry = |(key, value): (&String, &String)| (key.clone(), Value::of_text(value.as_str()));
    Value::Map(ask.context.iter().map(entry).collect())
}

fn answered_key(answer: &Value) -> Result<Arn, Fault> {
    let arn = answer.field("KeyId").and_then(Value::text).and_then(|text| text.parse().ok());
    arn.ok_or_else(|| unanswered("KeyId").into())
}

fn plain(answer: &Value) -> Result<Zeroizing<Vec<u8>>, Fault> {
    Ok(Zeroizing::new(blob(answer, "Plaintext")?.to_vec()))
}

fn blob<'a>(answer: &'a Value, member: &'static str) -> Result<&'a Bytes, Fault> {
    match answer.field(member) {
        Some(Value::Blob(bytes)) => Ok(bytes),
        _ => Err(unanswered(member).into()),
    }
}

fn unanswered(member: &str) -> KmsError {
    KmsError::internal(format!("an answer lacks {member}"))
}
