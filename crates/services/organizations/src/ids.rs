//! The ids and ARNs of Organizations. (Organizations API Reference, each data type's pattern.)

use bartizan_types::{AccountId, Arn, Random};

use crate::policy::managed;
use crate::records::{Organization, PolicyType};

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// How many characters follow the prefix of an id.
const ORGANIZATION: usize = 10;
const ROOT: usize = 4;
const UNIT: usize = 8;
const POLICY: usize = 8;
const CREATION: usize = 32;
const HANDSHAKE: usize = 32;

/// A fresh id of an organization.
pub(crate) fn organization(random: &dyn Random) -> String {
    format!("o-{}", characters(random, ORGANIZATION))
}

/// A fresh id of a root.
pub(crate) fn root(random: &dyn Random) -> String {
    format!("r-{}", characters(random, ROOT))
}

/// A fresh id of a unit below this root.
pub(crate) fn unit(random: &dyn Random, root: &str) -> String {
    let root = root.strip_prefix("r-").unwrap_or(root);
    format!("ou-{root}-{}", characters(random, UNIT))
}

/// A fresh id of a policy.
pub(crate) fn policy(random: &dyn Random) -> String {
    format!("p-{}", characters(random, POLICY))
}

/// A fresh id of a request for an account.
pub(crate) fn creation(random: &dyn Random) -> String {
    format!("car-{}", characters(random, CREATION))
}

/// A fresh id of an invitation.
pub(crate) fn handshake(random: &dyn Random) -> String {
    format!("h-{}", characters(random, HANDSHAKE))
}

/// A fresh id of a resource policy.
pub(crate) fn resource_policy(random: &dyn Random) -> String {
    format!("rp-{}", characters(random, POLICY))
}

/// A random account that does not begin with zero.
pub(crate) fn account(random: &dyn Random) -> AccountId {
    loop {
        let number = random.next_u64() % (AccountId::MAX + 1);
        if number > AccountId::MAX / 10
            && let Some(account) = AccountId::from_number(number)
        {
            return account;
        }
    }
}

/// The ARN of what an organization has: `arn:aws:organizations::<management>:<kind>/<organization>/<id>`.
pub(crate) fn arn(organization: &Organization, kind: &str, id: &str) -> Arn {
    let resource = format!("{kind}/{}/{id}", organization.id);
    Arn::new("organizations", "", Some(organization.management), &resource)
}

/// The ARN of a policy; AWS's own are the same in every organization.
pub(crate) fn policy_arn(
    management: AccountId,
    organization: &str,
    policy_type: PolicyType,
    id: &str,
) -> Arn {
    let kind = policy_type.name().to_ascii_lowercase();
    // The account of these ARNs is the word `aws`.
    let of_aws =
        managed::type_of(id).map(|_| format!("arn:aws:organizations::aws:policy/{kind}/{id}"));
    of_aws.and_then(|text| text.parse().ok()).unwrap_or_else(|| {
        let resource = format!("policy/{organization}/{kind}/{id}");
        Arn::new("organizations", "", Some(management), &resource)
    })
}

/// The ARN of a root, a unit or an account, told apart by its id.
pub(crate) fn node_arn(organization: &Organization, id: &str) -> Arn {
    let kind = match id.split('-').next() {
        Some("r") => "root",
        Some("ou") => "ou",
        _ => "account",
    };
    arn(organization, kind, id)
}

/// Lower-case letters and digits, each as likely as the next.
fn characters(random: &dyn Random, count: usize) -> String {
    let mut text = String::with_capacity(count);
    while text.len() < count {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        // 252 is seven times 36.
        let even = bytes.iter().filter(|byte| **byte < 252);
        let digits = even.filter_map(|byte| DIGITS.get(usize::from(*byte % 36)));
        text.extend(digits.take(count - text.len()).map(|digit| char::from(*digit)));
    }
    text
}

#[cfg(test)]
mod tests {
    use bartizan_types::SeededRandom;

    use super::*;

    #[test]
    fn ids_have_the_forms_that_the_model_demands() {
        let random = SeededRandom::new(1);
        let root = root(&random);
        for (id, prefix, length) in [
            (organization(&random), "o-", 12),
            (unit(&random, &root), &*format!("ou-{}-", &root[2..]), 16),
            (policy(&random), "p-", 10),
            (handshake(&random), "h-", 34),
            (creation(&random), "car-", 36),
        ] {
            assert!(id.starts_with(prefix) && id.len() == length, "{id}");
        }
        assert!(account(&random).to_string().as_bytes()[0] != b'0');
    }
}
