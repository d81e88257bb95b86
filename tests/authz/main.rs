//! Who sees and may what: the same row rule on every way to a record, and fields that are not there.

mod fields;
mod routes;
mod rows;
mod shares;
