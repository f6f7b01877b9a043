//! `SetRulePriorities`.

use bartizan_service::{Authorized, Call};

use super::{not_of_default, shown};
use crate::LoadBalancing;
use crate::error::ElbError;
use crate::naming::{Kind, Scope};
use crate::records::RuleRecord;
use crate::shapes::{SetRulePrioritiesInput, SetRulePrioritiesOutput};

/// Gives rules other priorities, all at once.
pub(crate) async fn set_priorities(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<SetRulePrioritiesInput>,
) -> Result<SetRulePrioritiesOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    if request.rule_priorities.is_empty() {
        return Err(ElbError::invalid("A rule priority must be specified"));
    }
    let done = call.commit(move |writer| {
        let mut changed: Vec<RuleRecord> = Vec::new();
        for pair in request.rule_priorities {
            let arn = pair.rule_arn.unwrap_or_default();
            let id = scope.id(Kind::Rule, &arn)?;
            let Some(mut rule) = writer.get::<RuleRecord>(&scope.key(&id))? else {
                super::default_of(writer, &scope, &id)?;
                return Err(not_of_default());
            };
            let priority = pair.priority.and_then(|priority| u32::try_from(priority).ok());
            rule.priority =
                priority.ok_or_else(|| ElbError::invalid("A priority must be specified"))?;
            if changed.iter().any(|other| other.id == rule.id) {
                return Err(ElbError::invalid("A rule must not be specified twice"));
            }
            changed.push(rule);
        }
        for rule in &changed {
            scope.put(writer, rule)?;
        }
        for rule in &changed {
            let beside = scope.all::<RuleRecord>(writer, &format!("{}/", rule.listener))?;
            if beside.iter().filter(|other| other.priority == rule.priority).count() > 1 {
                let message = format!("Priority '{}' is currently in use", rule.priority);
                return Err(ElbError::refused("PriorityInUse", message));
            }
        }
        let rules = Some(changed.iter().map(shown).collect());
        Ok(SetRulePrioritiesOutput { rules })
    });
    Ok(done.await?)
}
