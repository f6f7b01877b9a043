//! Resources: the form of their ARNs, and that they fit the actions.

use bartizan_types::AccountId;

use super::Check;
use super::report::{Report, Subject, resources};
use crate::PolicyKind;
use crate::catalog::{self, ArnPattern, Service};
use crate::document::{Element, Text};
use crate::validate::PARTITIONS;

pub(super) const CHECKS: &[Check] = &[arn_form, fits_action];

/// The most pairs of actions and resources of a statement that are compared.
const PAIRS_MAX: usize = 2_000;

/// The parts of an ARN in a policy.
struct Parts<'t> {
    partition: &'t str,
    service: &'t str,
    region: &'t str,
    account: &'t str,
}

impl<'t> Parts<'t> {
    fn read(arn: &'t str) -> Option<Self> {
        let mut parts = arn.splitn(6, ':').skip(1);
        let read = Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
        };
        parts.next().map(|_| read)
    }
}

fn is_wild(part: &str) -> bool {
    part.contains(['*', '?', '$'])
}

fn arn_form(subject: &Subject<'_>, report: &mut Report<'_>) {
    for text in subject.statements().flat_map(resources).filter(|it| it.value != "*") {
        if !text.value.starts_with("arn:") {
            report.error(
                "INVALID_ARN_PREFIX",
                "A resource is `*`, or an ARN, which begins with `arn:`.",
                text.span,
            );
            continue;
        }
        let Some(parts) = Parts::read(&text.value) else {
            report.error(
                "MISSING_ARN_FIELD",
                "An ARN has six parts: arn:partition:service:region:account:resource.",
                text.span,
            );
            continue;
        };
        partition_and_account(&parts, text, report);
        if let Some(service) = named_service(&parts, text, report) {
            known_type(service, &parts, text, report);
        }
    }
}

fn partition_and_account(parts: &Parts<'_>, text: &Text, report: &mut Report<'_>) {
    if !is_wild(parts.partition) && !PARTITIONS.contains(&parts.partition) {
        report.error(
            "INVALID_PARTITION",
            format!(
                "There is no partition `{}`: use one of {}.",
                parts.partition,
                PARTITIONS.join(", ")
            ),
            text.span,
        );
    }
    let account = parts.account;
    let named = account.is_empty() || account == "aws" || is_wild(account);
    if !named && account.parse::<AccountId>().is_err() {
        report.error(
            "INVALID_ARN_ACCOUNT",
            format!("`{account}` is no account id: write twelve digits."),
            text.span,
        );
    }
}

fn named_service(
    parts: &Parts<'_>,
    text: &Text,
    report: &mut Report<'_>,
) -> Option<&'static Service> {
    if is_wild(parts.service) {
        return None;
    }
    if parts.service.bytes().any(|byte| byte.is_ascii_uppercase()) {
        report.error(
            "INVALID_ARN_SERVICE_CASE",
            format!("Write the service `{}` in lower case.", parts.service),
            text.span,
        );
        return None;
    }
    // Some services name their resources under another's prefix, so an unknown one is no error.
    catalog::service(parts.service).filter(|it| !forms(it, parts.service).is_empty())
}

/// The forms of the service's own ARNs.
fn forms(service: &'static Service, prefix: &str) -> Vec<&'static ArnPattern> {
    let all = service.resource_types.iter().flat_map(|it| &it.arns);
    all.filter(|form| form.service() == prefix).collect()
}

fn known_type(service: &'static Service, parts: &Parts<'_>, text: &Text, report: &mut Report<'_>) {
    let forms = forms(service, parts.service);
    if forms.iter().any(|form| form.admits(&text.value)) {
        return;
    }
    let with = |region: &str, account: &str| {
        let path = text.value.splitn(6, ':').nth(5).unwrap_or_default();
        let changed =
            format!("arn:{}:{}:{region}:{account}:{path}", parts.partition, parts.service);
        forms.iter().any(|form| form.admits(&changed))
    };
    let (code, message) = if !parts.region.is_empty() && with("", parts.account) {
        ("ARN_REGION_NOT_ALLOWED", "This resource belongs to no region: leave the part empty.")
    } else if !parts.account.is_empty() && with(parts.region, "") {
        ("ARN_ACCOUNT_NOT_ALLOWED", "This resource's ARN has no account: leave the part empty.")
    } else if !(parts.region.is_empty() && parts.account.is_empty()) && with("", "") {
        ("ARN_REGION_NOT_ALLOWED", "This resource's ARN has neither region nor account.")
    } else if parts.region.is_empty() && with("*", parts.account) {
        ("MISSING_ARN_REGION", "This resource lies in a region: add it, or `*`.")
    } else if parts.account.is_empty() && with("*", "*") {
        ("MISSING_ARN_FIELD", "This resource lies in an account: add its id, or `*`.")
    } else {
        (
            "INVALID_ARN_RESOURCE",
            "The service has no resource of this form: compare with its ARN formats.",
        )
    };
    report.error(code, message, text.span);
}

/// Actions none of whose resource types any resource of the statement can be. Access Analyzer has
/// no such check: the code is Bartizan's.
fn fits_action(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.kind == PolicyKind::Trust {
        return;
    }
    for statement in subject.statements() {
        if let (Some(actions), Some(resources)) = (&statement.action, &statement.resource) {
            fits(actions, resources, report);
        }
    }
}

fn fits(actions: &Element, resources: &Element, report: &mut Report<'_>) {
    let everything = resources.values.iter().any(|it| it.value == "*");
    let too_many = actions.values.len().saturating_mul(resources.values.len()) > PAIRS_MAX;
    // what is no resource at all is another check's
    let all_known = resources.values.iter().all(|it| is_of_known_form(&it.value));
    if everything || too_many || !all_known || resources.values.is_empty() {
        return;
    }
    for text in &actions.values {
        let Some((service, action)) = exact(&text.value) else { continue };
        let mut of_action = service.resources_of(action).flat_map(|(it, _)| &it.arns).peekable();
        if of_action.peek().is_none() {
            report.warning(
                "RESOURCE_NOT_APPLICABLE",
                format!("`{}` takes no resource: it needs \"Resource\": \"*\".", text.value),
                text.span,
            );
        } else if !of_action
            .any(|form| resources.values.iter().any(|resource| form.admits(&resource.value)))
        {
            report.warning(
                "RESOURCE_NOT_APPLICABLE",
                format!("No resource of the statement is of a type that `{}` takes.", text.value),
                text.span,
            );
        }
    }
}

/// Whether a service has resources of this form, or whether it has any is not known.
fn is_of_known_form(arn: &str) -> bool {
    Parts::read(arn).is_none_or(|parts| {
        let forms = catalog::service(parts.service).map(|it| forms(it, parts.service));
        forms.is_none_or(|forms| forms.is_empty() || forms.iter().any(|form| form.admits(arn)))
    })
}

fn exact(name: &str) -> Option<(&'static Service, &'static catalog::Action)> {
    let (prefix, action) = name.split_once(':')?;
    let service = catalog::service(prefix)?;
    Some((service, service.action(action)?))
}
