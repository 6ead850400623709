//! pyspec-specializer
