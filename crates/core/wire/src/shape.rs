//! The macro that declares typed structures.

/// Declares a structure of the model: `shape! { Name { field: Type = show "WireName", … } }`.
///
/// A required member has its type, any other an `Option` of it. `hide` keeps the member out of
/// `Debug`. The structure has `Default`, `Clone`, `Debug`, [`FromValue`](crate::FromValue),
/// [`IntoValue`](crate::IntoValue) and [`Blank`](crate::Blank). Its `Default` leaves required
/// members empty.
#[macro_export]
macro_rules! shape {
    ($name:ident { $($field:ident : $type:ty = $show:ident $wire:literal,)* }) => {
        #[doc = concat!("The model's `", stringify!($name), "`.")]
        #[derive(Clone)]
        #[allow(unreachable_pub, reason = "the module that declares it may be private")]
        #[allow(clippy::struct_field_names, reason = "the names are the model's")]
        pub struct $name {$(
            #[doc = concat!("`", $wire, "`.")]
            pub $field: $type,
        )*}

        impl $crate::FromValue for $name {
            #[allow(unused_mut, unused_variables, reason = "a structure may have no members")]
            fn from_value(
                value: $crate::Value,
            ) -> ::core::result::Result<Self, $crate::__private::Fault> {
                let mut fields = $crate::Fields::of(value)?;
                ::core::result::Result::Ok(Self { $($field: fields.take($wire)?,)* })
            }
        }

        impl $crate::IntoValue for $name {
            #[allow(unused_mut, reason = "a structure may have no members")]
            fn into_value(self) -> $crate::Value {
                let mut fields = ::std::vec::Vec::new();
                $($crate::__private::push_member(&mut fields, $wire, self.$field);)*
                $crate::Value::Struct(fields)
            }
        }

        impl $crate::Blank for $name {
            fn blank() -> Self {
                Self { $($field: $crate::Blank::blank(),)* }
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                $crate::Blank::blank()
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug(
                    f,
                    stringify!($name),
                    &[$(($wire, $crate::shape!(@$show self.$field)),)*],
                )
            }
        }
    };
    (@show $($field:tt)*) => { &$($field)* };
    (@hide $($field:tt)*) => { &$crate::Redacted };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::{FromValue, IntoValue, Value};

    shape! { Inner {
        key: String = show "Key",
    } }

    shape! { Outer {
        user_name: String = show "UserName",
        password: Option<String> = hide "Password",
        tags: Option<Vec<Inner>> = show "Tags",
        r#type: Option<BTreeMap<String, i32>> = show "Type",
    } }

    #[test]
    fn a_structure_goes_to_a_value_and_back() {
        let outer = Outer {
            user_name: "ada".into(),
            password: Some("hunter2".into()),
            tags: Some(vec![Inner { key: "team".into() }]),
            ..Outer::default()
        };
        let value = outer.clone().into_value();
        assert_eq!(value.path("Tags.0.Key").and_then(Value::text), Some("team"));
        assert_eq!(value.field("Type"), None);
        let back = Outer::from_value(value).unwrap();
        assert_eq!(back.password.as_deref(), Some("hunter2"));
        assert!(!format!("{outer:?}").contains("hunter2"));
    }

    #[test]
    fn a_required_member_must_be_there() {
        let fault = Outer::from_value(Value::Struct(Vec::new())).unwrap_err();
        assert_eq!(fault.code, "ValidationException");
        let fault = Outer::from_value(Value::Int(1)).unwrap_err();
        assert_eq!(fault.code, "SerializationException");
    }
}
