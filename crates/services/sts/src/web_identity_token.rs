//! `GetWebIdentityToken`: a signed token by which services outside know the caller. (IAM User Guide,
//! "Understanding token claims".)

use std::time::Duration;

use bartizan_jose::Algorithm;
use bartizan_service::{Access, Ask, Authorized, Call, issuers};
use bartizan_types::{Fault, Tag};
use bartizan_wire::Value;
use serde_json::{Map, Value as Json, json};

use crate::error::StsError;
use crate::shapes::{GetWebIdentityTokenRequest, GetWebIdentityTokenResponse};
use crate::{Sts, session_tags};

/// The claim under which everything of AWS stands.
const NAMESPACE: &str = "https://sts.amazonaws.com/";
/// A token's length where the request names none, in seconds. (STS API Reference,
/// `GetWebIdentityToken`, `DurationSeconds`.)
const DEFAULT_SECONDS: i32 = 300;
/// The most bytes of claims: with them a token is within what `AssumeRoleWithWebIdentity` takes.
const CLAIMS_BYTES_MAX: usize = 12_000;

/// The action has no resource; tags need one more.
#[expect(clippy::unnecessary_wraps, reason = "every rule has this form")]
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let audiences = ask.input.field("Audience").map_or(&[][..], Value::items);
    let audiences = audiences.iter().filter_map(|one| one.text().map(str::to_owned)).collect();
    let seconds = match ask.input.field("DurationSeconds") {
        Some(Value::Int(seconds)) => *seconds,
        _ => i64::from(DEFAULT_SECONDS),
    };
    let tags = ask.tags("Tags");
    let access = Access::on_any("sts:GetWebIdentityToken")
        .key_list("sts:IdentityTokenAudience", audiences)
        .key("sts:DurationSeconds", seconds.to_string())
        .key_if("sts:SigningAlgorithm", ask.text("SigningAlgorithm"))
        .request_tags(tags.iter().copied());
    let mut accesses = vec![access];
    if !tags.is_empty() {
        let tagging = Access::on_any("sts:TagGetWebIdentityToken");
        accesses.push(tagging.request_tags(tags.iter().copied()));
    }
    Ok(accesses)
}

/// Issues the token.
pub(crate) async fn issue(
    _sts: &Sts,
    call: &Call,
    request: Authorized<GetWebIdentityTokenRequest>,
) -> Result<GetWebIdentityTokenResponse, StsError> {
    let account = call.account()?;
    let algorithm = match request.signing_algorithm.as_str() {
        "RS256" => Algorithm::Rs256,
        "ES384" => Algorithm::Es384,
        other => {
            return Err(StsError::Validation(format!(
                "1 validation error detected: Value '{other}' at 'signingAlgorithm' failed to \
                 satisfy constraint: Member must satisfy enum value set: [RS256, ES384]"
            )));
        }
    };
    let id = call.read(|reader| issuers::enabled(reader, account))?;
    let id = id.ok_or(StsError::OutboundFederationDisabled)?;
    let seconds = request.duration_seconds.unwrap_or(DEFAULT_SECONDS);
    let seconds = u64::try_from(seconds).unwrap_or_default();
    let expires = call.now.plus(Duration::from_secs(seconds));
    if call.caller.session.as_ref().is_some_and(|session| session.expires < expires) {
        return Err(StsError::SessionDurationEscalation);
    }
    let tags = session_tags::of(request.tags.as_deref(), None, None)?.tags;
    let subject = call.caller.principal.principal_arn().map(|arn| arn.to_string());
    let audience = match request.audience.as_slice() {
        [sole] => json!(sole),
        several => json!(several),
    };
    let claims = json!({
        "iss": issuers::url(&call.platform, &id),
        "aud": audience,
        "sub": subject,
        "iat": call.now.seconds(),
        "exp": expires.seconds(),
        "jti": call.platform.random.uuid(),
        NAMESPACE: identity(call, &tags),
    });
    if claims.to_string().len() > CLAIMS_BYTES_MAX {
        return Err(StsError::TokenTooLarge);
    }
    let key = issuers::signing_key(&call.platform, account, algorithm).await?;
    let claims = claims.as_object().cloned().unwrap_or_default();
    let token = key.sign(&claims).map_err(|error| {
        Fault::new("InternalFailure", format!("the token cannot be signed: {error}"), 500)
    })?;
    Ok(GetWebIdentityTokenResponse { web_identity_token: Some(token), expiration: Some(expires) })
}

/// What AWS tells of the caller beyond the standard claims.
fn identity(call: &Call, request_tags: &[Tag]) -> Json {
    let account = call.caller.principal.account();
    let organization = account.and_then(|account| {
        call.directory.account(account).and_then(|account| account.organization.clone())
    });
    let mut identity = Map::new();
    identity.insert("aws_account".to_owned(), json!(account.map(|account| account.to_string())));
    identity.insert("source_region".to_owned(), json!(call.region.as_str()));
    if let Some(organization) = organization {
        identity.insert("org_id".to_owned(), json!(&*organization));
    }
    let own: Vec<Tag> = call.caller.effective_tags().cloned().collect();
    for (name, tags) in [("principal_tags", own.as_slice()), ("request_tags", request_tags)] {
        if !tags.is_empty() {
            let tags: Map<String, Json> =
                tags.iter().map(|tag| (tag.key.clone(), json!(tag.value))).collect();
            identity.insert(name.to_owned(), Json::Object(tags));
        }
    }
    Json::Object(identity)
}
