//! The picture that an authenticator application reads a virtual device's seed from.

use std::io::Write;

use bartizan_types::AccountId;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use flate2::{Crc, CrcWriter};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{Color, EcLevel, QrCode};
use zeroize::Zeroizing;

/// Pixels of a module's side.
const SCALE: usize = 4;
/// Modules of the light zone around the symbol. (ISO/IEC 18004, "quiet zone".)
const QUIET: usize = 4;
/// What every PNG begins with. (PNG Specification, section 5.2.)
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// One bit a pixel, of grey, with the methods that there are. (PNG Specification, section 11.2.1.)
const GREY_OF_ONE_BIT: [u8; 5] = [1, 0, 0, 0, 0];
/// What stands for itself in a label. (RFC 3986, section 2.3.)
const LABEL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What the picture says. (IAM API Reference, "`VirtualMFADevice`", `QRCodePNG`.)
pub(super) fn uri(
    device: &str,
    alias: Option<&str>,
    account: AccountId,
    seed: &str,
) -> Zeroizing<String> {
    let account = alias.map_or_else(|| account.to_string(), str::to_owned);
    let device = utf8_percent_encode(device, LABEL);
    Zeroizing::new(format!("otpauth://totp/{device}@{account}?secret={seed}"))
}

/// A PNG of the text as a QR code; `None` where it is too long for one.
pub(super) fn png(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = (code.width() + 2 * QUIET) * SCALE;
    let pixels = u32::try_from(side).ok()?.to_be_bytes();
    let mut header = [pixels, pixels].concat();
    header.extend(GREY_OF_ONE_BIT);
    let mut png = SIGNATURE.to_vec();
    chunk(&mut png, *b"IHDR", &header)?;
    chunk(&mut png, *b"IDAT", &compressed(&code, side)?)?;
    chunk(&mut png, *b"IEND", &[])?;
    Some(png)
}

/// The rows, each after the number of its filter: none.
fn compressed(code: &QrCode, side: usize) -> Option<Vec<u8>> {
    let width = code.width();
    let colors = code.to_colors();
    let is_light = |x: usize, y: usize| {
        let (column, row) = ((x / SCALE).checked_sub(QUIET), (y / SCALE).checked_sub(QUIET));
        let (Some(column), Some(row)) = (column, row) else { return true };
        column >= width || colors.get(row * width + column).is_none_or(|of| *of == Color::Light)
    };
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    for y in 0..side {
        let bytes = (0..side).step_by(8).map(|start| {
            let bits = start..start + 8;
            bits.fold(0_u8, |byte, x| (byte << 1) | u8::from(x < side && is_light(x, y)))
        });
        let row: Vec<u8> = std::iter::once(0).chain(bytes).collect();
        encoder.write_all(&row).ok()?;
    }
    encoder.finish().ok()
}

/// Length, name, data, checksum. (PNG Specification, section 5.3.)
fn chunk(png: &mut Vec<u8>, name: [u8; 4], data: &[u8]) -> Option<()> {
    png.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
    let mut summed = CrcWriter::new(png);
    summed.write_all(&name).and_then(|()| summed.write_all(data)).ok()?;
    let sum: &Crc = summed.crc();
    let sum = sum.sum();
    summed.into_inner().extend(sum.to_be_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_uri_names_device_account_and_seed() {
        let account = "123456789012".parse().unwrap();
        for (alias, uri_of) in [
            (None, "otpauth://totp/a%2Bb@123456789012?secret=ABC"),
            (Some("acme"), "otpauth://totp/a%2Bb@acme?secret=ABC"),
        ] {
            assert_eq!(uri("a+b", alias, account, "ABC").as_str(), uri_of);
        }
    }

    #[test]
    fn a_picture_has_its_size_and_its_end() {
        let png = png("otpauth://totp/x").unwrap();
        assert_eq!(png[..8], SIGNATURE);
        let side = u32::from_be_bytes(png[16..20].try_into().unwrap());
        // 16 characters fit into version 2, of 25 modules.
        assert_eq!(side, (25 + 8) * 4);
        // The checksum of an empty IEND is always this one.
        assert_eq!(png[png.len() - 8..], [b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82]);
        assert!(super::png(&"x".repeat(5000)).is_none());
    }
}
