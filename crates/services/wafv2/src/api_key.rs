//! The keys by which applications ask for puzzles in names of domains.

use bartizan_service::store::{Key, Record};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::Waf;
use crate::domains;
use crate::entity::paged;
use crate::error::WafError;
use crate::records;
use crate::scope::Scope;
use crate::shapes::{
    APIKeySummary, CreateAPIKeyRequest, CreateAPIKeyResponse, DeleteAPIKeyRequest,
    DeleteAPIKeyResponse, GetDecryptedAPIKeyRequest, GetDecryptedAPIKeyResponse,
    ListAPIKeysRequest, ListAPIKeysResponse,
};

/// The version of keys.
const VERSION: i32 = 1;
/// The most domains of a key. (AWS WAF API Reference, `CreateAPIKey`.)
const DOMAINS_MAX: usize = 5;
/// The most keys of a scope in a region. AWS publishes none.
const KEYS_MAX: usize = 100;

/// A key. It is no secret: applications hand it to everybody.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ApiKeyRecord {
    key: String,
    scope: Scope,
    domains: Vec<String>,
    made: Timestamp,
}

impl Record for ApiKeyRecord {
    const COLLECTION: &'static str = "wafv2.api_key";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Makes a key for domains.
pub(crate) async fn create(
    _service: &Waf,
    call: &Call,
    request: Authorized<CreateAPIKeyRequest>,
) -> Result<CreateAPIKeyResponse, WafError> {
    let request = request.into_inner();
    let scope = Scope::of(&request.scope, &call.region)?;
    let domains = request.token_domains;
    if domains.is_empty() || domains.len() > DOMAINS_MAX {
        return Err(WafError::format("TOKEN_DOMAIN", "TokenDomains"));
    }
    domains::check(&domains)?;
    let (account, region) = (call.account()?, call.region.clone());
    let mut bytes = [0; 48];
    call.platform.random.fill(&mut bytes);
    let key = URL_SAFE_NO_PAD.encode(bytes);
    let record = ApiKeyRecord { key: key.clone(), scope, domains, made: call.now };
    let done = call.commit(move |writer| {
        let held = records::all::<ApiKeyRecord>(writer, account, &region)?;
        if held.iter().filter(|held| held.scope == scope).count() >= KEYS_MAX {
            return Err(WafError::WAFLimitsExceeded);
        }
        writer.put(&Key::new(account, region.as_str(), record.key.clone()), &record)?;
        Ok(CreateAPIKeyResponse { api_key: Some(key) })
    });
    Ok(done.await?)
}

/// Lists keys.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListAPIKeysRequest>,
) -> Result<ListAPIKeysResponse, WafError> {
    let scope = Scope::of(&request.scope, &call.region)?;
    let account = call.account()?;
    let mut all =
        call.read(|reader| records::all::<ApiKeyRecord>(reader, account, &call.region))?;
    all.retain(|record| record.scope == scope);
    let marker = request.next_marker.as_deref();
    let page = paged(all, marker, request.limit, |record| record.key.clone())?;
    let summary = |record: &ApiKeyRecord| APIKeySummary {
        token_domains: Some(record.domains.clone()),
        api_key: Some(record.key.clone()),
        creation_timestamp: Some(record.made),
        version: Some(VERSION),
    };
    Ok(ListAPIKeysResponse {
        next_marker: page.next,
        api_key_summaries: Some(page.items.iter().map(summary).collect()),
        application_integration_url: None,
    })
}

/// Tells what a key is for.
pub(crate) async fn decrypted(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetDecryptedAPIKeyRequest>,
) -> Result<GetDecryptedAPIKeyResponse, WafError> {
    let scope = Scope::of(&request.scope, &call.region)?;
    let place = Key::new(call.account()?, call.region.as_str(), request.api_key.clone());
    let found: Option<ApiKeyRecord> =
        call.read(|reader| reader.get(&place).map_err(WafError::from))?;
    let found = found.filter(|held| held.scope == scope).ok_or(WafError::WAFNonexistentItem)?;
    Ok(GetDecryptedAPIKeyResponse {
        token_domains: Some(found.domains),
        creation_timestamp: Some(found.made),
    })
}

/// Deletes a key.
pub(crate) async fn delete(
    _service: &Waf,
    call: &Call,
    request: Authorized<DeleteAPIKeyRequest>,
) -> Result<DeleteAPIKeyResponse, WafError> {
    let scope = Scope::of(&request.scope, &call.region)?;
    let place = Key::new(call.account()?, call.region.as_str(), request.api_key.clone());
    let done = call.commit(move |writer| {
        let found: Option<ApiKeyRecord> = writer.get(&place)?;
        found.filter(|held| held.scope == scope).ok_or(WafError::WAFNonexistentItem)?;
        writer.delete::<ApiKeyRecord>(&place)?;
        Ok::<_, WafError>(DeleteAPIKeyResponse::default())
    });
    Ok(done.await?)
}
