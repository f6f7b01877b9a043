//! What other services ask of this one: data keys, as their caller.

use bartizan_service::{BoxFuture, Call, DataKey, DataKeys, Forwarded, KeyUse};
use bartizan_types::{Arn, Fault};
use bartizan_wire::{Bytes, Value};
use zeroize::Zeroizing;

use crate::error::KmsError;
use crate::naming::{self, ANY_NAME, Named};
use crate::{key_store, managed, rules, states};

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
    ) -> Result<(), Fault> {
        let name = ask.key.map_or_else(|| format!("alias/aws/{}", ask.via), str::to_owned);
        let (key, alias) = match find(call, ask, &name)? {
            Named::Key(key, alias) => (key, alias),
            Named::Hidden(arn) => return Err(missing(&arn).into()),
        };
        let forwarded = call.forwarded(ask.via, (KMS, operation), ask.region)?;
        let actions = forwarded.operation.actions;
        let action = actions.first().copied().unwrap_or_default();
        let access = rules::used_key(&forwarded, action, &key, Some(ask.context))
            .key_if("kms:RequestAlias", alias)
            .key("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
        forwarded.require(&access)?;
        states::in_use(&key, call.now)?;
        if let Some(external) = &key.external {
            key_store::connected(call, &key, external)?;
        }
        Ok(())
    }
}

/// The key that is asked for.
async fn resolved(call: &Call, ask: KeyUse<'_>) -> Result<Arn, KmsError> {
    let Some(name) = ask.key else {
        return managed::key(call, ask.account, ask.region, ask.via).await;
    };
    match find(call, ask, name)? {
        Named::Key(key, _) => Ok(key.arn.clone()),
        Named::Hidden(arn) => Err(missing(&arn)),
    }
}

/// What the caller's own request would name: an ARN where the caller's account is not the one whose
/// keys are meant.
async fn name(call: &Call, ask: KeyUse<'_>) -> Result<String, KmsError> {
    match ask.key {
        Some(name) if call.caller.principal.account() == Some(ask.account) => Ok(name.to_owned()),
        _ => Ok(resolved(call, ask).await?.to_string()),
    }
}

fn find(call: &Call, ask: KeyUse<'_>, name: &str) -> Result<Named, KmsError> {
    naming::find_in(&call.directory, (ask.region, Some(ask.account)), name, ANY_NAME)
}

fn missing(arn: &Arn) -> KmsError {
    KmsError::NotFound(format!("Key '{arn}' does not exist"))
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
