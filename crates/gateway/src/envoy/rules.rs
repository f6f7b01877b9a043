//! What the operator says: which request at Envoy is which question.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::path::PathBuf;

use bartizan_service::inquiry::is_known_key;
use bartizan_types::Arn;
use http::Method;
use serde::Deserialize;

use super::check::Check;
use super::host;
use super::path::{Parts, PathPattern};
use super::template::Template;

/// The signing name that clients use where the operator names no other: API Gateway's.
const SIGNING_SERVICE: &str = "execute-api";

/// The operator's file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EnvoyOptions {
    /// The address that Envoy asks at.
    pub listen: SocketAddr,
    /// How Envoy asks; the other form is not answered.
    pub form: Form,
    /// What Envoy puts before the client's path in the HTTP form.
    #[serde(default)]
    pub path_prefix: String,
    /// The ARN of the user or role that Envoy asks as.
    pub asker: String,
    /// A PEM file with the listener's certificate chain.
    pub tls_cert: Option<PathBuf>,
    /// A PEM file with the certificate's private key.
    pub tls_key: Option<PathBuf>,
    /// A PEM file with the authorities that Envoy's certificate is from.
    pub client_ca: Option<PathBuf>,
    /// The service name in clients' signatures.
    pub signing_service: Option<String>,
    /// Principals by the names in clients' certificates, as Envoy tells them.
    #[serde(default)]
    pub certificates: BTreeMap<String, String>,
    /// The rules; the first that fits a request decides what is asked.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleOptions>,
}

/// How Envoy asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// By the gRPC service `envoy.service.auth.v3.Authorization`.
    Grpc,
    /// By a request with the client's own method, path and headers.
    Http,
}

/// A rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RuleOptions {
    /// The hosts it is for, without ports; any where none is named.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The methods it is for, or `*`.
    pub methods: Vec<String>,
    /// The pattern of the paths it is for.
    pub path: String,
    /// `signature`, `certificate`, or an ARN.
    pub principal: String,
    /// The action.
    pub action: String,
    /// The resource.
    pub resource: String,
    /// Condition keys.
    #[serde(default)]
    pub context: BTreeMap<String, String>,
}

/// The rules in force.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) signing_service: String,
    pub(super) certificates: HashMap<String, String>,
    list: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    hosts: Vec<String>,
    /// Empty where it is for any.
    methods: Vec<Method>,
    path: PathPattern,
    principal: Proof,
    action: String,
    resource: Template,
    context: Vec<(String, Template)>,
}

/// What proves who the client is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    /// Its signature.
    Signature,
    /// Its certificate, which Envoy verified.
    Certificate,
    /// Nothing: any client is taken as this principal.
    Anyone(String),
}

/// What is to be decided of a request.
#[derive(Debug)]
pub(super) struct Asked<'r> {
    pub(super) principal: &'r Proof,
    pub(super) action: &'r str,
    pub(super) resource: String,
    pub(super) context: Vec<(&'r str, String)>,
}

impl Rules {
    /// Checks the operator's rules.
    ///
    /// # Errors
    /// What is wrong with one.
    pub(super) fn of(options: &EnvoyOptions) -> Result<Self, String> {
        let signing_service = options.signing_service.as_deref().unwrap_or(SIGNING_SERVICE);
        if signing_service.is_empty() || signing_service.starts_with("s3") {
            return Err("signing-service: S3 signs otherwise: name another".to_owned());
        }
        if !options.path_prefix.is_empty() && !options.path_prefix.starts_with('/') {
            return Err("path-prefix begins with a slash".to_owned());
        }
        for arn in options.certificates.values() {
            principal_arn(arn)?;
        }
        let rules = options.rules.iter().enumerate().map(|(number, rule)| {
            Rule::of(rule).map_err(|wrong| format!("rule {}: {wrong}", number + 1))
        });
        Ok(Self {
            signing_service: signing_service.to_owned(),
            certificates: options.certificates.clone().into_iter().collect(),
            list: rules.collect::<Result<_, _>>()?,
        })
    }

    /// What this request asks; `None` where no rule fits.
    pub(super) fn asked(&self, check: &Check) -> Option<Asked<'_>> {
        let segments = check.segments()?;
        let host = check.host().ok()?;
        self.list.iter().find_map(|rule| {
            let parts = rule.fits(check, host.as_deref(), &segments)?;
            Some(rule.asked(check, &parts))
        })?
    }
}

impl Rule {
    fn of(options: &RuleOptions) -> Result<Self, String> {
        let path = PathPattern::parse(&options.path)?;
        let names: Vec<&str> = path.names().collect();
        let resource = Template::parse(&options.resource, &names)?;
        let beginning = resource.beginning();
        let is_arn = beginning.starts_with("arn:") && beginning.matches(':').count() >= 5;
        if options.resource != "*" && (!is_arn || resource.is_of_more_than_the_path()) {
            return Err("resource is `*`, or an ARN with nothing but the path's parts filled in, \
                        behind its fifth colon"
                .to_owned());
        }
        let context = options.context.iter().map(|(key, text)| {
            if is_known_key(key) {
                return Err(format!("context: {key} is Bartizan's to set"));
            }
            Ok((key.clone(), Template::parse(text, &names)?))
        });
        let context = context.collect::<Result<_, String>>()?;
        Ok(Self {
            hosts: options.hosts.iter().map(|one| host::of_rule(one)).collect::<Result<_, _>>()?,
            methods: methods(&options.methods)?,
            principal: Proof::of(&options.principal)?,
            action: options.action.clone(),
            path,
            resource,
            context,
        })
    }

    fn fits(&self, check: &Check, host: Option<&str>, segments: &[String]) -> Option<Parts<'_>> {
        let is_host = self.hosts.is_empty()
            || host.is_some_and(|host| self.hosts.iter().any(|own| own == host));
        let is_method = self.methods.is_empty() || self.methods.contains(&check.method);
        if is_host && is_method { self.path.parts(segments) } else { None }
    }

    /// A condition key whose template the request cannot fill is left out.
    fn asked(&self, check: &Check, parts: &Parts<'_>) -> Option<Asked<'_>> {
        let context = self
            .context
            .iter()
            .filter_map(|(key, template)| Some((key.as_str(), template.fill(check, parts)?)))
            .collect();
        Some(Asked {
            principal: &self.principal,
            action: &self.action,
            resource: self.resource.fill(check, parts)?,
            context,
        })
    }
}

impl Proof {
    fn of(text: &str) -> Result<Self, String> {
        match text {
            "signature" => Ok(Self::Signature),
            "certificate" => Ok(Self::Certificate),
            arn => principal_arn(arn).map(|()| Self::Anyone(arn.to_owned())),
        }
    }
}

/// An empty list for `*`.
fn methods(named: &[String]) -> Result<Vec<Method>, String> {
    match named {
        [] => Err("methods: name some, or `*`".to_owned()),
        [all] if all == "*" => Ok(Vec::new()),
        _ => named
            .iter()
            .map(|name| name.parse().map_err(|_| format!("methods: `{name}` is none")))
            .collect(),
    }
}

/// Refuses what is no ARN of a user or a role.
pub(super) fn principal_arn(text: &str) -> Result<(), String> {
    let is_principal = text.parse::<Arn>().is_ok_and(|arn| {
        let kind = arn.resource().split('/').next();
        arn.service() == "iam"
            && arn.account_id().is_some()
            && matches!(kind, Some("user" | "role"))
    });
    if is_principal { Ok(()) } else { Err(format!("`{text}` is no ARN of a user or a role")) }
}
