//! Query logs of Route 53's resolver: a JSON object a line ("Values that appear in VPC Resolver query
//! logs", Route 53 Developer Guide).

use super::json::{Scan, unescape};
use super::lines::Lines;
use super::tally::{Reason, Tally};
use super::time;
use crate::record::{Address, Label, Query, Type, rcodes};

/// The longest name: 255 bytes in a message, of which each may be written as four signs.
const NAME_BYTES_MAX: usize = 1_024;

/// Reads one stream of query logs.
#[derive(Debug, Clone, Default)]
pub struct ResolverLog {
    lines: Lines,
    tally: Tally,
    /// Room for the answers of one row, kept from row to row.
    answers: Vec<Address>,
}

impl ResolverLog {
    /// How many addresses of an answer are kept.
    pub const ANSWERS_MAX: usize = 64;

    /// What was read until now.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Reads a piece of the stream and hands on its records; how many of its bytes were used. The others
    /// are given again with what follows them.
    pub fn read(&mut self, piece: &[u8], last: bool, mut each: impl FnMut(&Query<'_>)) -> usize {
        let Self { lines, tally, answers } = self;
        lines.split(piece, last, tally, |line, number, tally| {
            let done = row(line, answers).and_then(|row| row.finish(answers, &mut each));
            match done {
                Ok(()) => tally.records += 1,
                Err(reason) => tally.refuse(number, reason),
            }
        })
    }
}

/// The values of a row, as they are written.
#[derive(Default)]
struct Row<'a> {
    account: &'a [u8],
    instance: &'a [u8],
    interface: &'a [u8],
    client: Option<&'a [u8]>,
    time: Option<&'a [u8]>,
    name: Option<&'a [u8]>,
    kind: &'a [u8],
    rcode: &'a [u8],
    blocked: bool,
}

fn row<'a>(line: &'a [u8], answers: &mut Vec<Address>) -> Result<Row<'a>, Reason> {
    answers.clear();
    let mut row = Row::default();
    let mut scan = Scan::new(line);
    let read = scan.object(|key, scan| {
        match key {
            b"account_id" => row.account = scan.text()?,
            b"query_timestamp" => row.time = Some(scan.text()?),
            b"query_name" => row.name = Some(scan.text()?),
            b"query_type" => row.kind = scan.text()?,
            b"rcode" => row.rcode = scan.text()?,
            b"srcaddr" => row.client = Some(scan.text()?),
            b"firewall_rule_action" => row.blocked = scan.text()? == b"BLOCK",
            b"srcids" => sources(scan, &mut row)?,
            b"answers" => addresses(scan, answers)?,
            _ => scan.skip()?,
        }
        Some(())
    });
    (read.is_some() && scan.is_done()).then_some(row).ok_or(Reason::Json)
}

fn sources<'a>(scan: &mut Scan<'a>, row: &mut Row<'a>) -> Option<()> {
    if scan.peek()? != b'{' {
        return scan.skip();
    }
    scan.object(|key, scan| {
        match key {
            b"instance" => row.instance = scan.text()?,
            b"resolver_network_interface" => row.interface = scan.text()?,
            _ => scan.skip()?,
        }
        Some(())
    })
}

fn addresses(scan: &mut Scan<'_>, answers: &mut Vec<Address>) -> Option<()> {
    if scan.peek()? != b'[' {
        return scan.skip();
    }
    scan.array(|scan| {
        if scan.peek()? != b'{' {
            return scan.skip();
        }
        let (mut data, mut kind): (&[u8], &[u8]) = (b"", b"");
        scan.object(|key, scan| {
            match key {
                b"Rdata" => data = scan.text()?,
                b"Type" => kind = scan.text()?,
                _ => scan.skip()?,
            }
            Some(())
        })?;
        let is_address = matches!(kind, b"A" | b"AAAA") && answers.len() < ResolverLog::ANSWERS_MAX;
        answers.extend(is_address.then(|| Address::parse(data)).flatten());
        Some(())
    })
}

impl Row<'_> {
    fn finish(self, answers: &[Address], each: &mut impl FnMut(&Query<'_>)) -> Result<(), Reason> {
        let client = self.client.ok_or(Reason::Missing)?;
        let client = Address::parse(client).ok_or(Reason::Address)?;
        let time = time::parse(self.time.ok_or(Reason::Missing)?).ok_or(Reason::Time)?;
        let name = unescape(self.name.ok_or(Reason::Missing)?).ok_or(Reason::Json)?;
        let name = name.strip_suffix(b".").unwrap_or(&name);
        if name.len() > NAME_BYTES_MAX {
            return Err(Reason::Name);
        }
        let resource = if self.instance.is_empty() { self.interface } else { self.instance };
        each(&Query {
            account: Label::new(self.account).ok_or(Reason::Name)?,
            resource: Label::new(resource).ok_or(Reason::Name)?,
            client,
            time,
            name,
            kind: Type::parse(self.kind).unwrap_or_default(),
            // A query that got no answer has none.
            rcode: rcodes::parse(self.rcode).unwrap_or(rcodes::SERVFAIL),
            answers,
            blocked: self.blocked,
        });
        Ok(())
    }
}
