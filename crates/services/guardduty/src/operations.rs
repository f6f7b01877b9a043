//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::lists::handlers;
use crate::{GuardDuty, detector, filter, finding, rules, tags};

operations! {
    GuardDuty = "guardduty";
    ArchiveFindings: Write Management Signed ["guardduty:ArchiveFindings"] any_resource => finding::change::archive;
    CreateDetector: Write Management Signed ["guardduty:CreateDetector"] rules::new => detector::create;
    CreateFilter: Write Management Signed ["guardduty:CreateFilter"] rules::new_filter => filter::create;
    CreateIPSet: Write Management Signed ["guardduty:CreateIPSet"] rules::new => handlers::ip_set::create;
    CreateSampleFindings: Write Management Signed ["guardduty:CreateSampleFindings"] any_resource => finding::sample::create;
    CreateThreatEntitySet: Write Management Signed ["guardduty:CreateThreatEntitySet"] rules::new => handlers::threat_entity_set::create;
    CreateThreatIntelSet: Write Management Signed ["guardduty:CreateThreatIntelSet"] rules::new => handlers::threat_intel_set::create;
    CreateTrustedEntitySet: Write Management Signed ["guardduty:CreateTrustedEntitySet"] rules::new => handlers::trusted_entity_set::create;
    DeleteDetector: Write Management Signed ["guardduty:DeleteDetector"] rules::detector => detector::delete;
    DeleteFilter: Write Management Signed ["guardduty:DeleteFilter"] rules::filter => filter::delete;
    DeleteIPSet: Write Management Signed ["guardduty:DeleteIPSet"] rules::list => handlers::ip_set::delete;
    DeleteThreatEntitySet: Write Management Signed ["guardduty:DeleteThreatEntitySet"] rules::list => handlers::threat_entity_set::delete;
    DeleteThreatIntelSet: Write Management Signed ["guardduty:DeleteThreatIntelSet"] rules::list => handlers::threat_intel_set::delete;
    DeleteTrustedEntitySet: Write Management Signed ["guardduty:DeleteTrustedEntitySet"] rules::list => handlers::trusted_entity_set::delete;
    GetDetector: Read Management Signed ["guardduty:GetDetector"] rules::detector => detector::get;
    GetFilter: Read Management Signed ["guardduty:GetFilter"] rules::filter => filter::get;
    GetFindings: Read Management Signed ["guardduty:GetFindings"] any_resource => finding::list::get;
    GetFindingsStatistics: Read Management Signed ["guardduty:GetFindingsStatistics"] any_resource => finding::statistics::get;
    GetIPSet: Read Management Signed ["guardduty:GetIPSet"] rules::list => handlers::ip_set::get;
    GetThreatEntitySet: Read Management Signed ["guardduty:GetThreatEntitySet"] rules::list => handlers::threat_entity_set::get;
    GetThreatIntelSet: Read Management Signed ["guardduty:GetThreatIntelSet"] rules::list => handlers::threat_intel_set::get;
    GetTrustedEntitySet: Read Management Signed ["guardduty:GetTrustedEntitySet"] rules::list => handlers::trusted_entity_set::get;
    ListDetectors: Read Management Signed ["guardduty:ListDetectors"] any_resource => detector::list;
    ListFilters: Read Management Signed ["guardduty:ListFilters"] any_resource => filter::list;
    ListFindings: Read Management Signed ["guardduty:ListFindings"] any_resource => finding::list::list;
    ListIPSets: Read Management Signed ["guardduty:ListIPSets"] any_resource => handlers::ip_set::list;
    ListTagsForResource: Read Management Signed ["guardduty:ListTagsForResource"] rules::tagged => tags::list;
    ListThreatEntitySets: Read Management Signed ["guardduty:ListThreatEntitySets"] any_resource => handlers::threat_entity_set::list;
    ListThreatIntelSets: Read Management Signed ["guardduty:ListThreatIntelSets"] any_resource => handlers::threat_intel_set::list;
    ListTrustedEntitySets: Read Management Signed ["guardduty:ListTrustedEntitySets"] any_resource => handlers::trusted_entity_set::list;
    TagResource: Write Management Signed ["guardduty:TagResource"] rules::tagged => tags::add;
    UnarchiveFindings: Write Management Signed ["guardduty:UnarchiveFindings"] any_resource => finding::change::unarchive;
    UntagResource: Write Management Signed ["guardduty:UntagResource"] rules::tagged => tags::remove;
    UpdateDetector: Write Management Signed ["guardduty:UpdateDetector"] rules::detector => detector::update;
    UpdateFilter: Write Management Signed ["guardduty:UpdateFilter"] rules::filter => filter::update;
    UpdateFindingsFeedback: Write Management Signed ["guardduty:UpdateFindingsFeedback"] any_resource => finding::change::feedback;
    UpdateIPSet: Write Management Signed ["guardduty:UpdateIPSet"] rules::list => handlers::ip_set::update;
    UpdateThreatEntitySet: Write Management Signed ["guardduty:UpdateThreatEntitySet"] rules::list => handlers::threat_entity_set::update;
    UpdateThreatIntelSet: Write Management Signed ["guardduty:UpdateThreatIntelSet"] rules::list => handlers::threat_intel_set::update;
    UpdateTrustedEntitySet: Write Management Signed ["guardduty:UpdateTrustedEntitySet"] rules::list => handlers::trusted_entity_set::update;
}
