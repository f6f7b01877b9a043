//! The library of AWS managed policies: every one that AWS publishes, under its own name and ARN.
//!
//! Nothing of it is read at start. The first look unpacks the text and finds its lines; a document
//! is compiled when it is first attached, and kept.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, OnceLock};

use bartizan_policy::{Attached, Policy, PolicyError, PolicyKind};
use bartizan_types::{SeededRandom, Timestamp, UniqueId};
use flate2::read::GzDecoder;

/// Made by `cargo xtask codegen`, which tells its form.
static COMPRESSED: &[u8] = include_bytes!("../data/managed_policies.tsv.gz");

/// What an ARN of an AWS managed policy begins with; path and name follow.
pub(crate) const ARN_PREFIX: &str = "arn:aws:iam::aws:policy";

/// A managed policy of AWS.
pub(crate) struct LibraryPolicy {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    /// The only version that is known, which is the default one.
    pub(crate) version_id: &'static str,
    created: &'static str,
    updated: &'static str,
    pub(crate) document: &'static str,
    compiled: OnceLock<Result<Arc<Policy>, PolicyError>>,
}

impl LibraryPolicy {
    /// `arn:aws:iam::aws:policy/path/name`.
    pub(crate) fn arn(&self) -> String {
        format!("{ARN_PREFIX}{}{}", self.path, self.name)
    }

    /// `ANPA…`, the same in every installation.
    pub(crate) fn id(&self) -> UniqueId {
        // FNV-1a of the name.
        let seed = self.name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        UniqueId::generate(bartizan_types::IdKind::ManagedPolicy, &SeededRandom::new(seed))
    }

    /// When AWS made it.
    pub(crate) fn created(&self) -> Timestamp {
        instant(self.created)
    }

    /// When AWS last changed it.
    pub(crate) fn updated(&self) -> Timestamp {
        instant(self.updated)
    }

    /// The policy, compiled once.
    pub(crate) fn attached(&self) -> Result<Attached, PolicyError> {
        let compiled = self.compiled.get_or_init(|| {
            Policy::parse_published(self.document, PolicyKind::Identity).map(Arc::new)
        });
        let policy = compiled.as_ref().map_err(Clone::clone)?;
        Ok(Attached::managed(self.name, &self.arn(), Arc::clone(policy)))
    }
}

/// The policy with this ARN.
pub(crate) fn policy(arn: &str) -> Option<&'static LibraryPolicy> {
    let (path, name) = arn.strip_prefix(ARN_PREFIX)?.rsplit_once('/')?;
    let found = library().get(name)?;
    (found.path.trim_end_matches('/') == path).then_some(found)
}

/// Whether an ARN is of AWS's own policies, whether there is such a one or not.
pub(crate) fn owns(arn: &str) -> bool {
    arn.strip_prefix(ARN_PREFIX).is_some_and(|rest| rest.starts_with('/'))
}

/// Every policy, in the order of their names.
pub(crate) fn policies() -> impl Iterator<Item = &'static LibraryPolicy> {
    library().values()
}

fn library() -> &'static BTreeMap<&'static str, LibraryPolicy> {
    static TEXT: OnceLock<String> = OnceLock::new();
    static LIBRARY: OnceLock<BTreeMap<&'static str, LibraryPolicy>> = OnceLock::new();
    LIBRARY.get_or_init(|| TEXT.get_or_init(unpacked).lines().filter_map(read).collect())
}

/// The embedded bytes come from the build, so they always unpack; a test reads every line.
fn unpacked() -> String {
    let mut text = String::new();
    match GzDecoder::new(COMPRESSED).read_to_string(&mut text) {
        Ok(_) => text,
        Err(_) => String::new(),
    }
}

fn read(line: &'static str) -> Option<(&'static str, LibraryPolicy)> {
    let mut fields = line.splitn(6, '\t');
    let mut field = || fields.next();
    let policy = LibraryPolicy {
        name: field()?,
        path: field()?,
        version_id: field()?,
        created: field()?,
        updated: field()?,
        document: field()?,
        compiled: OnceLock::new(),
    };
    Some((policy.name, policy))
}

fn instant(text: &str) -> Timestamp {
    Timestamp::parse_iso8601(text).unwrap_or(Timestamp::from_millis(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_of_the_library_is_whole_and_compiles() {
        let mut count = 0;
        for one in policies() {
            count += 1;
            assert!(one.attached().is_ok(), "{}: {:?}", one.name, one.attached().err());
            assert!(one.created().seconds() > 0 && one.updated() >= one.created(), "{}", one.name);
            assert!(one.version_id.starts_with('v'), "{}", one.name);
            assert!(policy(&one.arn()).is_some(), "{}", one.arn());
        }
        assert!(count > 1000, "{count}");
    }

    #[test]
    fn policies_are_known_by_path_and_name() {
        let known = [
            ("arn:aws:iam::aws:policy/AdministratorAccess", true),
            ("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", true),
            ("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", true),
            ("arn:aws:iam::aws:policy/ViewOnlyAccess", false),
            ("arn:aws:iam::aws:policy/Nothing", false),
            ("arn:aws:iam::123456789012:policy/AdministratorAccess", false),
        ];
        for (arn, is_known) in known {
            assert_eq!(policy(arn).is_some(), is_known, "{arn}");
        }
        assert!(owns("arn:aws:iam::aws:policy/Nothing"));
        assert!(!owns("arn:aws:iam::123456789012:policy/AdministratorAccess"));
    }
}
