//! Sample findings, marked as such. (Amazon GuardDuty API Reference, `CreateSampleFindings`.)

use std::borrow::Cow;

use bartizan_detect::record::{
    Activity, Address, Caller, Event, Flow, Identity, Label, Origin, protocols,
};
use bartizan_detect::{About, Evidence, Finding, REGISTRY, Resource, Role, Stream, Subject};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;
use serde_json::json;

use super::record::Shelf;
use super::seen::{self, Seen};
use crate::GuardDuty;
use crate::detector::Place;
use crate::error::GuardDutyError;
use crate::finding::publish::Publisher;
use crate::shapes::{CreateSampleFindingsRequest, CreateSampleFindingsResponse};

/// The instance of samples, its interface, and its address (RFC 5737 keeps the other one for examples).
const INSTANCE: &[u8] = b"i-99999999";
const INTERFACE: &[u8] = b"eni-99999999";
const OURS: Address = Address::v4(0x0a00_0001);
const OTHER: Address = Address::v4(0xc633_6400);
const PRINCIPAL: &str = "GeneratedFindingPrincipalId";

/// Makes a sample of each type, or of those that are asked for.
pub(crate) async fn create(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<CreateSampleFindingsRequest>,
) -> Result<CreateSampleFindingsResponse, GuardDutyError> {
    let (place, now, request) = (Place::of(call)?, call.now, request.into_inner());
    let wanted = request.finding_types.unwrap_or_default();
    for name in &wanted {
        if !REGISTRY.iter().any(|about| about.name == name) {
            let why = format!("{name} is no type of findings that is found here.");
            return Err(GuardDutyError::invalid(why));
        }
    }
    let is_wanted =
        |about: &&About| wanted.is_empty() || wanted.iter().any(|name| name == about.name);
    let samples: Vec<Seen> =
        REGISTRY.iter().filter(is_wanted).map(|about| sample(about, now)).collect();
    let (detector, publisher) = (request.detector_id, Publisher::of(&call.platform));
    let done = call.commit(move |writer| {
        let detector = place.named(writer, &detector)?;
        let shelf = Shelf::open(writer, &place, &detector, &publisher, now)?;
        for sample in samples {
            shelf.put(writer, sample)?;
        }
        Ok::<_, GuardDutyError>(CreateSampleFindingsResponse {})
    });
    Ok(done.await?)
}

fn sample(about: &About, now: Timestamp) -> Seen {
    let at = now.seconds();
    let label = |text: &[u8]| Label::new(text).unwrap_or_default();
    let call = (about.stream == Stream::Activity).then(|| activity(at));
    let role = if call.is_some() { Role::Target } else { Role::Actor };
    let flow = Flow {
        source: OURS,
        destination: OTHER,
        source_port: 39_677,
        destination_port: 22,
        protocol: protocols::TCP,
        accepted: true,
        packets: 1,
        bytes: 60,
        start: at,
        end: at,
        ..Flow::default()
    };
    let (subject, names) = match about.stream {
        Stream::Flow => (Subject::Host(OTHER), Vec::new()),
        Stream::Dns => {
            let domain = "generatedfindingdomainname.example";
            (Subject::Domain(domain.to_owned()), vec![domain.to_owned()])
        }
        Stream::Activity => (
            Subject::Principal(PRINCIPAL.to_owned()),
            vec!["iam:GeneratedFindingAPIName".to_owned()],
        ),
    };
    let finding = Finding {
        kind: about.kind,
        severity: about.severity(role),
        role,
        resource: Resource {
            interface: label(INTERFACE),
            instance: label(INSTANCE),
            address: OURS,
            ..Resource::default()
        },
        subject,
        evidence: Evidence {
            first: at,
            last: at,
            flow: (about.stream == Stream::Flow).then_some(flow),
            names,
            ..Evidence::default()
        },
    };
    let mut seen = Seen::new(&finding, call.as_ref(), &[]);
    seen.key = format!("sample|{}", about.name);
    seen.title = format!("[SAMPLE] {}", seen.title);
    seen.service.additional_info = Some(seen::additional(&json!({ "sample": true })));
    seen
}

fn activity(time: i64) -> Activity<'static> {
    Activity {
        account: Label::default(),
        id: Cow::Borrowed(""),
        time,
        service: Cow::Borrowed("iam"),
        operation: Cow::Borrowed("GeneratedFindingAPIName"),
        region: Cow::Borrowed(""),
        origin: Origin::Address(OTHER),
        agent: Cow::Borrowed(""),
        error: Cow::Borrowed(""),
        event: Event::Call,
        reads: false,
        identity: Identity {
            caller: Caller::User,
            principal: Cow::Borrowed(PRINCIPAL),
            name: Cow::Borrowed("GeneratedFindingUserName"),
            key: Cow::Borrowed("GeneratedFindingAccessKeyId"),
            ..Identity::default()
        },
        parameters: b"",
        response: b"",
        additional: b"",
    }
}
