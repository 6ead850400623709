//! pyspec-abi
