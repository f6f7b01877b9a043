//! A check, and what it says of an account.

use bartizan_benchmark::{Outcome, Recommendation};
use serde_json::Value as Json;

use crate::facts::{Answer, Facts, Topic, Unknown};

/// The most evidence of a side that one verdict holds.
const EVIDENCE_MAX: usize = 10_000;

/// One recommendation, and how it is judged.
pub struct Check {
    /// The recommendation's number in the [benchmark](crate::BENCHMARK), as `2.14`, or one of ours, as `B.1`.
    pub id: &'static str,
    /// The level of the benchmark's profile to which it belongs: 1 or 2. Level 2 includes 1.
    pub level: u8,
    /// What is so where it is passed.
    pub title: &'static str,
    /// Why it matters.
    pub rationale: &'static str,
    /// What it looks at.
    pub needs: &'static [Topic],
    pub(crate) judgement: Judgement,
}

/// How a check judges.
pub(crate) enum Judgement {
    /// By facts.
    Facts(fn(&Facts, &mut Case)),
    /// Not at all, for this service is not there.
    Absent(&'static str),
    /// Not at all, for only a person can: why.
    Person(&'static str),
}

impl Check {
    /// Judges.
    pub fn run(&self, facts: &Facts) -> Verdict {
        let mut case = Case::default();
        match self.judgement {
            Judgement::Facts(judge) => judge(facts, &mut case),
            Judgement::Absent(service) => {
                let why = format!("{service} is not there");
                case.open(Unassessed::NotServed, &facts.root(), "", &why);
            }
            Judgement::Person(why) => case.open(Unassessed::Person, &facts.root(), "", why),
        }
        case.verdict()
    }
}

impl Recommendation for Check {
    fn id(&self) -> &'static str {
        self.id
    }

    fn level(&self) -> u8 {
        self.level
    }

    fn title(&self) -> &str {
        self.title
    }

    fn rationale(&self) -> &str {
        self.rationale
    }
}

/// Why something is not assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unassessed {
    /// Who asked may not read it.
    Denied,
    /// What would be asked is not there.
    NotServed,
    /// It was asked, and not answered.
    NotAnswered,
    /// Only a person can tell.
    Person,
}

impl Unassessed {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Denied => "DENIED",
            Self::NotServed => "NOT_SERVED",
            Self::NotAnswered => "NOT_ANSWERED",
            Self::Person => "PERSON",
        }
    }
}

/// What was found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The resource, by its ARN or id.
    pub resource: String,
    /// Its region; empty for what has none.
    pub region: String,
    /// What was found; of what is not assessed why it is not.
    pub found: String,
    /// What is recommended; empty where nothing is wanted of it.
    pub wanted: String,
    /// The command that mends it; in capitals what a person has to choose. Empty where nothing is to mend, or no
    /// command does.
    pub command: String,
    /// Whether it is right; why that is not known.
    pub is_right: Result<bool, Unassessed>,
}

/// The outcome of a check on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it says.
    pub outcome: Outcome,
    /// Why: what is wrong first, then what is not known, then what is right.
    pub evidence: Vec<Evidence>,
    /// How much more there was than is held.
    pub left_out: usize,
}

/// What is held for and against an account.
#[derive(Default)]
pub(crate) struct Case {
    good: Vec<Evidence>,
    bad: Vec<Evidence>,
    open: Vec<Evidence>,
    left_out: usize,
}

impl Case {
    /// Looks at all answers of a topic; those that are not known are told so.
    pub(crate) fn each(
        &mut self,
        facts: &Facts,
        topic: Topic,
        mut look: impl FnMut(&mut Self, &Answer, &Json),
    ) {
        for answer in self.known(facts, topic) {
            if let Ok(json) = &answer.got {
                look(self, answer, json);
            }
        }
    }

    /// As [`each`](Self::each), without a look: whether all of it is known.
    pub(crate) fn is_known(&mut self, facts: &Facts, topic: Topic) -> bool {
        self.known(facts, topic).iter().all(|answer| answer.got.is_ok())
            && facts.of(topic).is_some()
    }

    fn known<'f>(&mut self, facts: &'f Facts, topic: Topic) -> &'f [Answer] {
        let Some(answers) = facts.of(topic) else {
            self.open(Unassessed::NotAnswered, &facts.root(), "", "it was not asked");
            return &[];
        };
        for answer in answers {
            let (why, said) = match &answer.got {
                Ok(_) => continue,
                Err(Unknown::Denied(said)) => (Unassessed::Denied, said),
                Err(Unknown::NotServed(said)) => (Unassessed::NotServed, said),
                Err(Unknown::Failed(said)) => (Unassessed::NotAnswered, said),
            };
            self.open(why, &answer.resource, &answer.region, said);
        }
        answers
    }

    /// Adds what is right.
    pub(crate) fn good(&mut self, answer: &Answer, found: &str) {
        let (resource, region) = (answer.resource.clone(), answer.region.clone());
        let (wanted, command) = (String::new(), String::new());
        let found = found.to_owned();
        self.push(Evidence { resource, region, found, wanted, command, is_right: Ok(true) });
    }

    /// Adds what is wrong, what is wanted, and the command that mends it.
    pub(crate) fn bad(&mut self, answer: &Answer, found: &str, wanted: &str, command: &str) {
        let (resource, region) = (answer.resource.clone(), answer.region.clone());
        let [found, wanted, command] = [found, wanted, command].map(str::to_owned);
        self.push(Evidence { resource, region, found, wanted, command, is_right: Ok(false) });
    }

    /// Adds what is not known.
    pub(crate) fn open(&mut self, why: Unassessed, resource: &str, region: &str, found: &str) {
        let [resource, region, found] = [resource, region, found].map(str::to_owned);
        let (wanted, command) = (String::new(), String::new());
        self.push(Evidence { resource, region, found, wanted, command, is_right: Err(why) });
    }

    fn push(&mut self, evidence: Evidence) {
        let side = match evidence.is_right {
            Ok(true) => &mut self.good,
            Ok(false) => &mut self.bad,
            Err(_) => &mut self.open,
        };
        if side.len() < EVIDENCE_MAX {
            side.push(evidence);
        } else {
            self.left_out += 1;
        }
    }

    /// Failed if anything is wrong; else not assessed if anything is not known; else passed, if there is anything.
    fn verdict(self) -> Verdict {
        let outcome = if !self.bad.is_empty() {
            Outcome::Failed
        } else if !self.open.is_empty() {
            Outcome::NotAssessed
        } else if !self.good.is_empty() {
            Outcome::Passed
        } else {
            Outcome::NotApplicable
        };
        let evidence = [self.bad, self.open, self.good].into_iter().flatten().collect();
        Verdict { outcome, evidence, left_out: self.left_out }
    }
}
