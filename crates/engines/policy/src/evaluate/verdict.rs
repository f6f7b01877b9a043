//! What lists of policies say.

use crate::compile::{Grade, Question, Statement};
use crate::path::Concerning;
use crate::{Attached, Effect, Level, Path, StatementRef};

/// What a list of policies says: the first statement that denies, and the one that grants most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Verdict {
    pub(crate) deny: Option<StatementRef>,
    pub(crate) allow: Option<(Grade, StatementRef)>,
}

/// What policies on the levels of an organization say: each level must allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Levels {
    pub(crate) deny: Option<StatementRef>,
    pub(crate) without_allow: Option<u32>,
}

impl Verdict {
    pub(crate) fn of(question: &Question<'_>, policies: &[Attached], level: u32) -> Self {
        let mut verdict = Self::default();
        for (policy, attached) in (0..).zip(policies) {
            for (index, statement) in attached.policy.program().concerning(&question.action) {
                let place = || StatementRef { level, policy, statement: index };
                if verdict.hears(question, statement, place) {
                    return verdict;
                }
            }
        }
        verdict
    }

    /// What the policies of a node say, as if they stood one after the other.
    pub(crate) fn of_level(question: &Question<'_>, node: &Level, level: u32) -> Self {
        let Some(program) = node.program() else {
            return Self::of(question, node.policies(), level);
        };
        let mut verdict = Self::default();
        for (index, statement) in program.concerning(&question.action) {
            let place = || {
                let (policy, statement) = node.place(index);
                StatementRef { level, policy, statement }
            };
            if verdict.hears(question, statement, place) {
                break;
            }
        }
        verdict
    }

    /// Takes notice of one more statement; whether it denies, which ends all.
    fn hears(
        &mut self,
        question: &Question<'_>,
        statement: Statement<'_>,
        place: impl FnOnce() -> StatementRef,
    ) -> bool {
        let best = self.allow.is_some_and(|(grade, _)| grade == Grade::Direct);
        if statement.effect == Effect::Allow && best {
            return false;
        }
        let Ok(grade) = statement.answer(question) else { return false };
        if statement.effect == Effect::Deny {
            self.deny = Some(place());
            return true;
        }
        if self.allow.is_none_or(|(so_far, _)| so_far < grade) {
            self.allow = Some((grade, place()));
        }
        false
    }
}

impl Levels {
    pub(crate) fn of(question: &Question<'_>, path: &[Path]) -> Self {
        let mut said = Self::default();
        let mut first = 0;
        for piece in path {
            match piece.concerning(&question.action) {
                Some(concerning) => said.hear(question, piece, &concerning, first),
                None => said.hear_each(question, piece.levels(), first),
            }
            if said.deny.is_some() {
                break;
            }
            first += u32::try_from(piece.levels().len()).unwrap_or(u32::MAX);
        }
        said
    }

    /// Takes notice of levels that are indexed together; the first has the number `first`.
    fn hear(
        &mut self,
        question: &Question<'_>,
        path: &Path,
        concerning: &Concerning<'_>,
        first: u32,
    ) {
        let mut allowed = concerning.allowed;
        for (level, number, statement) in concerning.statements(question) {
            let bit = 1_u64.checked_shl(level).unwrap_or_default();
            if statement.effect == Effect::Allow && allowed & bit != 0 {
                continue;
            }
            if statement.answer(question).is_err() {
                continue;
            }
            if statement.effect == Effect::Allow {
                allowed |= bit;
                continue;
            }
            let node = usize::try_from(level).ok().and_then(|at| path.levels().get(at));
            let (policy, statement) = node.map_or((0, number), |node| node.place(number));
            self.deny = Some(StatementRef { level: first + level, policy, statement });
            return;
        }
        let missing = allowed.trailing_ones();
        let is_missing = usize::try_from(missing).is_ok_and(|at| at < path.levels().len());
        if is_missing && self.without_allow.is_none() {
            self.without_allow = Some(first + missing);
        }
    }

    /// Takes notice of levels one after the other.
    fn hear_each(&mut self, question: &Question<'_>, levels: &[Level], first: u32) {
        for (level, node) in (first..).zip(levels) {
            let verdict = Verdict::of_level(question, node, level);
            self.deny = self.deny.or(verdict.deny);
            if verdict.allow.is_none() && self.without_allow.is_none() {
                self.without_allow = Some(level);
            }
        }
    }
}
