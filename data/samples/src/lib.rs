//! Invented towns and how they are made: same seed, identical town.
