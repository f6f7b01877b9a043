//! Records: what a collection holds.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Key, StoreError};

/// One kind of record. The type names its collection; its serde form is what is stored.
pub trait Record: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The collection's name, such as `iam.user`. It is stored and must never change.
    const COLLECTION: &'static str;

    /// The version of the serde form. Raise it with every change that [`Record::migrate`] must
    /// bridge.
    const VERSION: u32 = 1;

    /// The secondary keys the record can be found by, as (name, value). They are written with the
    /// record.
    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The body of version `from_version` in the form of the next version. It is applied step by
    /// step until the body has [`Record::VERSION`].
    ///
    /// # Errors
    /// What is wrong with the body, in words.
    fn migrate(from_version: u32, body: serde_json::Value) -> Result<serde_json::Value, String> {
        drop(body);
        Err(format!("no migration from version {from_version} is known"))
    }
}

/// A record from its stored form, migrated where it is of an older version.
pub(crate) fn decode<T: Record>(
    key: impl Fn() -> Key,
    version: u32,
    body: &[u8],
) -> Result<T, StoreError> {
    let corrupt = |reason: String| StoreError::Corrupt {
        collection: T::COLLECTION.to_owned(),
        key: Box::new(key()),
        reason,
    };
    if version == T::VERSION {
        return serde_json::from_slice(body).map_err(|error| corrupt(error.to_string()));
    }
    if version > T::VERSION {
        return Err(StoreError::NewerSchema {
            what: format!("{} `{}`", T::COLLECTION, key()),
            found: version,
            known: T::VERSION,
        });
    }
    let mut value = serde_json::from_slice(body).map_err(|error| corrupt(error.to_string()))?;
    for from in version..T::VERSION {
        value = T::migrate(from, value).map_err(&corrupt)?;
    }
    serde_json::from_value(value).map_err(|error| corrupt(error.to_string()))
}

/// The JSON of a record from its stored form, migrated where it is of an older version.
pub(crate) fn newest<T: Record>(
    key: impl Fn() -> Key,
    version: u32,
    body: &[u8],
) -> Result<Cow<'_, [u8]>, StoreError> {
    if version == T::VERSION {
        return Ok(Cow::Borrowed(body));
    }
    let record = decode::<T>(&key, version, body)?;
    let bytes = serde_json::to_vec(&record);
    bytes.map(Cow::Owned).map_err(|error| StoreError::Corrupt {
        collection: T::COLLECTION.to_owned(),
        key: Box::new(key()),
        reason: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Serialize, Deserialize, Debug, PartialEq)]
    struct Door {
        width_mm: u32,
        colour: String,
    }

    impl Record for Door {
        const COLLECTION: &'static str = "test.door";
        const VERSION: u32 = 3;

        fn migrate(from_version: u32, mut body: Value) -> Result<Value, String> {
            match from_version {
                1 => {
                    let width_cm = body["width_cm"].as_u64().ok_or("a door has a width")?;
                    Ok(json!({ "width_mm": width_cm * 10 }))
                }
                2 => {
                    body["colour"] = json!("white");
                    Ok(body)
                }
                other => Err(format!("version {other} was never released")),
            }
        }
    }

    fn door(version: u32, body: &str) -> Result<Door, StoreError> {
        decode(|| Key::installation("front"), version, body.as_bytes())
    }

    #[test]
    fn a_record_of_any_older_version_is_brought_forward_step_by_step() {
        let white = Door { width_mm: 900, colour: "white".into() };
        assert_eq!(door(1, r#"{"width_cm":90}"#).unwrap(), white);
        assert_eq!(door(2, r#"{"width_mm":900}"#).unwrap(), white);
        assert_eq!(door(3, r#"{"width_mm":900,"colour":"white"}"#).unwrap(), white);
    }

    #[test]
    fn what_cannot_be_read_says_which_record_and_why() {
        for (version, body) in [(0, "{}"), (1, "{}"), (3, "{}"), (3, "no json"), (1, "[")] {
            let error = door(version, body).unwrap_err();
            assert!(matches!(error, StoreError::Corrupt { .. }), "{version} {body}");
            assert!(error.to_string().starts_with("test.door `::front` cannot be read: "));
        }
    }

    #[test]
    fn a_newer_record_is_refused_not_guessed() {
        let error = door(4, "{}").unwrap_err();
        assert!(matches!(error, StoreError::NewerSchema { found: 4, known: 3, .. }));
    }
}
