//! A day of the size of a district's.
