//! Values by key, in the order in which they were declared.

/// Its keys are names from packs, never what a person sends, so that a fast hash will do.
pub type Keyed<V> = indexmap::IndexMap<String, V, foldhash::fast::RandomState>;
