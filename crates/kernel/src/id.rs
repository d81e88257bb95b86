//! Record ids: UUIDv7 as lower-case text, so that ids sort by the moment they were made.

/// A new id, 36 characters, time-ordered (RFC 9562 §5.7).
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Whether `text` has the shape of an id; it says nothing about a record being there.
pub fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}
