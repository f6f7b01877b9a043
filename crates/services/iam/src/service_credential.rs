//! Service-specific credentials of users. (IAM API Reference,
//! "`CreateServiceSpecificCredential`"; IAM User Guide, "API keys for AWS services".)

pub(crate) mod rule;

use std::time::Duration;

use bartizan_service::{Authorized, Call};
use bartizan_store::{Reader, Record};
use bartizan_types::{AccountId, IdKind, Timestamp, UniqueId};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::access_key::{Subject, asked};
use crate::credential;
use crate::error::IamError;
use crate::records::{self, Credential, Owner, ServiceCredential, User};
use crate::shapes::{
    CreateServiceSpecificCredentialRequest, CreateServiceSpecificCredentialResponse,
    DeleteServiceSpecificCredentialRequest, ListServiceSpecificCredentialsRequest,
    ListServiceSpecificCredentialsResponse, ResetServiceSpecificCredentialRequest,
    ResetServiceSpecificCredentialResponse, ServiceSpecificCredential as Shown,
    ServiceSpecificCredentialMetadata, UpdateServiceSpecificCredentialRequest,
};
use crate::{Iam, paging, rules};

/// How many credentials a user may have for one service.
const CREDENTIALS_MAX: usize = 2;
/// Random bytes of a secret.
const SECRET_BYTES: usize = 32;

/// A service that takes such credentials.
struct Kind {
    service: &'static str,
    /// What its API keys begin with; services without one take a user name and a password.
    key_prefix: Option<&'static str>,
}

static KINDS: [Kind; 4] = [
    Kind { service: "codecommit.amazonaws.com", key_prefix: None },
    Kind { service: "cassandra.amazonaws.com", key_prefix: None },
    Kind { service: "bedrock.amazonaws.com", key_prefix: Some("ABSK") },
    Kind { service: "logs.amazonaws.com", key_prefix: Some("ACWL") },
];

/// Makes a credential; its secret is told once.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateServiceSpecificCredentialRequest>,
) -> Result<CreateServiceSpecificCredentialResponse, IamError> {
    let request = request.into_inner();
    let account = call.account()?;
    let kind = Kind::of(&request.service_name)?;
    let expires = kind.expiry(call.now, request.credential_age_days)?;
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let (platform, now) = (std::sync::Arc::clone(&call.platform), call.now);
    let made = call.commit(move |tx| {
        let user: User = records::find(tx, account, &request.user_name)?;
        let owner = Owner::User(user.id.clone());
        let mut present: Vec<ServiceCredential> = credential::of(tx, account, &owner)?;
        present.retain(|other| other.service == kind.service);
        if present.len() >= CREDENTIALS_MAX {
            return Err(IamError::quota("ServiceSpecificCredentialsPerUser", CREDENTIALS_MAX));
        }
        let mut record = ServiceCredential {
            account,
            id: UniqueId::generate(IdKind::ServiceCredential, &*platform.random),
            user: user.id.clone(),
            service: kind.service.to_owned(),
            public: free_name(&user, &present),
            active: true,
            created: now,
            expires,
            sealed_secret: String::new(),
        };
        let secret = renew(&mut record, &platform)?;
        tx.put(&ServiceCredential::key_of(account, record.id()), &record)?;
        let shown = shown(user.name, &record, secret, now);
        Ok(CreateServiceSpecificCredentialResponse { service_specific_credential: Some(shown) })
    });
    Ok(made.await?)
}

/// Gives a credential another secret, which is told once.
pub(crate) async fn reset(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ResetServiceSpecificCredentialRequest>,
) -> Result<ResetServiceSpecificCredentialResponse, IamError> {
    let (account, name) = (call.account()?, named(call, request.user_name.as_deref())?);
    let id = request.into_inner().service_specific_credential_id;
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let (platform, now) = (std::sync::Arc::clone(&call.platform), call.now);
    let done = call.commit(move |tx| {
        let subject = Subject::of(tx, account, Some(&name))?;
        let mut record: ServiceCredential = credential::find(tx, account, &subject, &id)?;
        let secret = renew(&mut record, &platform)?;
        tx.put(&ServiceCredential::key_of(account, record.id()), &record)?;
        let shown = shown(subject.name.unwrap_or_default(), &record, secret, now);
        Ok::<_, IamError>(ResetServiceSpecificCredentialResponse {
            service_specific_credential: Some(shown),
        })
    });
    Ok(done.await?)
}

/// The credentials of a user, of the caller or of all users, without secrets.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListServiceSpecificCredentialsRequest>,
) -> Result<ListServiceSpecificCredentialsResponse, IamError> {
    let account = call.account()?;
    let service = request.service_name.as_deref().map(Kind::of).transpose()?;
    let mut found = if request.all_users == Some(true) {
        if request.user_name.is_some() {
            return Err(IamError::Validation(
                "UserName and AllUsers cannot be specified together".to_owned(),
            ));
        }
        call.read(|reader| of_all(reader, account))?
    } else {
        let name = named(call, request.user_name.as_deref())?;
        call.read(|reader| {
            let user: User = records::find(reader, account, &name)?;
            let owner = Owner::User(user.id.clone());
            let of = credential::of::<ServiceCredential>(reader, account, &owner)?;
            Ok::<_, IamError>(of.into_iter().map(|record| (user.name.clone(), record)).collect())
        })?
    };
    found.retain(|(_, record)| service.is_none_or(|kind| record.service == kind.service));
    let page =
        paging::page(found, request.marker.as_deref(), request.max_items, |(name, record)| {
            format!("{} {:020} {}", paging::by_name(name), record.created.millis(), record.id)
        })?;
    let listed = |(name, record): &(String, ServiceCredential)| listed(name, record, call.now);
    Ok(ListServiceSpecificCredentialsResponse {
        service_specific_credentials: Some(page.items.iter().map(listed).collect()),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// Switches a credential on or off.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateServiceSpecificCredentialRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let (user, id) = (request.user_name.as_deref(), request.service_specific_credential_id);
    credential::switch::<ServiceCredential>(call, user, id, &request.status).await
}

/// Removes a credential.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteServiceSpecificCredentialRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let (user, id) = (request.user_name.as_deref(), request.service_specific_credential_id);
    credential::remove::<ServiceCredential>(call, user, id).await
}

fn of_all(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<Vec<(String, ServiceCredential)>, IamError> {
    let mut found = Vec::new();
    for record in records::all::<ServiceCredential>(reader, account)? {
        if let Some(user) = records::find_by_id::<User>(reader, &record.user)? {
            found.push((user.name, record));
        }
    }
    Ok(found)
}

fn named(call: &Call, name: Option<&str>) -> Result<String, IamError> {
    asked(call, name)?.ok_or_else(rules::must_name_user)
}

/// As `jane-at-123456789012`; `jane+1-at-…` where that is taken.
fn free_name(user: &User, present: &[ServiceCredential]) -> String {
    let name = |number: usize| {
        let suffix = if number == 0 { String::new() } else { format!("+{number}") };
        format!("{}{suffix}-at-{}", user.name, user.account)
    };
    let is_free = |name: &String| present.iter().all(|other| other.public != *name);
    (0..CREDENTIALS_MAX).map(name).find(is_free).unwrap_or_else(|| name(CREDENTIALS_MAX))
}

/// A fresh secret, sealed into the record and in clear.
fn renew(
    record: &mut ServiceCredential,
    platform: &bartizan_service::Platform,
) -> Result<String, IamError> {
    let mut bytes = [0; SECRET_BYTES];
    platform.random.fill(&mut bytes);
    let random = STANDARD.encode(bytes);
    let secret = match Kind::of(&record.service)?.key_prefix {
        None => random,
        // The key holds its public part, so that the service finds whose it is.
        Some(prefix) => {
            format!("{prefix}{}", STANDARD.encode(format!("{}:{random}", record.public)))
        }
    };
    let sealed = platform.vault.seal(
        record.account,
        ServiceCredential::COLLECTION,
        record.id.as_str(),
        secret.as_bytes(),
    )?;
    record.sealed_secret = STANDARD.encode(sealed);
    Ok(secret)
}

impl Kind {
    fn of(service: &str) -> Result<&'static Self, IamError> {
        KINDS.iter().find(|kind| kind.service == service).ok_or_else(|| {
            IamError::NotSupportedService(format!(
                "No such service {service} is supported for Service Specific Credentials"
            ))
        })
    }

    fn expiry(&self, now: Timestamp, days: Option<i32>) -> Result<Option<Timestamp>, IamError> {
        let Some(days) = days else { return Ok(None) };
        if self.key_prefix.is_none() {
            return Err(IamError::Validation(format!(
                "Credentials for {} do not expire: leave out CredentialAgeDays",
                self.service
            )));
        }
        let days = u64::try_from(days).unwrap_or(0);
        Ok(Some(now.plus(Duration::from_secs(days * 24 * 60 * 60))))
    }
}

/// The public part as user name or as alias, by the service.
fn public(record: &ServiceCredential) -> (Option<String>, Option<String>) {
    let is_key = Kind::of(&record.service).is_ok_and(|kind| kind.key_prefix.is_some());
    let public = Some(record.public.clone());
    if is_key { (None, public) } else { (public, None) }
}

fn shown(user_name: String, record: &ServiceCredential, secret: String, now: Timestamp) -> Shown {
    let (service_user_name, service_credential_alias) = public(record);
    let (password, key) =
        if service_user_name.is_some() { (Some(secret), None) } else { (None, Some(secret)) };
    Shown {
        create_date: record.created,
        expiration_date: record.expires,
        service_name: record.service.clone(),
        service_user_name,
        service_password: password,
        service_credential_alias,
        service_credential_secret: key,
        service_specific_credential_id: record.id.to_string(),
        user_name,
        status: status(record, now).to_owned(),
    }
}

fn listed(
    name: &str,
    record: &ServiceCredential,
    now: Timestamp,
) -> ServiceSpecificCredentialMetadata {
    let (service_user_name, service_credential_alias) = public(record);
    ServiceSpecificCredentialMetadata {
        user_name: name.to_owned(),
        status: status(record, now).to_owned(),
        service_user_name,
        service_credential_alias,
        create_date: record.created,
        expiration_date: record.expires,
        service_specific_credential_id: record.id.to_string(),
        service_name: record.service.clone(),
    }
}

fn status(record: &ServiceCredential, now: Timestamp) -> &'static str {
    match record.expires {
        Some(expires) if expires <= now => "Expired",
        _ => credential::status(record.active),
    }
}
