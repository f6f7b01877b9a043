//! Stores what is new of an attack, and answers it.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{HealthChecks, Metrics, Platform, WebMitigations};
use bartizan_types::{AccountId, Arn, Fault, Random, Timestamp};

use super::Normal;
use super::news::{self, News};
use super::{measure, rule};
use crate::health_check::health_of;
use crate::records::{AttackRecord, BY_RESOURCE, ONGOING, ProtectionRecord, key};
use crate::{engagement, protection, subscription};

/// How long attacks are kept. (AWS WAF Developer Guide, "Viewing events": the last 13 months.)
const KEPT: Duration = Duration::from_hours(396 * 24);
/// How long a rule is kept that nothing says is right any more, while its attack goes on.
const RULE_KEPT: Duration = Duration::from_hours(1);
/// How many attacks are forgotten at once.
const FORGOTTEN: usize = 10;

/// What is needed to store and to answer.
pub(super) struct Means {
    mitigations: Option<Arc<dyn WebMitigations>>,
    metrics: Option<Arc<dyn Metrics>>,
    checks: Option<Arc<dyn HealthChecks>>,
    normal: Arc<dyn Normal>,
    random: Arc<dyn Random>,
    now: Timestamp,
}

impl Means {
    pub(super) fn of(platform: &Platform, normal: &Arc<dyn Normal>) -> Self {
        Self {
            mitigations: platform.ports.web_mitigations.clone(),
            metrics: platform.ports.metrics.clone(),
            checks: platform.ports.health_checks.clone(),
            normal: Arc::clone(normal),
            random: Arc::clone(&platform.random),
            now: platform.now(),
        }
    }

    /// Enters the news of an attack on a resource.
    pub(super) fn enter(
        &self,
        writer: &mut Writer<'_>,
        resource: &str,
        news: &News,
    ) -> Result<(), Fault> {
        let Some(account) = owner(writer, resource)? else { return Ok(()) };
        let Some(mut record) = self.record(writer, account, resource, news)? else {
            return Ok(());
        };
        let protection = self.protection(writer, account, resource);
        record.is_protected |= protection.is_some();
        news.enter(&mut record);
        if let Ok(arn) = resource.parse() {
            self.answer(writer, &arn, protection.as_ref(), &mut record, news)?;
            if let (true, Some(metrics)) = (record.is_protected, &self.metrics) {
                measure::count(&**metrics, account, &arn, (&record, news), self.now);
            }
        }
        if let Some(protection) = &protection {
            let health = health_of(self.checks.as_deref(), account, protection);
            engagement::engage(writer, account, (&mut record, health), self.now)?;
        }
        Ok(writer.put(&key(account, &record.id), &record)?)
    }

    /// The attack that goes on, or a new one; none where only an end is new, and there is nothing to
    /// end.
    fn record(
        &self,
        writer: &mut Writer<'_>,
        account: AccountId,
        resource: &str,
        news: &News,
    ) -> Result<Option<AttackRecord>, Fault> {
        let found = writer.find::<AttackRecord>(ONGOING, resource)?;
        if let Some((_, record)) = found.into_iter().next() {
            return Ok(Some(record));
        }
        let Some(began) = news.began() else { return Ok(None) };
        self.forget(writer, account)?;
        Ok(Some(AttackRecord::new(self.random.uuid_at(began), resource, began)))
    }

    /// Forgets the oldest attacks of an account, where they are too old.
    fn forget(&self, writer: &mut Writer<'_>, account: AccountId) -> Result<(), Fault> {
        let oldest = writer.scan::<AttackRecord>(&account.to_string(), "", "", None, FORGOTTEN)?;
        for (key, record) in oldest {
            if self.now.since(record.lasted_until) > KEPT {
                writer.delete::<AttackRecord>(&key)?;
            }
        }
        Ok(())
    }

    /// The protection of a resource, while the account is subscribed.
    fn protection(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        resource: &str,
    ) -> Option<ProtectionRecord> {
        subscription::of(reader, account, self.now).ok()?;
        protection::of_resource(reader, account, resource).ok()
    }

    /// Puts a rule against the attack into the web ACL where that is wanted, and takes it away at the
    /// end, or when it is not wanted any more: its protection is gone, or the subscription.
    fn answer(
        &self,
        writer: &mut Writer<'_>,
        resource: &Arn,
        protection: Option<&ProtectionRecord>,
        record: &mut AttackRecord,
        news: &News,
    ) -> Result<(), Fault> {
        let Some(port) = &self.mitigations else { return Ok(()) };
        let automatic = protection.and_then(|held| held.automatic).filter(|held| held.is_enabled);
        let Some(automatic) = automatic.filter(|_| !record.is_over) else {
            if record.ruled.take().is_some() || record.is_over {
                port.put(writer, resource, None)?;
            }
            return Ok(());
        };
        let Some(signature) = news.signature() else {
            // A rule of an earlier process, or one that was right a while ago.
            if record.ruled.is_some_and(|ruled| self.now.since(ruled) > RULE_KEPT) {
                record.ruled = None;
                port.put(writer, resource, None)?;
            }
            return Ok(());
        };
        // The rule holds for all that the web ACL protects.
        let shared = port.sharing(writer, resource)?;
        if !shared.iter().all(|one| self.normal.is_spared(one, signature)) {
            record.ruled = None;
            port.put(writer, resource, None)?;
            return Ok(());
        }
        let Some(rule) = rule::of(&record.id, signature, automatic.blocks) else { return Ok(()) };
        if let Some(group) = port.put(writer, resource, Some(&rule))? {
            record.ruled = Some(self.now);
            let action = if automatic.blocks { "BLOCK" } else { "COUNT" };
            news::note(&mut record.mitigations, &format!("{group}: {action}"));
        }
        Ok(())
    }
}

/// The account of a resource: its ARN's, or where that has none, the one that protects it.
fn owner(reader: &Reader<'_>, resource: &str) -> Result<Option<AccountId>, Fault> {
    let Ok(arn) = resource.parse::<Arn>() else { return Ok(None) };
    if let Some(account) = arn.account_id() {
        return Ok(Some(account));
    }
    let found = reader.find::<ProtectionRecord>(BY_RESOURCE, resource)?;
    Ok(found.first().and_then(|(key, _)| key.account.parse().ok()))
}
