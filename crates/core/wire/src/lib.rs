//! Codecs of the AWS wire protocols, driven by the model.
