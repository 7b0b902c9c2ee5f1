//! Cutting, generalising and encoding vector tiles from the planar partition.
