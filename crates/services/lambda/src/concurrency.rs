//! How many invocations run at once: what is reserved, and what an account has. (AWS Lambda Developer Guide, "Configuring
//! reserved concurrency" and "Lambda quotas".)

use bartizan_service::{Authorized, Call};

use crate::Lambda;
use crate::code::{STORED_MAX, ZIPPED_MAX};
use crate::error::LambdaError;
use crate::function::unqualified;
use crate::records::{self, Archive, Function, function_key};
use crate::shapes::{
    AccountLimit, AccountUsage, Concurrency, DeleteFunctionConcurrencyRequest,
    GetAccountSettingsRequest, GetAccountSettingsResponse, GetFunctionConcurrencyRequest,
    GetFunctionConcurrencyResponse, PutFunctionConcurrencyRequest,
};

/// How many invocations an account has at once.
const CONCURRENCY: i64 = 1000;
/// How many of these are left to functions without a reservation.
const UNRESERVED_MIN: i64 = 100;
/// The most bytes of code and layers, unpacked.
const UNZIPPED_MAX: i64 = 250 << 20;

/// Reserves invocations for a function.
pub(crate) async fn put(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<PutFunctionConcurrencyRequest>,
) -> Result<Concurrency, LambdaError> {
    let request = request.into_inner();
    let named = unqualified(call, &request.function_name)?;
    let asked = request.reserved_concurrent_executions;
    let reserved = u32::try_from(asked).map_err(|_| {
        let must = "have value greater than or equal to 0";
        LambdaError::constraint(asked, "reservedConcurrentExecutions", must)
    })?;
    let done = call.commit(move |writer| {
        let mut function = records::function(writer, &named)?;
        let key = function_key(&function.arn)?;
        let all = writer.scan::<Function>(&key.account, &key.region, "", None, usize::MAX)?;
        let others = all.iter().filter(|(other, _)| *other != key);
        let others: i64 = others.filter_map(|(_, other)| other.reserved).map(i64::from).sum();
        if others + i64::from(reserved) > CONCURRENCY - UNRESERVED_MIN {
            return Err(LambdaError::InvalidParameter(format!(
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{UNRESERVED_MIN}]."
            )));
        }
        function.reserved = Some(reserved);
        writer.put(&key, &function)?;
        Ok(Concurrency { reserved_concurrent_executions: Some(asked) })
    });
    Ok(done.await?)
}

/// Takes a reservation away.
pub(crate) async fn delete(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<DeleteFunctionConcurrencyRequest>,
) -> Result<(), LambdaError> {
    let named = unqualified(call, &request.function_name)?;
    let done = call.commit(move |writer| {
        let mut function = records::function(writer, &named)?;
        function.reserved = None;
        Ok::<_, LambdaError>(writer.put(&function_key(&function.arn)?, &function)?)
    });
    Ok(done.await?)
}

/// Tells what is reserved for a function.
pub(crate) async fn get(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetFunctionConcurrencyRequest>,
) -> Result<GetFunctionConcurrencyResponse, LambdaError> {
    let named = unqualified(call, &request.function_name)?;
    let function = call.read(|reader| records::function(reader, &named))?;
    let reserved = function.reserved.and_then(|reserved| i32::try_from(reserved).ok());
    Ok(GetFunctionConcurrencyResponse { reserved_concurrent_executions: reserved })
}

/// Tells what an account may have, and has.
pub(crate) async fn account(
    _lambda: &Lambda,
    call: &Call,
    _request: Authorized<GetAccountSettingsRequest>,
) -> Result<GetAccountSettingsResponse, LambdaError> {
    let (account, region) = (call.account()?.to_string(), call.region.as_str());
    let (functions, archives) = call.read(|reader| {
        let functions = reader.scan::<Function>(&account, region, "", None, usize::MAX)?;
        let archives = reader.scan::<Archive>(&account, region, "", None, usize::MAX)?;
        Ok::<_, LambdaError>((functions, archives))
    })?;
    let reserved: i64 =
        functions.iter().filter_map(|(_, function)| function.reserved).map(i64::from).sum();
    let stored: u64 = archives.iter().map(|(_, archive)| archive.size).sum();
    let number = |size: u64| i64::try_from(size).unwrap_or(i64::MAX);
    let concurrent = |many: i64| i32::try_from(many).unwrap_or_default();
    Ok(GetAccountSettingsResponse {
        account_limit: Some(AccountLimit {
            total_code_size: Some(number(STORED_MAX)),
            code_size_unzipped: Some(UNZIPPED_MAX),
            code_size_zipped: Some(number(ZIPPED_MAX as u64)),
            concurrent_executions: Some(concurrent(CONCURRENCY)),
            unreserved_concurrent_executions: Some(concurrent(CONCURRENCY - reserved)),
        }),
        account_usage: Some(AccountUsage {
            total_code_size: Some(number(stored)),
            function_count: i64::try_from(functions.len()).ok(),
        }),
    })
}
