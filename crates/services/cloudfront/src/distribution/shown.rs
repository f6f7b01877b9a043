//! Distributions in answers.

use bartizan_service::Vault;

use crate::config::open;
use crate::error::CdnError;
use crate::naming::{self, typed};
use crate::records::DistributionRecord;
use crate::shapes::{
    ActiveTrustedKeyGroups, ActiveTrustedSigners, Aliases, CacheBehaviors, CustomErrorResponses,
    Distribution, DistributionConfig, DistributionSummary, GeoRestriction, Restrictions,
    ViewerCertificate,
};

/// The configuration of a distribution, with the values of its headers.
pub(super) fn opened(
    vault: &Vault,
    record: &DistributionRecord,
) -> Result<DistributionConfig, CdnError> {
    let mut config = typed("DistributionConfig", &record.config)?;
    open(vault, record, &mut config)?;
    Ok(config)
}

/// A distribution with its configuration.
pub(super) fn shown(
    record: &DistributionRecord,
    config: DistributionConfig,
    status: &str,
) -> Distribution {
    Distribution {
        id: record.id.clone(),
        arn: naming::distribution_arn(record.account, &record.id).to_string(),
        status: status.to_owned(),
        last_modified_time: record.modified,
        in_progress_invalidation_batches: 0,
        domain_name: record.domain_name.clone(),
        active_trusted_signers: Some(ActiveTrustedSigners {
            enabled: false,
            quantity: 0,
            items: None,
        }),
        active_trusted_key_groups: Some(ActiveTrustedKeyGroups {
            enabled: false,
            quantity: 0,
            items: None,
        }),
        distribution_config: config,
        alias_icp_recordals: None,
    }
}

/// A distribution in a list.
pub(crate) fn summary(
    record: &DistributionRecord,
    config: DistributionConfig,
) -> DistributionSummary {
    let text = |text: Option<String>| text.unwrap_or_default();
    DistributionSummary {
        id: record.id.clone(),
        arn: naming::distribution_arn(record.account, &record.id).to_string(),
        e_tag: Some(record.etag.clone()),
        status: "Deployed".to_owned(),
        last_modified_time: record.modified,
        domain_name: record.domain_name.clone(),
        aliases: config.aliases.unwrap_or(Aliases { quantity: 0, items: None }),
        origins: config.origins,
        origin_groups: config.origin_groups,
        default_cache_behavior: config.default_cache_behavior,
        cache_behaviors: config
            .cache_behaviors
            .unwrap_or(CacheBehaviors { quantity: 0, items: None }),
        custom_error_responses: config
            .custom_error_responses
            .unwrap_or(CustomErrorResponses { quantity: 0, items: None }),
        comment: config.comment,
        price_class: text(config.price_class),
        enabled: config.enabled,
        viewer_certificate: config.viewer_certificate.unwrap_or(ViewerCertificate {
            cloud_front_default_certificate: Some(true),
            iam_certificate_id: None,
            acm_certificate_arn: None,
            ssl_support_method: None,
            minimum_protocol_version: None,
            certificate: None,
            certificate_source: None,
        }),
        restrictions: config.restrictions.unwrap_or_else(|| Restrictions {
            geo_restriction: GeoRestriction {
                restriction_type: "none".to_owned(),
                quantity: 0,
                items: None,
            },
        }),
        web_acl_id: text(config.web_acl_id),
        http_version: text(config.http_version),
        is_ipv6_enabled: config.is_ipv6_enabled.unwrap_or(false),
        alias_icp_recordals: None,
        staging: config.staging.unwrap_or(false),
        connection_mode: config.connection_mode,
        anycast_ip_list_id: None,
        viewer_mtls_config: None,
        connection_function_association: None,
    }
}
