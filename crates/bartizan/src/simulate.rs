//! `bartizan simulate`: what policies in files come to, without a server.

mod principal;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use bartizan_policy::{
    Attached, Context, Flags, Layers, Level, Path as PolicyPath, Policy, PolicyKind, Request,
    catalog, explain,
};
use bartizan_types::{AccountId, Arn, Clock, Principal, SystemClock};
use clap::Args;
use serde_json::{Map, Value as Json, json};

use crate::error::CliError;
use crate::format::Format;
use crate::{narrative, output};

const DEFAULT_PRINCIPAL: &str = "arn:aws:iam::123456789012:user/simulated";

/// What `simulate` can be told.
#[derive(Debug, Args)]
pub(crate) struct SimulateOptions {
    /// The caller's identity-based policies.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    policy: Vec<PathBuf>,
    /// The actions, such as s3:GetObject.
    #[arg(long, num_args = 1.., required = true)]
    action: Vec<String>,
    /// The resources' ARNs.
    #[arg(long, num_args = 1.., default_value = "*", value_name = "ARN")]
    resource: Vec<String>,
    /// The caller: a user, a role, a session or an account's root user.
    #[arg(long, value_name = "ARN", default_value = DEFAULT_PRINCIPAL)]
    principal: Arn,
    /// The account that owns the resources [default: the ARN's, else the caller's].
    #[arg(long, value_name = "ACCOUNT")]
    resource_account: Option<AccountId>,
    /// A condition key; give it again for each of several values.
    #[arg(long, num_args = 1.., value_name = "KEY=VALUE")]
    context: Vec<String>,
    /// The caller's permissions boundary.
    #[arg(long, value_name = "FILE")]
    boundary: Option<PathBuf>,
    /// The session's policies.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    session_policy: Vec<PathBuf>,
    /// Service control policies of one level, joined by commas; again for each level, root first.
    #[arg(long, value_name = "FILE,…")]
    scp: Vec<String>,
    /// Resource control policies, as --scp.
    #[arg(long, value_name = "FILE,…")]
    rcp: Vec<String>,
    /// The resource's policy.
    #[arg(long, value_name = "FILE")]
    resource_policy: Option<PathBuf>,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Decides each action on each resource, and says why: 1 if any is denied.
///
/// # Errors
/// A policy cannot be read, or an option has not the form it should.
pub(crate) fn run(options: &SimulateOptions) -> Result<ExitCode, CliError> {
    let read = Read::of(options)?;
    let layers = read.layers();
    let principal = principal::named(&options.principal)?;
    let context = context(&principal, &options.context)?;
    let mut told = Vec::new();
    for action in &options.action {
        if !action.contains(':') {
            return Err(CliError::Usage(format!(
                "`{action}` is no action: write service:Name, such as s3:GetObject"
            )));
        }
        for resource in &options.resource {
            told.push(decided(options, &principal, action, resource, &context, &layers));
        }
    }
    match options.format {
        Format::Json => output::line(&format!("{:#}", Json::Array(told.clone()))),
        Format::Text => {
            let texts: Vec<String> = told.iter().map(narrative::tell).collect();
            output::print(&texts.join("\n"));
        }
    }
    let allowed =
        |one: &Json| one.pointer("/decision/outcome").is_some_and(|outcome| outcome == "Allowed");
    let denied = !told.iter().all(allowed);
    Ok(ExitCode::from(u8::from(denied)))
}

fn decided(
    options: &SimulateOptions,
    principal: &Principal,
    action: &str,
    resource: &str,
    context: &Context,
    layers: &Layers<'_>,
) -> Json {
    let named = resource.parse::<Arn>().ok().and_then(|arn| arn.account_id());
    let request = Request {
        principal,
        action,
        resource,
        resource_account: options.resource_account.or(named).or(principal.account()),
        context,
        flags: Flags { wildcard_only_action: resource == "*", ..Flags::default() },
    };
    let explanation = explain(&request, layers);
    let keys: Map<String, Json> =
        context.iter().map(|(key, values)| (key.to_owned(), json!(values))).collect();
    json!({
        "principal": { "arn": principal.arn(), "id": principal.user_id() },
        "action": action,
        "resource": resource,
        "context": keys,
        "decision": explanation.decision,
        "message": explanation.message,
        "layers": explanation.layers,
        "remedies": explanation.remedies,
    })
}

/// The policies of all layers.
struct Read {
    identity: Vec<Attached>,
    boundary: Option<Attached>,
    session: Vec<Attached>,
    resource: Option<Attached>,
    scps: Vec<PolicyPath>,
    rcps: Vec<PolicyPath>,
}

impl Read {
    fn of(options: &SimulateOptions) -> Result<Self, CliError> {
        let resource = match &options.resource_policy {
            Some(path) => Some(policy(path, PolicyKind::Resource).or_else(|error| {
                // A role's trust policy is its resource's policy, and names no resource.
                policy(path, PolicyKind::Trust).map_err(|_| error)
            })?),
            None => None,
        };
        Ok(Self {
            identity: policies(&options.policy, PolicyKind::Identity)?,
            boundary: options
                .boundary
                .as_deref()
                .map(|path| policy(path, PolicyKind::Boundary))
                .transpose()?,
            session: policies(&options.session_policy, PolicyKind::Session)?,
            resource,
            scps: levels(&options.scp, PolicyKind::ServiceControl)?,
            rcps: levels(&options.rcp, PolicyKind::ResourceControl)?,
        })
    }

    fn layers(&self) -> Layers<'_> {
        Layers {
            identity: &self.identity,
            boundary: self.boundary.as_ref(),
            session: (!self.session.is_empty()).then_some(self.session.as_slice()),
            resource: self.resource.as_ref(),
            scps: &self.scps,
            rcps: &self.rcps,
            endpoint: &[],
        }
    }
}

fn levels(texts: &[String], kind: PolicyKind) -> Result<Vec<PolicyPath>, CliError> {
    let level = |text: &String| {
        let paths: Vec<PathBuf> = text.split(',').map(PathBuf::from).collect();
        policies(&paths, kind).map(Level::new)
    };
    let levels = texts.iter().map(level).collect::<Result<Vec<_>, _>>()?;
    Ok(PolicyPath::of(&levels))
}

fn policies(paths: &[PathBuf], kind: PolicyKind) -> Result<Vec<Attached>, CliError> {
    paths.iter().map(|path| policy(path, kind)).collect()
}

fn policy(path: &Path, kind: PolicyKind) -> Result<Attached, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    let policy = Policy::parse_any_version(&text, kind).map_err(|error| {
        let at = error.position();
        CliError::Usage(format!("{}:{}:{}: {error}", path.display(), at.line, at.column + 1))
    })?;
    Ok(Attached::inline(&path.display().to_string(), Arc::new(policy)))
}

/// The condition keys: what the caller's ARN and the clock tell, and those that are given, which
/// win.
fn context(principal: &Principal, given: &[String]) -> Result<Context, CliError> {
    let mut context = Context::new();
    let now = SystemClock::default().now();
    context.set("aws:CurrentTime", now.iso8601());
    context.set("aws:EpochTime", now.seconds().to_string());
    context.set("aws:PrincipalType", principal.principal_type());
    if let Some(arn) = principal.principal_arn() {
        context.set("aws:PrincipalArn", arn.to_string());
    }
    if let Some(account) = principal.account() {
        context.set("aws:PrincipalAccount", account.to_string());
    }
    if let Principal::User { name, .. } = principal {
        context.set("aws:username", name.clone());
    }
    let mut keys: Vec<(&str, Vec<String>)> = Vec::new();
    for pair in given {
        let (key, value) = pair.split_once('=').ok_or_else(|| {
            CliError::Usage(format!("`{pair}` is no condition key: write KEY=VALUE"))
        })?;
        match keys.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(key)) {
            Some((_, values)) => values.push(value.to_owned()),
            None => keys.push((key, vec![value.to_owned()])),
        }
    }
    for (key, mut values) in keys {
        let multivalued = catalog::condition_key(key).is_some_and(|facts| facts.multivalued);
        match (multivalued, values.len(), values.pop()) {
            (false, 1, Some(value)) => context.set(key, value),
            (_, _, last) => {
                values.extend(last);
                context.set_list(key, &values);
            }
        }
    }
    Ok(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_keys_win_and_repeated_ones_are_lists() {
        let principal = principal::named(&DEFAULT_PRINCIPAL.parse().unwrap()).unwrap();
        let given = ["aws:username=ada", "aws:TagKeys=a", "x:y=1", "x:y=2", "k=a=b"];
        let context = context(&principal, &given.map(str::to_owned)).unwrap();
        assert_eq!(context.values("aws:username").unwrap(), ["ada"]);
        assert!(context.is_multivalued("aws:TagKeys"));
        assert_eq!(context.values("x:y").unwrap(), ["1", "2"]);
        assert!(context.is_multivalued("x:y"));
        assert_eq!(context.values("k").unwrap(), ["a=b"]);
        assert_eq!(context.values("aws:PrincipalAccount").unwrap(), ["123456789012"]);
        assert!(super::context(&principal, &["aws:username".to_owned()]).is_err());
    }
}
