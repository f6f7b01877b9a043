//! A bucket's CORS configuration; the gateway answers browsers by it. (Amazon S3 User Guide, "CORS
//! configuration".)

use bartizan_service::{Authorized, Call, CorsRule};
use bartizan_types::Fault;

use super::{Nothing, change, read};
use crate::S3;
use crate::error::S3Error;
use crate::shapes::{
    CORSRule, DeleteBucketCorsRequest, GetBucketCorsOutput, GetBucketCorsRequest,
    PutBucketCorsRequest,
};

/// The most rules. (Amazon S3 API Reference, `PutBucketCors`.)
const RULES_MAX: usize = 100;
/// The methods that a rule may allow. (There.)
const METHODS: [&str; 5] = ["GET", "PUT", "HEAD", "POST", "DELETE"];
/// The longest id. (Amazon S3 API Reference, `CORSRule`.)
const ID_CHARACTERS_MAX: usize = 255;

/// `PutBucketCors`.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketCorsRequest>,
) -> Result<Nothing, Fault> {
    let request = request.into_inner();
    let rules = request.cors_configuration.cors_rules;
    if rules.is_empty() || rules.len() > RULES_MAX {
        return Err(S3Error::MalformedXML {}.into());
    }
    let rules = rules.into_iter().map(checked).collect::<Result<Vec<_>, _>>()?;
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), move |bucket| {
        bucket.cors = rules;
        Ok(())
    })
    .await
}

/// `GetBucketCors`.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketCorsRequest>,
) -> Result<GetBucketCorsOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    if bucket.cors.is_empty() {
        return Err(S3Error::NoSuchCORSConfiguration { bucket: bucket.name }.into());
    }
    Ok(GetBucketCorsOutput { cors_rules: Some(bucket.cors.into_iter().map(shown).collect()) })
}

/// `DeleteBucketCors`: what is not there is deleted without an error.
pub(crate) async fn delete(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeleteBucketCorsRequest>,
) -> Result<Nothing, Fault> {
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), |bucket| {
        bucket.cors.clear();
        Ok(())
    })
    .await
}

fn checked(rule: CORSRule) -> Result<CorsRule, S3Error> {
    let headers = rule.allowed_headers.unwrap_or_default();
    let exposed = rule.expose_headers.unwrap_or_default();
    let is_long = |id: &String| id.chars().count() > ID_CHARACTERS_MAX;
    if rule.allowed_methods.is_empty()
        || rule.allowed_origins.is_empty()
        || rule.id.as_ref().is_some_and(is_long)
    {
        return Err(S3Error::MalformedXML {});
    }
    if let Some(method) = rule.allowed_methods.iter().find(|one| !METHODS.contains(&one.as_str())) {
        return Err(S3Error::request(format!(
            "Found unsupported HTTP method in CORS config. Unsupported method is {method}"
        )));
    }
    one_wildcard("AllowedOrigin", &rule.allowed_origins)?;
    one_wildcard("AllowedHeader", &headers)?;
    if let Some(header) = exposed.iter().find(|one| one.contains('*')) {
        return Err(S3Error::request(format!(
            "ExposeHeader \"{header}\" contains wildcard. We currently do not support wildcard for \
             ExposeHeader."
        )));
    }
    Ok(CorsRule {
        id: rule.id,
        origins: rule.allowed_origins,
        methods: rule.allowed_methods,
        headers,
        exposed,
        max_age_seconds: rule.max_age_seconds,
    })
}

fn one_wildcard(element: &str, texts: &[String]) -> Result<(), S3Error> {
    match texts.iter().find(|text| text.matches('*').count() > 1) {
        None => Ok(()),
        Some(text) => Err(S3Error::request(format!(
            "{element} \"{text}\" can not have more than one wildcard."
        ))),
    }
}

fn shown(rule: CorsRule) -> CORSRule {
    let some = |texts: Vec<String>| Some(texts).filter(|texts| !texts.is_empty());
    CORSRule {
        id: rule.id,
        allowed_headers: some(rule.headers),
        allowed_methods: rule.methods,
        allowed_origins: rule.origins,
        expose_headers: some(rule.exposed),
        max_age_seconds: rule.max_age_seconds,
    }
}
