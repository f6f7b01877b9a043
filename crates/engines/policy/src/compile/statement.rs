//! Statements and the program of a policy.

use super::action::{ActionName, Actions, ServiceIndex};
use super::condition::Condition;
use super::principal::{Caller, Grade, Principals};
use crate::context::Context;
use crate::document::{self, Document, Effect};
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

/// A compiled policy.
#[derive(Debug)]
pub(crate) struct Program {
    statements: Box<[Statement]>,
    index: ServiceIndex,
}

/// A compiled statement.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) effect: Effect,
    actions: Actions,
    not_action: bool,
    resources: Option<Box<[Pattern]>>,
    not_resource: bool,
    principals: Whom,
    conditions: Box<[Condition]>,
}

#[derive(Debug)]
enum Whom {
    /// The policy is attached to who it speaks of, or binds all.
    Anyone,
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
    fn is_among(&self, resources: &[Pattern]) -> bool {
        if self.resource_is_pattern {
            resources.iter().any(|one| one.covers(self.resource, self.context))
        } else {
            resources.iter().any(|one| one.matches(self.resource, self.context))
        }
    }
}

impl Program {
    /// Compiles a document of this kind.
    pub(crate) fn compile(document: &Document, kind: PolicyKind) -> Result<Self, PolicyError> {
        if let Some(problem) = document.problems.first() {
            return Err(PolicyError::malformed("Syntax errors in policy.", problem.span));
        }
        let variables = document.resolves_variables();
        let mut services = Vec::with_capacity(document.statements.len());
        let mut statements = Vec::with_capacity(document.statements.len());
        for statement in &document.statements {
            let (statement, named) = Statement::compile(statement, kind, variables)?;
            statements.push(statement);
            services.push(named);
        }
        Ok(Self { statements: statements.into(), index: ServiceIndex::new(&services) })
    }

    /// The statements in their order.
    pub(crate) fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The statements that may speak of the action, with their places.
    pub(crate) fn concerning(
        &self,
        action: &ActionName<'_>,
    ) -> impl Iterator<Item = (u32, &Statement)> {
        self.index.statements(action).iter().filter_map(|index| {
            let statement = self.statements.get(usize::try_from(*index).ok()?)?;
            Some((*index, statement))
        })
    }
}

impl Statement {
    /// Compiles a statement; with it come the services that it names, `None` for any.
    fn compile(
        source: &document::Statement,
        kind: PolicyKind,
        variables: bool,
    ) -> Result<(Self, Option<Vec<u64>>), PolicyError> {
        let incomplete = || PolicyError::malformed("Syntax errors in policy.", source.span);
        let (not_action, element) = match (&source.action, &source.not_action) {
            (Some(element), None) => (false, element),
            (None, Some(element)) => (true, element),
            _ => return Err(incomplete()),
        };
        let actions = Actions::compile(&element.values);
        let services = if not_action { None } else { actions.services(&element.values) };
        let (not_resource, resources) = match (&source.resource, &source.not_resource) {
            (Some(element), None) => (false, Some(element)),
            (None, Some(element)) => (true, Some(element)),
            (None, None) => (false, None),
            (Some(_), Some(_)) => return Err(incomplete()),
        };
        let resources = resources.map(|element| {
            let compile =
                |text: &document::Text| Pattern::compile(&text.value, Syntax::Resource, variables);
            element.values.iter().map(compile).collect()
        });
        let conditions = source
            .conditions
            .iter()
            .map(|entry| Condition::compile(entry, variables))
            .collect::<Result<_, _>>()?;
        let effect = source.effect.ok_or_else(incomplete)?;
        let principals = Whom::compile(source, kind, effect)?;
        let statement =
            Self { effect, actions, not_action, resources, not_resource, principals, conditions };
        Ok((statement, services))
    }

    /// Whether the statement speaks of the action, as far as no variable stands in it.
    pub(crate) fn names(&self, action: &ActionName<'_>) -> bool {
        self.actions.contain(action, &Context::new()) != self.not_action
    }

    /// Whether the statement speaks of every resource, without a condition.
    pub(crate) fn is_unconditional(&self) -> bool {
        let is_everywhere = self.resources.as_ref().is_none_or(|resources| {
            !self.not_resource && resources.iter().any(|one| matches!(one, Pattern::Any))
        });
        is_everywhere && self.conditions.is_empty()
    }

    /// Whether the statement speaks of the request, and how far it grants.
    pub(crate) fn answer(&self, question: &Question<'_>) -> Result<Grade, Miss> {
        let Question { action, context, caller, .. } = question;
        if self.actions.contain(action, context) == self.not_action {
            return Err(Miss::Action);
        }
        let grade = self.principals.admit(caller).ok_or(Miss::Principal)?;
        if let Some(resources) = &self.resources
            && question.is_among(resources) == self.not_resource
        {
            return Err(Miss::Resource);
        }
        match self.conditions.iter().position(|one| !one.holds(context)) {
            Some(failed) => Err(Miss::Condition(failed)),
            None => Ok(grade),
        }
    }
}

impl Whom {
    fn compile(
        source: &document::Statement,
        kind: PolicyKind,
        effect: Effect,
    ) -> Result<Self, PolicyError> {
        match (&source.principal, &source.not_principal) {
            (Some(element), None) => Ok(Self::Listed(Principals::compile(element))),
            (None, Some(element)) if effect == Effect::Deny => {
                Ok(Self::NotListed(Principals::compile(element)))
            }
            (None, None) if matches!(kind, PolicyKind::Resource | PolicyKind::Trust) => {
                Ok(if effect == Effect::Deny { Self::Anyone } else { Self::Nobody })
            }
            (None, None) => Ok(Self::Anyone),
            _ => Err(PolicyError::malformed("Syntax errors in policy.", source.span)),
        }
    }

    fn admit(&self, caller: &Caller<'_>) -> Option<Grade> {
        match self {
            Self::Anyone => Some(Grade::Direct),
            Self::Nobody => None,
            Self::Listed(principals) => principals.admit(caller),
            Self::NotListed(principals) => (!principals.except(caller)).then_some(Grade::Direct),
        }
    }
}
