//! Measuring Keshu beside its floor: `scripts/bench.sh` runs both in turn and writes docs/PERFORMANCE.md.
//!
//! `floor` is the least that axum and Keshu's database driver can do with the same rows; `load` asks a server over
//! connections that stay open and says how fast it answered and what processor time that took.

mod floor;
mod load;
mod reload;

use std::path::PathBuf;

use clap::Parser;

#[derive(Parser)]
#[command(name = "keshu-bench", arg_required_else_help = true)]
enum Command {
    /// Serve customers of a Keshu database without rights, audit or expressions
    Floor {
        /// A `keshu.db` that no server has open, or a PostgreSQL URL
        database: String,
        #[arg(long, default_value = "127.0.0.1:18010")]
        listen: String,
    },
    /// Load the customers of a Keshu database into a new one, through SQLite alone; prints one line of JSON
    Reload {
        /// A `keshu.db` that no server has open
        source: PathBuf,
        /// A file that is not there yet
        target: PathBuf,
    },
    /// Ask in a closed loop; prints one line of JSON
    Load {
        /// `http://127.0.0.1:PORT`
        base: String,
        /// Lines of `METHOD<tab>PATH<tab>BODY`, asked in turn
        asks: PathBuf,
        #[arg(long, default_value_t = 8)]
        connections: usize,
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        #[arg(long, default_value = "")]
        token: String,
        /// The server's process, for its processor time
        #[arg(long)]
        pid: Option<u32>,
    },
}

fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Floor { database, listen } => floor::serve(&database, &listen),
        Command::Reload { source, target } => reload::run(&source, &target),
        Command::Load { base, asks, connections, seconds, token, pid } => load::run(&base, &asks, connections, seconds, &token, pid),
    }
}
