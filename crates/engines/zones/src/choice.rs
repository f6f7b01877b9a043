//! The one of several sets that is answered. (Route 53 Developer Guide, "How Amazon Route 53 chooses
//! records when health checking is configured".)

use crate::set::{Choice, Set};

/// Of sets of one name and type the one that is answered: of those that are well, by their shares, or
/// the primary one before the secondary one. Where none is well, all are taken to be.
pub(crate) fn one_of<'s>(
    sets: &[&'s Set],
    is_well: impl Fn(&Set) -> bool,
    random: u64,
) -> Option<&'s Set> {
    let with = |choice: Choice| sets.iter().copied().find(|set| set.choice == choice);
    if let Some(primary) = with(Choice::Primary) {
        let secondary = || with(Choice::Secondary).filter(|set| is_well(set));
        return if is_well(primary) { Some(primary) } else { secondary().or(Some(primary)) };
    }
    let (sharing, idle): (Vec<&Set>, Vec<&Set>) =
        sets.iter().copied().partition(|set| weight(set) > 0);
    let well = |sets: &[&'s Set]| -> Vec<&'s Set> {
        sets.iter().copied().filter(|set| is_well(set)).collect()
    };
    // Sets without a share stand in only where no other is well.
    by_share(&well(&sharing), random)
        .or_else(|| by_share(&well(&idle), random))
        .or_else(|| by_share(&sharing, random))
        .or_else(|| by_share(&idle, random))
}

fn weight(set: &Set) -> u64 {
    match set.choice {
        Choice::Weight(weight) => weight.into(),
        _ => 0,
    }
}

/// One by its share; where none has one, each alike.
fn by_share<'s>(sets: &[&'s Set], random: u64) -> Option<&'s Set> {
    let whole: u64 = sets.iter().map(|set| weight(set)).sum();
    let Some(mut left) = random.checked_rem(whole) else {
        let place = random.checked_rem(u64::try_from(sets.len()).ok()?)?;
        return sets.get(usize::try_from(place).ok()?).copied();
    };
    sets.iter().copied().find(|set| match left.checked_sub(weight(set)) {
        Some(less) => {
            left = less;
            false
        }
        None => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::set::{Content, Watched};
    use crate::value::Kind;

    fn set(choice: Choice, name: &str) -> Set {
        let content = Content::Records(vec![name.as_bytes().to_vec()]);
        let watched = Watched { check: Some(name.to_owned()), evaluates_target: false };
        Set { kind: Kind::A, ttl: 60, choice, content, watched }
    }

    /// The names of what is answered by all chances from 0 to 5, each once, where these are not well.
    fn answered(sets: &[Set], unwell: &[&str]) -> String {
        let sets: Vec<&Set> = sets.iter().collect();
        let name = |set: &Set| set.watched.check.clone().unwrap_or_default();
        let is_well = |set: &Set| !unwell.contains(&&*name(set));
        let mut found: Vec<String> =
            (0..6).filter_map(|random| one_of(&sets, is_well, random)).map(name).collect();
        found.sort_unstable();
        found.dedup();
        found.join(" ")
    }

    #[test]
    fn the_secondary_one_is_answered_while_it_alone_is_well() {
        let both = [set(Choice::Secondary, "s"), set(Choice::Primary, "p")];
        for (unwell, wanted) in [(&[][..], "p"), (&["p"], "s"), (&["s"], "p"), (&["p", "s"], "p")] {
            assert_eq!(answered(&both, unwell), wanted, "{unwell:?}");
        }
        let alone = [set(Choice::Secondary, "s")];
        assert_eq!(answered(&alone, &["s"]), "s");
    }

    #[test]
    fn shares_are_of_those_that_are_well() {
        let sets =
            [set(Choice::Weight(1), "a"), set(Choice::Weight(3), "b"), set(Choice::Weight(0), "z")];
        for (unwell, wanted) in [
            (&[][..], "a b"),
            (&["a"], "b"),
            (&["a", "b"], "z"),
            (&["a", "b", "z"], "a b"),
            (&["z"], "a b"),
        ] {
            assert_eq!(answered(&sets, unwell), wanted, "{unwell:?}");
        }
        let idle = [set(Choice::Weight(0), "y"), set(Choice::Weight(0), "z")];
        assert_eq!((answered(&idle, &[]), answered(&idle, &["y"])), ("y z".into(), "z".into()));
    }
}
