//! Statements and the program of a policy.

use super::action::{ActionName, ActionSet, Actions};
use super::code::{Reader, Writer};
use super::condition::{self, Condition, write_patterns};
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
///
/// Its code is: where the lists of all statements and of those that name no service begin; the number
/// of services that are named, their hashes, and where the list of each begins; the lists; the
/// statements. A list is the number of its statements, then for each its number in the policy and
/// where it stands.
#[derive(Debug)]
pub(crate) struct Program {
    code: Box<[u8]>,
    /// Whom the statements speak of that do not speak of anyone.
    whom: Box<[Whom]>,
}

/// A statement of a program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement<'p> {
    pub(crate) effect: Effect,
    flags: u8,
    /// Actions, number of the principals, resources, conditions.
    code: Reader<'p>,
    whom: &'p [Whom],
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

#[derive(Debug)]
enum Whom {
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

impl Program {
    /// Compiles a document of this kind.
    pub(crate) fn compile(document: &Document, kind: PolicyKind) -> Result<Self, PolicyError> {
        if let Some(problem) = document.problems.first() {
            return Err(PolicyError::malformed("Syntax errors in policy.", problem.span));
        }
        let variables = document.resolves_variables();
        let mut statements = Writer::default();
        let mut whom = Vec::new();
        let mut places = Vec::with_capacity(document.statements.len());
        for statement in &document.statements {
            let place = statements.place();
            let compiler = StatementCompiler { source: statement, kind, variables };
            let services = compiler.write(&mut statements, &mut whom)?;
            places.push(Place { services, place });
        }
        let code = [&index(&places), statements.bytes()].concat();
        Ok(Self { code: code.into(), whom: whom.into() })
    }

    pub(crate) fn first_byte(&self) -> u8 {
        self.code.first().copied().unwrap_or_default()
    }

    /// The statements in their order.
    pub(crate) fn statements(&self) -> impl Iterator<Item = Statement<'_>> {
        let mut code = Reader::new(&self.code);
        self.listed(code.word()).map(|(_, statement)| statement)
    }

    /// The statements that may speak of the action, with their places.
    pub(crate) fn concerning(
        &self,
        action: &ActionName<'_>,
    ) -> impl Iterator<Item = (u32, Statement<'_>)> {
        let mut code = Reader::new(&self.code);
        let (_all, others) = (code.word(), code.word());
        let count = code.number();
        let services = code.words(count);
        let wanted = action.service.to_le_bytes();
        let found = services.iter().position(|service| *service == wanted);
        let list = found.and_then(|at| code.rest().as_chunks().0.get(at));
        self.listed(list.map_or(others, |place| u32::from_le_bytes(*place)))
    }

    /// The statements of a list; there is none at place 0.
    fn listed(&self, list: u32) -> impl Iterator<Item = (u32, Statement<'_>)> {
        let mut list = if list == 0 { Reader::default() } else { Reader::at(&self.code, list) };
        let count = list.word();
        (0..count).map(move |_| {
            let number = list.word();
            (number, Statement::read(Reader::at(&self.code, list.word()), &self.whom))
        })
    }
}

/// Where a statement stands, and the hashes of the services that it names; `None` for any.
struct Place {
    services: Option<Vec<u32>>,
    place: u32,
}

/// The index of a program; the statements come right behind it.
fn index(places: &[Place]) -> Vec<u8> {
    let mut services: Vec<u32> =
        places.iter().filter_map(|one| one.services.as_ref()).flatten().copied().collect();
    services.sort_unstable();
    services.dedup();
    let listed = |speaks: &dyn Fn(Option<&Vec<u32>>) -> bool| -> Vec<(u32, u32)> {
        let numbered = (0..).zip(places);
        let speaking = numbered.filter(|(_, one)| speaks(one.services.as_ref()));
        speaking.map(|(number, one)| (number, one.place)).collect()
    };
    let all = listed(&|_| true);
    let others = listed(&|named| named.is_none());
    let of_services: Vec<_> = services
        .iter()
        .map(|one| listed(&|named| named.is_none_or(|named| named.contains(one))))
        .collect();
    let head = Writer::written(|code| code.number(services.len())).len() + 8 + services.len() * 8;
    let size = |list: &Vec<(u32, u32)>| if list.is_empty() { 0 } else { 4 + 8 * list.len() };
    let every = || [&all, &others].into_iter().chain(&of_services);
    let statements = every().fold(head, |end, list| end + size(list));
    let mut lists = Writer::default();
    let word = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let list_places: Vec<u32> = every()
        .map(|list| {
            let place = if list.is_empty() { 0 } else { word(head) + lists.place() };
            if !list.is_empty() {
                lists.word(word(list.len()));
            }
            for (number, place) in list {
                lists.word(*number);
                lists.word(word(statements) + place);
            }
            place
        })
        .collect();
    Writer::written(|code| {
        let mut list_places = list_places.into_iter();
        list_places.by_ref().take(2).for_each(|place| code.word(place));
        code.number(services.len());
        services.iter().copied().chain(list_places).for_each(|word| code.word(word));
        code.raw(lists.bytes());
    })
}

/// Compiles a statement.
struct StatementCompiler<'s> {
    source: &'s document::Statement,
    kind: PolicyKind,
    variables: bool,
}

impl StatementCompiler<'_> {
    /// Writes what [`Statement`] reads, and returns the services that it names; `None` for any.
    fn write(
        &self,
        code: &mut Writer,
        whom: &mut Vec<Whom>,
    ) -> Result<Option<Vec<u32>>, PolicyError> {
        let Self { source, kind, variables } = self;
        let incomplete = || PolicyError::malformed("Syntax errors in policy.", source.span);
        let (not_action, element) = match (&source.action, &source.not_action) {
            (Some(element), None) => (false, element),
            (None, Some(element)) => (true, element),
            _ => return Err(incomplete()),
        };
        let (not_resource, resources) = match (&source.resource, &source.not_resource) {
            (Some(element), None) => (false, Some(element)),
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
        code.block(&Writer::written(|code| actions.write(code)));
        if let Some(listed) = listed {
            code.number(whom.len());
            whom.push(listed);
        }
        if let Some(element) = resources {
            let texts = element.values.iter().map(|text| text.value.as_str());
            code.block(&Writer::written(|code| {
                write_patterns(texts, Syntax::Resource, *variables, code);
            }));
        }
        code.number(source.conditions.len());
        for entry in &source.conditions {
            let mut condition = Writer::default();
            condition::write(entry, *variables, &mut condition)?;
            code.block(condition.bytes());
        }
        Ok(if not_action { None } else { actions.services() })
    }
}

impl<'p> Statement<'p> {
    fn read(mut code: Reader<'p>, whom: &'p [Whom]) -> Self {
        let flags = code.byte();
        let effect = if flags & flag::DENY == 0 { Effect::Allow } else { Effect::Deny };
        Self { effect, flags, code, whom }
    }

    const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Whether the statement speaks of the action, as far as no variable stands in it.
    pub(crate) fn names(mut self, action: &ActionName<'_>) -> bool {
        self.speaks_of(action, &Context::new())
    }

    /// Whether the statement speaks of every resource, without a condition.
    pub(crate) fn is_unconditional(mut self) -> bool {
        self.code.block();
        self.listed();
        let is_everywhere = self.resources().is_none_or(|mut resources| {
            !self.has(flag::NOT_RESOURCE) && resources.any(Pattern::is_any)
        });
        is_everywhere && self.code.number() == 0
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

    fn speaks_of(&mut self, action: &ActionName<'_>, context: &Context) -> bool {
        let actions = self.code.block();
        let is_named = self.has(flag::ANY_ACTION) || Actions::new(actions).contain(action, context);
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
