//! Statements.

use super::action::{ActionName, ActionSet, Actions};
use super::code::{Reader, Writer};
use super::condition::{self, Condition, write_patterns};
use super::hint::Hint;
use super::principal::{Caller, Grade, Principals};
use crate::context::Context;
use crate::document::{self, Effect};
use crate::glob::{Pattern, Syntax};
use crate::{PolicyError, PolicyKind};

/// What statements are asked: the request, prepared once for a decision.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) action: ActionName<'a>,
    pub(crate) resource: &'a str,
    /// The resource is a pattern, and statements must speak of all that it stands for.
    pub(crate) resource_is_pattern: bool,
    pub(crate) context: &'a Context,
    pub(crate) caller: Caller<'a>,
}

/// A statement of a program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement<'p> {
    pub(crate) effect: Effect,
    flags: u8,
    /// Number of the principals, resources, conditions.
    code: Reader<'p>,
    /// Actions.
    actions: Reader<'p>,
    whom: &'p [Whom],
    /// Whether it is known to speak of the action.
    is_named: bool,
}

/// What a statement has, as bits of its first byte in code.
mod flag {
    pub(super) const DENY: u8 = 1;
    pub(super) const NOT_ACTION: u8 = 1 << 1;
    pub(super) const RESOURCES: u8 = 1 << 2;
    pub(super) const NOT_RESOURCE: u8 = 1 << 3;
    pub(super) const WHOM: u8 = 1 << 4;
    pub(super) const ANY_ACTION: u8 = 1 << 5;
}

#[derive(Debug, Clone)]
pub(crate) enum Whom {
    /// A resource's policy that names nobody.
    Nobody,
    Listed(Principals),
    NotListed(Principals),
}

/// The first element of a statement that does not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Miss {
    Action,
    Principal,
    Resource,
    /// The condition with this index.
    Condition(usize),
}

impl Question<'_> {
    fn is_among<'p>(&self, mut resources: impl Iterator<Item = Pattern<'p>>) -> bool {
        if self.resource_is_pattern {
            resources.any(|one| one.covers(self.resource, self.context))
        } else {
            resources.any(|one| one.matches(self.resource, self.context))
        }
    }
}

/// Compiles a statement.
pub(super) struct StatementCompiler<'s> {
    pub(super) source: &'s document::Statement,
    pub(super) kind: PolicyKind,
    pub(super) variables: bool,
}

impl StatementCompiler<'_> {
    /// Writes what [`Statement`] reads, and returns the actions that it speaks of, or does not.
    pub(super) fn write(
        &self,
        code: &mut Writer,
        whom: &mut Vec<Whom>,
    ) -> Result<(bool, ActionSet), PolicyError> {
        let Self { source, kind, variables } = self;
        let incomplete = || PolicyError::malformed("Syntax errors in policy.", source.span);
        let (not_action, element) = match (&source.action, &source.not_action) {
            (Some(element), None) => (false, element),
            (None, Some(element)) => (true, element),
            _ => return Err(incomplete()),
        };
        let (not_resource, resources) = match (&source.resource, &source.not_resource) {
            // What speaks of everything is as what names no resource.
            (Some(element), None) => (false, Some(element).filter(|it| !is_everything(it))),
            (None, Some(element)) => (true, Some(element)),
            (None, None) => (false, None),
            (Some(_), Some(_)) => return Err(incomplete()),
        };
        let effect = source.effect.ok_or_else(incomplete)?;
        let actions = ActionSet::compile(&element.values);
        let listed = Whom::compile(source, *kind, effect)?;
        let flags = [
            (effect == Effect::Deny, flag::DENY),
            (not_action, flag::NOT_ACTION),
            (resources.is_some(), flag::RESOURCES),
            (not_resource, flag::NOT_RESOURCE),
            (listed.is_some(), flag::WHOM),
            (actions.any, flag::ANY_ACTION),
        ];
        code.byte(flags.into_iter().filter(|(has, _)| *has).map(|(_, flag)| flag).sum());
        let mut rest = Writer::default();
        if let Some(listed) = listed {
            rest.number(whom.len());
            whom.push(listed);
        }
        if let Some(element) = resources {
            let texts = element.values.iter().map(|text| text.value.as_str());
            rest.block(&Writer::written(|code| {
                write_patterns(texts, Syntax::Resource, *variables, code);
            }));
        }
        rest.number(source.conditions.len());
        for entry in &source.conditions {
            let mut condition = Writer::default();
            condition::write(entry, *variables, &mut condition)?;
            rest.block(condition.bytes());
        }
        // Actions come last: where the index tells that they match, they are not read.
        code.block(rest.bytes());
        code.block(&Writer::written(|code| actions.write(code)));
        Ok((not_action, actions))
    }
}

impl<'p> Statement<'p> {
    pub(crate) fn read(mut code: Reader<'p>, whom: &'p [Whom], is_named: bool) -> Self {
        let flags = code.byte();
        let effect = if flags & flag::DENY == 0 { Effect::Allow } else { Effect::Deny };
        let rest = Reader::new(code.block());
        Self { effect, flags, code: rest, actions: code, whom, is_named }
    }

    /// Writes it once more, the one of whom it speaks at the end of these.
    pub(crate) fn copy(mut self, whom: &mut Vec<Whom>, code: &mut Writer) {
        code.byte(self.flags);
        let mut rest = Writer::default();
        if let Some(listed) = self.listed() {
            rest.number(whom.len());
            whom.push(listed.clone());
        }
        rest.raw(self.code.rest());
        code.block(rest.bytes());
        code.block(self.actions.block());
    }

    const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Whether the statement speaks of the action, as far as no variable stands in it.
    pub(crate) fn names(self, action: &ActionName<'_>) -> bool {
        self.speaks_of(action, &Context::new())
    }

    /// Whether the statement speaks of every resource, without a condition.
    pub(crate) fn is_unconditional(mut self) -> bool {
        self.listed();
        let is_everywhere = self.resources().is_none_or(|mut resources| {
            !self.has(flag::NOT_RESOURCE) && resources.any(Pattern::is_any)
        });
        is_everywhere && self.code.number() == 0
    }

    /// Whether the statement speaks of everyone and everything, without a condition.
    pub(crate) fn is_for_everyone(self) -> bool {
        !self.has(flag::WHOM) && self.is_unconditional()
    }

    /// Whether the statement speaks of the request, and how far it grants.
    pub(crate) fn answer(mut self, question: &Question<'_>) -> Result<Grade, Miss> {
        let Question { action, context, caller, .. } = question;
        if !self.speaks_of(action, context) {
            return Err(Miss::Action);
        }
        let grade = match self.listed() {
            Some(whom) => whom.admit(caller).ok_or(Miss::Principal)?,
            None => Grade::Direct,
        };
        if let Some(resources) = self.resources()
            && question.is_among(resources) == self.has(flag::NOT_RESOURCE)
        {
            return Err(Miss::Resource);
        }
        let count = self.code.number();
        let mut conditions = (0..count).map(|_| Condition::new(self.code.block()));
        match conditions.position(|one| !one.holds(context)) {
            Some(failed) => Err(Miss::Condition(failed)),
            None => Ok(grade),
        }
    }

    /// What tells quickly that the statement does not speak of an action.
    pub(crate) fn hint(&self) -> Hint {
        let mut actions = self.actions;
        if self.is_named || self.has(flag::ANY_ACTION) || self.has(flag::NOT_ACTION) {
            Hint::ANYTHING
        } else {
            Actions::new(actions.block()).hint()
        }
    }

    /// The conditions in code.
    pub(super) fn conditions(mut self) -> impl Iterator<Item = &'p [u8]> {
        self.listed();
        self.resources();
        let count = self.code.number();
        (0..count).map(move |_| self.code.block())
    }

    fn speaks_of(&self, action: &ActionName<'_>, context: &Context) -> bool {
        if self.is_named {
            return true;
        }
        let mut actions = self.actions;
        let is_named =
            self.has(flag::ANY_ACTION) || Actions::new(actions.block()).contain(action, context);
        is_named != self.has(flag::NOT_ACTION)
    }

    /// Whom it speaks of; `None` for anyone.
    fn listed(&mut self) -> Option<&'p Whom> {
        if !self.has(flag::WHOM) {
            return None;
        }
        let number = self.code.number();
        Some(self.whom.get(number).unwrap_or(&Whom::Nobody))
    }

    fn resources(&mut self) -> Option<impl Iterator<Item = Pattern<'p>> + use<'p>> {
        let has_some = self.has(flag::RESOURCES);
        has_some.then(|| Reader::new(self.code.block()).blocks().map(Pattern::new))
    }
}

/// Whether an element of resources is `*`, alone or beside others.
fn is_everything(element: &document::Element) -> bool {
    element.values.iter().any(|text| text.value == "*")
}

impl Whom {
    /// Whom a statement speaks of; `None` for anyone: the policy is attached to who it speaks of, or
    /// binds all.
    fn compile(
        source: &document::Statement,
        kind: PolicyKind,
        effect: Effect,
    ) -> Result<Option<Self>, PolicyError> {
        match (&source.principal, &source.not_principal) {
            (Some(element), None) => Ok(Some(Self::Listed(Principals::compile(element)))),
            (None, Some(element)) if effect == Effect::Deny => {
                Ok(Some(Self::NotListed(Principals::compile(element))))
            }
            (None, None) if matches!(kind, PolicyKind::Resource | PolicyKind::Trust) => {
                Ok((effect != Effect::Deny).then_some(Self::Nobody))
            }
            (None, None) => Ok(None),
            _ => Err(PolicyError::malformed("Syntax errors in policy.", source.span)),
        }
    }

    fn admit(&self, caller: &Caller<'_>) -> Option<Grade> {
        match self {
            Self::Nobody => None,
            Self::Listed(principals) => principals.admit(caller),
            Self::NotListed(principals) => (!principals.except(caller)).then_some(Grade::Direct),
        }
    }
}
