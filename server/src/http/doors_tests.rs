//! Every route as every role: the table of doors is what happens.
