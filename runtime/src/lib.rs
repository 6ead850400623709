//! pyspec-runtime
