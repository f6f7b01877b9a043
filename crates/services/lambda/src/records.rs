//! What is stored of functions.

use std::collections::BTreeMap;

use bartizan_service::store::{Key, Reader, Record};
use bartizan_types::{Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::error::LambdaError;
use crate::names::{LATEST, Named, name_of, number};

/// A function, with its version `$LATEST`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Function {
    /// Tells it apart from functions of the same name before and after it.
    pub(crate) id: String,
    /// Without a version.
    pub(crate) arn: Arn,
    pub(crate) latest: Version,
    /// The number of the version that was published last; 0 before the first.
    pub(crate) published: u64,
    pub(crate) tags: Vec<Tag>,
    /// The concurrent invocations that are reserved for it.
    pub(crate) reserved: Option<u32>,
}

impl Record for Function {
    const COLLECTION: &'static str = "lambda.function";
}

/// The code and the configuration of a version. `$LATEST` stands in its function, others in records of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "it is AWS's word")]
pub(crate) struct Version {
    /// `$LATEST`, or a number.
    pub(crate) version: String,
    pub(crate) description: String,
    pub(crate) role: Arn,
    pub(crate) runtime: String,
    pub(crate) handler: Option<String>,
    /// In MB, as the size of `/tmp`.
    pub(crate) memory: u32,
    pub(crate) storage: u32,
    /// In seconds.
    pub(crate) timeout: u32,
    pub(crate) variables: Option<Variables>,
    /// The key of KMS that the variables are sealed by.
    pub(crate) key: Option<String>,
    pub(crate) code: Code,
    /// Layers, one over the other.
    pub(crate) layers: Vec<LayerUse>,
    /// The queue that events go to which could not be handled.
    pub(crate) dead_letters: Option<Arn>,
    /// The log group, where it is not the function's own.
    pub(crate) log_group: Option<String>,
    pub(crate) modified: Timestamp,
    /// Changes with each change.
    pub(crate) revision: String,
}

impl Record for Version {
    const COLLECTION: &'static str = "lambda.version";
}

/// The variables of a function, sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Variables {
    /// What they were sealed for.
    pub(crate) id: String,
    /// In base64.
    pub(crate) sealed: String,
    /// The data key of KMS that sealed them; none where the account's own key did.
    pub(crate) key: Option<SealedKey>,
}

/// A data key of KMS.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SealedKey {
    /// The key of KMS, as the caller named it.
    pub(crate) by: String,
    /// In base64.
    pub(crate) blob: String,
}

/// Code that a version has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Code {
    /// The id of its [`Archive`].
    pub(crate) archive: String,
    /// The zip file's bytes.
    pub(crate) size: u64,
    /// Its SHA-256, in base64.
    pub(crate) sha256: String,
}

/// A layer that the versions of are numbered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Layer {
    /// The number of the version that was published last.
    pub(crate) published: u64,
}

impl Record for Layer {
    const COLLECTION: &'static str = "lambda.layer";
}

/// A version of a layer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LayerVersion {
    /// Without a version.
    pub(crate) layer: Arn,
    pub(crate) number: u64,
    pub(crate) code: Code,
    pub(crate) description: String,
    pub(crate) license: Option<String>,
    pub(crate) runtimes: Vec<String>,
    pub(crate) architectures: Vec<String>,
    pub(crate) created: Timestamp,
    pub(crate) policy: Option<ResourcePolicy>,
}

impl Record for LayerVersion {
    const COLLECTION: &'static str = "lambda.layer_version";
}

/// A version of a layer that a function has, which may be deleted meanwhile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LayerUse {
    /// Without a version.
    pub(crate) layer: Arn,
    pub(crate) number: u64,
    pub(crate) code: Code,
}

/// A zip file: which [`Piece`]s it is, and since when. What no version has any more is removed by the clock.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Archive {
    pub(crate) pieces: usize,
    pub(crate) size: u64,
    pub(crate) since: Timestamp,
}

impl Record for Archive {
    const COLLECTION: &'static str = "lambda.archive";
}

/// A piece of a zip file. The key is the archive's id and the number of the piece.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Piece {
    /// In base64.
    pub(crate) sealed: String,
}

impl Record for Piece {
    const COLLECTION: &'static str = "lambda.piece";
}

/// A name for a version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Alias {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: String,
    /// Another version, and its share of the invocations.
    pub(crate) other: Option<(String, f64)>,
    pub(crate) revision: String,
}

impl Record for Alias {
    const COLLECTION: &'static str = "lambda.alias";
}

/// The policy of a function, a version or an alias.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ResourcePolicy {
    pub(crate) statements: Vec<Json>,
    pub(crate) revision: String,
}

impl Record for ResourcePolicy {
    const COLLECTION: &'static str = "lambda.policy";
}

impl ResourcePolicy {
    /// The document.
    pub(crate) fn text(&self) -> String {
        serde_json::json!({
            "Version": "2012-10-17",
            "Id": "default",
            "Statement": self.statements,
        })
        .to_string()
    }
}

/// What is done with events that a function, a version or an alias is to handle.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EventConfig {
    pub(crate) modified: Timestamp,
    pub(crate) retries: Option<u32>,
    /// In seconds.
    pub(crate) age: Option<u32>,
    pub(crate) on_success: Option<Arn>,
    pub(crate) on_failure: Option<Arn>,
}

impl Record for EventConfig {
    const COLLECTION: &'static str = "lambda.event_config";
}

/// A queue whose messages a function is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Mapping {
    pub(crate) queue: Arn,
    pub(crate) function: Arn,
    pub(crate) qualifier: Option<String>,
    pub(crate) is_enabled: bool,
    /// The most messages at once.
    pub(crate) batch: u32,
    /// How many seconds messages are gathered for.
    pub(crate) window: u32,
    /// The most batches at once, where that is said.
    pub(crate) concurrency: Option<u32>,
    /// Whether the function tells which messages it could not handle.
    pub(crate) reports: bool,
    pub(crate) modified: Timestamp,
    pub(crate) tags: Vec<Tag>,
}

impl Record for Mapping {
    const COLLECTION: &'static str = "lambda.mapping";
}

impl Mapping {
    /// `Enabled` or `Disabled`.
    pub(crate) const fn state(&self) -> &'static str {
        if self.is_enabled { "Enabled" } else { "Disabled" }
    }
}

/// An event that waits for its function. The key is its id, which is the request's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    pub(crate) function: Arn,
    /// The function's id.
    pub(crate) of: String,
    pub(crate) qualifier: Option<String>,
    /// In milliseconds since 1970, as when it is due.
    pub(crate) received: i64,
    pub(crate) due: i64,
    /// How often the function failed.
    pub(crate) failures: u32,
    /// How often it could not be run at all.
    pub(crate) throttled: u32,
    /// The payload, sealed, in base64.
    pub(crate) payload: String,
    pub(crate) client_context: Option<String>,
    /// What came of it, once nothing is tried any more and somebody is to be told.
    pub(crate) ended: Option<Ended>,
}

/// What came of an event.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ended {
    /// `Success`, `RetriesExhausted` or `EventAgeExceeded`.
    pub(crate) condition: String,
    pub(crate) version: Option<String>,
    /// What the function answered last, sealed, in base64.
    pub(crate) answer: Option<String>,
    /// `X-Amz-Function-Error`, where the function ran.
    pub(crate) error: Option<String>,
    /// Where the function did not run, why.
    pub(crate) message: Option<String>,
    /// How often telling it has failed.
    pub(crate) failures: u32,
}

impl Record for Event {
    const COLLECTION: &'static str = "lambda.event";
}

/// The variables of a function, opened.
pub(crate) type Opened = BTreeMap<String, zeroize::Zeroizing<String>>;

/// The key of a function.
pub(crate) fn function_key(arn: &Arn) -> Result<Key, LambdaError> {
    below(arn, None)
}

/// The key of what a function has by this name.
pub(crate) fn below_key(arn: &Arn, rest: &str) -> Result<Key, LambdaError> {
    below(arn, Some(rest))
}

/// The key of a version of this number.
pub(crate) fn version_key(arn: &Arn, number: u64) -> Result<Key, LambdaError> {
    below(arn, Some(&format!("{number:020}")))
}

fn below(arn: &Arn, rest: Option<&str>) -> Result<Key, LambdaError> {
    let account = arn.account_id().ok_or_else(|| LambdaError::no_function(arn))?;
    let name = name_of(arn);
    let id = rest.map_or_else(|| name.to_owned(), |rest| format!("{name}:{rest}"));
    Ok(Key::new(account, arn.region(), id))
}

/// The function.
pub(crate) fn function(reader: &Reader<'_>, named: &Named) -> Result<Function, LambdaError> {
    let found = reader.get::<Function>(&function_key(&named.arn)?)?;
    found.ok_or_else(|| LambdaError::no_function(&named.qualified()))
}

/// The function, if it is still the one of this id.
pub(crate) fn same(reader: &Reader<'_>, arn: &Arn, id: &str) -> Result<Function, LambdaError> {
    let found = reader.get::<Function>(&function_key(arn)?)?;
    found.filter(|held| held.id == id).ok_or_else(|| LambdaError::no_function(arn))
}

/// The alias of this name.
pub(crate) fn alias(
    reader: &Reader<'_>,
    arn: &Arn,
    name: &str,
) -> Result<Option<Alias>, LambdaError> {
    Ok(reader.get(&below_key(arn, name)?)?)
}

/// The version that a qualifier means, an alias's too; of two by the throw, which is at least 0 and less than 1.
pub(crate) fn version(
    reader: &Reader<'_>,
    function: &Function,
    qualifier: Option<&str>,
    throw: f64,
) -> Result<Version, LambdaError> {
    let qualifier = qualifier.unwrap_or(LATEST);
    if qualifier == LATEST {
        return Ok(function.latest.clone());
    }
    let named = Named { arn: function.arn.clone(), qualifier: Some(qualifier.to_owned()) };
    let absent = || LambdaError::no_function(&named.qualified());
    if let Some(number) = number(qualifier) {
        return reader.get(&version_key(&function.arn, number)?)?.ok_or_else(absent);
    }
    let alias = alias(reader, &function.arn, qualifier)?.ok_or_else(absent)?;
    let meant = match &alias.other {
        Some((other, share)) if throw < *share => other,
        _ => &alias.version,
    };
    match number_of(meant) {
        None => Ok(function.latest.clone()),
        Some(number) => reader.get(&version_key(&function.arn, number)?)?.ok_or_else(absent),
    }
}

fn number_of(version: &str) -> Option<u64> {
    number(version)
}

/// All of a kind that a function has.
pub(crate) fn all_below<T: Record>(
    reader: &Reader<'_>,
    arn: &Arn,
) -> Result<Vec<(Key, T)>, LambdaError> {
    let prefix = below_key(arn, "")?;
    Ok(reader.scan::<T>(&prefix.account, &prefix.region, &prefix.id, None, usize::MAX)?)
}
