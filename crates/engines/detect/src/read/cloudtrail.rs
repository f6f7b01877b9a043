//! CloudTrail's records: objects in the array of a file, or one a line ("CloudTrail log file examples",
//! AWS CloudTrail User Guide).

use std::borrow::Cow;

use super::LINE_BYTES_MAX;
use super::json::{Scan, unescape};
use super::tally::{Reason, Tally};
use super::time;
use crate::record::{Activity, Address, Caller, Event, Identity, Label, Origin};

/// Reads one stream of records.
#[derive(Debug, Clone, Default)]
pub struct TrailLog {
    tally: Tally,
}

/// What is passed over between records.
fn is_between(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'}') || byte == 0
}

impl TrailLog {
    /// What was read until now; lines are records.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Reads a piece of the stream and hands on its records; how many of its bytes were used. The others
    /// are given again with what follows them.
    pub fn read(&mut self, piece: &[u8], last: bool, mut each: impl FnMut(&Activity<'_>)) -> usize {
        let mut used = 0;
        loop {
            let rest = piece.get(used..).unwrap_or_default();
            let between = rest.iter().take_while(|byte| is_between(**byte)).count();
            used += between;
            let rest = rest.get(between..).unwrap_or_default();
            if rest.is_empty() {
                return used;
            }
            if let Some(length) = array_begin(rest) {
                used += length;
                continue;
            }
            let mut scan = Scan::new(rest);
            let whole = if rest.first() == Some(&b'{') { scan.raw() } else { None };
            if let Some(object) = whole {
                self.one(object, &mut each);
                used += object.len();
                continue;
            }
            if !last && rest.len() <= LINE_BYTES_MAX {
                return used;
            }
            let reason = if rest.len() > LINE_BYTES_MAX { Reason::TooLong } else { Reason::Json };
            self.tally.lines += 1;
            self.tally.refuse(self.tally.lines, reason);
            // What is damaged is passed over to the next line that begins a record.
            match memchr::memmem::find(rest.get(1..).unwrap_or_default(), b"\n{") {
                Some(place) => used += place + 2,
                None => return piece.len(),
            }
        }
    }

    fn one(&mut self, object: &[u8], each: &mut impl FnMut(&Activity<'_>)) {
        self.tally.lines += 1;
        let line = self.tally.lines;
        if object.len() > LINE_BYTES_MAX {
            return self.tally.refuse(line, Reason::TooLong);
        }
        match row(object).and_then(Row::finish) {
            Ok(activity) => {
                self.tally.records += 1;
                each(&activity);
            }
            Err(reason) => self.tally.refuse(line, reason),
        }
    }
}

/// The length of `{"Records":[`, if these bytes begin so.
fn array_begin(bytes: &[u8]) -> Option<usize> {
    let mut scan = Scan::new(bytes);
    scan.sign(b'{')?;
    if scan.string()? != b"Records" {
        return None;
    }
    scan.sign(b':')?;
    scan.sign(b'[')?;
    Some(bytes.len() - scan.rest().len())
}

/// The fields of a record, as they are written.
#[derive(Default)]
struct Row<'a> {
    time: Option<&'a [u8]>,
    service: Option<Cow<'a, str>>,
    operation: Option<Cow<'a, str>>,
    account: Cow<'a, str>,
    id: Cow<'a, str>,
    region: Cow<'a, str>,
    origin: Cow<'a, str>,
    agent: Cow<'a, str>,
    error: Cow<'a, str>,
    event: Event,
    reads: Option<bool>,
    identity: Identity<'a>,
    parameters: &'a [u8],
    response: &'a [u8],
    additional: &'a [u8],
}

fn row(object: &[u8]) -> Result<Row<'_>, Reason> {
    let mut row = Row::default();
    let mut scan = Scan::new(object);
    let read = scan.object(|key, scan| {
        match key {
            b"eventTime" => row.time = Some(scan.text()?),
            b"eventSource" => row.service = Some(word(scan)?),
            b"eventName" => row.operation = Some(word(scan)?),
            b"eventID" => row.id = word(scan)?,
            b"awsRegion" => row.region = word(scan)?,
            b"sourceIPAddress" => row.origin = word(scan)?,
            b"userAgent" => row.agent = word(scan)?,
            b"errorCode" => row.error = word(scan)?,
            b"recipientAccountId" => row.account = word(scan)?,
            b"eventType" => row.event = event(scan.text()?),
            b"readOnly" => row.reads = Some(matches!(scan.raw()?, b"true" | br#""true""#)),
            b"userIdentity" => identity(scan, &mut row.identity)?,
            b"requestParameters" => row.parameters = scan.raw()?,
            b"responseElements" => row.response = scan.raw()?,
            b"additionalEventData" => row.additional = scan.raw()?,
            _ => scan.skip()?,
        }
        Some(())
    });
    (read.is_some() && scan.is_done()).then_some(row).ok_or(Reason::Json)
}

/// A string, and what is none as nothing.
fn word<'a>(scan: &mut Scan<'a>) -> Option<Cow<'a, str>> {
    Some(match unescape(scan.text()?)? {
        Cow::Borrowed(text) => String::from_utf8_lossy(text),
        Cow::Owned(text) => Cow::Owned(String::from_utf8_lossy(&text).into_owned()),
    })
}

fn event(text: &[u8]) -> Event {
    match text {
        b"AwsApiCall" => Event::Call,
        b"AwsConsoleSignIn" => Event::SignIn,
        b"AwsServiceEvent" => Event::Service,
        _ => Event::Other,
    }
}

fn identity<'a>(scan: &mut Scan<'a>, identity: &mut Identity<'a>) -> Option<()> {
    if scan.peek()? != b'{' {
        return scan.skip();
    }
    scan.object(|key, scan| {
        match key {
            b"type" => {
                identity.caller = match scan.text()? {
                    b"Root" => Caller::Root,
                    b"IAMUser" => Caller::User,
                    b"AssumedRole" | b"Role" => Caller::Role,
                    b"FederatedUser" | b"SAMLUser" | b"WebIdentityUser" => Caller::Federated,
                    b"AWSService" => Caller::Service,
                    _ => Caller::Other,
                }
            }
            b"arn" => identity.arn = word(scan)?,
            b"principalId" => identity.principal = word(scan)?,
            b"accountId" => identity.account = Label::new(scan.text()?).unwrap_or_default(),
            b"userName" => identity.name = word(scan)?,
            b"accessKeyId" => identity.key = word(scan)?,
            b"invokedBy" => identity.invoked_by = word(scan)?,
            b"sessionContext" => session(scan, identity)?,
            _ => scan.skip()?,
        }
        Some(())
    })
}

fn session<'a>(scan: &mut Scan<'a>, identity: &mut Identity<'a>) -> Option<()> {
    if scan.peek()? != b'{' {
        return scan.skip();
    }
    scan.object(|key, scan| {
        let is_object = scan.peek()? == b'{';
        match key {
            b"sessionIssuer" if is_object => scan.object(|key, scan| {
                match key {
                    b"arn" => identity.role = word(scan)?,
                    _ => scan.skip()?,
                }
                Some(())
            }),
            b"attributes" if is_object => scan.object(|key, scan| {
                match key {
                    b"mfaAuthenticated" => {
                        identity.mfa = matches!(scan.raw()?, b"true" | br#""true""#);
                    }
                    _ => scan.skip()?,
                }
                Some(())
            }),
            _ => scan.skip(),
        }
    })
}

impl<'a> Row<'a> {
    fn finish(self) -> Result<Activity<'a>, Reason> {
        let time = time::parse(self.time.ok_or(Reason::Missing)?).ok_or(Reason::Time)?;
        let mut operation = self.operation.ok_or(Reason::Missing)?;
        let plain = without_version(&operation).len();
        if plain < operation.len() {
            operation = Cow::Owned(operation.get(..plain).unwrap_or_default().to_owned());
        }
        let mut service = self.service.ok_or(Reason::Missing)?;
        if let Some(name) = service.strip_suffix(".amazonaws.com") {
            service = Cow::Owned(name.to_owned());
        }
        let account = match Label::new(self.account.as_bytes()) {
            Some(account) if !account.is_empty() => account,
            _ => self.identity.account,
        };
        let origin = match Address::parse(self.origin.as_bytes()) {
            Some(address) => Origin::Address(address),
            None if self.origin.ends_with(".amazonaws.com") => Origin::Service(self.origin),
            None => Origin::Other(self.origin),
        };
        Ok(Activity {
            account,
            id: self.id,
            time,
            reads: self.reads.unwrap_or_else(|| is_read(&operation)),
            service,
            operation,
            region: self.region,
            origin,
            agent: self.agent,
            error: self.error,
            event: self.event,
            identity: self.identity,
            parameters: self.parameters,
            response: self.response,
            additional: self.additional,
        })
    }
}

/// An operation without the version of its API, which Lambda and `CloudFront` write behind it:
/// `AddPermission20150331v2`, `CreateDistribution2020_05_31`.
fn without_version(operation: &str) -> &str {
    let bare = match operation.rsplit_once('v') {
        Some((bare, version)) if version.bytes().all(|byte| byte.is_ascii_digit()) => bare,
        _ => operation,
    };
    let name = bare.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '_');
    if bare.len() - name.len() >= 8 { name } else { operation }
}

/// Records of old versions do not tell whether a call only reads; names do.
fn is_read(operation: &str) -> bool {
    ["Describe", "Get", "List", "Head", "Lookup", "Search", "BatchGet"]
        .iter()
        .any(|verb| operation.starts_with(verb))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RECORD: &str = r#"{"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROAX:i-0abc","arn":"arn:aws:sts::111122223333:assumed-role/web/i-0abc","accountId":"111122223333","accessKeyId":"ASIAX","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/web"},"attributes":{"mfaAuthenticated":"false"}}},"eventTime":"2024-08-01T13:47:16Z","eventSource":"lambda.amazonaws.com","eventName":"AddPermission20150331v2","awsRegion":"eu-west-1","sourceIPAddress":"8.8.8.8","userAgent":"x \"y\"","requestParameters":{"principal":"*","n":[1,{"a":null}]},"responseElements":null,"eventID":"e-1","eventType":"AwsApiCall","recipientAccountId":"111122223333"}"#;

    fn names(text: &str) -> (Vec<String>, Tally) {
        let (mut log, mut names) = (TrailLog::default(), Vec::new());
        let used = log.read(text.as_bytes(), true, |one| names.push(one.action()));
        assert_eq!(used, text.len());
        (names, log.tally().clone())
    }

    #[test]
    fn a_record_is_read_as_it_is_written() {
        let mut log = TrailLog::default();
        let mut seen = 0;
        log.read(RECORD.as_bytes(), true, |one| {
            seen += 1;
            assert_eq!(one.action(), "lambda:AddPermission");
            assert_eq!((one.time, one.agent.as_ref()), (1_722_520_036, "x \"y\""));
            assert_eq!(one.identity.lasting(), "arn:aws:iam::111122223333:role/web");
            assert_eq!(one.identity.session(), Some("i-0abc"));
            assert_eq!(one.parameters, br#"{"principal":"*","n":[1,{"a":null}]}"#);
            assert_eq!(one.origin, Origin::Address(Address::parse(b"8.8.8.8").unwrap()));
            assert!(!one.reads && one.is_own());
        });
        assert_eq!(seen, 1);
    }

    #[test]
    fn files_and_lines_are_read_and_damage_is_counted() {
        let (one, two) = (RECORD, RECORD.replace("AddPermission20150331v2", "ListTags"));
        for text in [format!("{{\"Records\":[{one},{two}]}}"), format!("{one}\n{two}\n")] {
            let (names, tally) = names(&text);
            assert_eq!(names, ["lambda:AddPermission", "lambda:ListTags"]);
            assert_eq!(tally.bad_rows(), 0);
        }
        let cut = format!("{{\"Records\":[{one},{}", &two[..two.len() / 2]);
        let (found, tally) = names(&cut);
        assert_eq!((found.len(), tally.bad_rows()), (1, 1));
        let damaged = format!("{one}\n{{\"a\": nonsense]\n{two}\n{{}}");
        let (found, tally) = names(&damaged);
        assert_eq!((found.len(), tally.bad_rows()), (2, 2), "{tally:?}");
    }

    #[test]
    fn versions_of_apis_are_no_part_of_a_name() {
        for (written, plain) in [
            ("UpdateFunctionCode20150331v2", "UpdateFunctionCode"),
            ("CreateDistribution2020_05_31", "CreateDistribution"),
            ("ListBuckets", "ListBuckets"),
            ("GetLayerVersion20181031", "GetLayerVersion"),
            ("PutObjectv2", "PutObjectv2"),
        ] {
            assert_eq!(without_version(written), plain);
        }
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(cut in 0..2 * RECORD.len(), text in "[\\[{}\\],:\"a0 \n]{0,60}") {
            let whole = format!("{RECORD},{RECORD}{text}");
            let (expected, _) = names(&whole);
            let mut log = TrailLog::default();
            let mut found = Vec::new();
            let used = log.read(&whole.as_bytes()[..cut], false, |one| found.push(one.action()));
            log.read(&whole.as_bytes()[used..], true, |one| found.push(one.action()));
            prop_assert_eq!(found, expected);
        }
    }
}
