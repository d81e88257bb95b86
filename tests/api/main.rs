//! What each route of the API does, on both stores.

mod attachments;
mod bad_lists;
mod bulk;
mod duplicates;
mod figures;
mod files;
mod imports;
mod input;
mod jobs;
mod lists;
mod quality;
mod records;
mod repeats;
mod search;
mod session;
