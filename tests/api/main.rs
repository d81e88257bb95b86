//! What each route of the API does, on both stores.

mod attachments;
mod bad_lists;
mod bulk;
mod devices;
mod dry_run;
mod duplicates;
mod figures;
mod files;
mod follow_ups;
mod form_drafts;
mod home;
mod imports;
mod input;
mod jobs;
mod lists;
mod notices;
mod quality;
mod records;
mod repeats;
mod reverts;
mod search;
mod second_factor;
mod session;
mod tokens;
