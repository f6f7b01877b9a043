//! Listings: an ordered walk over keys, a page at a time. (Amazon S3 User Guide, "Listing object
//! keys programmatically".)

pub(crate) mod objects;
pub(crate) mod versions;

use bartizan_store::{Reader, Record, StoreError};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::S3Error;
use crate::records::{Bucket, Upload, Version};

/// The most entries of one page.
pub(crate) const PAGE_MAX: i32 = 1000;

/// How many records are read at once.
const READ: usize = 500;

/// What comes after every version or upload of a key, and before the next key.
const AFTER_KEY: char = '~';
/// What comes after everything that begins alike.
const AFTER_PREFIX: char = '\u{10ffff}';

/// Characters that `encoding-type=url` leaves alone.
const UNESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'*');

/// A record that is listed by its key.
pub(crate) trait Keyed: Record {
    /// The object's key.
    fn key(&self) -> &str;
    /// What tells it apart from others of its key.
    fn id(&self) -> &str;
}

impl Keyed for Version {
    fn key(&self) -> &str {
        &self.key
    }

    fn id(&self) -> &str {
        &self.id
    }
}

impl Keyed for Upload {
    fn key(&self) -> &str {
        &self.key
    }

    fn id(&self) -> &str {
        &self.id
    }
}

/// What is listed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub(crate) prefix: String,
    pub(crate) delimiter: Option<String>,
    pub(crate) start: Start,
    pub(crate) most: usize,
}

/// Where a page starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Start {
    /// At the first key.
    #[default]
    First,
    /// After a key, or after the keys that a common prefix stands for.
    After(String),
    /// After one version, or upload, of a key.
    Within(String, String),
}

/// One page.
#[derive(Debug)]
pub(crate) struct Page<T> {
    /// The records, and whether each is the first of its key.
    pub(crate) items: Vec<(T, bool)>,
    pub(crate) prefixes: Vec<String>,
    pub(crate) is_truncated: bool,
    /// The last entry: a key, or a common prefix; with the record's id where it is a record.
    pub(crate) last: Option<(String, Option<String>)>,
}

impl Query {
    /// The common prefix that stands for this key, if one does.
    fn common_prefix<'k>(&self, key: &'k str) -> Option<&'k str> {
        let delimiter = self.delimiter.as_deref().filter(|delimiter| !delimiter.is_empty())?;
        let rest = key.strip_prefix(self.prefix.as_str())?;
        let end = self.prefix.len() + rest.find(delimiter)? + delimiter.len();
        key.get(..end)
    }

    /// The record after which to begin.
    fn after(&self, bucket: &Bucket) -> Option<String> {
        match &self.start {
            Start::First => None,
            Start::After(text) if self.common_prefix(text) == Some(text) => {
                Some(format!("{}{AFTER_PREFIX}", bucket.prefix(text)))
            }
            Start::After(text) => Some(format!("{}{AFTER_KEY}", bucket.prefix_of_key(text))),
            Start::Within(key, id) => Some(format!("{}{id}", bucket.prefix_of_key(key))),
        }
    }

    /// Walks over a bucket's records of one kind. `accept` says whether a record is listed; it is
    /// told whether it is the first of its key.
    pub(crate) fn walk<T: Keyed>(
        &self,
        reader: &Reader<'_>,
        bucket: &Bucket,
        accept: impl Fn(&T, bool) -> bool,
    ) -> Result<Page<T>, StoreError> {
        let mut page =
            Page { items: Vec::new(), prefixes: Vec::new(), is_truncated: false, last: None };
        let mut after = self.after(bucket);
        let mut previous = match &self.start {
            Start::Within(key, _) => Some(key.clone()),
            _ => None,
        };
        if self.most == 0 {
            return Ok(page);
        }
        let (account, prefix) = (bucket.account(), bucket.prefix(&self.prefix));
        'reading: loop {
            let records = reader.scan::<T>(&account, "", &prefix, after.as_deref(), READ)?;
            let Some((last, _)) = records.last() else { return Ok(page) };
            after = Some(last.id.clone());
            for (_, record) in records {
                let is_first = previous.as_deref() != Some(record.key());
                if is_first {
                    previous = Some(record.key().to_owned());
                }
                if !accept(&record, is_first) {
                    continue;
                }
                let common = self.common_prefix(record.key()).map(str::to_owned);
                let is_known = common.is_some() && common.as_ref() == page.prefixes.last();
                if !is_known {
                    if page.items.len() + page.prefixes.len() == self.most {
                        page.is_truncated = true;
                        return Ok(page);
                    }
                    page.add(record, is_first, common.clone());
                }
                if let Some(common) = common {
                    after = Some(format!("{}{AFTER_PREFIX}", bucket.prefix(&common)));
                    continue 'reading;
                }
            }
        }
    }
}

impl<T: Keyed> Page<T> {
    fn add(&mut self, record: T, is_first: bool, common: Option<String>) {
        if let Some(common) = common {
            self.last = Some((common.clone(), None));
            self.prefixes.push(common);
        } else {
            self.last = Some((record.key().to_owned(), Some(record.id().to_owned())));
            self.items.push((record, is_first));
        }
    }
}

/// How keys are written in an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encoding {
    is_url: bool,
}

impl Encoding {
    /// Reads `encoding-type`.
    pub(crate) fn read(sent: Option<&str>) -> Result<Self, S3Error> {
        match sent {
            None => Ok(Self { is_url: false }),
            Some("url") => Ok(Self { is_url: true }),
            Some(other) => {
                let reason = "Invalid Encoding Method specified in Request";
                Err(S3Error::argument("encoding-type", other, reason))
            }
        }
    }

    /// A key as the answer writes it.
    pub(crate) fn text(self, key: &str) -> String {
        if self.is_url { utf8_percent_encode(key, UNESCAPED).to_string() } else { key.to_owned() }
    }

    /// The same for a member that may be absent.
    pub(crate) fn optional(self, key: Option<&str>) -> Option<String> {
        key.map(|key| self.text(key))
    }

    /// The common prefixes as the answer writes them.
    pub(crate) fn prefixes(self, prefixes: &[String]) -> Option<Vec<crate::shapes::CommonPrefix>> {
        let shown =
            |prefix: &String| crate::shapes::CommonPrefix { prefix: Some(self.text(prefix)) };
        (!prefixes.is_empty()).then(|| prefixes.iter().map(shown).collect())
    }
}

/// How many entries a page may have: what was asked, 1,000 at most.
pub(crate) fn page_size(name: &str, asked: Option<i32>) -> Result<(i32, usize), S3Error> {
    let most = asked.unwrap_or(PAGE_MAX).min(PAGE_MAX);
    let limit = usize::try_from(most).map_err(|_| {
        let reason = format!("Argument {name} must be an integer between 0 and 2147483647");
        S3Error::argument(name, most.to_string(), reason)
    })?;
    Ok((most, limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(prefix: &str, delimiter: Option<&str>) -> Query {
        let delimiter = delimiter.map(str::to_owned);
        Query { prefix: prefix.to_owned(), delimiter, ..Query::default() }
    }

    #[test]
    fn a_common_prefix_ends_with_the_first_delimiter_behind_the_prefix() {
        for (prefix, delimiter, key, common) in [
            ("", Some("/"), "a/b/c", Some("a/")),
            ("a/", Some("/"), "a/b/c", Some("a/b/")),
            ("a", Some("/"), "a/b", Some("a/")),
            ("", Some("--"), "a-b--c--d", Some("a-b--")),
            ("", Some("/"), "abc", None),
            ("", Some(""), "a/b", None),
            ("", None, "a/b", None),
            ("x", Some("/"), "a/b", None),
        ] {
            assert_eq!(query(prefix, delimiter).common_prefix(key), common, "{prefix} {key}");
        }
    }

    #[test]
    fn keys_in_url_encoding() {
        let url = Encoding::read(Some("url")).unwrap();
        assert_eq!(url.text("a b/é+&.txt"), "a%20b/%C3%A9%2B%26.txt");
        assert_eq!(Encoding::read(None).unwrap().text("a b"), "a b");
        assert!(Encoding::read(Some("xml")).is_err());
    }
}
