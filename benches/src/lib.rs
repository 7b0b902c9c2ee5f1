//! Measurements, side by side with peers; see `README.md` for how to run them.
