//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Certificates, delete, describe, import, list, rules, tags};

operations! {
    Certificates = "acm";
    AddTagsToCertificate: Write Management Signed ["acm:AddTagsToCertificate"] rules::tagged => tags::add;
    DeleteCertificate: Write Management Signed ["acm:DeleteCertificate"] rules::certificate => delete::delete;
    DescribeCertificate: Read Management Signed ["acm:DescribeCertificate"] rules::certificate => describe::describe;
    GetCertificate: Read Management Signed ["acm:GetCertificate"] rules::certificate => describe::get;
    ImportCertificate: Write Management Signed ["acm:ImportCertificate", "acm:AddTagsToCertificate"] rules::imported => import::import;
    ListCertificates: Read Management Signed ["acm:ListCertificates"] any_resource => list::list;
    ListTagsForCertificate: Read Management Signed ["acm:ListTagsForCertificate"] rules::certificate => tags::list;
    RemoveTagsFromCertificate: Write Management Signed ["acm:RemoveTagsFromCertificate"] rules::tagged => tags::remove;
}
