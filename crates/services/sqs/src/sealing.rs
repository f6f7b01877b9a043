//! What messages say, sealed as it is stored: by a data key of KMS where the queue names a key, by the
//! account's own key else. (Amazon SQS Developer Guide, "Encryption at rest in Amazon SQS" and "Key
//! management".)

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bartizan_service::store::Record;
use bartizan_service::{Call, DataKeys, KeyUse, open_by_data_key, seal_by_data_key};
use bartizan_types::{AccountId, Arn, Fault, FaultKind, Principal, Region, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::SqsError;
use crate::message::Message;
use crate::records::{Content, Queue, Sealed};

/// The service that KMS is asked through.
const VIA: &str = "sqs";
/// The pair of the encryption context that names the queue.
const CONTEXT_ARN: &str = "aws:sqs:arn";
/// How many data keys are kept.
const KEPT_MAX: usize = 10_000;

/// Data keys that are kept for as long as their queue says, for each caller: whether the caller still may
/// use the key is decided each time.
#[derive(Default)]
pub(crate) struct DataKeysKept(Mutex<HashMap<Slot, Kept>>);

/// Who asked, and for which key.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Slot {
    New { caller: String, queue: Arn, key: String },
    Opened { caller: String, sealed: Sealed },
}

#[derive(Clone)]
struct Kept {
    plain: Arc<Zeroizing<Vec<u8>>>,
    sealed: Sealed,
    until: Timestamp,
}

/// What new messages of a queue are sealed by.
pub(crate) enum Sealer {
    Account,
    Data { plain: Arc<Zeroizing<Vec<u8>>>, sealed: Sealed },
}

impl DataKeysKept {
    /// What this caller's messages to the queue are sealed by.
    pub(crate) async fn sealer(&self, call: &Call, queue: &Queue) -> Result<Sealer, SqsError> {
        let Some(key) = queue.attributes.kms_key.as_deref() else { return Ok(Sealer::Account) };
        let slot =
            Slot::New { caller: caller(call), queue: queue.arn.clone(), key: key.to_owned() };
        if let Some(kept) = self.find(call, &slot)
            && still_may(call, &queue.arn, key, "GenerateDataKey")? == kept.sealed.by
        {
            return Ok(Sealer::Data { plain: kept.plain, sealed: kept.sealed });
        }
        let purpose = Purpose::of(&queue.arn)?;
        let made = port(call)?.generate(call, purpose.ask(key)).await.map_err(worded)?;
        let (plain, blob) = (Arc::new(made.plain), STANDARD.encode(made.blob));
        let sealed = Sealed { by: made.key.to_string(), queue: queue.arn.clone(), blob };
        self.keep(call, slot, queue, &plain, &sealed);
        Ok(Sealer::Data { plain, sealed })
    }

    /// Opens what a message says, as this caller.
    pub(crate) async fn open(
        &self,
        call: &Call,
        queue: &Queue,
        message_id: &str,
        content: &Content,
    ) -> Result<Message, SqsError> {
        let bytes = STANDARD.decode(&content.sealed).map_err(|_| unreadable())?;
        let plain = match &content.key {
            None => {
                let account = queue.arn.account_id().ok_or(SqsError::NoSuchQueue)?;
                call.platform.vault.open(account, Content::COLLECTION, message_id, &bytes)?
            }
            Some(sealed) => {
                let key = self.opened(call, queue, sealed).await?;
                open_by_data_key(&key, message_id.as_bytes(), bytes).map_err(|_| unreadable())?
            }
        };
        serde_json::from_slice(&plain).map_err(|_| unreadable())
    }

    async fn opened(
        &self,
        call: &Call,
        queue: &Queue,
        sealed: &Sealed,
    ) -> Result<Arc<Zeroizing<Vec<u8>>>, SqsError> {
        let slot = Slot::Opened { caller: caller(call), sealed: sealed.clone() };
        if let Some(kept) = self.find(call, &slot) {
            still_may(call, &sealed.queue, &sealed.by, "Decrypt")?;
            return Ok(kept.plain);
        }
        let blob = STANDARD.decode(&sealed.blob).map_err(|_| unreadable())?;
        let purpose = Purpose::of(&sealed.queue)?;
        let opened = port(call)?.open(call, purpose.ask(&sealed.by), &blob).await;
        let plain = Arc::new(opened.map_err(worded)?);
        self.keep(call, slot, queue, &plain, sealed);
        Ok(plain)
    }

    fn find(&self, call: &Call, slot: &Slot) -> Option<Kept> {
        self.kept().get(slot).filter(|kept| call.now < kept.until).cloned()
    }

    fn keep(
        &self,
        call: &Call,
        slot: Slot,
        queue: &Queue,
        plain: &Arc<Zeroizing<Vec<u8>>>,
        sealed: &Sealed,
    ) {
        let lasts = i64::from(queue.attributes.kms_reuse) * 1000;
        let until = Timestamp::from_millis(call.now.millis() + lasts);
        let mut all = self.kept();
        if all.len() >= KEPT_MAX {
            all.retain(|_, kept| call.now < kept.until);
        }
        if all.len() < KEPT_MAX {
            all.insert(slot, Kept { plain: Arc::clone(plain), sealed: sealed.clone(), until });
        }
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Slot, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sealer {
    /// Seals what a message says.
    pub(crate) fn seal(
        &self,
        call: &Call,
        queue: &Queue,
        message_id: &str,
        message: &Message,
    ) -> Result<Content, SqsError> {
        let plain = Zeroizing::new(serde_json::to_vec(message).map_err(|_| unreadable())?);
        let (bytes, key) = match self {
            Self::Account => {
                let account = queue.arn.account_id().ok_or(SqsError::NoSuchQueue)?;
                let vault = &call.platform.vault;
                (vault.seal(account, Content::COLLECTION, message_id, &plain)?, None)
            }
            Self::Data { plain: key, sealed } => {
                let (id, random) = (message_id.as_bytes(), &*call.platform.random);
                let bytes = seal_by_data_key(key, id, &plain, random).map_err(|_| unreadable())?;
                (bytes, Some(sealed.clone()))
            }
        };
        Ok(Content { sealed: STANDARD.encode(bytes), key })
    }
}

/// What a data key is used for.
struct Purpose {
    account: AccountId,
    region: Region,
    context: BTreeMap<String, String>,
}

impl Purpose {
    fn of(queue: &Arn) -> Result<Self, SqsError> {
        Ok(Self {
            account: queue.account_id().ok_or(SqsError::NoSuchQueue)?,
            region: Region::new(queue.region()),
            context: BTreeMap::from([(CONTEXT_ARN.to_owned(), queue.to_string())]),
        })
    }

    fn ask<'a>(&'a self, key: &'a str) -> KeyUse<'a> {
        let Self { account, region, context } = self;
        KeyUse { key: Some(key), account: *account, region, via: VIA, context }
    }
}

fn still_may(
    call: &Call,
    queue: &Arn,
    key: &str,
    operation: &'static str,
) -> Result<String, SqsError> {
    let purpose = Purpose::of(queue)?;
    let still = port(call)?.still_may(call, purpose.ask(key), operation);
    Ok(still.map_err(worded)?.to_string())
}

fn port(call: &Call) -> Result<&Arc<dyn DataKeys>, SqsError> {
    let absent = || SqsError::Unsupported("Keys of KMS cannot be used here.".to_owned());
    call.platform.ports.data_keys.as_ref().ok_or_else(absent)
}

fn caller(call: &Call) -> String {
    match &call.caller.principal {
        Principal::Service { name } => name.clone(),
        caller => caller.user_id().unwrap_or_default(),
    }
}

/// What KMS answered, as SQS words it. (Amazon SQS API Reference, `SendMessage`, "Errors".)
fn worded(fault: Fault) -> Fault {
    if fault.kind() != FaultKind::Client {
        return fault;
    }
    let code = match &*fault.code {
        "AccessDeniedException" | "AccessDenied" => "KmsAccessDenied",
        "DisabledException" => "KmsDisabled",
        "NotFoundException" => "KmsNotFound",
        "InvalidKeyUsageException" => "KmsInvalidKeyUsage",
        "KMSInvalidStateException" => "KmsInvalidState",
        _ => return fault,
    };
    Fault::new(code, fault.message, 400)
}

fn unreadable() -> SqsError {
    SqsError::internal("a message cannot be sealed or opened")
}

impl fmt::Debug for DataKeysKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKeysKept(…)")
    }
}
