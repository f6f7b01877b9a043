//! Every operation, a line each.

use bartizan_service::operations;

use crate::{
    KeyManagement, alias, data_key, encryption, grant, import, key, key_store, last_usage, mac,
    multi_region, policy, rotation, rules, secret, signature, tags,
};

operations! {
    KeyManagement = "kms";
    CancelKeyDeletion: Write Management Signed ["kms:CancelKeyDeletion"] rules::key => key::cancel;
    ConnectCustomKeyStore: Write Management Signed ["kms:ConnectCustomKeyStore"] rules::anything => key_store::connect;
    CreateAlias: Write Management Signed ["kms:CreateAlias"] alias::rule::new => alias::create;
    CreateCustomKeyStore: Write Management Signed ["kms:CreateCustomKeyStore"] rules::anything => key_store::create;
    CreateGrant: Write Management Signed ["kms:CreateGrant"] grant::rule::new => grant::create;
    CreateKey: Write Management Signed ["kms:CreateKey", "kms:TagResource"] key::rule::new => key::create;
    Decapsulate: Read Management Signed ["kms:Decapsulate"] secret::encapsulation_rule => secret::decapsulate;
    Decrypt: Read Management Signed ["kms:Decrypt"] encryption::rule::decrypts => encryption::decrypt;
    DeleteAlias: Write Management Signed ["kms:DeleteAlias"] alias::rule::named => alias::delete;
    DeleteCustomKeyStore: Write Management Signed ["kms:DeleteCustomKeyStore"] rules::anything => key_store::delete;
    DeleteImportedKeyMaterial: Write Management Signed ["kms:DeleteImportedKeyMaterial"] rules::key => import::delete;
    DeriveSharedSecret: Read Management Signed ["kms:DeriveSharedSecret"] secret::agreement_rule => secret::derive;
    DescribeCustomKeyStores: Read Management Signed ["kms:DescribeCustomKeyStores"] rules::anything => key_store::describe;
    DescribeKey: Read Management Signed ["kms:DescribeKey"] key::rule::described => key::describe;
    DisableKey: Write Management Signed ["kms:DisableKey"] last_usage::unused_key => key::disable;
    DisableKeyRotation: Write Management Signed ["kms:DisableKeyRotation"] rules::key => rotation::disable;
    DisconnectCustomKeyStore: Write Management Signed ["kms:DisconnectCustomKeyStore"] rules::anything => key_store::disconnect;
    EnableKey: Write Management Signed ["kms:EnableKey"] rules::key => key::enable;
    EnableKeyRotation: Write Management Signed ["kms:EnableKeyRotation"] rotation::rule::scheduled => rotation::enable;
    Encapsulate: Read Management Signed ["kms:Encapsulate"] secret::encapsulation_rule => secret::encapsulate;
    Encrypt: Read Management Signed ["kms:Encrypt"] encryption::rule::encrypts => encryption::encrypt;
    GenerateDataKey: Read Management Signed ["kms:GenerateDataKey"] data_key::rule => data_key::generate_key;
    GenerateDataKeyPair: Read Management Signed ["kms:GenerateDataKeyPair"] data_key::rule => data_key::generate_pair;
    GenerateDataKeyPairWithoutPlaintext: Read Management Signed ["kms:GenerateDataKeyPairWithoutPlaintext"] data_key::rule => data_key::generate_sealed_pair;
    GenerateDataKeyWithoutPlaintext: Read Management Signed ["kms:GenerateDataKeyWithoutPlaintext"] data_key::rule => data_key::generate_sealed_key;
    GenerateMac: Read Management Signed ["kms:GenerateMac"] mac::rule => mac::generate;
    GenerateRandom: Read Management Signed ["kms:GenerateRandom"] rules::anything => data_key::random;
    GetKeyLastUsage: Read Management Signed ["kms:GetKeyLastUsage"] rules::key => last_usage::show;
    GetKeyPolicy: Read Management Signed ["kms:GetKeyPolicy"] rules::key => policy::show;
    GetKeyRotationStatus: Read Management Signed ["kms:GetKeyRotationStatus"] rules::any_key => rotation::status;
    GetParametersForImport: Issue Management Signed ["kms:GetParametersForImport"] import::rule::parameters => import::parameters;
    GetPublicKey: Read Management Signed ["kms:GetPublicKey"] rules::granted_key => signature::public_key;
    ImportKeyMaterial: Write Management Signed ["kms:ImportKeyMaterial"] import::rule::imported => import::import;
    ListAliases: Read Management Signed ["kms:ListAliases"] rules::anything => alias::list;
    ListGrants: Read Management Signed ["kms:ListGrants"] grant::rule::of_key => grant::list;
    ListKeyPolicies: Read Management Signed ["kms:ListKeyPolicies"] rules::key => policy::list;
    ListKeyRotations: Read Management Signed ["kms:ListKeyRotations"] rules::key => rotation::list;
    ListKeys: Read Management Signed ["kms:ListKeys"] rules::anything => key::list;
    ListResourceTags: Read Management Signed ["kms:ListResourceTags"] rules::key => tags::list;
    ListRetirableGrants: Read Management Signed ["kms:ListRetirableGrants"] grant::rule::retirable => grant::retirable;
    PutKeyPolicy: Write Management Signed ["kms:PutKeyPolicy"] key::rule::with_policy => policy::put;
    ReEncrypt: Read Management Signed ["kms:ReEncryptFrom", "kms:ReEncryptTo"] encryption::rule::re_encrypts => encryption::re_encrypt;
    ReplicateKey: Write Management Signed ["kms:ReplicateKey", "kms:CreateKey", "kms:TagResource"] multi_region::rule::replicated => multi_region::replicate;
    RetireGrant: Write Management Signed ["kms:RetireGrant"] grant::rule::retired => grant::retire;
    RevokeGrant: Write Management Signed ["kms:RevokeGrant"] grant::rule::of_key => grant::revoke;
    RotateKeyOnDemand: Write Management Signed ["kms:RotateKeyOnDemand"] rules::key => rotation::on_demand;
    ScheduleKeyDeletion: Write Management Signed ["kms:ScheduleKeyDeletion"] key::rule::deleted => key::schedule;
    Sign: Read Management Signed ["kms:Sign"] signature::rule => signature::sign;
    TagResource: Write Management Signed ["kms:TagResource"] key::rule::with_tags => tags::tag;
    UntagResource: Write Management Signed ["kms:UntagResource"] key::rule::with_tags => tags::untag;
    UpdateAlias: Write Management Signed ["kms:UpdateAlias"] alias::rule::changed => alias::update;
    UpdateCustomKeyStore: Write Management Signed ["kms:UpdateCustomKeyStore"] rules::anything => key_store::update;
    UpdateKeyDescription: Write Management Signed ["kms:UpdateKeyDescription"] rules::key => key::describe_as;
    UpdatePrimaryRegion: Write Management Signed ["kms:UpdatePrimaryRegion"] multi_region::rule::moved => multi_region::update_primary;
    Verify: Read Management Signed ["kms:Verify"] signature::rule => signature::verify;
    VerifyMac: Read Management Signed ["kms:VerifyMac"] mac::rule => mac::verify;
}
