//! pyspec-emit
