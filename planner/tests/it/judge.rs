//! The judge catches every kind of tampering with a good plan.
