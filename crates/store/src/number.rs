//! Counters behind human numbers.

use keshu_kernel::{Fragment, Problem};

use crate::Tx;

/// The next value of a counter, starting at 1; rolled back with its transaction, so declared series stay gapless.
pub fn next_number(tx: &mut Tx, key: &str) -> Result<i64, Problem> {
    let mut sql = Fragment::raw("INSERT INTO sys_counter (key, last) VALUES (");
    sql.bind(key).sql(", 1) ON CONFLICT (key) DO UPDATE SET last = sys_counter.last + 1 RETURNING last");
    Ok(tx.read().query_cell(sql)?.as_int().unwrap_or(1))
}
