//! Queries read from bytes of anybody, and answers written. (RFC 1035 section 4; RFC 6891.)

use std::ops::Range;

use crate::name::suffixes;

/// The header of a message, in bytes.
const HEADER: usize = 12;
/// The longest name, in bytes.
const NAME_BYTES: usize = 255;
/// The type of the pseudo-record of EDNS.
const OPT: u16 = 41;
/// Queries for what changed in a zone. (RFC 1995.)
const IXFR: u16 = 251;
/// The first two bits of what points to a name elsewhere.
const POINTER: u8 = 0xc0;

/// The codes of answers. (RFC 1035 section 4.1.1; RFC 6891 section 9.)
pub(crate) mod code {
    pub(crate) const OK: u16 = 0;
    pub(crate) const MALFORMED: u16 = 1;
    pub(crate) const NO_NAME: u16 = 3;
    pub(crate) const NOT_IMPLEMENTED: u16 = 4;
    pub(crate) const REFUSED: u16 = 5;
    pub(crate) const BAD_VERSION: u16 = 16;
}

/// A query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(crate) id: u16,
    pub(crate) is_recursion_desired: bool,
    /// Its name in lower case.
    pub name: Vec<u8>,
    /// Its type.
    pub kind: u16,
    pub(crate) class: u16,
    /// Where the question stands in the message.
    pub(crate) question: Range<usize>,
    pub(crate) extension: Option<Extension>,
}

/// What EDNS says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extension {
    pub(crate) udp_bytes: u16,
    pub(crate) version: u8,
    pub(crate) is_dnssec_ok: bool,
}

/// Why a message is no query that can be answered with what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// It is not answered at all: it is too short, or an answer itself.
    Silent,
    /// It is answered with this code, under its id.
    Answered {
        /// The id.
        id: u16,
        /// The kind of query, as it came.
        operation: u8,
        /// The code.
        code: u16,
    },
}

impl Query {
    /// Reads a message.
    ///
    /// # Errors
    /// It is no query that can be answered with what it asks for.
    pub fn read(message: &[u8]) -> Result<Self, Malformed> {
        let mut cursor = Cursor { message, at: 0 };
        let header = cursor.header().ok_or(Malformed::Silent)?;
        let [id, flags, questions, answers, authorities, more] = header;
        if flags & 0x8000 != 0 {
            return Err(Malformed::Silent);
        }
        let operation = u8::try_from((flags >> 11) & 0xf).unwrap_or_default();
        let refused = |code| Malformed::Answered { id, operation, code };
        if operation != 0 {
            return Err(refused(code::NOT_IMPLEMENTED));
        }
        if questions != 1 || answers != 0 {
            return Err(refused(code::MALFORMED));
        }
        let malformed = || refused(code::MALFORMED);
        let (name, kind, class) = cursor.question().ok_or_else(malformed)?;
        let question = HEADER..cursor.at;
        // Who wants what changed says since when. (RFC 1995 section 3.)
        if authorities != 0 && kind != IXFR {
            return Err(malformed());
        }
        let records = more.saturating_add(authorities);
        let extension = cursor.extension(records).map_err(|Cut| malformed())?;
        let is_recursion_desired = flags & 0x100 != 0;
        Ok(Self { id, is_recursion_desired, name, kind, class, question, extension })
    }
}

/// A message that does not have what it says.
struct Cut;

/// A place in a message.
struct Cursor<'m> {
    message: &'m [u8],
    at: usize,
}

impl<'m> Cursor<'m> {
    fn bytes(&mut self, many: usize) -> Option<&'m [u8]> {
        let end = self.at.checked_add(many)?;
        let bytes = self.message.get(self.at..end)?;
        self.at = end;
        Some(bytes)
    }

    fn number(&mut self) -> Option<u16> {
        let [high, low] = self.bytes(2)? else { return None };
        Some(u16::from_be_bytes([*high, *low]))
    }

    fn byte(&mut self) -> Option<u8> {
        self.bytes(1)?.first().copied()
    }

    fn header(&mut self) -> Option<[u16; 6]> {
        let mut fields = [0; 6];
        for field in &mut fields {
            *field = self.number()?;
        }
        Some(fields)
    }

    fn question(&mut self) -> Option<(Vec<u8>, u16, u16)> {
        let mut name = self.name()?;
        name.make_ascii_lowercase();
        Some((name, self.number()?, self.number()?))
    }

    /// The name of a question: there is nothing before it that it could point to.
    fn name(&mut self) -> Option<Vec<u8>> {
        let start = self.at;
        loop {
            let length = self.byte()?;
            if length & POINTER != 0 {
                return None;
            }
            self.bytes(length.into())?;
            if self.at - start > NAME_BYTES {
                return None;
            }
            if length == 0 {
                return self.message.get(start..self.at).map(<[u8]>::to_vec);
            }
        }
    }

    /// Passes over a name that nobody reads: no pointer is followed.
    fn pass_name(&mut self) -> Option<()> {
        loop {
            let length = self.byte()?;
            match length & POINTER {
                POINTER => return self.bytes(1).map(drop),
                0 if length == 0 => return Some(()),
                0 => self.bytes(length.into())?,
                _ => return None,
            };
        }
    }

    /// What EDNS says, among so many records.
    fn extension(&mut self, records: u16) -> Result<Option<Extension>, Cut> {
        let mut found = None;
        for _ in 0..records {
            let start = self.at;
            self.pass_name().ok_or(Cut)?;
            let is_root = self.at == start + 1;
            let (kind, class) = (self.number().ok_or(Cut)?, self.number().ok_or(Cut)?);
            let (high, flags) = (self.number().ok_or(Cut)?, self.number().ok_or(Cut)?);
            let length = self.number().ok_or(Cut)?;
            let data = self.bytes(length.into()).ok_or(Cut)?;
            if kind != OPT {
                continue;
            }
            if !is_root || found.is_some() || !are_options(data) {
                return Err(Cut);
            }
            found = Some(Extension {
                udp_bytes: class,
                version: u8::try_from(high & 0xff).unwrap_or_default(),
                is_dnssec_ok: flags & 0x8000 != 0,
            });
        }
        Ok(found)
    }
}

/// Whether the options of EDNS have the lengths that they say.
fn are_options(data: &[u8]) -> bool {
    let mut cursor = Cursor { message: data, at: 0 };
    while cursor.at < data.len() {
        let whole = cursor.number().and_then(|_| cursor.number());
        if whole.and_then(|length| cursor.bytes(length.into())).is_none() {
            return false;
        }
    }
    true
}

/// A section of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Answer,
    Authority,
    Additional,
}

/// An answer while it is written.
pub(crate) struct Writer<'o> {
    out: &'o mut Vec<u8>,
    /// The name that was asked for, in lower case.
    asked: &'o [u8],
    counts: [u16; 3],
    /// How much there is before what may be left out, in bytes and in additional records.
    needed: Option<(usize, u16)>,
    pub(crate) code: u16,
    pub(crate) is_authoritative: bool,
}

impl<'o> Writer<'o> {
    /// Begins with the question as it came, whose name is this one.
    pub(crate) fn new(out: &'o mut Vec<u8>, question: &[u8], asked: &'o [u8]) -> Self {
        out.clear();
        out.resize(HEADER, 0);
        out.extend_from_slice(question);
        let (counts, needed) = ([0; 3], None);
        Self { out, asked, counts, needed, code: code::OK, is_authoritative: false }
    }

    /// What is added from now on, which are additional records, may be left out.
    pub(crate) fn may_end(&mut self) {
        let [.., additional] = self.counts;
        self.needed = Some((self.out.len(), additional));
    }

    /// Adds a record. `None` stands for the name that was asked for.
    pub(crate) fn record(
        &mut self,
        section: Section,
        name: Option<&[u8]>,
        (kind, ttl): (u16, u32),
        data: &[u8],
    ) {
        let Ok(length) = u16::try_from(data.len()) else { return };
        match name {
            None => self.out.extend_from_slice(&[POINTER, 12]),
            Some(name) => self.name(name),
        }
        self.out.extend_from_slice(&kind.to_be_bytes());
        self.out.extend_from_slice(&1_u16.to_be_bytes());
        self.out.extend_from_slice(&ttl.to_be_bytes());
        self.out.extend_from_slice(&length.to_be_bytes());
        self.out.extend_from_slice(data);
        let count = match (section, &mut self.counts) {
            (Section::Answer, [answers, ..]) => answers,
            (Section::Authority, [_, authorities, _]) => authorities,
            (Section::Additional, [.., additional]) => additional,
        };
        *count = count.saturating_add(1);
    }

    /// Writes a name: as much of its end as the question has, as a pointer to that.
    fn name(&mut self, name: &[u8]) {
        let is_asked = |end: &&[u8]| {
            end.len() > 1
                && self.asked.ends_with(end)
                && suffixes(self.asked).any(|one| one.len() == end.len())
        };
        let place = suffixes(name).find(is_asked).and_then(|end| {
            let place = u16::try_from(HEADER + self.asked.len() - end.len()).ok()?;
            Some((name.strip_suffix(end)?, place | u16::from(POINTER) << 8))
        });
        let (own, pointer) = place.map_or((name, None), |(own, pointer)| (own, Some(pointer)));
        self.out.extend_from_slice(own);
        self.out.extend(pointer.map(u16::to_be_bytes).into_iter().flatten());
    }

    /// Ends the answer: within so many bytes, or cut off behind the question. Whether it was.
    pub(crate) fn end(mut self, query: &Query, bytes_max: usize) -> bool {
        const EXTENSION_BYTES: usize = 11;
        let extension = query.extension.map_or(0, |_| EXTENSION_BYTES);
        if self.out.len() + extension > bytes_max
            && let (Some((bytes, count)), [.., additional]) = (self.needed, &mut self.counts)
        {
            self.out.truncate(bytes);
            *additional = count;
        }
        let is_cut = self.out.len() + extension > bytes_max;
        if is_cut {
            self.out.truncate(query.question.end);
            self.counts = [0; 3];
        }
        if let Some(extension) = query.extension {
            let dnssec = if extension.is_dnssec_ok { 0x80 } else { 0 };
            let high = u8::try_from(self.code >> 4).unwrap_or_default();
            let [size_high, size_low] = UDP_BYTES.to_be_bytes();
            let record = [0, 0, 41, size_high, size_low, high, 0, dnssec, 0, 0, 0];
            self.out.extend_from_slice(&record);
        }
        let mut flags = 0x8000 | (self.code & 0xf);
        flags |= if self.is_authoritative { 0x400 } else { 0 };
        flags |= if is_cut { 0x200 } else { 0 };
        flags |= if query.is_recursion_desired { 0x100 } else { 0 };
        let [answers, authorities, additional] = self.counts;
        let additional = additional.saturating_add(u16::from(query.extension.is_some()));
        let fields = [query.id, flags, 1, answers, authorities, additional];
        for (place, field) in self.out.chunks_exact_mut(2).zip(fields) {
            place.copy_from_slice(&field.to_be_bytes());
        }
        is_cut
    }
}

/// The longest answer over UDP, in bytes: fragments get lost. (DNS flag day 2020; RFC 9715.)
pub(crate) const UDP_BYTES: u16 = 1232;

/// An answer that says no more than why there is none.
pub(crate) fn refusal(out: &mut Vec<u8>, id: u16, operation: u8, code: u16) {
    out.clear();
    let flags = 0x8000 | (u16::from(operation & 0xf) << 11) | (code & 0xf);
    for field in [id, flags, 0, 0, 0, 0] {
        out.extend_from_slice(&field.to_be_bytes());
    }
}
