//! Who sees and may what: the same row rule on every way to a record, and fields that are not there.

mod explain;
mod fields;
mod live;
mod masks;
mod offline;
mod presence;
mod routes;
mod rows;
mod shares;
