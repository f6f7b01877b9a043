//! What a configuration that leaves things out has in answers.

use crate::shapes::{
    Aliases, AllowedMethods, CacheBehaviors, CachedMethods, CustomErrorResponses, CustomHeaders,
    DistributionConfig, FunctionAssociations, GeoRestriction, LambdaFunctionAssociations,
    LoggingConfig, Origin, OriginGroups, OriginShield, Restrictions, TrustedKeyGroups,
    TrustedSigners, ViewerCertificate,
};

/// Fills in what is left out. (The API Reference, the defaults of `DistributionConfig` and its parts.)
pub(crate) fn complete(config: &mut DistributionConfig) {
    config.aliases.get_or_insert(Aliases { quantity: 0, items: None });
    config.default_root_object.get_or_insert_default();
    config.origin_groups.get_or_insert(OriginGroups { quantity: 0, items: None });
    config.origins.items.iter_mut().for_each(origin);
    let ordered = config.cache_behaviors.get_or_insert(CacheBehaviors { quantity: 0, items: None });
    macro_rules! behaviour {
        ($one:expr) => {{
            let one = $one;
            one.trusted_signers.get_or_insert(TrustedSigners {
                enabled: false,
                quantity: 0,
                items: None,
            });
            one.trusted_key_groups.get_or_insert(TrustedKeyGroups {
                enabled: false,
                quantity: 0,
                items: None,
            });
            methods(&mut one.allowed_methods);
            one.smooth_streaming.get_or_insert(false);
            one.compress.get_or_insert(false);
            one.lambda_function_associations
                .get_or_insert(LambdaFunctionAssociations { quantity: 0, items: None });
            one.function_associations
                .get_or_insert(FunctionAssociations { quantity: 0, items: None });
            one.field_level_encryption_id.get_or_insert_default();
            if one.forwarded_values.is_some() {
                one.min_ttl.get_or_insert(0);
                one.default_ttl.get_or_insert(86_400);
                one.max_ttl.get_or_insert(31_536_000);
            }
        }};
    }
    for one in ordered.items.iter_mut().flatten() {
        behaviour!(one);
    }
    behaviour!(&mut config.default_cache_behavior);
    config.custom_error_responses.get_or_insert(CustomErrorResponses { quantity: 0, items: None });
    config.logging.get_or_insert(LoggingConfig {
        enabled: Some(false),
        include_cookies: Some(false),
        bucket: Some(String::new()),
        prefix: Some(String::new()),
    });
    config.price_class.get_or_insert_with(|| "PriceClass_All".to_owned());
    let certificate = config.viewer_certificate.get_or_insert(ViewerCertificate {
        cloud_front_default_certificate: Some(true),
        iam_certificate_id: None,
        acm_certificate_arn: None,
        ssl_support_method: None,
        minimum_protocol_version: None,
        certificate: None,
        certificate_source: None,
    });
    viewer_certificate(certificate);
    config.restrictions.get_or_insert_with(|| Restrictions {
        geo_restriction: GeoRestriction {
            restriction_type: "none".to_owned(),
            quantity: 0,
            items: None,
        },
    });
    config.web_acl_id.get_or_insert_default();
    config.http_version.get_or_insert_with(|| "http2".to_owned());
    config.is_ipv6_enabled.get_or_insert(false);
    config.continuous_deployment_policy_id.get_or_insert_default();
    config.staging.get_or_insert(false);
}

fn origin(origin: &mut Origin) {
    origin.origin_path.get_or_insert_default();
    origin.custom_headers.get_or_insert(CustomHeaders { quantity: 0, items: None });
    origin.origin_shield.get_or_insert(OriginShield { enabled: false, origin_shield_region: None });
    origin.origin_access_control_id.get_or_insert_default();
    origin.connection_attempts.get_or_insert(3);
    origin.connection_timeout.get_or_insert(10);
    if let Some(custom) = &mut origin.custom_origin_config {
        custom.origin_read_timeout.get_or_insert(30);
        custom.origin_keepalive_timeout.get_or_insert(5);
    }
}

fn methods(methods: &mut Option<AllowedMethods>) {
    let usual = || vec!["HEAD".to_owned(), "GET".to_owned()];
    let allowed = methods.get_or_insert_with(|| AllowedMethods {
        quantity: 2,
        items: usual(),
        cached_methods: None,
    });
    allowed.cached_methods.get_or_insert_with(|| CachedMethods { quantity: 2, items: usual() });
}

fn viewer_certificate(certificate: &mut ViewerCertificate) {
    if certificate.cloud_front_default_certificate == Some(true) {
        certificate.ssl_support_method.get_or_insert_with(|| "vip".to_owned());
        certificate.minimum_protocol_version.get_or_insert_with(|| "TLSv1".to_owned());
        certificate.certificate_source.get_or_insert_with(|| "cloudfront".to_owned());
        return;
    }
    certificate.cloud_front_default_certificate.get_or_insert(false);
    let (named, source) = match (&certificate.iam_certificate_id, &certificate.acm_certificate_arn)
    {
        (Some(id), _) => (id.clone(), "iam"),
        (None, Some(arn)) => (arn.clone(), "acm"),
        (None, None) => return,
    };
    certificate.certificate.get_or_insert(named);
    certificate.certificate_source.get_or_insert_with(|| source.to_owned());
}
