//! One call on its way along the road.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use bartizan_types::{AccountId, Arn, Fault, Principal, Region, Timestamp};
use bartizan_wire::IntoValue;

use crate::activity;
use crate::decide::Decided;
use crate::{Access, Body, Caller, Directory, FederatedIdentity, Operation, Platform, Road};

/// A call: who makes it, from where, in which region, and what Bartizan knows at that moment.
#[derive(Debug)]
pub struct Call {
    /// The operation.
    pub operation: &'static Operation,
    /// The caller.
    pub caller: Caller,
    /// The region of the credential scope.
    pub region: Region,
    /// The request's id, which the answer and the activity record show.
    pub request_id: String,
    /// When the request arrived.
    pub now: Timestamp,
    /// Where it came from.
    pub origin: Origin,
    /// The resource that a service acts on behalf of, as a trail; none for other callers.
    pub on_behalf_of: Option<Arn>,
    /// The service that makes the call for the caller, as `s3`; none where the caller makes it.
    pub via: Option<&'static str>,
    /// The directory as it was when the request arrived.
    pub directory: Arc<Directory>,
    /// What all services share.
    pub platform: Arc<Platform>,
    pub(crate) road: Road,
    /// The input as the activity record shows it: JSON, without secrets.
    pub(crate) request_parameters: Vec<u8>,
    pub(crate) progress: Mutex<Progress>,
}

/// Where a request came from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The client's address; none for calls that Bartizan makes itself.
    pub source_ip: Option<IpAddr>,
    /// The `User-Agent` header.
    pub user_agent: Option<String>,
    /// The `Referer` header.
    pub referer: Option<String>,
    /// Whether it came over TLS.
    pub tls: bool,
    /// The host the client named.
    pub host: Option<String>,
    /// How it was signed, for `s3:authType` and `s3:signatureversion`.
    pub signature: SignatureForm,
    /// Milliseconds since the signature was made, for `s3:signatureAge`.
    pub signature_age_millis: Option<u64>,
    /// The `x-amz-content-sha256` header.
    pub content_sha256: Option<String>,
}

impl Origin {
    /// Of a call inside of the process, by a service: nobody can listen, as with TLS.
    pub fn inside(principal: &str) -> Self {
        Self {
            source_ip: None,
            user_agent: Some(principal.to_owned()),
            referer: None,
            tls: true,
            host: None,
            signature: SignatureForm::Header,
            signature_age_millis: Some(0),
            content_sha256: None,
        }
    }

    /// The client's address, in text.
    pub(crate) fn address(&self) -> Option<String> {
        /// The longest address of IPv6 has 39.
        const TEXT_BYTES: usize = 39;
        let mut text = String::with_capacity(TEXT_BYTES);
        match self.source_ip? {
            IpAddr::V4(address) => push_octets(address.octets(), &mut text),
            IpAddr::V6(address) => write!(text, "{address}").ok()?,
        }
        Some(text)
    }
}

/// Writes an address of IPv4: each call has it twice, and the general way takes ten times as long.
fn push_octets(octets: [u8; 4], text: &mut String) {
    for (place, octet) in octets.into_iter().enumerate() {
        if place > 0 {
            text.push('.');
        }
        for (least, worth) in [(100, 100), (10, 10), (0, 1)] {
            if octet >= least {
                text.push(char::from(b'0' + octet / worth % 10));
            }
        }
    }
}

/// How a request was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureForm {
    /// Not at all.
    None,
    /// In the `Authorization` header.
    Header,
    /// In the query string: a presigned URL.
    Query,
}

/// What has happened to a call so far.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) body: Option<Body>,
    pub(crate) decisions: Vec<Decided>,
    pub(crate) recorded: bool,
    pub(crate) event_id: String,
    pub(crate) federated: Option<FederatedIdentity>,
    pub(crate) rests_on: Option<String>,
    pub(crate) additional: BTreeMap<&'static str, String>,
}

impl Call {
    /// The caller's account.
    ///
    /// # Errors
    /// The caller is anonymous or a service: `AccessDenied`.
    pub fn account(&self) -> Result<AccountId, Fault> {
        self.caller.principal.account().ok_or_else(|| {
            Fault::new("AccessDenied", "Access Denied: sign the request with credentials", 403)
        })
    }

    /// The road, for calls that a service makes for itself in the course of this one.
    pub const fn road(&self) -> &Road {
        &self.road
    }

    /// Takes the streamed payload, once.
    pub fn take_body(&self) -> Body {
        self.progress().body.take().unwrap_or_else(|| Body::from_bytes(bytes::Bytes::new()))
    }

    /// Runs `change` as one transaction and records the call's event in the same transaction; the
    /// answer comes when both are durable and in force.
    ///
    /// # Errors
    /// What `change` answers, or the store's fault: then nothing was changed.
    pub async fn commit<R, E>(
        &self,
        change: impl FnOnce(&mut bartizan_store::Writer<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, Fault>
    where
        R: IntoValue + Clone + Send + 'static,
        E: Into<Fault> + 'static,
    {
        let event = activity::Event::of(self);
        let output = self
            .platform
            .store
            .write(move |writer| {
                let output = change(writer).map_err(Into::into)?;
                for row in event.succeeded(&output.clone().into_value()) {
                    writer.emit(&row)?;
                }
                Ok::<_, Fault>(output)
            })
            .await?;
        self.progress().recorded = true;
        Ok(output)
    }

    /// Reads a consistent state of the store.
    ///
    /// # Errors
    /// What `read` answers, or the store's fault.
    pub fn read<R, E: Into<Fault>>(
        &self,
        read: impl FnOnce(&bartizan_store::Reader<'_>) -> Result<R, E>,
    ) -> Result<R, Fault> {
        self.platform.store.read(|reader| read(reader).map_err(Into::into))
    }

    /// Decides one more access in the course of a call, as `DeleteObjects` does for each key, and
    /// keeps the decision for `explain`.
    ///
    /// # Errors
    /// `AccessDenied`, worded as AWS words it.
    pub fn require(&self, access: &Access) -> Result<(), Fault> {
        crate::decide::require(self, access.clone())
    }

    /// Enters whom an identity provider proved: the call's event names them in place of the caller.
    pub fn identify(&self, identity: FederatedIdentity) {
        self.progress().federated = Some(identity);
    }

    /// Tells the call's event something beyond its input and output, under a name of CloudTrail's
    /// `additionalEventData`. What is told last under a name stands.
    pub fn tell(&self, name: &'static str, value: impl Into<String>) {
        self.progress().additional.insert(name, value.into());
    }

    /// Whether `access` would be allowed, without keeping the decision.
    pub fn may(&self, access: &Access) -> bool {
        crate::decide::is_allowed(self, access)
    }

    /// Keeps what a rule found in the store and its decisions rest on, for the handler to see in its
    /// transaction whether it still holds. Answers whether it is what was found before, if anything
    /// was.
    pub fn rest_on(&self, found: &str) -> bool {
        let mut progress = self.progress();
        progress.rests_on.get_or_insert_with(|| found.to_owned()) == found
    }

    /// What the decisions rest on.
    pub fn rests_on(&self) -> Option<String> {
        self.progress().rests_on.clone()
    }

    /// Whether the caller is the root user of `account`.
    pub fn is_root_of(&self, account: AccountId) -> bool {
        matches!(self.caller.principal, Principal::Root { account: own } if own == account)
    }

    /// The id of the call's event.
    pub(crate) fn event_id(&self) -> String {
        let mut progress = self.progress();
        if progress.event_id.is_empty() {
            progress.event_id = self.platform.random.uuid_at(self.now);
        }
        progress.event_id.clone()
    }

    pub(crate) fn progress(&self) -> std::sync::MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn addresses_are_written_as_everywhere() {
        for octet in 0..=u8::MAX {
            let mut text = String::new();
            push_octets([octet, 0, 10, octet], &mut text);
            assert_eq!(text, Ipv4Addr::new(octet, 0, 10, octet).to_string());
        }
    }
}
