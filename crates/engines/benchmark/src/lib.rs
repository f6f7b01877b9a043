//! What lists of checks have in common, whatever is checked: numbers of recommendations and their order, levels, and
//! what a check can say. What judges is each list's own: `engines/harden` judges hosts, `engines/posture` accounts.

/// A recommendation of a benchmark that something can be checked for.
pub trait Recommendation {
    /// Its number, as `5.1.20`; a check that is no benchmark's begins with a letter.
    fn id(&self) -> &'static str;

    /// The level of the profile to which it belongs: 1 or 2. Level 2 includes 1.
    fn level(&self) -> u8;

    /// What is so where it is met.
    fn title(&self) -> &str;

    /// Why it matters.
    fn rationale(&self) -> &str;
}

/// What a check says. Not each list of checks has all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is as is recommended.
    Passed,
    /// It is not.
    Failed,
    /// The recommendation is about something that is not there.
    NotApplicable,
    /// Only a running host can tell, and files were given.
    Unknown,
    /// Something could not be read.
    Error,
    /// It is not known: who was asked did not answer, or only a person can tell.
    NotAssessed,
}

impl Outcome {
    /// Its name; those of hosts' checks are as inspector2 spells the status of a rule.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "PASSED",
            Self::Failed => "FAILED",
            Self::NotApplicable => "NOT_APPLICABLE",
            Self::Unknown => "UNKNOWN",
            Self::Error => "ERROR",
            Self::NotAssessed => "NOT_ASSESSED",
        }
    }

    /// For people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotApplicable => "not applicable",
            Self::Unknown => "unknown",
            Self::Error => "not read",
            Self::NotAssessed => "not assessed",
        }
    }
}

/// One list of several, in the order of the numbers; what begins with a letter follows.
pub fn in_order<C: Recommendation>(lists: impl IntoIterator<Item = Vec<C>>) -> Vec<C> {
    let mut all: Vec<C> = lists.into_iter().flatten().collect();
    all.sort_by_key(|check| numbers(check.id()));
    all
}

fn numbers(id: &str) -> Vec<u32> {
    id.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

/// A text whose order is that of the numbers: 1.1.10 comes after 1.1.9.
pub fn sortable(id: &str) -> String {
    let parts: Vec<String> = id.split('.').map(|part| format!("{part:0>4}")).collect();
    parts.join(".")
}

/// The check of a number.
pub fn named<'c, C: Recommendation>(all: &'c [C], id: &str) -> Option<&'c C> {
    all.iter().find(|check| check.id() == id)
}

/// The checks of these numbers, in their order; without any, those of a level and below it.
///
/// # Errors
/// There is no check of a number: that number.
pub fn chosen<'c, 'i, C: Recommendation>(
    all: &'c [C],
    level: u8,
    ids: &'i [String],
) -> Result<Vec<&'c C>, &'i str> {
    if let Some(unknown) = ids.iter().find(|id| named(all, id).is_none()) {
        return Err(unknown);
    }
    let is_chosen = |check: &&C| {
        if ids.is_empty() { check.level() <= level } else { ids.iter().any(|id| id == check.id()) }
    };
    Ok(all.iter().filter(is_chosen).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Numbered(&'static str, u8);

    impl Recommendation for Numbered {
        fn id(&self) -> &'static str {
            self.0
        }

        fn level(&self) -> u8 {
            self.1
        }

        fn title(&self) -> &'static str {
            ""
        }

        fn rationale(&self) -> &'static str {
            ""
        }
    }

    fn ids<'c>(checks: impl IntoIterator<Item = &'c Numbered>) -> Vec<&'static str> {
        checks.into_iter().map(|check| check.0).collect()
    }

    #[test]
    fn checks_are_in_the_order_of_their_numbers() {
        let lists = [vec![Numbered("10.1", 1), Numbered("B.1", 1)], vec![Numbered("5.1.20", 2)]];
        let more = vec![Numbered("5.10", 1), Numbered("5.1.3", 1), Numbered("5.2", 2)];
        let all = in_order(lists.into_iter().chain([more]));
        assert_eq!(ids(&all), ["5.1.3", "5.1.20", "5.2", "5.10", "10.1", "B.1"]);
        let mut sorted = ids(&all[..5]);
        sorted.reverse();
        sorted.sort_by_key(|id| sortable(id));
        assert_eq!(sorted, ids(&all[..5]));
    }

    #[test]
    fn checks_are_chosen_by_level_or_by_number() {
        let all = [Numbered("1.1", 1), Numbered("1.2", 2), Numbered("B.1", 1)];
        let of = |level, wanted: &[&str]| {
            let wanted: Vec<String> = wanted.iter().map(|id| (*id).to_owned()).collect();
            chosen(&all, level, &wanted).map(ids).map_err(str::to_owned)
        };
        assert_eq!(of(1, &[]), Ok(vec!["1.1", "B.1"]));
        assert_eq!(of(2, &[]), Ok(vec!["1.1", "1.2", "B.1"]));
        assert_eq!(of(1, &["B.1", "1.2"]), Ok(vec!["1.2", "B.1"]));
        assert_eq!(of(1, &["1.1", "9.9"]), Err("9.9".to_owned()));
    }
}
