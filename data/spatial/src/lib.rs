//! The spatial core: the exact planar partition, and which grid a point is in.
