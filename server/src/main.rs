//! The gridbeat program.
fn main() {}
