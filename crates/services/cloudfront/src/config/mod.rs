//! Configurations of distributions: what is left out is filled in as AWS does, and what is accepted is
//! what can be served. (Amazon `CloudFront` API Reference, `DistributionConfig`.)

mod behaviours;
mod buckets;
mod complete;
mod headers;
mod origins;
mod viewer;

use bartizan_service::Vault;
use bartizan_service::store::Reader;
use bartizan_types::{AccountId, Timestamp};

pub(crate) use complete::complete;
pub(crate) use headers::{open, seal, take};

use crate::error::{CdnError, refuse_unbuilt};
use crate::logging;
use crate::naming::{self, typed};
use crate::policy::listed;
use crate::published::{Certificate, Distribution, ErrorPage};
use crate::records::DistributionRecord;
use crate::shapes::{CustomErrorResponses, DistributionConfig};

/// The errors that may have pages, and what may stand over those. (The API Reference,
/// `CustomErrorResponse`.)
const ERRORS: [u16; 11] = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
/// How long an error is kept unless it is said. (The API Reference, `ErrorCachingMinTTL`.)
const ERROR_TTL: i64 = 10;
/// The longest texts.
const ROOT_OBJECT_MAX: usize = 255;
const COMMENT_MAX: usize = 128;

/// A distribution as it is served; nothing where it is not enabled.
pub(crate) fn served(
    reader: &Reader<'_>,
    vault: &Vault,
    record: &DistributionRecord,
) -> Result<Option<Distribution>, CdnError> {
    let mut config: DistributionConfig = typed("DistributionConfig", &record.config)?;
    if !config.enabled {
        return Ok(None);
    }
    open(vault, record, &mut config)?;
    let mut distribution = read(reader, record.account, &config)?;
    distribution.arn = naming::distribution_arn(record.account, &record.id).to_string();
    distribution.id.clone_from(&record.id);
    distribution.created = record.created;
    distribution.domain_name.clone_from(&record.domain_name);
    Ok(Some(distribution))
}

/// The certificate that a distribution shows, whether it is enabled or not.
pub(crate) fn certificate(record: &DistributionRecord) -> Result<Certificate, CdnError> {
    let config: DistributionConfig = typed("DistributionConfig", &record.config)?;
    Ok(viewer::certificate(config.viewer_certificate.as_ref())?.0)
}

/// What a configuration means, without a name of its own yet.
///
/// # Errors
/// It is not valid, or cannot be done.
pub(crate) fn read(
    reader: &Reader<'_>,
    account: AccountId,
    config: &DistributionConfig,
) -> Result<Distribution, CdnError> {
    check_built(config)?;
    if config.caller_reference.is_empty() {
        return Err(CdnError::argument("The parameter CallerReference is required."));
    }
    if config.comment.len() > COMMENT_MAX {
        return Err(CdnError::argument("The parameter Comment is too long."));
    }
    let root_object = config.default_root_object.clone().unwrap_or_default();
    if root_object.starts_with('/') || root_object.len() > ROOT_OBJECT_MAX {
        let message =
            "The default root object file name is too big or contains an invalid character.";
        return Err(CdnError::refused("InvalidDefaultRootObject", message));
    }
    behaviours::check_origins(config)?;
    let origins = origins::read(reader, account, &config.origins)?;
    let behaviours = behaviours::read(reader, account, config)?;
    let (certificate, has_tls12) = viewer::certificate(config.viewer_certificate.as_ref())?;
    let aliases = viewer::aliases(config.aliases.as_ref(), &certificate)?;
    Ok(Distribution {
        account,
        arn: String::new(),
        id: String::new(),
        created: Timestamp::from_seconds(0),
        domain_name: String::new(),
        aliases,
        root_object,
        has_http2: viewer::has_http2(config.http_version.as_deref())?,
        certificate,
        has_tls12,
        origins,
        behaviours,
        log: logging::place(config.logging.as_ref())?,
        error_pages: error_pages(config.custom_error_responses.clone())?,
    })
}

fn check_built(config: &DistributionConfig) -> Result<(), CdnError> {
    let is_set = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let restriction = config.restrictions.as_ref().map(|one| &one.geo_restriction.restriction_type);
    let has_groups = config.origin_groups.as_ref().is_some_and(|groups| groups.quantity > 0);
    let has_mode = config.connection_mode.as_ref().is_some_and(|mode| mode != "direct");
    let has_mtls = config.viewer_mtls_config.as_ref();
    refuse_unbuilt(&[
        ("an origin group", has_groups),
        ("a geographic restriction", restriction.is_some_and(|kind| kind != "none")),
        ("ContinuousDeploymentPolicyId", is_set(&config.continuous_deployment_policy_id)),
        ("a staging distribution", config.staging == Some(true)),
        ("AnycastIpListId", is_set(&config.anycast_ip_list_id)),
        ("TenantConfig", config.tenant_config.is_some()),
        ("a connection mode other than direct", has_mode),
        ("ViewerMtlsConfig", has_mtls.is_some_and(|one| one.trust_store_config.is_some())),
        ("ConnectionFunctionAssociation", config.connection_function_association.is_some()),
        ("CacheTagConfig", config.cache_tag_config.is_some()),
    ])
}

fn error_pages(responses: Option<CustomErrorResponses>) -> Result<Vec<ErrorPage>, CdnError> {
    let Some(responses) = responses else { return Ok(Vec::new()) };
    let mut pages: Vec<ErrorPage> = Vec::new();
    for one in listed(responses.quantity, responses.items)? {
        let status = u16::try_from(one.error_code).unwrap_or_default();
        if !ERRORS.contains(&status) || pages.iter().any(|page| page.status == status) {
            let message = "An invalid error code was specified.";
            return Err(CdnError::refused("InvalidErrorCode", message));
        }
        let path = one.response_page_path.filter(|path| !path.is_empty());
        let code = one.response_code.filter(|code| !code.is_empty());
        let page = match (path, code) {
            (None, None) => None,
            (Some(path), Some(code)) => {
                let code = code.parse().unwrap_or_default();
                if code != 200 && !ERRORS.contains(&code) {
                    let message = "A response code is not valid.";
                    return Err(CdnError::refused("InvalidResponseCode", message));
                }
                let is_plain = |byte: u8| matches!(byte, b'!'..=b'~');
                if !path.starts_with('/') || !path.bytes().all(is_plain) {
                    let message = "The parameter ResponsePagePath must begin with / and is ASCII.";
                    return Err(CdnError::argument(message));
                }
                Some((path, code))
            }
            _ => {
                let message = "The parameters ResponsePagePath and ResponseCode go together.";
                return Err(CdnError::argument(message));
            }
        };
        let ttl = u64::try_from(one.error_caching_min_ttl.unwrap_or(ERROR_TTL))
            .map_err(|_| CdnError::argument("The parameter ErrorCachingMinTTL is not valid."))?;
        pages.push(ErrorPage { status, page, ttl });
    }
    Ok(pages)
}
