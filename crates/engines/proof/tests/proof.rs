//! Who solves a puzzle gets a token that holds for nobody else.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::net::IpAddr;

use bartizan_proof::{Audience, KeyRing, PUZZLE_SECONDS, Proof, ProofKey, Puzzle, Refusal, Times};
use proptest::prelude::*;

const NOW: u64 = 1_800_000_000;

fn ring(ids: &[u32]) -> KeyRing {
    KeyRing::new(
        ids.iter().map(|id| ProofKey::new(*id, &[u8::try_from(*id).unwrap(); 32])).collect(),
    )
}

fn audience(domain: &str, client: [u8; 4]) -> Audience<'_> {
    Audience { domain, client: IpAddr::from(client), agent: b"browser" }
}

fn at_home() -> Audience<'static> {
    audience("shop.example", [192, 0, 2, 1])
}

/// What a browser does, but for the search of a cheaper puzzle's solution.
fn solved(puzzle: &Puzzle, answer: &str) -> String {
    (0..u32::MAX)
        .map(|number| format!("{}.{answer}.{number}", puzzle.text))
        .find(|solution| {
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, solution.as_bytes());
            let first = u32::from_be_bytes(digest.as_ref()[..4].try_into().unwrap());
            first.leading_zeros() >= u32::from(puzzle.bits)
        })
        .unwrap()
}

#[test]
fn a_challenge_takes_work_and_is_for_one_audience() {
    let ring = ring(&[1]);
    let puzzle = ring.puzzle(Proof::Challenge, &at_home(), NOW, [7; 16]).unwrap();
    assert_eq!(puzzle.sum, None);
    let solution = solved(&puzzle, "");
    let redeem = |solution: &str, audience, now| ring.redeem(solution.as_bytes(), &audience, now);
    assert_eq!(redeem(&solution, at_home(), NOW + 9), Ok(Proof::Challenge));
    let neighbour = audience("shop.example", [192, 0, 2, 200]);
    assert_eq!(redeem(&solution, neighbour, NOW), Ok(Proof::Challenge));
    for (solution, audience, now, refusal) in [
        (solution.clone(), audience("shop.example", [192, 0, 3, 1]), NOW, Refusal::Malformed),
        (solution.clone(), audience("other.example", [192, 0, 2, 1]), NOW, Refusal::Malformed),
        (solution.clone(), at_home(), NOW + PUZZLE_SECONDS + 1, Refusal::Expired),
        (format!("{}..x", puzzle.text), at_home(), NOW, Refusal::Wrong),
        (puzzle.text.clone(), at_home(), NOW, Refusal::Malformed),
        (format!("{solution}{}", "0".repeat(300)), at_home(), NOW, Refusal::Malformed),
    ] {
        assert_eq!(redeem(&solution, audience, now), Err(refusal), "{solution}");
    }
    assert!(KeyRing::default().puzzle(Proof::Challenge, &at_home(), NOW, [7; 16]).is_none());
}

#[test]
fn a_captcha_takes_the_right_answer() {
    let ring = ring(&[1]);
    let puzzle = ring.puzzle(Proof::Captcha, &at_home(), NOW, [3; 16]).unwrap();
    let (one, other) = puzzle.sum.unwrap();
    let right = (u16::from(one) + u16::from(other)).to_string();
    let redeem = |answer: &str| ring.redeem(solved(&puzzle, answer).as_bytes(), &at_home(), NOW);
    assert_eq!(redeem(&right), Ok(Proof::Captcha));
    assert_eq!(redeem("0"), Err(Refusal::Wrong));
    let by_hand = |puzzle: &Puzzle, answer: &str| {
        ring.redeem_by_hand(puzzle.text.as_bytes(), answer.as_bytes(), &at_home(), NOW)
    };
    assert_eq!(by_hand(&puzzle, &format!(" {right} ")), Ok(()));
    assert_eq!(by_hand(&puzzle, "0"), Err(Refusal::Wrong));
    let challenge = ring.puzzle(Proof::Challenge, &at_home(), NOW, [3; 16]).unwrap();
    assert_eq!(by_hand(&challenge, ""), Err(Refusal::Wrong));
}

#[test]
fn a_token_holds_while_its_key_does() {
    let times = Times { captcha_seconds: 0, challenge_seconds: NOW };
    let token = ring(&[1]).token(times, &at_home()).unwrap();
    let read = |ring: &KeyRing, audience: Audience<'_>, domain: &str| {
        ring.read_token(token.as_bytes(), &audience, |held| held == domain)
    };
    assert_eq!(read(&ring(&[2, 1]), at_home(), "shop.example"), Some(times));
    assert_eq!(read(&ring(&[2]), at_home(), "shop.example"), None);
    assert_eq!(read(&ring(&[1]), at_home(), "other.example"), None);
    assert_eq!(
        read(&ring(&[1]), audience("shop.example", [198, 51, 100, 1]), "shop.example"),
        None
    );
    let other = Audience { agent: b"script", ..at_home() };
    assert_eq!(read(&ring(&[1]), other, "shop.example"), None);
}

proptest! {
    #[test]
    fn no_bytes_are_a_token_or_a_solution(bytes in proptest::collection::vec(any::<u8>(), 0..700)) {
        let ring = ring(&[1]);
        prop_assert!(ring.read_token(&bytes, &at_home(), |_| true).is_none());
        prop_assert!(ring.redeem(&bytes, &at_home(), NOW).is_err());
        prop_assert!(ring.redeem_by_hand(&bytes, b"1", &at_home(), NOW).is_err());
    }

    #[test]
    fn a_changed_token_is_none(at in 0_usize..100, by in 1_u8..255) {
        let ring = ring(&[1]);
        let mut token = ring.token(Times::default(), &at_home()).unwrap().into_bytes();
        let at = at % token.len();
        token[at] = token[at].wrapping_add(by);
        prop_assert!(ring.read_token(&token, &at_home(), |_| true).is_none());
    }
}
