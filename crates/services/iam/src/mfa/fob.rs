//! Hardware tokens: the operator brings their seeds, as the maker delivers them.

use bartizan_keys::TotpSeed;
use bartizan_service::{Call, TokenSeed};
use bartizan_store::Writer;
use bartizan_types::{AccountId, Fault, Timestamp};

use super::{sealed, store_new};
use crate::error::IamError;
use crate::records::{MfaDevice, OneTime, Token};

/// The periods that tokens have, in seconds. (IAM User Guide, "Assign a hardware TOTP token".)
const PERIODS: [u32; 2] = [30, 60];

/// Stores tokens that nobody has yet: all of them, or none.
pub(super) async fn import(call: &Call, tokens: Vec<TokenSeed>) -> Result<(), Fault> {
    let (account, now) = (call.account()?, call.now);
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let vault = call.platform.vault.clone();
    let done = call.commit(move |tx| {
        for token in &tokens {
            let seed = checked(token)?;
            let sealed_seed = sealed(&vault, account, &token.serial, &seed)?;
            store(tx, account, now, token, sealed_seed)?;
        }
        Ok::<_, IamError>(())
    });
    done.await
}

fn checked(token: &TokenSeed) -> Result<TotpSeed, IamError> {
    let refused = |why: &str| {
        IamError::InvalidInput(format!("The token {} cannot be imported: {why}.", token.serial))
    };
    if token.serial.starts_with("arn:") {
        return Err(refused("its serial number looks like an ARN"));
    }
    if !PERIODS.contains(&token.period_seconds) {
        return Err(refused("its period is not 30 or 60 seconds"));
    }
    TotpSeed::from_base32(&token.seed)
        .ok_or_else(|| refused("its seed is not base32 of 16 bytes or more"))
}

fn store(
    tx: &mut Writer<'_>,
    account: AccountId,
    now: Timestamp,
    token: &TokenSeed,
    sealed_seed: String,
) -> Result<(), IamError> {
    let device = MfaDevice {
        account,
        serial: token.serial.clone(),
        created: now,
        tags: Vec::new(),
        holding: None,
        token: Token::Hardware(OneTime::new(sealed_seed, token.period_seconds)),
    };
    store_new(tx, &device, || format!("The token {} was imported before.", token.serial))
}
