//! The place for fused pairs: the encoder asks here whether two neighbours have a fused
//! row. There are none yet, so nothing is exported.
