//! Transactions, collections and a change feed over SQLite or PostgreSQL.
