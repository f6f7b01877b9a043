//! The variables that Lambda sets.

use crate::function::{Credentials, Function, Runtime};

/// Where a function sees its parts.
pub(crate) struct Places<'a> {
    pub(crate) task: &'a str,
    pub(crate) layers: &'a str,
    pub(crate) runtimes: &'a str,
    /// The operator's libraries.
    pub(crate) libraries: Option<&'a str>,
    /// The log stream of the environment.
    pub(crate) stream: &'a str,
}

/// All variables of an environment. A function's own come first, so that none takes a reserved one's place.
pub(crate) fn of(
    function: &Function,
    credentials: &Credentials,
    places: &Places<'_>,
) -> Vec<(String, String)> {
    let Places { task, layers, runtimes, libraries, stream } = places;
    let mut all: Vec<(String, String)> = vec![
        // What functions may set otherwise.
        ("LANG".to_owned(), "C.UTF-8".to_owned()),
        ("TZ".to_owned(), ":UTC".to_owned()),
        ("PATH".to_owned(), format!("/usr/local/bin:/usr/bin:/bin:{layers}/bin")),
        (
            "LD_LIBRARY_PATH".to_owned(),
            format!("{runtimes}:{runtimes}/lib:{task}:{task}/lib:{layers}/lib"),
        ),
    ];
    if function.runtime == Runtime::Node {
        let modules = format!("{layers}/nodejs/node_modules:{runtimes}/node_modules:{runtimes}");
        let libraries = libraries.map(|folder| format!(":{folder}")).unwrap_or_default();
        all.push(("NODE_PATH".to_owned(), format!("{modules}:{task}{libraries}")));
    }
    if let (Runtime::Python, Some(folder)) = (function.runtime, libraries) {
        all.push(("PYTHONPATH".to_owned(), (*folder).to_owned()));
    }
    let own = function.environment.iter();
    all.extend(own.map(|(name, value)| (name.clone(), value.to_string())));
    let execution = match function.runtime {
        Runtime::Python => Some("AWS_Lambda_python3"),
        Runtime::Node => Some("AWS_Lambda_nodejs"),
        Runtime::Provided => None,
    };
    let mut reserved = |name: &str, value: &str| all.push((name.to_owned(), value.to_owned()));
    reserved("_HANDLER", &function.handler);
    reserved("LAMBDA_TASK_ROOT", task);
    reserved("LAMBDA_RUNTIME_DIR", runtimes);
    reserved("BARTIZAN_LAYERS", layers);
    reserved("AWS_REGION", &function.region);
    reserved("AWS_DEFAULT_REGION", &function.region);
    reserved("AWS_LAMBDA_FUNCTION_NAME", &function.name);
    reserved("AWS_LAMBDA_FUNCTION_VERSION", &function.version);
    reserved("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &function.memory.to_string());
    reserved("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    reserved("AWS_LAMBDA_LOG_GROUP_NAME", &function.log_group);
    reserved("AWS_LAMBDA_LOG_STREAM_NAME", stream);
    reserved("AWS_ACCESS_KEY_ID", &credentials.access_key_id);
    reserved("AWS_SECRET_ACCESS_KEY", &credentials.secret_access_key);
    reserved("AWS_SESSION_TOKEN", &credentials.session_token);
    if let Some(execution) = execution {
        reserved("AWS_EXECUTION_ENV", execution);
    }
    all
}

/// The name of an environment's own log stream, as Lambda makes it.
pub(crate) fn stream(function: &Function) -> String {
    let mut random = [0; 16];
    // A stream without a random name is still one.
    let _ = getrandom::fill(&mut random);
    let day = jiff::Timestamp::now().strftime("%Y/%m/%d").to_string();
    format!("{day}/[{}]{:032x}", function.version, u128::from_be_bytes(random))
}
