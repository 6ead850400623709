//! pyspec-analyzer
