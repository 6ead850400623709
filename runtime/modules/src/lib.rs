//! pyspec-modules
