//! What the tag policy of an account does not allow. (Organizations User Guide, "Tag policies", on
//! enforcement.)

use bartizan_inheritance::Breached;
use bartizan_types::{AccountId, Tag};

use crate::Directory;

impl Directory {
    /// Why tags may not be given to a resource of this type, as `s3:bucket`, of an account; `None`
    /// where its tag policy allows them, or is not enforced for the type. A tag that is missing is
    /// never refused.
    pub fn refused_tag(
        &self,
        account: AccountId,
        resource_type: &str,
        tags: &[Tag],
    ) -> Option<String> {
        let rules = self.account(account)?.tag_rules.as_ref()?;
        let tags: Vec<(&str, &str)> = tags.iter().map(|tag| (&*tag.key, &*tag.value)).collect();
        let breaches = rules.breaches(resource_type, &tags).into_iter();
        breaches.filter(|breach| breach.enforced).find_map(|breach| {
            let (what, key) = match breach.breached {
                Breached::Value { .. } => ("value", breach.key),
                Breached::Case { found } => ("capitalization", found),
                Breached::Missing => return None,
            };
            Some(format!(
                "The tag policy does not allow the specified {what} for the following tag key: \
                 '{key}'."
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bartizan_inheritance::TagRules;

    use super::*;
    use crate::directory::Account;

    #[test]
    fn a_policy_is_enforced_for_its_types() {
        let rules = TagRules::read(
            r#"{"tags":{"team":{"tag_key":"Team","tag_value":["red"],"enforced_for":["s3:bucket"],"report_required_tag_for":["s3:bucket"]}}}"#,
        );
        let id = AccountId::from_number(1).unwrap();
        let mut directory = Directory::default();
        let account = Account { tag_rules: Some(Arc::new(rules)), ..Account::default() };
        directory.put_account(id, account);
        let told = |kind: &str, key: &str, value: &str| {
            let tag = Tag { key: key.to_owned(), value: value.to_owned() };
            directory.refused_tag(id, kind, &[tag])
        };
        for (key, value, refused) in [
            ("Team", "red", None),
            ("Pets", "cats", None),
            ("Team", "blue", Some("value for the following tag key: 'Team'.")),
            ("team", "red", Some("capitalization for the following tag key: 'team'.")),
        ] {
            let refused =
                refused.map(|rest| format!("The tag policy does not allow the specified {rest}"));
            assert_eq!(told("s3:bucket", key, value), refused);
        }
        assert_eq!(told("s3:object", "Team", "blue"), None);
        assert_eq!(directory.refused_tag(id, "s3:bucket", &[]), None);
    }
}
