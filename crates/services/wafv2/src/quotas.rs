//! What is asked of settings as they are written, beside that they compile: what was written before
//! stays in force. (AWS WAF Developer Guide, "AWS WAF quotas".)

use serde_json::Value as Json;

use crate::compile::{bodies, rules};
use crate::error::WafError;
use crate::scope::Kind;

/// The most custom bodies, the longest of them, and their length together.
const BODIES_MAX: usize = 50;
const BODY_BYTES_MAX: usize = 4 << 10;
const BODIES_BYTES_MAX: usize = 50 << 10;
/// The most rate-based rules of a web ACL and of a rule group.
const RATE_BASED_OF_WEB_ACL: usize = 10;
const RATE_BASED_OF_GROUP: usize = 4;
/// Metrics that are not a rule's. (AWS WAF API Reference, `VisibilityConfig`.)
const RESERVED_METRICS: [&str; 2] = ["All", "Default_Action"];

/// Refuses settings of a web ACL or a rule group that are beyond a quota.
pub(crate) fn check(kind: Kind, settings: &Json) -> Result<(), WafError> {
    let rules = rules(settings)?;
    let rate_based = rules.iter().filter(|rule| rule.statement.rate_based.is_some()).count();
    let most = match kind {
        Kind::RuleGroup => RATE_BASED_OF_GROUP,
        _ => RATE_BASED_OF_WEB_ACL,
    };
    if rate_based > most {
        return Err(WafError::WAFLimitsExceeded);
    }
    let own = settings.pointer("/VisibilityConfig/MetricName").and_then(Json::as_str);
    let metrics = rules.iter().map(|rule| rule.visibility_config.metric_name.as_str()).chain(own);
    for metric in metrics {
        if RESERVED_METRICS.contains(&metric) {
            let reason = "The name of the metric is reserved for AWS WAF.";
            return Err(WafError::parameter("METRIC_NAME", metric, reason));
        }
    }
    check_bodies(settings)
}

fn check_bodies(settings: &Json) -> Result<(), WafError> {
    let bodies = bodies(settings)?;
    if bodies.len() > BODIES_MAX {
        return Err(WafError::WAFLimitsExceeded);
    }
    let refusal = |parameter: &str| {
        let reason = "You have exceeded the maximum limit for a setting.";
        Err(WafError::parameter("CUSTOM_RESPONSE_BODY", parameter, reason))
    };
    if let Some((key, _)) = bodies.iter().find(|(_, body)| body.content.len() > BODY_BYTES_MAX) {
        return refusal(key);
    }
    let length: usize = bodies.values().map(|body| body.content.len()).sum();
    if length > BODIES_BYTES_MAX { refusal("CustomResponseBodies") } else { Ok(()) }
}
