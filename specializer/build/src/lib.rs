//! pyspec-build
