//! Shamir's sharing of 32 bytes over GF(2⁸), with the polynomial of AES. (A. Shamir, "How to Share
//! a Secret", 1979; FIPS 197, section 4.2.)
//!
//! Nothing here branches on a secret or looks it up in a table: time and cache tell nothing of it.
//! The places of shares are no secret.

use bartizan_types::Random;
use zeroize::Zeroizing;

/// A value of a share, or the secret.
pub(super) type Value = Zeroizing<[u8; 32]>;

/// The secret's values at these places, on a random polynomial of degree `threshold` - 1 a byte
/// whose value at 0 is the secret's. No place is 0, and `threshold` is at least 1.
pub(super) fn split(
    secret: &[u8],
    places: impl Iterator<Item = u8>,
    threshold: u8,
    random: &dyn Random,
) -> Vec<Value> {
    let coefficients: Vec<Value> = (1..threshold)
        .map(|_| {
            let mut coefficient = Zeroizing::new([0; 32]);
            random.fill(coefficient.as_mut());
            coefficient
        })
        .collect();
    places
        .map(|place| {
            // Horner's rule, from the highest coefficient down to the secret.
            let mut value = Zeroizing::new([0; 32]);
            let terms = coefficients.iter().rev().map(|coefficient| coefficient.as_slice());
            for term in terms.chain([secret]) {
                for (byte, term) in value.iter_mut().zip(term) {
                    *byte = multiply(*byte, place) ^ term;
                }
            }
            value
        })
        .collect()
}

/// The secret of these shares, by Lagrange's interpolation at 0. Their places differ.
pub(super) fn combine(shares: &[(u8, &Value)]) -> Value {
    let mut secret = Zeroizing::new([0; 32]);
    for (place, value) in shares {
        let others = shares.iter().map(|(other, _)| *other).filter(|other| other != place);
        let weight = others
            .fold(1, |weight, other| multiply(weight, multiply(other, invert(other ^ place))));
        for (byte, share) in secret.iter_mut().zip(value.iter()) {
            *byte ^= multiply(*share, weight);
        }
    }
    secret
}

/// A product in the field.
fn multiply(a: u8, b: u8) -> u8 {
    let (mut a, mut product) = (a, 0);
    for bit in 0..8 {
        product ^= mask((b >> bit) & 1) & a;
        a = (a << 1) ^ (mask(a >> 7) & 0x1b);
    }
    product
}

/// The inverse, which is the power of 254; of 0, it is 0.
fn invert(a: u8) -> u8 {
    let (mut square, mut inverse) = (a, 1);
    for _ in 1..8 {
        square = multiply(square, square);
        inverse = multiply(inverse, square);
    }
    inverse
}

/// All ones for 1 and all zeros for 0.
fn mask(bit: u8) -> u8 {
    0_u8.wrapping_sub(std::hint::black_box(bit))
}

#[cfg(test)]
mod tests {
    use bartizan_types::SeededRandom;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_field_is_that_of_aes() {
        // FIPS 197, section 4.2: {57} · {83} = {c1}, {57} · {13} = {fe}.
        assert_eq!(multiply(0x57, 0x83), 0xc1);
        assert_eq!(multiply(0x57, 0x13), 0xfe);
        for a in 1..=255 {
            assert_eq!(multiply(a, invert(a)), 1, "{a}");
            for b in 0..=255 {
                assert_eq!(multiply(a, b), multiply(b, a));
                assert_eq!(multiply(a, b), slow_product(a, b));
            }
        }
    }

    /// A product of polynomials, then the remainder by x⁸ + x⁴ + x³ + x + 1.
    fn slow_product(a: u8, b: u8) -> u8 {
        let mut product = (0..8)
            .filter(|bit| b >> bit & 1 == 1)
            .fold(0_u16, |product, bit| product ^ (u16::from(a) << bit));
        for bit in (8..16).rev() {
            if product >> bit & 1 == 1 {
                product ^= 0x11b << (bit - 8);
            }
        }
        u8::try_from(product).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn as_many_as_the_threshold_recover_the_secret_and_fewer_do_not(
            secret: [u8; 32],
            seed: u64,
            (count, threshold) in (2_u8..=255).prop_flat_map(|count| (Just(count), 2..=count)),
            order: prop::sample::Index,
        ) {
            let random = SeededRandom::new(seed);
            let values = split(&secret, 1..=count, threshold, &random);
            let mut shares: Vec<(u8, &Value)> = (1..=count).zip(&values).collect();
            let length = shares.len();
            shares.rotate_left(order.index(length));
            shares.truncate(threshold.into());
            prop_assert_eq!(*combine(&shares), secret);
            shares.pop();
            prop_assert_ne!(*combine(&shares), secret);
        }
    }
}
