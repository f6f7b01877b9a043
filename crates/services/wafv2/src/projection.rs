//! Compiles web ACLs for the edge, and enters tags and sharing policies into the directory.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use bartizan_policy::Attached;
use bartizan_service::directory::Resource;
use bartizan_service::logs::LogDelivery;
use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Reader, Record as _};
use bartizan_service::{Directory, Ports, Projection, Vault};
use bartizan_types::Arn;
use serde_json::Value as Json;

use crate::data_protection::DataProtection;
use crate::distributions::OfDistributions;
use crate::firewall::{Firewall, Meters};
use crate::log::Logging;
use crate::published::{State, WebAcl};
use crate::records::{AssociationRecord, EntityRecord, LoggingRecord};
use crate::references::texts;
use crate::scope::{Kind, Name};
use crate::token_key::{self, TokenKeyRecord};
use crate::{compile, mitigation, permission};

/// Keeps what is published true.
#[derive(Default)]
pub struct WafProjection {
    firewall: Arc<Firewall>,
    vault: OnceLock<Vault>,
    logs: Option<LogDelivery>,
}

impl WafProjection {
    /// A projection that publishes web ACLs for a firewall.
    pub fn new(firewall: Arc<Firewall>) -> Self {
        Self { firewall, vault: OnceLock::new(), logs: None }
    }

    /// The same, whose logs are delivered.
    #[must_use]
    pub fn delivering(self, logs: LogDelivery) -> Self {
        Self { logs: Some(logs), ..self }
    }

    fn use_keys(&self, reader: &Reader<'_>) -> Result<(), String> {
        if let Some(vault) = self.vault.get() {
            self.firewall.use_keys(token_key::ring(reader, vault)?);
        }
        Ok(())
    }
}

impl Projection for WafProjection {
    fn use_vault(&self, vault: &Vault) {
        // It is handed over once, before anything is loaded.
        let _ = self.vault.set(vault.clone());
    }

    fn offer(&self, ports: &mut Ports) {
        ports.web_traffic = Some(self.firewall.clone());
        ports.web_mitigations = Some(Arc::new(mitigation::Port));
        ports.web_acls = Some(Arc::new(OfDistributions));
    }

    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        let mut state = State::default();
        each::<EntityRecord>(reader, |_, record| {
            enter(&record, directory, &mut state)?;
            put_web_acl(reader, &record, &mut state)
        })?;
        each::<AssociationRecord>(reader, |_, record| {
            state.protected.insert(record.resource.clone(), record.web_acl.arn().to_string());
            Ok(())
        })?;
        each::<LoggingRecord>(reader, |_, record| {
            let arn = record.web_acl.arn().to_string();
            state.logging.insert(arn, Arc::new(Logging::open(record, self.logs.as_ref())));
            Ok(())
        })?;
        self.firewall.published().publish(state);
        self.use_keys(reader)
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        if !changes.iter().any(|change| change.collection.starts_with("wafv2.")) {
            return Ok(());
        }
        if changes.iter().any(|change| change.collection == TokenKeyRecord::COLLECTION) {
            self.use_keys(reader)?;
        }
        let mut state = self.firewall.published().state();
        let mut mitigated = mitigation::changed_web_acls(changes, &state);
        each_changed::<EntityRecord>(changes, reader, |key, record| {
            let Some(record) = record else {
                if let Some(arn) = state.arns.remove(&key.id) {
                    directory.remove_resource(&arn);
                    state.web_acls.remove(&arn);
                    self.firewall.forget(&arn);
                }
                return Ok(());
            };
            enter(&record, directory, &mut state)?;
            put_web_acl(reader, &record, &mut state)?;
            let users = compile::changed_web_acls(reader, &record.name);
            let users = users.map_err(|error| error.to_string())?;
            users.iter().try_for_each(|user| put_web_acl(reader, user, &mut state))
        })?;
        each_changed::<AssociationRecord>(changes, reader, |key, record| {
            match record {
                Some(record) => {
                    state.protected.insert(record.resource, record.web_acl.arn().to_string())
                }
                None => state.protected.remove(&key.id),
            };
            Ok(())
        })?;
        mitigated.extend(mitigation::changed_web_acls(changes, &state));
        for name in mitigated.iter().filter_map(|arn| Name::of_arn(arn)) {
            let found =
                reader.get(&EntityRecord::key_of(&name)).map_err(|error| error.to_string())?;
            if let Some(record) = found {
                put_web_acl(reader, &record, &mut state)?;
            }
        }
        each_changed::<LoggingRecord>(changes, reader, |key, record| {
            match record {
                Some(record) => {
                    let arn = record.web_acl.arn().to_string();
                    let logging = Logging::open(record, self.logs.as_ref());
                    state.logging.insert(arn, Arc::new(logging));
                }
                None => state.logging.retain(|arn, _| !is_of_id(arn, &key.id)),
            }
            Ok(())
        })?;
        self.firewall.published().publish(state);
        Ok(())
    }
}

/// Ids are of all kinds, and no two things have the same.
fn is_of_id(arn: &str, id: &str) -> bool {
    Name::of_arn(arn).is_some_and(|name| name.id == id)
}

fn enter(
    record: &EntityRecord,
    directory: &mut Directory,
    state: &mut State,
) -> Result<(), String> {
    let arn: Arn = record.name.arn();
    let policy = record.policy.as_ref().map(|text| permission::read(text, arn.as_str()));
    let policy = policy.transpose();
    let policy = policy.map_err(|error| format!("the policy of {arn}: {error}"))?;
    let resource = Resource {
        account: record.name.account,
        policy: policy.map(|policy| Attached::inline("permission policy", Arc::new(policy))),
        tags: record.tags.clone(),
        restricts_public_policy: false,
    };
    directory.put_resource(arn.as_str(), resource);
    state.arns.insert(record.key().id, arn.to_string());
    Ok(())
}

fn put_web_acl(
    reader: &Reader<'_>,
    record: &EntityRecord,
    state: &mut State,
) -> Result<(), String> {
    if record.name.kind != Kind::WebAcl {
        return Ok(());
    }
    let arn = record.name.arn().to_string();
    let program = match compile::web_acl(reader, record) {
        Ok(program) => program,
        // What was compiled when it was written is not any more: an upgrade dropped, say, a version of
        // a managed group. What it protects is answered as where the firewall fails.
        Err(error) => {
            tracing::error!(web_acl = arn, %error, "a web ACL is not in force");
            state.web_acls.remove(&arn);
            return Ok(());
        }
    };
    let rules = compile::rules(&record.settings).map_err(|error| format!("{arn}: {error}"))?;
    let counted = rules.iter().filter(|rule| rule.visibility_config.cloud_watch_metrics_enabled);
    let counted =
        counted.map(|rule| (rule.name.clone(), rule.visibility_config.metric_name.clone()));
    let counted: Vec<(String, String)> = counted.collect();
    let metrics = rules.into_iter().map(|rule| {
        let visibility = rule.visibility_config;
        (rule.name, (visibility.metric_name, visibility.sampled_requests_enabled))
    });
    let shield = mitigation::rule_name(reader, &record.name).map_err(|error| error.to_string())?;
    let metrics = metrics.chain(shield.map(|name| (name.clone(), (name, true))));
    let setting = |pointer| record.settings.pointer(pointer);
    let has_metrics =
        setting("/VisibilityConfig/CloudWatchMetricsEnabled") == Some(&Json::Bool(true));
    let metric = setting("/VisibilityConfig/MetricName").and_then(Json::as_str).unwrap_or_default();
    let place = (record.name.account, record.name.region.as_str());
    let own = has_metrics.then(|| metric.to_owned());
    let web_acl = WebAcl {
        meters: Meters::new(place, own, counted.into_iter()),
        program,
        metric: metric.to_owned(),
        is_sampled: setting("/VisibilityConfig/SampledRequestsEnabled") == Some(&Json::Bool(true)),
        rules: metrics.collect::<HashMap<_, _>>(),
        token_domains: texts(&record.settings, "TokenDomains").map(str::to_owned).collect(),
        data_protection: DataProtection::of(record.name.account, &record.settings),
        body_bytes: setting("/AssociationConfig/RequestBody").map(body_bytes).unwrap_or_default(),
        arn: arn.clone(),
    };
    state.web_acls.insert(arn, Arc::new(web_acl));
    Ok(())
}

/// The limits of bodies, such as `KB_32`.
fn body_bytes(limits: &Json) -> BTreeMap<String, usize> {
    let bytes = |limit: &Json| {
        let name = limit.get("DefaultSizeInspectionLimit")?.as_str()?;
        name.strip_prefix("KB_")?.parse::<usize>().ok().map(|kilobytes| kilobytes * 1024)
    };
    let limits = limits.as_object().into_iter().flatten();
    limits.filter_map(|(kind, limit)| Some((kind.clone(), bytes(limit)?))).collect()
}
