//! The tile set from the outside: whole tiles of made-up towns, read back by another decoder.

mod budget;
mod decoded;
mod doors;
mod edits;
mod exact;
mod features;
mod labels;
mod mlt;
mod oracle;
mod real;
mod seams;
mod town;
