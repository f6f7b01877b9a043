//! Key pairs: of those that are made here the private key is answered once, and kept nowhere. (Amazon EC2
//! User Guide, "Amazon EC2 key pairs".)

mod der;
mod describe;
mod make;
pub(crate) mod rule;
mod ssh;
#[cfg(test)]
mod tests;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Tag;

pub(crate) use describe::describe;

use self::ssh::PublicKey;
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::records::{BY_NAME, KeyPairRecord};
use crate::scope::Scope;
use crate::shapes::{
    self, CreateKeyPairRequest, DeleteKeyPairRequest, DeleteKeyPairResult, ImportKeyPairRequest,
    ImportKeyPairResult, KeyPair,
};
use crate::tags::{self, Shown};
use crate::{Ec2, defaults, quotas};

/// The type of keys where a request names none. (Amazon EC2 API Reference, `CreateKeyPair`.)
const DEFAULT_TYPE: &str = "rsa";
/// The most characters of a name. (There.)
const NAME_MAX: usize = 255;

/// Makes a key pair.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateKeyPairRequest>,
) -> Result<KeyPair, Ec2Error> {
    let request = request.into_inner();
    match request.key_format.as_deref() {
        None | Some("pem") => {}
        Some("ppk") => return Err(Ec2Error::not_implemented("the KeyFormat ppk")),
        Some(other) => {
            let message = format!("Value ({other}) for parameter KeyFormat is invalid.");
            return Err(Ec2Error::invalid(message));
        }
    }
    check_name(&request.key_name)?;
    let tags = tags::of_new(call, Kind::KeyPair, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    // No key is made for a name that is taken.
    call.read(|reader| check_new(reader, &scope, &request.key_name))?;
    let made = match request.key_type.as_deref().unwrap_or(DEFAULT_TYPE) {
        "rsa" => make::rsa().await?,
        "ed25519" => make::ed25519(&request.key_name, &*call.platform.random)?,
        other => {
            let message = format!("Value ({other}) for parameter KeyType is invalid.");
            return Err(Ec2Error::invalid(message));
        }
    };
    let pair = new(call, request.key_name, &made.public, made.fingerprint);
    let private = made.private;
    let done = call.commit(move |writer| {
        let tags = put_new(writer, &scope, &pair, tags)?;
        Ok::<_, Ec2Error>(KeyPair {
            key_pair_id: Some(pair.id),
            tags: shown_tags(tags),
            key_name: Some(pair.name),
            key_fingerprint: Some(pair.fingerprint),
            key_material: Some(private),
        })
    });
    Ok(done.await?)
}

/// Takes the public key of a key pair that was made elsewhere.
pub(crate) async fn import(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ImportKeyPairRequest>,
) -> Result<ImportKeyPairResult, Ec2Error> {
    let request = request.into_inner();
    check_name(&request.key_name)?;
    let tags = tags::of_new(call, Kind::KeyPair, request.tag_specifications)?;
    let public = PublicKey::parse(&request.public_key_material).ok_or_else(|| {
        let message = "Key is not in valid OpenSSH public key format";
        Ec2Error::refused("InvalidKeyPair.Format", message)
    })?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let pair = new(call, request.key_name, &public, public.fingerprint());
    let done = call.commit(move |writer| {
        let tags = put_new(writer, &scope, &pair, tags)?;
        Ok::<_, Ec2Error>(ImportKeyPairResult {
            key_fingerprint: Some(pair.fingerprint),
            key_name: Some(pair.name),
            key_pair_id: Some(pair.id),
            tags: shown_tags(tags),
        })
    });
    Ok(done.await?)
}

/// Deletes a key pair, if it is there.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteKeyPairRequest>,
) -> Result<DeleteKeyPairResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, request) = (defaults::network(call).await?, request.into_inner());
    let done = call.commit(move |writer| {
        let found = match (&request.key_pair_id, &request.key_name) {
            (Some(id), None) => writer.get::<KeyPairRecord>(&scope.key(id))?,
            (None, Some(name)) => of_name(writer, &scope, name)?,
            (None, None) => return Err(Ec2Error::missing("KeyName or KeyPairId")),
            (Some(_), Some(_)) => {
                return Err(Ec2Error::combination(
                    "Only one of KeyName and KeyPairId may be specified",
                ));
            }
        };
        if let Some(pair) = &found {
            scope.remove::<KeyPairRecord>(writer, &pair.id)?;
        }
        Ok(DeleteKeyPairResult { r#return: Some(true), key_pair_id: found.map(|pair| pair.id) })
    });
    Ok(done.await?)
}

/// The key pair of this name.
pub(crate) fn of_name(
    reader: &Reader<'_>,
    scope: &Scope,
    name: &str,
) -> Result<Option<KeyPairRecord>, Ec2Error> {
    let found = reader.find::<KeyPairRecord>(BY_NAME, name)?.into_iter();
    Ok(found.filter(|(key, pair)| *key == scope.key(&pair.id)).map(|(_, pair)| pair).next())
}

fn check_name(name: &str) -> Result<(), Ec2Error> {
    let is_shown = |letter: char| letter.is_ascii_graphic() || letter == ' ';
    if name.trim() != name
        || name.is_empty()
        || name.len() > NAME_MAX
        || !name.chars().all(is_shown)
    {
        let message = format!("Value ({name}) for parameter KeyName is invalid.");
        return Err(Ec2Error::invalid(message));
    }
    Ok(())
}

fn check_new(reader: &Reader<'_>, scope: &Scope, name: &str) -> Result<(), Ec2Error> {
    if of_name(reader, scope, name)?.is_some() {
        let message = format!("The keypair '{name}' already exists.");
        return Err(Ec2Error::refused("InvalidKeyPair.Duplicate", message));
    }
    if scope.count::<KeyPairRecord>(reader)? >= quotas::KEY_PAIRS {
        let message = "The maximum number of key pairs has been reached.";
        return Err(Ec2Error::refused("KeyPairLimitExceeded", message));
    }
    Ok(())
}

fn new(call: &Call, name: String, public: &PublicKey, fingerprint: String) -> KeyPairRecord {
    KeyPairRecord {
        id: Kind::KeyPair.new_id(&*call.platform.random),
        public_key: public.line(&name),
        key_type: public.key_type().to_owned(),
        name,
        fingerprint,
        created: call.platform.now(),
    }
}

/// Stores a new key pair; answers its tags.
fn put_new(
    writer: &mut Writer<'_>,
    scope: &Scope,
    pair: &KeyPairRecord,
    tags: Vec<Tag>,
) -> Result<Vec<shapes::Tag>, Ec2Error> {
    check_new(writer, scope, &pair.name)?;
    scope.put(writer, pair)?;
    tags::put(writer, scope, &pair.id, tags)?;
    Ok(Shown::one(writer, scope, &pair.id)?.of(&pair.id))
}

/// Of key pairs without tags, no list of them is shown.
fn shown_tags(tags: Vec<shapes::Tag>) -> Option<Vec<shapes::Tag>> {
    Some(tags).filter(|tags| !tags.is_empty())
}
