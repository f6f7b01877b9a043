//! How a transaction ends that leaves files which nothing names any more.

use bartizan_service::Call;
use bartizan_store::Writer;
use bartizan_types::Fault;
use bartizan_wire::{IntoValue, Value};

use crate::S3;
use crate::error::S3Error;
use crate::files::FileId;

/// The output of a transaction, and the files that nothing names once it is durable.
#[derive(Debug, Clone)]
struct Committed<T> {
    output: T,
    doomed: Vec<FileId>,
}

impl<T: IntoValue> IntoValue for Committed<T> {
    fn into_value(self) -> Value {
        self.output.into_value()
    }
}

impl S3 {
    /// Runs `change` as [`Call::commit`] does. The files that it adds to its list are removed once
    /// the change is durable.
    pub(crate) async fn commit<T: IntoValue + Clone + Send + 'static>(
        &self,
        call: &Call,
        change: impl FnOnce(&mut Writer<'_>, &mut Vec<FileId>) -> Result<T, S3Error> + Send + 'static,
    ) -> Result<T, Fault> {
        let committed = call
            .commit(move |writer| {
                let mut doomed = Vec::new();
                let output = change(writer, &mut doomed)?;
                Ok::<_, S3Error>(Committed { output, doomed })
            })
            .await?;
        self.files.remove(committed.doomed);
        Ok(committed.output)
    }
}
