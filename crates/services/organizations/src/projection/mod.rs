//! How the organizations' records become what the directory knows of accounts.
//!
//! Trees are kept in memory: a commit recomputes the accounts below the nodes that it changed, and no
//! others.

mod compiled;
mod tagging;
mod trees;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Reader, Store, StoreError};
use bartizan_service::{Directory, Ports, Projection};

use self::trees::Trees;
use crate::entity::Entities;
use crate::governance::Keeper;
use crate::place::Places;
use crate::records::{Bearing, Handshake, Node, Organization, Policy};

/// Enters each account's place in its organization into the directory.
#[derive(Default)]
pub struct OrganizationsProjection(Mutex<Trees>);

impl OrganizationsProjection {
    fn trees(&self) -> MutexGuard<'_, Trees> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for OrganizationsProjection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrganizationsProjection")
    }
}

impl Projection for OrganizationsProjection {
    fn offer(&self, ports: &mut Ports) {
        ports.governance = Some(Arc::new(Keeper));
        ports.memberships = Some(Arc::new(Places));
        ports.entities = Some(Arc::new(Entities));
    }

    fn upgrade(&self, store: &Store) -> Result<(), StoreError> {
        store.upgrade::<Node>()?;
        store.upgrade::<Policy>()?;
        store.upgrade::<Handshake>()?;
        Ok(())
    }

    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        let mut trees = self.trees();
        each::<Organization>(reader, |key, organization| {
            trees.enter_organization(key, Some(organization));
            Ok(())
        })?;
        each::<Policy>(reader, |key, policy| trees.enter_policy(key, Some(&policy)))?;
        each::<Bearing>(reader, |key, bearing| {
            trees.enter_bearing(key, Some(bearing));
            Ok(())
        })?;
        each::<Node>(reader, |key, node| {
            trees.enter_node(key, Some(node), directory);
            Ok(())
        })?;
        trees.settle(directory);
        Ok(())
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        if !changes.iter().any(|change| change.collection.starts_with("organizations.")) {
            return Ok(());
        }
        let mut trees = self.trees();
        each_changed::<Organization>(changes, reader, |key, organization| {
            trees.enter_organization(key, organization);
            Ok(())
        })?;
        each_changed::<Policy>(changes, reader, |key, policy| {
            trees.enter_policy(key, policy.as_ref())
        })?;
        each_changed::<Bearing>(changes, reader, |key, bearing| {
            trees.enter_bearing(key, bearing);
            Ok(())
        })?;
        each_changed::<Node>(changes, reader, |key, node| {
            trees.enter_node(key, node, directory);
            Ok(())
        })?;
        trees.settle(directory);
        Ok(())
    }
}
