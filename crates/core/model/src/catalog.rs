//! The models that are built in.

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::service::{Protocol, ServiceModel};

include!("../data/catalog.rs");

/// The model of a service, by Bartizan's name of it (`iam`), parsed on first use.
pub fn service(name: &str) -> Option<&'static ServiceModel> {
    static PARSED: [OnceLock<Option<ServiceModel>>; SOURCES.len()] =
        [const { OnceLock::new() }; SOURCES.len()];
    let index = SOURCES.iter().position(|(known, _)| *known == name)?;
    let (known, text) = SOURCES.get(index)?;
    PARSED.get(index)?.get_or_init(|| ServiceModel::parse(known, text).ok()).as_ref()
}

impl ServiceModel {
    /// The same service as it is spoken in another of its protocols, parsed on first use; nothing where
    /// it is not.
    pub fn spoken_in(&'static self, protocol: Protocol) -> Option<&'static Self> {
        /// The models of services that are spoken in others than their own, as they are asked for.
        static OTHERS: Mutex<Vec<&'static ServiceModel>> = Mutex::new(Vec::new());
        if self.protocol == protocol {
            return Some(self);
        }
        if !self.protocols.contains(&protocol) {
            return None;
        }
        let mut others = OTHERS.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |other: &&&Self| other.name == self.name && other.protocol == protocol;
        if let Some(other) = others.iter().find(is_it) {
            return Some(other);
        }
        let (name, text) = SOURCES.iter().find(|(name, _)| *name == self.name)?;
        let parsed = Self::parse(name, text).ok()?;
        // There is one for each pair of a service and a protocol, as long as the process lives.
        let other: &'static Self = Box::leak(Box::new(Self { protocol, ..parsed }));
        others.push(other);
        Some(other)
    }
}

/// The names of all services that have a model.
pub fn service_names() -> impl ExactSizeIterator<Item = &'static str> {
    SOURCES.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Location, Segment, ShapeKind};

    #[test]
    fn every_model_parses() {
        for (name, text) in SOURCES {
            let model = ServiceModel::parse(name, text).unwrap();
            assert!(model.operations().len() > 0, "{name}");
        }
        assert!(service("no-such-service").is_none());
    }

    #[test]
    fn iam_is_a_query_service() {
        let iam = service("iam").unwrap();
        assert_eq!(iam.protocol, Protocol::Query);
        assert_eq!(iam.signing_name, "iam");
        assert_eq!(iam.xml_namespace, Some("https://iam.amazonaws.com/doc/2010-05-08/"));
        let operation = iam.operation("GetUser").unwrap();
        assert_eq!(operation.result_wrapper, Some("GetUserResult"));
        let input = iam.shape(operation.input.unwrap()).structure().unwrap();
        let name = iam.shape(input.member("UserName").unwrap().shape);
        let ShapeKind::Text(text) = &name.kind else { panic!("user names are text") };
        assert_eq!((text.min, text.max), (Some(1), Some(128)));
        assert_eq!(iam.error("NoSuchEntity").unwrap().error_traits().unwrap().status, Some(404));
    }

    #[test]
    fn s3_binds_members_to_the_request() {
        let s3 = service("s3").unwrap();
        let put = s3.operation("PutObject").unwrap();
        assert_eq!(put.uri.segments, [Segment::Label("Bucket"), Segment::Greedy("Key")]);
        assert_eq!(put.streaming_input(), Some("Body"));
        let input = s3.shape(put.input.unwrap()).structure().unwrap();
        assert_eq!(input.member("Metadata").unwrap().location, Location::HeaderPrefix);
        assert_eq!(s3.operation("GetObject").unwrap().streaming_output(), Some("Body"));
    }

    #[test]
    fn patterns_are_usable_but_for_those_known() {
        for name in service_names() {
            let unusable: Vec<_> = service(name)
                .unwrap()
                .shapes()
                .filter_map(|shape| match &shape.kind {
                    ShapeKind::Text(text) => text.pattern.as_ref(),
                    _ => None,
                })
                .filter(|pattern| !pattern.is_usable())
                .map(crate::Pattern::as_str)
                .collect();
            assert!(unusable.is_empty(), "{name}: {unusable:#?}");
        }
    }
}
