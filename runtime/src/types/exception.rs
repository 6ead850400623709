//! The exception classes.

pub use crate::protocol::raise::Exceptions;
