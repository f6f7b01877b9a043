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
            if values.is_none() && condition.http_request_method_config.is_none() {
                return Err(lacks("HttpRequestMethodConfig", "http-request-method"));
            }
            let values =
                either(values, condition.http_request_method_config.and_then(|one| one.values))?;
            check_all(&values, SHORT_MAX, "-_", "http-request-method")?;
            if values.iter().any(|value| value.chars().any(|one| one.is_ascii_lowercase())) {
                return Err(ElbError::invalid(
                    "The 'http-request-method' value is invalid; the allowed characters are A-Z, \
                     hyphen and underscore",
                ));
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
    let config = config.ok_or_else(|| lacks("HttpHeaderConfig", "http-header"))?;
    let name = config.http_header_name.unwrap_or_default();
    check_all(std::slice::from_ref(&name), SHORT_MAX, NAME_MARKS, "HttpHeaderName")?;
    if ["host", "x-forwarded-for"].contains(&name.to_ascii_lowercase().as_str()) {
        return Err(invalid("http-header", "Host and X-Forwarded-For have no such condition"));
    }
    let values = either(config.values, None)?;
    for value in &values {
        check_length("http-header", value, VALUE_MAX)?;
        if value.is_empty() || !value.bytes().all(|one| (32..127).contains(&one)) {
            return Err(invalid("http-header", "a value has 1 to 128 printable characters"));
        }
    }
    Ok(Condition::Header(name, values))
}

fn query(config: Option<QueryStringConditionConfig>) -> Result<Condition, ElbError> {
    let mut pairs = Vec::new();
    let config = config.ok_or_else(|| lacks("QueryStringConfig", "query-string"))?;
    for pair in config.values.unwrap_or_default() {
        let value = pair.value.filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| {
            ElbError::invalid("A 'Value' must be specified in 'QueryStringKeyValuePair'")
        })?;
        check_length("Key", pair.key.as_deref().unwrap_or_default(), VALUE_MAX)?;
        check_length("Value", &value, VALUE_MAX)?;
        pairs.push((pair.key.filter(|key| !key.is_empty()), value));
    }
    if pairs.is_empty() {
        return Err(ElbError::invalid("A 'query-string' value must be specified"));
    }
    Ok(Condition::Query(pairs))
}

fn source(config: Option<SourceIpConditionConfig>) -> Result<Condition, ElbError> {
    let config = config.ok_or_else(|| lacks("SourceIpConfig", "source-ip"))?;
    let blocks = config.values.filter(|blocks| !blocks.is_empty());
    let blocks =
        blocks.ok_or_else(|| ElbError::invalid("A 'source-ip' value must be specified"))?;
    let read = |text: &String| {
        text.parse::<IpNet>()
            .map(|block| block.trunc())
            .map_err(|_| invalid("source-ip", &format!("'{text}' is not a CIDR block")))
    };
    Ok(Condition::SourceIp(blocks.iter().map(read).collect::<Result<_, _>>()?))
}

fn check_all(values: &[String], most: usize, marks: &str, field: &str) -> Result<(), ElbError> {
    let may_be = |one: char| one.is_ascii_alphanumeric() || marks.contains(one);
    for value in values {
        check_length(field, value, most)?;
        if value.is_empty() || !value.chars().all(may_be) {
            let why = format!("'{value}' has a character that is not allowed, or none");
            return Err(invalid(field, &why));
        }
    }
    Ok(())
}

fn check_length(what: &str, value: &str, most: usize) -> Result<(), ElbError> {
    if value.len() > most {
        let message = format!("The '{what}' value is too long; the limit is '{most}'");
        return Err(ElbError::invalid(message));
    }
    Ok(())
}

fn lacks(config: &str, field: &str) -> ElbError {
    ElbError::invalid(format!("A '{config}' must be specified with '{field}'"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_condition_is_told_in_the_words_of_aws() {
        let long = "x".repeat(VALUE_MAX + 1);
        let of = |field: &str| RuleCondition {
            field: Some(field.to_owned()),
            ..RuleCondition::default()
        };
        let method = |name: &str| RuleCondition {
            values: Some(vec![name.to_owned()]),
            ..of("http-request-method")
        };
        let pair = |key: Option<&str>, value: Option<&str>| RuleCondition {
            query_string_config: Some(QueryStringConditionConfig {
                values: Some(vec![QueryStringKeyValuePair {
                    key: key.map(str::to_owned),
                    value: value.map(str::to_owned),
                }]),
            }),
            ..of("query-string")
        };
        let host = RuleCondition { values: Some(vec![long.clone()]), ..of("host-header") };
        for (condition, told) in [
            (host, "The 'host-header' value is too long; the limit is '128'"),
            (of("path-pattern"), "A condition value must be specified"),
            (
                of("http-request-method"),
                "A 'HttpRequestMethodConfig' must be specified with 'http-request-method'",
            ),
            (
                method("get"),
                "The 'http-request-method' value is invalid; the allowed characters are A-Z, \
                 hyphen and underscore",
            ),
            (of("http-header"), "A 'HttpHeaderConfig' must be specified with 'http-header'"),
            (of("source-ip"), "A 'SourceIpConfig' must be specified with 'source-ip'"),
            (pair(Some("a"), None), "A 'Value' must be specified in 'QueryStringKeyValuePair'"),
            (pair(Some(&long), Some("b")), "The 'Key' value is too long; the limit is '128'"),
            (pair(None, Some(&long)), "The 'Value' value is too long; the limit is '128'"),
        ] {
            assert_eq!(read(vec![condition]), Err(ElbError::invalid(told)));
        }
    }
}
