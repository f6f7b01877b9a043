//! Schema migrations of the store itself.

use crate::StoreError;

/// A database whose schema has a version: the number of steps it has taken.
pub(crate) trait Schema {
    /// 0 where nothing was made yet.
    fn version(&self) -> Result<u32, StoreError>;
    /// Runs a step and records its version, both or neither.
    fn step(&self, sql: &str, version: u32) -> Result<(), StoreError>;
}

/// Takes the steps a database has not taken. Released steps never change: append.
pub(crate) fn migrate(
    what: &str,
    database: &impl Schema,
    steps: &[&str],
) -> Result<(), StoreError> {
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let found = database.version()?;
    if found > known {
        return Err(StoreError::NewerSchema { what: what.to_owned(), found, known });
    }
    for (version, sql) in (1..).zip(steps).filter(|(version, _)| *version > found) {
        database.step(sql, version)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    struct Fake(RefCell<Vec<String>>, u32);

    impl Schema for Fake {
        fn version(&self) -> Result<u32, StoreError> {
            Ok(self.1)
        }

        fn step(&self, sql: &str, version: u32) -> Result<(), StoreError> {
            self.0.borrow_mut().push(format!("{version} {sql}"));
            Ok(())
        }
    }

    #[test]
    fn only_the_missing_steps_are_taken_in_order() {
        for (found, taken) in [(0, vec!["1 a", "2 b", "3 c"]), (2, vec!["3 c"]), (3, vec![])] {
            let fake = Fake(RefCell::default(), found);
            migrate("the store", &fake, &["a", "b", "c"]).unwrap();
            assert_eq!(*fake.0.borrow(), taken);
        }
    }

    #[test]
    fn a_newer_schema_is_refused_and_left_alone() {
        let fake = Fake(RefCell::default(), 4);
        let error = migrate("the store", &fake, &["a", "b", "c"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the store has version 4, this program knows versions up to 3: use the newer program"
        );
        assert!(fake.0.borrow().is_empty());
    }
}
