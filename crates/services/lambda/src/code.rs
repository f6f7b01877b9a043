//! The code of functions: zip files, which are stored sealed and unpacked where they are run.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Cursor};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_functions::{Bounds, unpack};
use bartizan_service::store::{Key, Record, Writer};
use bartizan_service::{Call, Forwarded, Platform};
use bartizan_types::{AccountId, Arn, Fault, FaultKind};
use bartizan_wire::{Bytes, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::engine::Engine;
use crate::error::LambdaError;
use crate::records::{Archive, Code, Function, LayerVersion, Piece, Version};

/// The most bytes of a zip file. (AWS Lambda Developer Guide, "Lambda quotas".)
pub(crate) const ZIPPED_MAX: usize = 50 << 20;
/// The most bytes of the zip files of an account in a region. (There.)
pub(crate) const STORED_MAX: u64 = 75 << 30;
/// How many bytes a piece has, and how many pieces are written in one transaction.
const PIECE: usize = 512 << 10;
const PIECES_AT_ONCE: usize = 8;
/// What is stored and of no version is left alone for so long: its version may be about to be.
const YOUNG: Duration = Duration::from_mins(10);
/// How many records are looked at in one transaction.
const PAGE: usize = 1000;

/// Code as a request names it.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) zip_file: Option<Bytes>,
    pub(crate) bucket: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) object_version: Option<String>,
}

impl Given {
    /// The zip file's bytes; what is in S3 is read as the caller.
    pub(crate) async fn bytes(self, call: &Call) -> Result<Bytes, LambdaError> {
        let ambiguous =
            "Please provide a source for function code: ZipFile, or S3Bucket and S3Key.";
        let ambiguous = || LambdaError::InvalidParameter(ambiguous.to_owned());
        let bytes = match (self.zip_file, self.bucket, self.key) {
            (Some(bytes), None, None) if self.object_version.is_none() => bytes,
            (None, Some(bucket), Some(key)) => {
                from_s3(call, &bucket, &key, self.object_version.as_deref()).await?
            }
            _ => return Err(ambiguous()),
        };
        if bytes.len() > ZIPPED_MAX {
            return Err(LambdaError::RequestTooLarge(ZIPPED_MAX));
        }
        if bytes.is_empty() {
            return Err(LambdaError::InvalidParameter(
                "Uploaded file must be a non-empty zip".to_owned(),
            ));
        }
        Ok(bytes)
    }
}

async fn from_s3(
    call: &Call,
    bucket: &str,
    key: &str,
    version: Option<&str>,
) -> Result<Bytes, LambdaError> {
    let mut input = vec![("Bucket", Value::of_text(bucket)), ("Key", Value::of_text(key))];
    input.extend(version.map(|version| ("VersionId", Value::of_text(version))));
    let forwarded = Forwarded {
        via: "lambda",
        operation: ("s3", "GetObject"),
        region: call.region.clone(),
        input: Value::Struct(input),
    };
    let refused = |fault: Fault| match fault.kind() {
        FaultKind::Server => LambdaError::Platform(fault),
        FaultKind::Client => LambdaError::InvalidParameter(format!(
            "Error occurred while GetObject. S3 Error Code: {}. S3 Error Message: {}",
            fault.code, fault.message
        )),
    };
    let reply = call.forward(forwarded).await.map_err(refused)?;
    let body = reply.body.ok_or_else(|| LambdaError::internal("the object has no body"))?;
    body.collect(ZIPPED_MAX).await.map_err(refused)
}

/// What is said of a zip file.
pub(crate) fn described(archive: &str, bytes: &[u8]) -> Code {
    Code {
        archive: archive.to_owned(),
        size: bytes.len() as u64,
        sha256: STANDARD.encode(digest(&SHA256, bytes)),
    }
}

/// Stores a zip file that can be unpacked, before any version has it.
pub(crate) async fn store(
    engine: &Engine,
    call: &Call,
    function: &Arn,
    bytes: Bytes,
) -> Result<Code, LambdaError> {
    let account = function.account_id().ok_or_else(|| LambdaError::no_function(function))?;
    let region = function.region().to_owned();
    let code = described(&call.platform.random.uuid(), &bytes);
    unpack_here(engine, &code.archive, bytes.clone()).await?;
    let platform = &call.platform;
    platform.vault.prepare(&platform.store, account).await?;
    let size = code.size;
    let archive = Archive { pieces: bytes.len().div_ceil(PIECE), size, since: call.now };
    let key = Key::new(account, &region, &*code.archive);
    let first = platform.store.write(move |writer| {
        let stored = writer.scan::<Archive>(&key.account, &key.region, "", None, usize::MAX)?;
        let total: u64 = stored.iter().map(|(_, archive)| archive.size).sum();
        if total + size > STORED_MAX {
            return Err(LambdaError::CodeStorageExceeded(
                "Code storage limit exceeded.".to_owned(),
            )
            .into());
        }
        writer.put(&key, &archive)?;
        Ok::<_, Fault>(())
    });
    if let Err(refused) = first.await {
        engine.forget_code(&code.archive);
        return Err(refused.into());
    }
    for batch in 0..bytes.len().div_ceil(PIECE * PIECES_AT_ONCE) {
        let first = batch * PIECES_AT_ONCE;
        let mut sealed = Vec::new();
        let from = bytes.get(first * PIECE..).unwrap_or_default();
        for (place, piece) in from.chunks(PIECE).take(PIECES_AT_ONCE).enumerate() {
            let id = piece_id(&code.archive, first + place);
            let piece = platform.vault.seal(account, Piece::COLLECTION, &id, piece)?;
            let key = Key::new(account, &region, id);
            sealed.push((key, Piece { sealed: STANDARD.encode(piece) }));
        }
        let written = platform.store.write(move |writer| {
            for (key, piece) in &sealed {
                writer.put(key, piece)?;
            }
            Ok::<_, Fault>(())
        });
        written.await?;
    }
    Ok(code)
}

fn piece_id(archive: &str, place: usize) -> String {
    format!("{archive}/{place:06}")
}

/// The zip file, as it was stored.
pub(crate) fn load(
    platform: &Platform,
    account: AccountId,
    region: &str,
    archive: &str,
) -> Result<Bytes, LambdaError> {
    let gone = || LambdaError::internal("the code of a function cannot be read");
    let key = Key::new(account, region, archive);
    let found = platform.store.read(|reader| reader.get::<Archive>(&key))?.ok_or_else(gone)?;
    let mut whole = Vec::new();
    for place in 0..found.pieces {
        let id = piece_id(archive, place);
        let key = Key::new(account, region, &*id);
        let piece = platform.store.read(|reader| reader.get::<Piece>(&key))?.ok_or_else(gone)?;
        let sealed = STANDARD.decode(&piece.sealed).map_err(|_| gone())?;
        whole.extend_from_slice(&platform.vault.open(account, Piece::COLLECTION, &id, &sealed)?);
    }
    Ok(whole.into())
}

/// Unpacks a zip file where it is run.
pub(crate) async fn unpack_here(
    engine: &Engine,
    archive: &str,
    bytes: Bytes,
) -> Result<(), LambdaError> {
    // It makes the folder, too.
    engine.runtimes().await?;
    let folder = engine.installed()?.code.join(archive);
    let unpacked = tokio::task::spawn_blocking(move || unpack_into(&folder, &[bytes]));
    unpacked.await.map_err(|_| LambdaError::internal("code could not be unpacked"))?
}

/// Unpacks beside the folder, one zip file over the other, and puts the whole into its place.
pub(crate) fn unpack_into(folder: &Path, files: &[Bytes]) -> Result<(), LambdaError> {
    let beside = folder.with_extension("new");
    let unpack_all = || {
        let mut bounds = Bounds::default();
        for bytes in files {
            bounds.bytes -= unpack(Cursor::new(bytes), &beside, bounds)?;
        }
        Ok::<_, LambdaError>(())
    };
    let done =
        unpack_all().and_then(|()| fs::rename(&beside, folder).map_err(|error| disk(&error)));
    if done.is_err() {
        let _ = fs::remove_dir_all(&beside);
    }
    done
}

fn disk(error: &io::Error) -> LambdaError {
    LambdaError::internal(&format!("the code of a function cannot be unpacked: {error}"))
}

/// Removes code that no version has any more.
///
/// # Errors
/// The store fails: the rest is removed the next time.
pub async fn sweep(engine: &Engine, platform: &Arc<Platform>) -> Result<(), Fault> {
    let now = platform.now();
    let removed = platform.store.write(move |writer| {
        let used = used(writer)?;
        let mut removed = Vec::new();
        for (key, archive) in writer.scan_all::<Archive>(None, usize::MAX)? {
            if used.contains(&key.id) || now.since(archive.since) < YOUNG {
                continue;
            }
            for place in 0..archive.pieces {
                let id = piece_id(&key.id, place);
                writer.delete::<Piece>(&Key { id, ..key.clone() })?;
            }
            writer.delete::<Archive>(&key)?;
            removed.push(key.id);
        }
        Ok::<_, Fault>(removed)
    });
    for archive in removed.await? {
        engine.forget_code(&archive);
    }
    Ok(())
}

fn used(writer: &Writer<'_>) -> Result<HashSet<String>, Fault> {
    let mut used = HashSet::new();
    let mut after = None;
    loop {
        let page = writer.scan_all::<Function>(after.as_ref(), PAGE)?;
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        used.extend(page.into_iter().flat_map(|(_, function)| archives(function.latest)));
    }
    let mut after = None;
    loop {
        let page = writer.scan_all::<Version>(after.as_ref(), PAGE)?;
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        used.extend(page.into_iter().flat_map(|(_, version)| archives(version)));
    }
    let mut after = None;
    loop {
        let page = writer.scan_all::<LayerVersion>(after.as_ref(), PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(used) };
        after = Some(last.clone());
        used.extend(page.into_iter().map(|(_, version)| version.code.archive));
    }
}

/// The code of a version and of its layers.
fn archives(version: Version) -> impl Iterator<Item = String> {
    let layers = version.layers.into_iter().map(|used| used.code.archive);
    layers.chain([version.code.archive])
}
