//! What a request says of conditions. (Elastic Load Balancing API Reference, `RuleCondition`.)

use ipnet::IpNet;

use crate::error::{ElbError, refuse_unbuilt};
use crate::limits;
use crate::records::Condition;
use crate::shapes::{
    HostHeaderConditionConfig, HttpHeaderConditionConfig, HttpRequestMethodConditionConfig,
    PathPatternConditionConfig, QueryStringConditionConfig, QueryStringKeyValuePair, RuleCondition,
    SourceIpConditionConfig,
};

/// The longest value, method and name of a header. (The API Reference, each condition's.)
const VALUE_MAX: usize = 128;
const SHORT_MAX: usize = 40;
/// What values may have beside letters and digits.
const HOST_MARKS: &str = "-.*?";
const PATH_MARKS: &str = "_-.$/~\"'@:+&*?!,;=()%#[]{}|^`<> ";
const NAME_MARKS: &str = "*?-!#$%&'+.^_`|~";

/// A rule's conditions.
pub(crate) fn read(conditions: Vec<RuleCondition>) -> Result<Vec<Condition>, ElbError> {
    let mut read: Vec<Condition> = Vec::new();
    for condition in conditions {
        refuse_unbuilt(&[("a condition by regular expressions", has_regex(&condition))])?;
        let one = read_one(condition)?;
        let is_single = matches!(
            one,
            Condition::Host(_) | Condition::Path(_) | Condition::Method(_) | Condition::SourceIp(_)
        );
        let is_same =
            |other: &Condition| std::mem::discriminant(other) == std::mem::discriminant(&one);
        if is_single && read.iter().any(is_same) {
            return Err(ElbError::invalid("A rule has at most one condition of this field"));
        }
        read.push(one);
    }
    if read.is_empty() {
        return Err(ElbError::invalid("A condition must be specified"));
    }
    if read.iter().map(count).sum::<usize>() > limits::CONDITION_VALUES {
        let message =
            format!("A rule can only have '{}' condition values", limits::CONDITION_VALUES);
        return Err(ElbError::invalid(message));
    }
    Ok(read)
}

fn has_regex(condition: &RuleCondition) -> bool {
    let is_given = |list: Option<&Vec<String>>| list.is_some_and(|list| !list.is_empty());
    is_given(condition.regex_values.as_ref())
        || is_given(condition.host_header_config.as_ref().and_then(|one| one.regex_values.as_ref()))
        || is_given(
            condition.path_pattern_config.as_ref().and_then(|one| one.regex_values.as_ref()),
        )
        || is_given(condition.http_header_config.as_ref().and_then(|one| one.regex_values.as_ref()))
}

fn count(condition: &Condition) -> usize {
    match condition {
        Condition::Host(values)
        | Condition::Path(values)
        | Condition::Method(values)
        | Condition::Header(_, values) => values.len(),
        Condition::Query(values) => values.len(),
        Condition::SourceIp(values) => values.len(),
    }
}

fn read_one(condition: RuleCondition) -> Result<Condition, ElbError> {
    let values = condition.values;
    match condition.field.as_deref().unwrap_or_default() {
        "host-header" => {
            let values = either(values, condition.host_header_config.and_then(|one| one.values))?;
            check_all(&values, VALUE_MAX, HOST_MARKS, "host-header")?;
            Ok(Condition::Host(values))
        }
        "path-pattern" => {
            let values = either(values, condition.path_pattern_config.and_then(|one| one.values))?;
            check_all(&values, VALUE_MAX, PATH_MARKS, "path-pattern")?;
            Ok(Condition::Path(values))
        }
        "http-request-method" => {
            let values =
                either(values, condition.http_request_method_config.and_then(|one| one.values))?;
            check_all(&values, SHORT_MAX, "-_", "http-request-method")?;
            if values.iter().any(|value| value.chars().any(|one| one.is_ascii_lowercase())) {
                return Err(invalid("http-request-method", "methods are written in upper case"));
            }
            Ok(Condition::Method(values))
        }
        "http-header" => header(condition.http_header_config),
        "query-string" => query(condition.query_string_config),
        "source-ip" => source(condition.source_ip_config),
        other => Err(ElbError::invalid(format!(
            "Condition field '{other}' must be one of '[path-pattern, host-header, http-header, http-request-method, query-string, source-ip]'"
        ))),
    }
}

/// The values, which are given in one of two places.
fn either(old: Option<Vec<String>>, new: Option<Vec<String>>) -> Result<Vec<String>, ElbError> {
    let given = |values: Option<Vec<String>>| values.filter(|values| !values.is_empty());
    match (given(old), given(new)) {
        (Some(values), None) | (None, Some(values)) => Ok(values),
        (None, None) => Err(ElbError::invalid("A condition value must be specified")),
        (Some(_), Some(_)) => {
            Err(ElbError::invalid("Condition values must be specified in one place only"))
        }
    }
}

fn header(config: Option<HttpHeaderConditionConfig>) -> Result<Condition, ElbError> {
    let config = config.unwrap_or_default();
    let name = config.http_header_name.unwrap_or_default();
    check_all(std::slice::from_ref(&name), SHORT_MAX, NAME_MARKS, "http-header")?;
    if ["host", "x-forwarded-for"].contains(&name.to_ascii_lowercase().as_str()) {
        return Err(invalid("http-header", "Host and X-Forwarded-For have no such condition"));
    }
    let values = either(config.values, None)?;
    let is_text = |value: &String| {
        !value.is_empty()
            && value.len() <= VALUE_MAX
            && value.bytes().all(|one| (32..127).contains(&one))
    };
    if !values.iter().all(is_text) {
        return Err(invalid("http-header", "a value has 1 to 128 printable characters"));
    }
    Ok(Condition::Header(name, values))
}

fn query(config: Option<QueryStringConditionConfig>) -> Result<Condition, ElbError> {
    let mut pairs = Vec::new();
    for pair in config.and_then(|config| config.values).unwrap_or_default() {
        let value = pair.value.filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| invalid("query-string", "a value must be specified"))?;
        if value.len() > VALUE_MAX || pair.key.as_ref().is_some_and(|key| key.len() > VALUE_MAX) {
            return Err(invalid("query-string", "keys and values have at most 128 characters"));
        }
        pairs.push((pair.key.filter(|key| !key.is_empty()), value));
    }
    if pairs.is_empty() {
        return Err(ElbError::invalid("A condition value must be specified"));
    }
    Ok(Condition::Query(pairs))
}

fn source(config: Option<SourceIpConditionConfig>) -> Result<Condition, ElbError> {
    let config = config.unwrap_or_default();
    let blocks = either(config.values, None)?;
    let read = |text: &String| {
        text.parse::<IpNet>()
            .map(|block| block.trunc())
            .map_err(|_| invalid("source-ip", &format!("'{text}' is not a CIDR block")))
    };
    Ok(Condition::SourceIp(blocks.iter().map(read).collect::<Result<_, _>>()?))
}

fn check_all(values: &[String], most: usize, marks: &str, field: &str) -> Result<(), ElbError> {
    let is_valid = |value: &String| {
        let may_be = |one: char| one.is_ascii_alphanumeric() || marks.contains(one);
        !value.is_empty() && value.len() <= most && value.chars().all(may_be)
    };
    match values.iter().find(|value| !is_valid(value)) {
        Some(value) => Err(invalid(
            field,
            &format!("'{value}' has a character that is not allowed, or none or too many"),
        )),
        None => Ok(()),
    }
}

fn invalid(field: &str, why: &str) -> ElbError {
    ElbError::invalid(format!("The {field} condition is not valid: {why}"))
}

/// A condition as answers show it.
pub(crate) fn shown(condition: &Condition) -> RuleCondition {
    let of = |field: &str, values: Option<&Vec<String>>| RuleCondition {
        field: Some(field.to_owned()),
        values: values.cloned(),
        ..RuleCondition::default()
    };
    match condition {
        Condition::Host(values) => RuleCondition {
            host_header_config: Some(HostHeaderConditionConfig {
                values: Some(values.clone()),
                ..HostHeaderConditionConfig::default()
            }),
            ..of("host-header", Some(values))
        },
        Condition::Path(values) => RuleCondition {
            path_pattern_config: Some(PathPatternConditionConfig {
                values: Some(values.clone()),
                ..PathPatternConditionConfig::default()
            }),
            ..of("path-pattern", Some(values))
        },
        Condition::Header(name, values) => RuleCondition {
            http_header_config: Some(HttpHeaderConditionConfig {
                http_header_name: Some(name.clone()),
                values: Some(values.clone()),
                ..HttpHeaderConditionConfig::default()
            }),
            ..of("http-header", None)
        },
        Condition::Method(values) => RuleCondition {
            http_request_method_config: Some(HttpRequestMethodConditionConfig {
                values: Some(values.clone()),
            }),
            ..of("http-request-method", None)
        },
        Condition::Query(pairs) => {
            let pair = |(key, value): &(Option<String>, String)| QueryStringKeyValuePair {
                key: key.clone(),
                value: Some(value.clone()),
            };
            RuleCondition {
                query_string_config: Some(QueryStringConditionConfig {
                    values: Some(pairs.iter().map(pair).collect()),
                }),
                ..of("query-string", None)
            }
        }
        Condition::SourceIp(blocks) => RuleCondition {
            source_ip_config: Some(SourceIpConditionConfig {
                values: Some(blocks.iter().map(ToString::to_string).collect()),
                ..SourceIpConditionConfig::default()
            }),
            ..of("source-ip", None)
        },
    }
}
