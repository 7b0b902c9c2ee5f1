//! Measurements, side by side with plain twins; `README.md` says how to run them.
