//! Foreign errors become problems here, and nowhere else; their text goes to the log only.

use keshu_kernel::{Problem, args, codes};

/// Whether the same transaction may succeed when run again (PostgreSQL serialization failures and deadlocks).
pub(crate) fn is_retryable(error: &postgres::Error) -> bool {
    error.code().is_some_and(|state| matches!(state.code(), "40001" | "40P01"))
}

pub(crate) fn from_sqlite(error: rusqlite::Error) -> Problem {
    use rusqlite::ErrorCode;
    let Some(kind) = error.sqlite_error_code() else { return Problem::internal(error) };
    match kind {
        ErrorCode::DiskFull => Problem::new(&codes::DISK_FULL, vec![]).because(error),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Problem::new(&codes::STORE_BUSY, vec![]).because(error),
        ErrorCode::ConstraintViolation => from_constraint(&error.to_string()),
        _ => Problem::internal(error),
    }
}

/// `UNIQUE constraint failed: customer.uscc` or `FOREIGN KEY constraint failed`.
fn from_constraint(text: &str) -> Problem {
    if let Some(columns) = text.split("UNIQUE constraint failed: ").nth(1) {
        let column = columns.split(',').next().and_then(|name| name.trim().rsplit('.').next()).unwrap_or_default();
        return unique_taken(column, text);
    }
    if text.contains("FOREIGN KEY") {
        return Problem::new(&codes::LINK_BROKEN, args![label = "?"]).because(text);
    }
    Problem::internal(text)
}

fn unique_taken(column: &str, cause: &str) -> Problem {
    Problem::new(&codes::UNIQUE_TAKEN, args![label = column]).because(cause)
}

pub(crate) fn from_postgres(error: postgres::Error) -> Problem {
    let Some(db) = error.as_db_error() else {
        return if error.is_closed() { Problem::new(&codes::STORE_BUSY, vec![]).because(error) } else { Problem::internal(format!("{error:?}")) };
    };
    let text = format!("{db} {}", db.detail().unwrap_or_default());
    match db.code().code() {
        // Unique indexes are named ux_<table>__<column>.
        "23505" => unique_taken(db.constraint().and_then(|name| name.rsplit("__").next()).unwrap_or("?"), &text),
        "23503" => Problem::new(&codes::LINK_BROKEN, args![label = db.constraint().unwrap_or("?")]).because(text),
        "53100" => Problem::new(&codes::DISK_FULL, vec![]).because(text),
        "40001" | "40P01" | "55P03" | "57P01" | "53300" => Problem::new(&codes::STORE_BUSY, vec![]).because(text),
        _ => Problem::internal(text),
    }
}
