//! Pages of short lists: a token is the id of the last item shown.

use crate::error::CloudTrailError;

/// The most items of a page, and their number where a request does not say. (CloudTrail API
/// Reference, `ListEventDataStores`, `ListQueries`.)
const RESULTS_MAX: usize = 1000;

/// Which items are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'r> {
    most: usize,
    after: Option<&'r str>,
}

impl<'r> Page<'r> {
    /// The page that a request asks for.
    pub(crate) fn read(most: Option<i32>, token: Option<&'r str>) -> Result<Self, CloudTrailError> {
        let fits = |asked: i32| {
            let most = usize::try_from(asked).ok().filter(|most| (1..=RESULTS_MAX).contains(most));
            most.ok_or(CloudTrailError::InvalidMaxResults(RESULTS_MAX))
        };
        Ok(Self { most: most.map_or(Ok(RESULTS_MAX), fits)?, after: token })
    }

    /// The items of this page, and the token of the next.
    pub(crate) fn of<T>(
        self,
        mut items: Vec<T>,
        id: impl Fn(&T) -> &str,
    ) -> Result<(Vec<T>, Option<String>), CloudTrailError> {
        if let Some(after) = self.after {
            let place = items.iter().position(|item| id(item) == after);
            let place = place.ok_or(CloudTrailError::InvalidNextToken())?;
            items.drain(..=place);
        }
        let is_last = items.len() <= self.most;
        items.truncate(self.most);
        let next = items.last().filter(|_| !is_last).map(|item| id(item).to_owned());
        Ok((items, next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let items = || vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let of = |most, token| {
            Page::read(most, token).and_then(|page| page.of(items(), |item| item.as_str()))
        };
        let (first, next) = of(Some(2), None).unwrap();
        assert_eq!((first.len(), next.as_deref()), (2, Some("b")));
        assert_eq!(of(Some(2), Some("b")).unwrap(), (vec!["c".to_owned()], None));
        assert_eq!(of(None, None).unwrap().1, None);
        assert!(of(None, Some("other")).is_err());
        assert!(of(Some(0), None).is_err() && of(Some(1001), None).is_err());
    }
}
