//! What lists of policies say.

use crate::compile::{Grade, Question};
use crate::{Attached, Effect, StatementRef};

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
        touch(policies);
        for (policy, attached) in (0..).zip(policies) {
            for (index, statement) in attached.policy.program().concerning(&question.action) {
                let best = verdict.allow.is_some_and(|(grade, _)| grade == Grade::Direct);
                if statement.effect == Effect::Allow && best {
                    continue;
                }
                let Ok(grade) = statement.answer(question) else { continue };
                let place = StatementRef { level, policy, statement: index };
                if statement.effect == Effect::Deny {
                    verdict.deny = Some(place);
                    return verdict;
                }
                if verdict.allow.is_none_or(|(so_far, _)| so_far < grade) {
                    verdict.allow = Some((grade, place));
                }
            }
        }
        verdict
    }
}

/// Reads the beginning of every policy, so that memory is asked for all of them at once: what is
/// read next depends on what each says, one after the other.
fn touch(policies: &[Attached]) {
    if policies.len() > 1 {
        let first = |one: &Attached| one.policy.program().first_byte();
        std::hint::black_box(policies.iter().fold(0, |all, one| all | first(one)));
    }
}

impl Levels {
    pub(crate) fn of(question: &Question<'_>, levels: &[Vec<Attached>]) -> Self {
        let mut said = Self::default();
        for (level, policies) in (0..).zip(levels) {
            let verdict = Verdict::of(question, policies, level);
            said.deny = said.deny.or(verdict.deny);
            if verdict.allow.is_none() && said.without_allow.is_none() {
                said.without_allow = Some(level);
            }
        }
        said
    }
}
