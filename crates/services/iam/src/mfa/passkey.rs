//! Security keys and passkeys: registered by what they sign, asked to sign again. AWS's console has
//! operations of its own for it. (IAM User Guide, "Assign a passkey or security key".)

use std::time::Duration;

use bartizan_service::{
    Access, Ask, BoxFuture, Call, CodeVerdict, Passkeys, passkey_domain, passkey_origin,
};
use bartizan_store::{Reader, Writer};
use bartizan_types::{AccountId, Arn, Fault, Principal};
use bartizan_webauthn::{Algorithm, Known, RelyingParty, assertion, credential_of, registration};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value as Json, json};

use super::bearer::{Asked, Bearer};
use super::{DEVICES_MAX, rule, store_new};
use crate::error::IamError;
use crate::records::{
    self, BY_CREDENTIAL, Ceremony, Holding, MfaDevice, Owner, Passkey, PasskeyOffer, Token, Tries,
};

/// How long an offer may be answered.
const OFFER_LASTS: Duration = Duration::from_mins(5);
/// The random bytes of a challenge. (W3C Web Authentication, Level 3, section 13.4.3.)
const CHALLENGE_BYTES: usize = 32;
/// The characters that tell devices of one name apart.
const SUFFIX_CHARACTERS: usize = 26;

/// The authenticators that IAM keeps.
#[derive(Debug)]
pub(crate) struct Authenticators;

impl Passkeys for Authenticators {
    fn registration_needs(&self, ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
        rule::registration(ask)
    }

    fn offer_registration<'a>(
        &'a self,
        call: &'a Call,
        user: Option<String>,
    ) -> BoxFuture<'a, Result<String, Fault>> {
        Box::pin(async move { Ok(offer_registration(call, user).await?) })
    }

    fn register<'a>(
        &'a self,
        call: &'a Call,
        user: Option<String>,
        name: String,
        response: String,
    ) -> BoxFuture<'a, Result<String, Fault>> {
        Box::pin(async move { Ok(register(call, user, name, response).await?) })
    }

    fn offer_assertion<'a>(&'a self, call: &'a Call) -> BoxFuture<'a, Result<String, Fault>> {
        Box::pin(async move { Ok(offer_assertion(call).await?) })
    }

    fn redeem<'a>(
        &'a self,
        call: &'a Call,
        response: String,
    ) -> BoxFuture<'a, Result<CodeVerdict, Fault>> {
        Box::pin(redeem(call, response))
    }
}

async fn offer_registration(call: &Call, user: Option<String>) -> Result<String, IamError> {
    let asked = Asked::of(call, user.as_deref())?;
    let (account, challenge) = (asked.account(), challenge(call));
    let (bearer, devices) = call.read(|reader| {
        let bearer = asked.bearer(reader)?;
        let devices = bearer.devices(reader, account)?;
        Ok::<_, IamError>((bearer, devices))
    })?;
    check_room(&devices)?;
    let origin = passkey_origin(&call.platform);
    let algorithms =
        Algorithm::ALL.map(|algorithm| json!({ "type": "public-key", "alg": algorithm.number() }));
    let options = json!({
        "rp": { "id": passkey_domain(&origin), "name": "Bartizan" },
        "user": {
            "id": URL_SAFE_NO_PAD.encode(handle(account, &bearer.owner)),
            "name": bearer.name,
            "displayName": bearer.name,
        },
        "challenge": challenge,
        "pubKeyCredParams": algorithms,
        "timeout": OFFER_LASTS.as_millis(),
        "attestation": "none",
        "excludeCredentials": descriptors(&devices),
        "authenticatorSelection": {
            "residentKey": "preferred", "userVerification": "preferred",
        },
    });
    put_offer(call, account, &bearer.owner, Ceremony::Registration, challenge).await?;
    Ok(options.to_string())
}

async fn register(
    call: &Call,
    user: Option<String>,
    name: String,
    response: String,
) -> Result<String, IamError> {
    let asked = Asked::of(call, user.as_deref())?;
    let (account, now) = (asked.account(), call.now);
    let offered = asked.clone();
    // The offer is used up whatever the response is.
    let challenge = call.platform.store.write(move |tx| {
        let owner = offered.bearer(tx)?.owner;
        take_offer(tx, account, &owner, Ceremony::Registration, now)
    });
    let challenge = challenge.await?.ok_or_else(|| {
        IamError::InvalidInput("There is no offer to register by: start anew.".to_owned())
    })?;
    let origin = passkey_origin(&call.platform);
    let party = RelyingParty { id: passkey_domain(&origin), origin: &origin };
    let credential = registration(&response, &party, &challenge).map_err(|error| {
        IamError::InvalidInput(format!("The security key is not registered: {error}."))
    })?;
    let suffix: String = call.platform.random.uuid().to_uppercase().replace('-', "");
    let suffix: String = suffix.chars().take(SUFFIX_CHARACTERS).collect();
    let bearer = call.read(|reader| asked.bearer(reader))?;
    let serial = serial(account, &bearer, &format!("{name}-{suffix}")).to_string();
    let stored = serial.clone();
    let made = call.commit(move |tx| {
        let bearer = asked.bearer(tx)?;
        check_room(&bearer.devices(tx, account)?)?;
        let id = URL_SAFE_NO_PAD.encode(&credential.id);
        if !records::indexed::<MfaDevice>(tx, BY_CREDENTIAL, &id)?.is_empty() {
            return Err(IamError::EntityAlreadyExists(
                "The security key is already registered.".to_owned(),
            ));
        }
        let device = MfaDevice {
            account,
            serial: stored,
            created: now,
            tags: Vec::new(),
            holding: Some(Holding { owner: bearer.owner, enabled: now }),
            token: Token::Passkey(Passkey {
                credential: id,
                key: URL_SAFE_NO_PAD.encode(&credential.key),
                counter: credential.counter,
                tries: Tries::default(),
            }),
        };
        store_new(tx, &device, || "MFADevice entity already exists.".to_owned())
    });
    made.await?;
    Ok(serial)
}

async fn offer_assertion(call: &Call) -> Result<String, IamError> {
    let (account, owner) = (call.account()?, owner(call)?);
    let index = owner.index_value(account);
    let devices: Vec<MfaDevice> =
        call.read(|reader| records::indexed(reader, records::BY_OWNER, &index))?;
    let descriptors = descriptors(&devices);
    if descriptors.is_empty() {
        return Err(IamError::NoSuchEntity(
            "The caller has no security key and no passkey.".to_owned(),
        ));
    }
    let challenge = challenge(call);
    let origin = passkey_origin(&call.platform);
    let options = json!({
        "challenge": challenge,
        "timeout": OFFER_LASTS.as_millis(),
        "rpId": passkey_domain(&origin),
        "allowCredentials": descriptors,
        "userVerification": "preferred",
    });
    put_offer(call, account, &owner, Ceremony::Assertion, challenge).await?;
    Ok(options.to_string())
}

async fn redeem(call: &Call, response: String) -> Result<CodeVerdict, Fault> {
    let (account, now, owner) = (call.account()?, call.now, owner(call)?);
    let origin = passkey_origin(&call.platform);
    let done = call.platform.store.write(move |tx| {
        let Some(challenge) = take_offer(tx, account, &owner, Ceremony::Assertion, now)? else {
            return Ok(CodeVerdict::NotChecked);
        };
        let found = credential_of(&response).ok().map(|id| URL_SAFE_NO_PAD.encode(id));
        let Some(mut device) =
            found.map(|id| of_credential(tx, account, &owner, &id)).transpose()?.flatten()
        else {
            return Ok(CodeVerdict::Wrong);
        };
        let Token::Passkey(passkey) = &mut device.token else { return Ok(CodeVerdict::Wrong) };
        if passkey.tries.are_refused(now) {
            return Ok(CodeVerdict::NotChecked);
        }
        let user = handle(account, &owner);
        let is_right = passkey.check(&response, &origin, &challenge, user.as_bytes());
        if is_right {
            passkey.tries = Tries::default();
        } else {
            passkey.tries.count(now);
        }
        tx.put(&MfaDevice::key(account, &device.serial), &device)?;
        Ok::<_, IamError>(if is_right { CodeVerdict::Accepted } else { CodeVerdict::Wrong })
    });
    Ok(done.await?)
}

impl Passkey {
    /// Whether the response is this credential's, to this challenge. Keeps the counter.
    fn check(&mut self, response: &str, origin: &str, challenge: &str, user: &[u8]) -> bool {
        let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        let (id, key) = (decoded(&self.credential), decoded(&self.key));
        let known = Known { id: &id, key: &key, counter: self.counter, user };
        let party = RelyingParty { id: passkey_domain(origin), origin };
        match assertion(response, &party, challenge, &known) {
            Ok(proved) => {
                self.counter = proved.counter;
                true
            }
            Err(_) => false,
        }
    }
}

/// The user's own name of the owner: nothing that tells who they are. (W3C Web Authentication, Level
/// 3, section 14.6.1.)
fn handle(account: AccountId, owner: &Owner) -> String {
    match owner {
        Owner::User(id) => id.to_string(),
        Owner::Root => account.to_string(),
    }
}

/// As AWS writes serial numbers of security keys. (IAM User Guide, "Assign a passkey or security key".)
fn serial(account: AccountId, bearer: &Bearer, name: &str) -> Arn {
    let resource = match bearer.owner {
        Owner::User(_) => format!("u2f/user/{}/{name}", bearer.name),
        Owner::Root => format!("u2f/root-account/{name}"),
    };
    Arn::new("iam", "", Some(account), &resource)
}

/// The caller with a long-term key.
fn owner(call: &Call) -> Result<Owner, IamError> {
    match &call.caller.principal {
        _ if call.caller.session.is_some() => {}
        Principal::Root { .. } => return Ok(Owner::Root),
        Principal::User { id, .. } => return Ok(Owner::User(id.clone())),
        _ => {}
    }
    let name = call.operation.name;
    Err(IamError::AccessDenied(format!("Cannot call {name} with session credentials")))
}

fn check_room(devices: &[MfaDevice]) -> Result<(), IamError> {
    if devices.len() < DEVICES_MAX {
        return Ok(());
    }
    Err(IamError::quota("MFADevicesPerUser", DEVICES_MAX))
}

fn descriptors(devices: &[MfaDevice]) -> Vec<Json> {
    let ids = devices.iter().filter_map(|device| match &device.token {
        Token::Passkey(passkey) => Some(&passkey.credential),
        _ => None,
    });
    ids.map(|id| json!({ "type": "public-key", "id": id })).collect()
}

fn challenge(call: &Call) -> String {
    let mut bytes = [0; CHALLENGE_BYTES];
    call.platform.random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

async fn put_offer(
    call: &Call,
    account: AccountId,
    owner: &Owner,
    ceremony: Ceremony,
    challenge: String,
) -> Result<(), IamError> {
    let key = PasskeyOffer::key(account, owner, ceremony);
    let offer = PasskeyOffer { challenge, expires: call.now.plus(OFFER_LASTS) };
    Ok(call.commit(move |tx| tx.put(&key, &offer)).await?)
}

/// The challenge that was offered, which is used up; none where none may be answered now.
fn take_offer(
    tx: &mut Writer<'_>,
    account: AccountId,
    owner: &Owner,
    ceremony: Ceremony,
    now: bartizan_types::Timestamp,
) -> Result<Option<String>, IamError> {
    let key = PasskeyOffer::key(account, owner, ceremony);
    let offer = tx.get::<PasskeyOffer>(&key)?;
    tx.delete::<PasskeyOffer>(&key)?;
    Ok(offer.filter(|offer| now < offer.expires).map(|offer| offer.challenge))
}

/// The owner's device with this credential.
fn of_credential(
    reader: &Reader<'_>,
    account: AccountId,
    owner: &Owner,
    credential: &str,
) -> Result<Option<MfaDevice>, IamError> {
    let found: Vec<MfaDevice> = records::indexed(reader, BY_CREDENTIAL, credential)?;
    Ok(found.into_iter().find(|device| device.account == account && device.is_of(owner)))
}
