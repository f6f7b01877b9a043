//! The search: pieces are changed, and those kept that cost more.

use std::time::{Duration, Instant};

use bartizan_inspect::{Circumstances, Program, Scratch};

use crate::sent::{Place, repeated};

/// So many searches share the time.
const SEEDS: u64 = 4;
const PIECE_MAX: usize = 64;
const KEPT: usize = 24;
/// How often each is measured: what disturbs one run does not disturb all.
const RUNS: usize = 3;
const RUNS_AT_LAST: usize = 25;

/// What attacks are made of, and what detectors look at twice.
const TOKENS: &[&[u8]] = &[
    b"'",
    b"\"",
    b"`",
    b"<",
    b">",
    b"(",
    b")",
    b"[",
    b"]",
    b"{",
    b"}",
    b";",
    b"|",
    b"&",
    b"$",
    b"=",
    b"/",
    b"\\",
    b"..",
    b"../",
    b"%",
    b"%2e",
    b"%25",
    b"%c0%af",
    b"\\u0041",
    b"&#x41;",
    b"&lt;",
    b"--",
    b"/*",
    b"*/",
    b"#",
    b"or ",
    b" or 1",
    b"union ",
    b"select ",
    b"from ",
    b"a=b&",
    b"a=",
    b"<a ",
    b"<script",
    b"onx=",
    b"href=",
    b"javascript",
    b"style=",
    b"=\"",
    b"='",
    b"${",
    b"{{",
    b"}}",
    b"<%",
    b"<?php",
    b"eval(",
    b"system(",
    b"; cat ",
    b"$(",
    b"/bin/",
    b"/etc/",
    b"cmd",
    b"http://",
    b"//",
    b"://",
    b"file:",
    b"php://",
    b"@",
    b"0x41",
    b"char(",
    b"concat(",
    b"||",
    b"1",
    b"a",
    b" ",
    b"\t",
    b"\n",
    b"\0",
    b"\xc3\xa4",
    b"\xff",
    b"+",
    b"-",
    b"_",
    b",",
    b":",
    b"YWJjZGVmZ2hpamts",
    b"PHNjcmlwdD4=",
    b"__proto__",
    b"(|(",
    b"*)(",
    b"\r\n",
    b"%0d%0a",
    b"=a;",
    b"[$ne]",
    b"{\"a\":",
    b"\"a\",",
    b"[[",
    b"\\\"",
    b"\\n",
    b"--b\r\n",
    b"powershell",
    b"O:4:\"",
];

/// What was found.
pub(crate) struct Found {
    pub(crate) piece: Vec<u8>,
    pub(crate) worst: Vec<u8>,
    pub(crate) worst_micros: f64,
    pub(crate) harmless_micros: f64,
    pub(crate) tried: usize,
}

pub(crate) struct Search<'a> {
    program: &'a Program,
    place: Place,
    scratch: Scratch,
    random: u64,
}

impl<'a> Search<'a> {
    fn new(program: &'a Program, place: Place, seed: u64) -> Self {
        let random = 0x2545_f491_4f6c_dd1d ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self { program, place, scratch: Scratch::default(), random }
    }

    /// The worst that several searches find, each from another seed.
    pub(crate) fn worst(program: &'a Program, place: Place, long: Duration) -> Found {
        let each = long / u32::try_from(SEEDS).unwrap_or(1);
        let found = (0..SEEDS).map(|seed| Self::new(program, place, seed).run(each));
        let slower = |one: Found, other: Found| {
            let tried = one.tried + other.tried;
            let worse = if one.worst_micros < other.worst_micros { other } else { one };
            Found { tried, ..worse }
        };
        found.reduce(slower).expect("some search")
    }

    fn run(mut self, long: Duration) -> Found {
        let mut kept: Vec<(f64, Vec<u8>)> = Vec::new();
        for token in TOKENS {
            let cost = self.cost(&repeated(token), RUNS);
            kept.push((cost, token.to_vec()));
        }
        let (began, mut tried) = (Instant::now(), 0);
        while began.elapsed() < long {
            kept.sort_by(|one, other| other.0.total_cmp(&one.0));
            kept.dedup_by(|one, other| one.1 == other.1);
            kept.truncate(KEPT);
            let parent = self.below(kept.len());
            let other = self.below(kept.len());
            let piece = match (kept.get(parent), kept.get(other)) {
                (Some((_, parent)), Some((_, other))) => self.changed(parent, other),
                _ => continue,
            };
            let cost = self.cost(&repeated(&piece), RUNS);
            tried += 1;
            kept.push((cost, piece));
        }
        let mut again: Vec<(f64, Vec<u8>)> = kept
            .into_iter()
            .map(|(_, piece)| (self.cost(&repeated(&piece), RUNS_AT_LAST), piece))
            .collect();
        again.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (worst_micros, piece) = again.into_iter().next().expect("some piece");
        let harmless_micros = self.cost(&self.place.harmless(), RUNS_AT_LAST);
        let worst = repeated(&piece);
        Found { piece, worst, worst_micros, harmless_micros, tried }
    }

    /// The shortest time of some runs.
    fn cost(&mut self, text: &[u8], runs: usize) -> f64 {
        let (program, scratch) = (self.program, &mut self.scratch);
        self.place.with_request(text, |request| {
            let times = (0..runs).map(|_| {
                let began = Instant::now();
                let decision = program.decide(request, &Circumstances::default(), scratch);
                std::hint::black_box(decision.action());
                began.elapsed().as_secs_f64() * 1e6
            });
            times.fold(f64::INFINITY, f64::min)
        })
    }

    /// A piece with something put in, taken out, doubled, or joined to another.
    fn changed(&mut self, piece: &[u8], other: &[u8]) -> Vec<u8> {
        let mut piece = piece.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(piece.len() + 1);
            match self.below(6) {
                0..=2 => {
                    let token = TOKENS.get(self.below(TOKENS.len())).copied().unwrap_or_default();
                    piece.splice(at..at, token.iter().copied());
                }
                3 => {
                    let end = (at + 1 + self.below(8)).min(piece.len());
                    piece.drain(at.min(end)..end);
                }
                4 => {
                    let from = self.below(other.len());
                    piece.splice(at..at, other.iter().skip(from).copied());
                }
                _ => {
                    if let Some(byte) = piece.get_mut(at) {
                        *byte = u8::try_from(self.random & 0x7f).unwrap_or(b'a');
                    }
                }
            }
        }
        piece.truncate(PIECE_MAX);
        if piece.is_empty() {
            piece.push(b'a');
        }
        piece
    }

    /// A number below this one, by xorshift: the same in each run.
    fn below(&mut self, end: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        usize::try_from(self.random >> 33).unwrap_or(0) % end.max(1)
    }
}
