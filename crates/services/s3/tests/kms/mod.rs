//! A key service of one key, which tells what it was asked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bartizan_service::testkit::Given;
use bartizan_service::{BoxFuture, Call, DataKey, DataKeys, KeyUse, Ports};
use bartizan_types::{Arn, Fault};
use zeroize::Zeroizing;

/// The key.
pub(crate) const KEY: &str =
    "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

type Context = BTreeMap<String, String>;

#[derive(Default)]
struct State {
    /// Operations, each with the ARN in its encryption context.
    asked: Vec<String>,
    /// The data keys that were given away, each with its encryption context, by their blobs.
    given: BTreeMap<Vec<u8>, (Vec<u8>, Context)>,
    refusal: Option<Fault>,
}

/// The key service. Clones are the same one.
#[derive(Clone, Default)]
pub(crate) struct Kms(Arc<Mutex<State>>);

impl Kms {
    /// What was asked since the last time.
    #[allow(dead_code, reason = "each test uses what it needs")]
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().asked)
    }

    /// Refuses everything from now on, or nothing.
    #[allow(dead_code, reason = "each test uses what it needs")]
    pub(crate) fn refuse(&self, refusal: Option<Fault>) {
        self.0.lock().unwrap().refusal = refusal;
    }

    fn check(&self, ask: KeyUse<'_>) -> Result<(), Fault> {
        assert_eq!((ask.via, ask.region.as_str()), ("s3", "us-east-1"));
        let refusal = self.0.lock().unwrap().refusal.clone();
        refusal.map_or(Ok(()), Err)
    }

    fn tell(&self, operation: &str, ask: KeyUse<'_>) {
        let asked = format!("{operation} {}", ask.context["aws:s3:arn"]);
        self.0.lock().unwrap().asked.push(asked);
    }
}

impl DataKeys for Kms {
    fn resolve<'a>(
        &'a self,
        _call: &'a Call,
        ask: KeyUse<'a>,
    ) -> BoxFuture<'a, Result<Arn, Fault>> {
        Box::pin(async move {
            match ask.key {
                None | Some(KEY | "alias/objects") => Ok(KEY.parse().unwrap()),
                Some(other) => {
                    let message = format!("Invalid keyId '{other}'");
                    Err(Fault::new("NotFoundException", message, 400))
                }
            }
        })
    }

    fn generate<'a>(
        &'a self,
        call: &'a Call,
        ask: KeyUse<'a>,
    ) -> BoxFuture<'a, Result<DataKey, Fault>> {
        Box::pin(async move {
            let key = self.resolve(call, ask).await?;
            self.tell("GenerateDataKey", ask);
            self.check(ask)?;
            let mut plain = Zeroizing::new(vec![0; 32]);
            call.platform.random.fill(&mut plain);
            let mut state = self.0.lock().unwrap();
            let blob = format!("blob {}", state.given.len()).into_bytes();
            state.given.insert(blob.clone(), (plain.to_vec(), ask.context.clone()));
            Ok(DataKey { key, plain, blob })
        })
    }

    fn open<'a>(
        &'a self,
        _call: &'a Call,
        ask: KeyUse<'a>,
        blob: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Fault>> {
        Box::pin(async move {
            self.tell("Decrypt", ask);
            self.check(ask)?;
            let state = self.0.lock().unwrap();
            let (plain, context) = &state.given[blob];
            assert_eq!((context, ask.key), (ask.context, Some(KEY)));
            Ok(Zeroizing::new(plain.clone()))
        })
    }

    fn still_may(
        &self,
        _call: &Call,
        ask: KeyUse<'_>,
        operation: &'static str,
    ) -> Result<Arn, Fault> {
        assert!(matches!(operation, "GenerateDataKey" | "Decrypt"));
        self.check(ask)?;
        Ok(KEY.parse().unwrap())
    }
}

/// Brings the key service into a world.
pub(crate) struct Open(pub(crate) Kms);

impl Given for Open {
    fn offer(&self, ports: &mut Ports) {
        ports.data_keys = Some(Arc::new(self.0.clone()));
    }
}
