//! The operation by which records come.

use bartizan_service::{any_resource, operations};

use super::{RecordsApi, ingest};

operations! {
    RecordsApi = "records";
    IngestRecords: Write Data Signed ["bartizan:IngestRecords"] any_resource => ingest::take;
}
