//! The name that was probably meant.

/// Names longer than this are no slip of the pen.
const NAME_MAX: usize = 64;

/// The candidate closest to `name`, with few enough letters changed; case is ignored.
pub(super) fn closest<'c>(
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    if name.len() > NAME_MAX {
        return None;
    }
    let wanted: Vec<u8> = name.to_ascii_lowercase().into_bytes();
    let most = (wanted.len() / 4).clamp(1, 4);
    candidates
        .filter(|candidate| candidate.len().abs_diff(wanted.len()) <= most)
        .filter_map(|candidate| {
            let distance = distance(&wanted, candidate.to_ascii_lowercase().as_bytes());
            (distance <= most).then_some((distance, candidate))
        })
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

/// Ends a message with the name that was probably meant.
pub(super) fn did_you_mean(meant: Option<&str>) -> String {
    meant.map(|meant| format!(" Did you mean `{meant}`?")).unwrap_or_default()
}

/// How many letters must be put in, left out or changed (Levenshtein).
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, byte) in one.iter().enumerate() {
        let mut diagonal = place;
        let mut left = place + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (above, there) in row.iter().skip(1).zip(other) {
            let changed = diagonal + usize::from(byte != there);
            left = changed.min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn slips_of_the_pen_are_recognised() {
        let names = ["GetObject", "GetObjectAcl", "PutObject", "ListBucket"];
        for (written, meant) in [
            ("GetObjekt", Some("GetObject")),
            ("getobjectacls", Some("GetObjectAcl")),
            ("ListBuckets", Some("ListBucket")),
            ("Frobnicate", None),
            ("", None),
        ] {
            assert_eq!(closest(written, names.into_iter()), meant, "{written}");
        }
    }
}
