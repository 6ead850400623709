//! pyspec-library
