//! Every command with its flags and examples.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

#[derive(Debug, Parser)]
#[command(name = "keshu", version, about = "Keshu 客枢: customer management in one program", arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// Where data lives; every command that touches data takes it.
#[derive(Debug, Clone, Args, Serialize, Deserialize)]
pub struct StoreArgs {
    /// Data folder: database, key ring, files
    #[arg(long, env = "KESHU_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,
    /// PostgreSQL URL; without it the embedded database in the data folder
    #[arg(long, env = "KESHU_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

#[derive(Debug, Subcommand, Serialize, Deserialize)]
pub enum Command {
    /// Serve the page and the API
    #[command(after_help = "Example:\n  keshu serve --data /var/lib/keshu --listen 127.0.0.1:8080")]
    Serve {
        #[command(flatten)]
        store: StoreArgs,
        /// Address to listen on
        #[arg(long, env = "KESHU_LISTEN", value_name = "HOST:PORT")]
        listen: Option<String>,
    },
    /// Serve a demonstration with fictional customers, on this machine only
    #[command(after_help = "Examples:\n  keshu demo\n  keshu demo --data demo-data --clear")]
    Demo {
        /// Data folder of the demo
        #[arg(long, env = "KESHU_DATA", default_value = "demo-data", value_name = "DIR")]
        data: PathBuf,
        /// PostgreSQL URL; without it the embedded database in the data folder
        #[arg(long, env = "KESHU_DATABASE", value_name = "URL", hide_env_values = true)]
        database: Option<String>,
        /// Address to listen on
        #[arg(long, env = "KESHU_LISTEN", value_name = "HOST:PORT")]
        listen: Option<String>,
        /// Remove the demo's customers that nobody touched, and stop
        #[arg(long)]
        clear: bool,
    },
    /// Run jobs only, beside a server on the same PostgreSQL database
    #[command(after_help = "Example:\n  keshu work --data /var/lib/keshu-worker --database postgres://keshu@db/keshu")]
    Work {
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Make the first administrator
    #[command(after_help = "Example:\n  echo 'a long password' | keshu setup --data data --username admin --password-stdin")]
    Setup {
        #[command(flatten)]
        store: StoreArgs,
        /// User name of the administrator
        #[arg(long)]
        username: String,
        /// Name on screen; the user name without it
        #[arg(long)]
        name: Option<String>,
        /// Name of the company, which becomes the first department
        #[arg(long, default_value = "我的公司")]
        company: String,
        /// Read the password from standard input
        #[arg(long, required = true)]
        password_stdin: bool,
        #[arg(skip)]
        password: String,
    },
    /// Import a list (CSV, XLSX or vCard)
    #[command(after_help = "Example:\n  keshu import customers.csv --entity customer --mode upsert --keys uscc")]
    Import {
        #[command(flatten)]
        store: StoreArgs,
        file: PathBuf,
        #[arg(long, default_value = "customer")]
        entity: String,
        /// create, update or upsert
        #[arg(long, default_value = "create")]
        mode: String,
        /// Keys by which rows are matched, comma separated
        #[arg(long, value_delimiter = ',')]
        keys: Vec<String>,
        /// In whose name; the first administrator without it
        #[arg(long, value_name = "USERNAME")]
        staff: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Export a list into a new file, CSV, XLSX or vCard by its ending
    #[command(after_help = "Example:\n  keshu export customers.xlsx --entity customer --filter 'customer_grade = \"A\"'")]
    Export {
        #[command(flatten)]
        store: StoreArgs,
        file: PathBuf,
        #[arg(long, default_value = "customer")]
        entity: String,
        /// FEEL, as in the API
        #[arg(long)]
        filter: Option<String>,
        /// Field keys, comma separated; all without it
        #[arg(long, value_delimiter = ',')]
        fields: Vec<String>,
        /// In whose name; the first administrator without it
        #[arg(long, value_name = "USERNAME")]
        staff: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Take everything out into a new ZIP file: records as JSON lines, files, and the catalog
    #[command(after_help = "Example:\n  keshu takeout everything.zip")]
    Takeout {
        #[command(flatten)]
        store: StoreArgs,
        file: PathBuf,
        /// In whose name; the first administrator without it
        #[arg(long, value_name = "USERNAME")]
        staff: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Find records
    #[command(after_help = "Example:\n  keshu search 海川 --entity customer")]
    Search {
        #[command(flatten)]
        store: StoreArgs,
        q: String,
        #[arg(long)]
        entity: Option<String>,
        #[arg(long, default_value_t = 20)]
        limit: u64,
        /// With whose rights; the first administrator without it
        #[arg(long, value_name = "USERNAME")]
        staff: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// List the declared entities, or show one
    #[command(after_help = "Examples:\n  keshu entity\n  keshu entity customer --json")]
    Entity {
        #[command(flatten)]
        store: StoreArgs,
        name: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Packs: check their YAML
    Pack {
        #[command(subcommand)]
        command: PackCommand,
    },
    /// List people, or open and close an account
    #[command(after_help = "Examples:\n  keshu staff\n  keshu staff --disable linxiao\n  keshu staff --reset linxiao")]
    Staff {
        #[command(flatten)]
        store: StoreArgs,
        /// Close an account and end its sessions
        #[arg(long, value_name = "USERNAME", conflicts_with_all = ["enable", "reset"])]
        disable: Option<String>,
        /// Open an account again
        #[arg(long, value_name = "USERNAME", conflicts_with = "reset")]
        enable: Option<String>,
        /// Print a one-time link to set a new password
        #[arg(long, value_name = "USERNAME")]
        reset: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// API tokens
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// The audit chain
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Check figures and audit chains against the rows they stand for
    #[command(after_help = "Example:\n  keshu verify --data data --repair")]
    Verify {
        #[command(flatten)]
        store: StoreArgs,
        /// Write wrong figures anew
        #[arg(long)]
        repair: bool,
        #[arg(long)]
        json: bool,
    },
    /// Copy everything into a new folder while the server runs
    #[command(after_help = "Example:\n  keshu backup backups/2026-11-21 --data data")]
    Backup {
        #[command(flatten)]
        store: StoreArgs,
        target: PathBuf,
    },
    /// Put a backup into an empty data folder; stop the server first
    #[command(after_help = "Example:\n  keshu restore backups/2026-11-21 --data data")]
    Restore {
        #[command(flatten)]
        store: StoreArgs,
        source: PathBuf,
    },
    /// Show the settings in force and where each comes from
    Config {
        #[command(flatten)]
        store: StoreArgs,
        #[arg(long)]
        json: bool,
    },
    /// Whether the server of this data folder runs and its store answers
    Health {
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Print shell completions
    #[command(after_help = "Example:\n  keshu completions bash > /etc/bash_completion.d/keshu")]
    Completions { shell: Shell },
}

#[derive(Debug, Subcommand, Serialize, Deserialize)]
pub enum PackCommand {
    /// Explain every mistake with file and line
    #[command(after_help = "Example:\n  keshu pack check packs/core")]
    Check {
        #[arg(required = true)]
        folders: Vec<PathBuf>,
    },
}

#[derive(Debug, Subcommand, Serialize, Deserialize)]
pub enum TokenCommand {
    /// Print a new token, alone, on standard output
    #[command(after_help = "Example:\n  TOKEN=$(keshu token create --staff admin)")]
    Create {
        #[command(flatten)]
        store: StoreArgs,
        #[arg(long, value_name = "USERNAME")]
        staff: String,
        #[arg(long, default_value = "command line")]
        name: String,
        /// Last day of use, YYYY-MM-DD
        #[arg(long, value_name = "DATE")]
        expires_on: Option<String>,
    },
}

#[derive(Debug, Subcommand, Serialize, Deserialize)]
pub enum AuditCommand {
    /// Walk the chains; exit code 3 and the first bad entry when one was changed
    #[command(after_help = "Example:\n  keshu audit verify --anchor audit_anchors.jsonl")]
    Verify {
        #[command(flatten)]
        store: StoreArgs,
        /// A file of signed anchors kept elsewhere; its last line is used
        #[arg(long, value_name = "FILE")]
        anchor: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// Write the chains to a file that anybody can check with scripts/verify_audit.mjs
    #[command(after_help = "Example:\n  keshu audit export audit.jsonl --data data\n  node scripts/verify_audit.mjs audit.jsonl --anchors /elsewhere/audit_anchors.jsonl")]
    Export {
        #[command(flatten)]
        store: StoreArgs,
        /// A file that is not there yet
        file: PathBuf,
        /// Also what was changed, values and all; without it only that and by whom
        #[arg(long)]
        diffs: bool,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum, Serialize, Deserialize)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
}

impl Command {
    /// The data this command works on; `None` for those that need none.
    pub fn store(&self) -> Option<&StoreArgs> {
        match self {
            Command::Serve { store, .. }
            | Command::Work { store }
            | Command::Setup { store, .. }
            | Command::Import { store, .. }
            | Command::Takeout { store, .. }
            | Command::Export { store, .. }
            | Command::Search { store, .. }
            | Command::Entity { store, .. }
            | Command::Staff { store, .. }
            | Command::Token { command: TokenCommand::Create { store, .. } }
            | Command::Audit { command: AuditCommand::Verify { store, .. } | AuditCommand::Export { store, .. } }
            | Command::Verify { store, .. }
            | Command::Backup { store, .. }
            | Command::Restore { store, .. }
            | Command::Config { store, .. }
            | Command::Health { store } => Some(store),
            Command::Demo { .. } | Command::Pack { .. } | Command::Completions { .. } => None,
        }
    }

    /// Makes paths absolute, so that they mean the same to a server elsewhere.
    pub fn anchor_paths(&mut self) {
        let anchor = |path: &mut PathBuf| {
            if let Ok(absolute) = std::path::absolute(&*path) {
                *path = absolute;
            }
        };
        match self {
            Command::Import { file, .. } | Command::Export { file, .. } | Command::Takeout { file, .. } => anchor(file),
            Command::Backup { target, .. } => anchor(target),
            Command::Audit { command: AuditCommand::Verify { anchor: Some(file), .. } | AuditCommand::Export { file, .. } } => anchor(file),
            _ => {}
        }
    }
}
