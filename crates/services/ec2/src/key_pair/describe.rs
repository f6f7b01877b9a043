//! `DescribeKeyPairs`.

use bartizan_service::{Authorized, Call};

use super::shown_tags;
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{self, Filtered, text};
use crate::kind::Kind;
use crate::records::KeyPairRecord;
use crate::shapes::{DescribeKeyPairsRequest, DescribeKeyPairsResult, KeyPairInfo, Tag};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// What a pair is named by.
type Member = fn(&KeyPairInfo) -> Option<&String>;

/// The account's key pairs in the region: all at once, as AWS tells them.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeKeyPairsRequest>,
) -> Result<DescribeKeyPairsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let mut pairs = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let mut pairs = scope.all::<KeyPairRecord>(reader)?;
        pairs.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
        Ok::<_, Ec2Error>(pairs.iter().map(|pair| shown(pair, &tags)).collect::<Vec<_>>())
    })?;
    let named: [(Option<Vec<String>>, Member); 2] = [
        (request.key_names, |pair| pair.key_name.as_ref()),
        (request.key_pair_ids, |pair| pair.key_pair_id.as_ref()),
    ];
    for (wanted, member) in named {
        let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) else { continue };
        let is_absent = |one: &&String| !pairs.iter().any(|pair| member(pair) == Some(*one));
        if let Some(absent) = wanted.iter().find(is_absent) {
            return Err(Kind::KeyPair.not_found(absent));
        }
        pairs.retain(|pair| member(pair).is_some_and(|own| wanted.contains(own)));
    }
    filter::retain(&mut pairs, request.filters.as_deref().unwrap_or_default())?;
    if request.include_public_key != Some(true) {
        for pair in &mut pairs {
            pair.public_key = None;
        }
    }
    Ok(DescribeKeyPairsResult { key_pairs: Some(pairs) })
}

fn shown(pair: &KeyPairRecord, tags: &Shown) -> KeyPairInfo {
    KeyPairInfo {
        key_pair_id: Some(pair.id.clone()),
        key_type: Some(pair.key_type.clone()),
        tags: shown_tags(tags.of(&pair.id)),
        public_key: Some(pair.public_key.clone()),
        create_time: Some(pair.created),
        key_name: Some(pair.name.clone()),
        key_fingerprint: Some(pair.fingerprint.clone()),
    }
}

impl Filtered for KeyPairInfo {
    const FILTERS: &'static [&'static str] = &["fingerprint", "key-name", "key-pair-id"];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        text(match name {
            "fingerprint" => self.key_fingerprint.as_ref(),
            "key-name" => self.key_name.as_ref(),
            _ => self.key_pair_id.as_ref(),
        })
    }
}
