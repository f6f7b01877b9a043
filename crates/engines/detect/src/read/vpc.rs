//! VPC flow logs as text.

use super::fields::{DEFAULT, Field, named};
use super::lines::Lines;
use super::number;
use super::tally::{Reason, Tally};
use crate::record::{Address, Direction, Flow, Label};

/// The columns of a flow log: AWS's default, or those that its first line names.
#[derive(Debug, Clone)]
pub struct Format(Vec<Field>);

impl Default for Format {
    fn default() -> Self {
        Self(DEFAULT.to_vec())
    }
}

impl Format {
    /// Reads a header, which files in buckets begin with; also one with `${}` around the names, as
    /// `CreateFlowLogs` takes it. None where the line has values.
    pub fn header(line: &[u8]) -> Option<Self> {
        let names = line.split(|byte| *byte == b' ').filter(|name| !name.is_empty()).map(|name| {
            let bare = name.strip_prefix(b"${").and_then(|name| name.strip_suffix(b"}"));
            named(bare.unwrap_or(name))
        });
        let fields: Vec<Option<Field>> = names.take(Self::COLUMNS_MAX).collect();
        // Newer logs may have fields that are not known here, but most are.
        let known = fields.iter().flatten().count();
        (known > 0 && known * 2 > fields.len())
            .then(|| Self(fields.into_iter().map(|field| field.unwrap_or(Field::Other)).collect()))
    }

    /// More columns than AWS has fields.
    const COLUMNS_MAX: usize = 128;
}

/// Reads one stream of a flow log.
#[derive(Debug, Clone, Default)]
pub struct FlowLog {
    format: Format,
    lines: Lines,
    tally: Tally,
    began: bool,
    /// What is known of each flow before its row is read.
    known: Flow,
}

impl FlowLog {
    /// A log without a header, or with one that says the columns.
    pub fn new(format: Format) -> Self {
        Self { format, ..Self::default() }
    }

    /// What was seen at one interface, in rows that name no account, interface or instance. No row of it is a
    /// header.
    pub fn of_interface(format: Format, account: Label, interface: Label, instance: Label) -> Self {
        let known = Flow { account, interface, instance, ..Flow::default() };
        Self { format, began: true, known, ..Self::default() }
    }

    /// What was read until now.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Reads a piece of the stream and hands on its records; how many of its bytes were used. The others
    /// are given again with what follows them.
    pub fn read(&mut self, piece: &[u8], last: bool, mut each: impl FnMut(&Flow)) -> usize {
        let Self { format, lines, tally, began, known } = self;
        lines.split(piece, last, tally, |line, number, tally| {
            if !std::mem::replace(began, true)
                && let Some(header) = Format::header(line)
            {
                *format = header;
                return;
            }
            match row(line, &format.0, known) {
                Ok(Row::Flow(flow)) => {
                    tally.records += 1;
                    each(&flow);
                }
                Ok(Row::NoData) => tally.no_data += 1,
                Ok(Row::Skipped) => tally.skipped += 1,
                Err(reason) => tally.refuse(number, reason),
            }
        })
    }
}

/// What a row says.
enum Row {
    Flow(Flow),
    NoData,
    Skipped,
}

/// A row while it is read.
#[derive(Default)]
struct Draft {
    flow: Flow,
    source: Option<Address>,
    destination: Option<Address>,
    action: Option<bool>,
    has_start: bool,
    status: Status,
    /// The first thing that cannot be read: rows without data have `-` everywhere.
    wrong: Option<Reason>,
}

#[derive(Default, PartialEq)]
enum Status {
    #[default]
    Ok,
    NoData,
    Skipped,
}

fn row(line: &[u8], fields: &[Field], known: &Flow) -> Result<Row, Reason> {
    let mut draft = Draft { flow: *known, ..Draft::default() };
    let mut columns = fields.iter();
    let mut rest = line;
    loop {
        let length = rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len());
        let (value, after) = rest.split_at_checked(length).ok_or(Reason::Columns)?;
        let field = columns.next().ok_or(Reason::Columns)?;
        if let Err(reason) = draft.set(*field, value) {
            draft.wrong = draft.wrong.or(Some(reason));
        }
        match after.split_first() {
            Some((_, after)) => rest = after,
            None => break,
        }
    }
    if columns.next().is_some() {
        return Err(Reason::Columns);
    }
    draft.finish()
}

impl Draft {
    fn set(&mut self, field: Field, value: &[u8]) -> Result<(), Reason> {
        let flow = &mut self.flow;
        // A field that does not apply to a row is `-`.
        if value == b"-" {
            return Ok(());
        }
        match field {
            Field::Other => {}
            Field::Account => flow.account = Label::new(value).ok_or(Reason::Name)?,
            Field::Interface => flow.interface = Label::new(value).ok_or(Reason::Name)?,
            Field::Instance => flow.instance = Label::new(value).ok_or(Reason::Name)?,
            Field::Source if self.source.is_some() => {}
            Field::Source | Field::PacketSource => self.source = Some(address(value)?),
            Field::Destination if self.destination.is_some() => {}
            Field::Destination | Field::PacketDestination => {
                self.destination = Some(address(value)?);
            }
            Field::SourcePort => flow.source_port = small(value)?,
            Field::DestinationPort => flow.destination_port = small(value)?,
            Field::Protocol => flow.protocol = small(value)?,
            Field::TcpFlags => flow.tcp_flags = Some(small(value)?),
            Field::Packets => flow.packets = number::parse(value).ok_or(Reason::Number)?,
            Field::Bytes => flow.bytes = number::parse(value).ok_or(Reason::Number)?,
            Field::Start => {
                flow.start = seconds(value)?;
                self.has_start = true;
            }
            Field::End => flow.end = seconds(value)?,
            Field::Action => self.action = Some(action(value)?),
            Field::Status => self.status = status(value)?,
            Field::Direction => flow.direction = Some(direction(value)?),
        }
        Ok(())
    }

    fn finish(self) -> Result<Row, Reason> {
        match self.status {
            Status::NoData => return Ok(Row::NoData),
            Status::Skipped => return Ok(Row::Skipped),
            Status::Ok => {}
        }
        if let Some(reason) = self.wrong {
            return Err(reason);
        }
        let (Some(source), Some(destination)) = (self.source, self.destination) else {
            return Err(Reason::Missing);
        };
        if !self.has_start {
            return Err(Reason::Missing);
        }
        let end = self.flow.end.max(self.flow.start);
        let accepted = self.action.unwrap_or(true);
        Ok(Row::Flow(Flow { source, destination, accepted, end, ..self.flow }))
    }
}

fn address(text: &[u8]) -> Result<Address, Reason> {
    Address::parse(text).ok_or(Reason::Address)
}

fn small<T: TryFrom<u64>>(text: &[u8]) -> Result<T, Reason> {
    number::parse(text).and_then(|number| T::try_from(number).ok()).ok_or(Reason::Number)
}

fn seconds(text: &[u8]) -> Result<i64, Reason> {
    number::parse(text).and_then(|time| i64::try_from(time).ok()).ok_or(Reason::Time)
}

fn action(text: &[u8]) -> Result<bool, Reason> {
    match text {
        b"ACCEPT" => Ok(true),
        b"REJECT" => Ok(false),
        _ => Err(Reason::Word),
    }
}

fn status(text: &[u8]) -> Result<Status, Reason> {
    match text {
        b"OK" => Ok(Status::Ok),
        b"NODATA" => Ok(Status::NoData),
        b"SKIPDATA" => Ok(Status::Skipped),
        _ => Err(Reason::Word),
    }
}

fn direction(text: &[u8]) -> Result<Direction, Reason> {
    match text {
        b"ingress" => Ok(Direction::Ingress),
        b"egress" => Ok(Direction::Egress),
        _ => Err(Reason::Word),
    }
}
