//! pyspec-front
