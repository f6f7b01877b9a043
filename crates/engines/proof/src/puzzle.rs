//! Puzzles and their solutions.
//!
//! A solution is `PUZZLE.ANSWER.NUMBER`: its SHA-256 begins with as many zero bits as the puzzle asks.
//! A captcha's answer is a sum; a challenge has none.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::audience::Audience;
use crate::key::{KeyRing, ProofKey, is_same};

/// How long a puzzle may be worked at.
pub const PUZZLE_SECONDS: u64 = 300;
/// How many zero bits a browser searches for: some 130,000 attempts, half a second of a laptop's.
const CHALLENGE_BITS: u8 = 17;
/// Beside a person's answer less is asked.
const CAPTCHA_BITS: u8 = 14;
/// The numbers of a sum are up to this.
const ADDEND_MAX: u8 = 20;

const VERSION: u8 = 1;
const SIGNED: usize = 1 + 1 + 1 + 4 + 8 + 16;
const SIGNATURE: usize = 32;
/// The longest solution that is looked at.
const SOLUTION_BYTES_MAX: usize = 256;

/// What is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// That a browser has worked.
    Challenge,
    /// That somebody has answered a question.
    Captcha,
}

/// A puzzle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Puzzle {
    /// What solutions begin with.
    pub text: String,
    /// How many zero bits the digest of a solution begins with.
    pub bits: u8,
    /// The two numbers of a captcha's sum.
    pub sum: Option<(u8, u8)>,
}

/// Why a solution does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no solution of a puzzle for this audience.
    Malformed,
    /// The puzzle is too old.
    Expired,
    /// The answer is wrong, or the work was not done.
    Wrong,
}

/// A puzzle whose signature is right.
struct Read<'k> {
    proof: Proof,
    bits: u8,
    nonce: [u8; 16],
    key: &'k ProofKey,
}

impl KeyRing {
    /// A new puzzle; none while there is no key.
    pub fn puzzle(
        &self,
        proof: Proof,
        audience: &Audience<'_>,
        now_seconds: u64,
        nonce: [u8; 16],
    ) -> Option<Puzzle> {
        let key = self.newest()?;
        let (kind, bits) = match proof {
            Proof::Challenge => (0, CHALLENGE_BITS),
            Proof::Captcha => (1, CAPTCHA_BITS),
        };
        let mut bytes = Vec::with_capacity(SIGNED + SIGNATURE);
        bytes.extend([VERSION, kind, bits]);
        bytes.extend(key.id.to_be_bytes());
        bytes.extend(now_seconds.to_be_bytes());
        bytes.extend(nonce);
        bytes.extend(signature(key, &bytes, audience));
        let sum = (proof == Proof::Captcha).then(|| sum(key, &nonce));
        Some(Puzzle { text: URL_SAFE_NO_PAD.encode(bytes), bits, sum })
    }

    /// What a solution proves.
    ///
    /// # Errors
    /// It proves nothing.
    pub fn redeem(
        &self,
        solution: &[u8],
        audience: &Audience<'_>,
        now_seconds: u64,
    ) -> Result<Proof, Refusal> {
        if solution.len() > SOLUTION_BYTES_MAX {
            return Err(Refusal::Malformed);
        }
        let mut parts = solution.splitn(3, |byte| *byte == b'.');
        let (Some(puzzle), Some(answer), Some(_)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(Refusal::Malformed);
        };
        let read = self.read(puzzle, audience, now_seconds)?;
        let has_worked = zero_bits(digest(&SHA256, solution).as_ref()) >= u32::from(read.bits);
        if has_worked && read.is_answer(answer) { Ok(read.proof) } else { Err(Refusal::Wrong) }
    }

    /// The same for somebody whose browser runs no script: the answer of a captcha alone counts.
    /// Whoever asks bounds how often that is tried.
    ///
    /// # Errors
    /// It proves nothing.
    pub fn redeem_by_hand(
        &self,
        puzzle: &[u8],
        answer: &[u8],
        audience: &Audience<'_>,
        now_seconds: u64,
    ) -> Result<(), Refusal> {
        let read = self.read(puzzle, audience, now_seconds)?;
        let is_right = read.proof == Proof::Captcha && read.is_answer(answer);
        if is_right { Ok(()) } else { Err(Refusal::Wrong) }
    }

    fn read(
        &self,
        puzzle: &[u8],
        audience: &Audience<'_>,
        now_seconds: u64,
    ) -> Result<Read<'_>, Refusal> {
        let mut bytes = [0; SIGNED + SIGNATURE];
        let length = URL_SAFE_NO_PAD.decode_slice(puzzle, &mut bytes);
        if length != Ok(bytes.len()) {
            return Err(Refusal::Malformed);
        }
        let [version, kind, bits, rest @ ..] = bytes;
        let (id, rest) = split::<4>(&rest);
        let (issued, rest) = split::<8>(rest);
        let (nonce, given) = split::<16>(rest);
        let proof = match (version, kind) {
            (VERSION, 0) => Proof::Challenge,
            (VERSION, 1) => Proof::Captcha,
            _ => return Err(Refusal::Malformed),
        };
        let key = self.of(u32::from_be_bytes(id)).ok_or(Refusal::Malformed)?;
        let signed = bytes.get(..SIGNED).unwrap_or_default();
        if !is_same(&signature(key, signed, audience), given) {
            return Err(Refusal::Malformed);
        }
        let issued_seconds = u64::from_be_bytes(issued);
        if now_seconds.saturating_sub(issued_seconds) > PUZZLE_SECONDS {
            return Err(Refusal::Expired);
        }
        Ok(Read { proof, bits, nonce, key })
    }
}

impl Read<'_> {
    /// Whether an answer is right. A challenge has none.
    fn is_answer(&self, answer: &[u8]) -> bool {
        let answer = answer.trim_ascii();
        match self.proof {
            Proof::Challenge => answer.is_empty(),
            Proof::Captcha => {
                let (one, other) = sum(self.key, &self.nonce);
                let number = std::str::from_utf8(answer).ok().and_then(|text| text.parse().ok());
                number == Some(u16::from(one) + u16::from(other))
            }
        }
    }
}

/// The beginning of bytes, and what follows. What is not there is zeros: the lengths are checked.
pub(crate) fn split<const N: usize>(bytes: &[u8]) -> ([u8; N], &[u8]) {
    bytes.split_first_chunk().map_or(([0; N], &[]), |(first, rest)| (*first, rest))
}

fn signature(key: &ProofKey, signed: &[u8], audience: &Audience<'_>) -> [u8; SIGNATURE] {
    let mut context = key.context(b"puzzle");
    context.update(signed);
    audience.sign(&mut context);
    split(context.sign().as_ref()).0
}

/// The numbers of a captcha: who has not the key cannot tell them from the puzzle.
fn sum(key: &ProofKey, nonce: &[u8; 16]) -> (u8, u8) {
    let mut context = key.context(b"sum");
    context.update(nonce);
    let ([one, other], _) = split::<2>(context.sign().as_ref());
    (one % ADDEND_MAX + 1, other % ADDEND_MAX + 1)
}

fn zero_bits(digest: &[u8]) -> u32 {
    let whole = digest.iter().take_while(|byte| **byte == 0).count();
    let next = digest.get(whole).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(whole).unwrap_or(0) * 8 + next
}
