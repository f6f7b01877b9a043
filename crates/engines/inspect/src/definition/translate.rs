//! Definitions become rules of the engine's own language, or are refused.

use std::collections::HashMap;
use std::sync::Arc;

use super::action::Bodies;
use super::check::{check_challenge, ordered};
use super::statement::Excluded;
use super::{
    Immunity, Invalid, ManagedReference, Overridden, PolicyDefinition, References, RuleDefinition,
    RuleGroupDefinition, StatementDefinition,
};
use crate::language::{Action, ActionKind, Entry, Group, GroupUse, Policy, Rule};

const BOT_CONTROL: &str = "AWSManagedRulesBotControlRuleSet";

/// Translates a web ACL.
///
/// # Errors
///
/// What AWS would refuse, with the field, the parameter and the reason.
pub fn policy(
    definition: &PolicyDefinition<'_>,
    references: &dyn References,
) -> Result<Policy, Invalid> {
    let translator = Translator { references, bodies: definition.bodies };
    let entries = ordered(definition.rules)?.into_iter().map(|rule| translator.entry(rule));
    let seconds = |immunity| Immunity::seconds(immunity).unwrap_or(Policy::IMMUNITY_SECONDS);
    check_challenge(Immunity::seconds(definition.challenge))?;
    Ok(Policy {
        id: definition.arn.to_owned(),
        label_namespace: definition.label_namespace.to_owned(),
        entries: entries.collect::<Result<_, _>>()?,
        default: definition.default_action.translate(definition.bodies)?,
        captcha_immunity_seconds: seconds(definition.captcha),
        challenge_immunity_seconds: seconds(definition.challenge),
    })
}

/// Translates a rule group.
///
/// # Errors
///
/// What AWS would refuse, with the field, the parameter and the reason.
pub fn rule_group(
    definition: &RuleGroupDefinition,
    references: &dyn References,
) -> Result<Group, Invalid> {
    let translator = Translator { references, bodies: &definition.bodies };
    let rules = ordered(&definition.rules)?.into_iter().map(|rule| translator.plain(rule));
    Ok(Group {
        id: definition.arn.clone(),
        label_namespace: definition.label_namespace.clone(),
        rules: rules.collect::<Result<_, _>>()?,
    })
}

pub(super) struct Translator<'a> {
    pub(super) references: &'a dyn References,
    bodies: &'a Bodies,
}

impl Translator<'_> {
    /// A rule of a web ACL: it may use a group.
    fn entry(&self, rule: &RuleDefinition) -> Result<Entry, Invalid> {
        let statement = &rule.statement;
        let (group, overridden) = match (&statement.rule_group, &statement.managed) {
            (None, None) => return self.plain(rule).map(Entry::Rule),
            (Some(held), None) => (self.own_group(&held.arn)?, &held.overridden),
            (None, Some(held)) => (self.managed_group(held)?, &held.overridden),
            (Some(_), Some(_)) => return Err(one_statement()),
        };
        if statement.count() != 1 {
            return Err(one_statement());
        }
        let (None, Some(setting)) = (&rule.action, &rule.override_action) else {
            return Err(Invalid::parameter("RULE", "OverrideAction", Invalid::ONE_VALUE));
        };
        if !rule.rule_labels.is_empty() {
            return Err(Invalid::parameter("RULE", "RuleLabels", Invalid::OPTION));
        }
        let scope = statement.managed.as_ref().and_then(|held| held.scope_down_statement.as_ref());
        Ok(Entry::Group(GroupUse {
            name: rule.name.clone(),
            scope: scope.map(|scope| self.scope(scope)).transpose()?,
            overrides: self.overrides(&group, overridden, statement.rule_group.is_some())?,
            is_counted: setting.is_counted()?,
            group,
        }))
    }

    /// A rule that uses no group.
    fn plain(&self, rule: &RuleDefinition) -> Result<Rule, Invalid> {
        let (Some(setting), None) = (&rule.action, &rule.override_action) else {
            return Err(Invalid::parameter("RULE", "Action", Invalid::ONE_VALUE));
        };
        let mut action = setting.translate(self.bodies)?;
        action.immunity_seconds = match action.kind {
            ActionKind::Captcha => Immunity::seconds(rule.captcha_config.as_ref()),
            ActionKind::Challenge => Immunity::seconds(rule.challenge_config.as_ref()),
            _ => None,
        };
        Ok(Rule {
            name: rule.name.clone(),
            condition: self.top(&rule.statement)?,
            action,
            labels: rule.rule_labels.iter().map(|label| label.name.clone()).collect(),
        })
    }

    fn own_group(&self, arn: &str) -> Result<Arc<Group>, Invalid> {
        let definition = self.references.rule_group(arn).ok_or_else(no_reference)?;
        rule_group(&definition, self.references).map(Arc::new)
    }

    fn managed_group(&self, held: &ManagedReference) -> Result<Arc<Group>, Invalid> {
        held.managed_rule_group_configs.iter().try_for_each(|config| check_config(held, config))?;
        let version = held.version.as_deref();
        let managed = self.references.managed(&held.vendor_name, &held.name, version);
        managed.map(|managed| managed.group).ok_or_else(no_reference)
    }

    /// The actions of a group's rules that are others. Names of one's own group must be right.
    fn overrides(
        &self,
        group: &Group,
        overridden: &Overridden,
        is_own: bool,
    ) -> Result<HashMap<String, Action>, Invalid> {
        let mut overrides = HashMap::new();
        for Excluded { name } in &overridden.excluded_rules {
            overrides.insert(name.clone(), Action::plain(ActionKind::ExcludedAsCount));
        }
        for held in &overridden.rule_action_overrides {
            let action = held.action_to_use.translate(self.bodies)?;
            if overrides.insert(held.name.clone(), action).is_some() {
                return Err(Invalid::parameter("RULE", &held.name, Invalid::DUPLICATE));
            }
        }
        let is_rule = |name: &&String| group.rules.iter().any(|rule| rule.name == **name);
        match overrides.keys().find(|name| !is_rule(name)) {
            Some(name) if is_own => {
                Err(Invalid::parameter("EXCLUDED_RULE", name, Invalid::REFERENCE))
            }
            _ => Ok(overrides),
        }
    }
}

/// The one configuration that is heeded is the common level of Bot Control, which the group is of.
/// (The API's page on `AWSManagedRulesBotControlRuleSet`; machine learning is of the other level.)
fn check_config(held: &ManagedReference, config: &serde_json::Value) -> Result<(), Invalid> {
    let set = config.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    for (name, value) in set {
        let level = value.get("InspectionLevel").and_then(serde_json::Value::as_str);
        if name != BOT_CONTROL || level != Some("COMMON") {
            return Err(Invalid::Unsupported(format!(
                "The managed rule group configuration {name} is not supported, but for the level \
                 COMMON of {BOT_CONTROL}."
            )));
        }
        if held.name != BOT_CONTROL {
            let field = "MANAGED_RULE_GROUP_CONFIG";
            return Err(Invalid::parameter(field, name, Invalid::OPTION));
        }
    }
    Ok(())
}

impl StatementDefinition {
    /// How many kinds of statements it has; it must have one.
    pub(super) fn count(&self) -> usize {
        [
            self.byte_match.is_some(),
            self.sqli_match.is_some(),
            self.xss_match.is_some(),
            self.size_constraint.is_some(),
            self.regex_match.is_some(),
            self.regex_set.is_some(),
            self.geo_match.is_some(),
            self.asn_match.is_some(),
            self.ip_set.is_some(),
            self.label_match.is_some(),
            self.rate_based.is_some(),
            self.rule_group.is_some(),
            self.managed.is_some(),
            self.and.is_some(),
            self.or.is_some(),
            self.not.is_some(),
        ]
        .into_iter()
        .filter(|is_some| *is_some)
        .count()
    }
}

pub(super) fn one_statement() -> Invalid {
    Invalid::parameter("STATEMENT", "Statement", Invalid::ONE_VALUE)
}

pub(super) fn no_reference() -> Invalid {
    Invalid::parameter("RULE", "Statement", Invalid::REFERENCE)
}
