//! `SendAgentFlows`: an agent tells what passed the interfaces of its host, for who watches networks.

use std::io::Read;

use bartizan_service::{Authorized, Call, SentFlows, TakenFlows};
use flate2::read::GzDecoder;

use super::throttle::Cost;
use super::{admit, place_of_caller};
use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{SendAgentFlowsInput, SendAgentFlowsOutput};

/// The longest piece, unpacked, in bytes.
const PIECE_BYTES_MAX: u64 = 8 << 20;

/// Hands flows to who watches. The agent says where in all that it sends the piece begins, and is told where
/// the next one does.
pub(crate) async fn take(
    service: &OwnApi,
    call: &Call,
    request: Authorized<SendAgentFlowsInput>,
) -> Result<SendAgentFlowsOutput, OwnError> {
    let request = request.into_inner();
    let (place, instance) = (place_of_caller(call)?, request.instance_id);
    admit(call, &place, &instance)?;
    service.reports.take(&instance, Cost::FLOWS, call.now)?;
    let packed = request.flows;
    let rows = service.inventories.run(place.account, move || unpack(&packed)).await?;
    let offset = u64::try_from(request.offset).unwrap_or_default();
    let end = offset.saturating_add(rows.len() as u64);
    let taken = match &call.platform.ports.host_flows {
        Some(watching) => {
            let sent = SentFlows { instance, source: request.source, offset, rows };
            watching.take(&call.platform, &place, sent).await?
        }
        None => TakenFlows { next_offset: end, is_wanted: false },
    };
    let next_offset = i64::try_from(taken.next_offset).unwrap_or(i64::MAX);
    Ok(SendAgentFlowsOutput { next_offset, wanted: taken.is_wanted })
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, OwnError> {
    let wrong = |why: String| OwnError::Invalid(format!("The flows cannot be read: {why}"));
    let mut rows = Vec::new();
    let read = GzDecoder::new(packed).take(PIECE_BYTES_MAX + 1).read_to_end(&mut rows);
    read.map_err(|error| wrong(error.to_string()))?;
    if rows.len() as u64 > PIECE_BYTES_MAX {
        return Err(wrong(format!("they are longer than {PIECE_BYTES_MAX} bytes.")));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_is_no_gzip_or_too_long_is_refused() {
        assert_eq!(unpack(&packed(b"a\n")).unwrap(), b"a\n");
        let whole = packed(&[b'1'; 1000]);
        for (bytes, said) in [
            (b"a\n".to_vec(), "cannot be read"),
            (whole[..whole.len() - 4].to_vec(), "cannot be read"),
            (packed(&vec![b' '; 9 << 20]), "longer than"),
        ] {
            let told = unpack(&bytes).unwrap_err().to_string();
            assert!(told.contains(said), "{told}");
        }
    }
}
