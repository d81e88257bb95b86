//! `keshu`: one program. See `keshu --help`.

use std::{io::Read, process::ExitCode, sync::Arc};

use clap::Parser;
use keshu::{
    config::{self, Settings},
    demo, house, serve, socket,
};
use keshu_cli::{Cli, Command, Output, PackCommand, StoreArgs, exit};
use keshu_kernel::{Locale, Problem};
use keshu_record::{Ctx, House, session, setup};

/// Small values come and go with every row; the system's allocator takes a sixth of a write's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Cli { mut command } = Cli::parse();
    command.anchor_paths();
    let locale = locale();
    let output = run(command, locale);
    eprint!("{}", output.stderr);
    print!("{}", output.stdout);
    ExitCode::from(output.code)
}

/// Chinese unless the terminal asks for English.
fn locale() -> Locale {
    let wanted = ["KESHU_LANG", "LC_ALL", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    wanted.and_then(|tag| Locale::from_tag(&tag.split('.').next().unwrap_or_default().replace('_', "-"))).unwrap_or_default()
}

fn run(command: Command, locale: Locale) -> Output {
    let refused = |problem: Problem| Output::refused(&problem, locale);
    match command {
        Command::Pack { command: PackCommand::Check { folders } } => keshu_cli::check_pack(&folders, locale),
        Command::Completions { shell } => keshu_cli::completions(shell),
        Command::Config { store, json } => show_config(&store, json),
        Command::Restore { store, source } => match keshu_store::backup::restore(&source, &store.data) {
            Ok(()) => Output { stderr: format!("{}\n", store.data.display()), ..Output::default() },
            Err(problem) => refused(problem),
        },
        Command::Serve { store, listen } => with_settings(&store, listen.as_deref(), locale, |settings| run_server(&settings)),
        Command::Work { store } => with_settings(&store, None, locale, |settings| run_worker(&settings)),
        Command::Demo { data, database, listen, clear } => {
            with_settings(&StoreArgs { data, database }, listen.as_deref(), locale, |settings| run_demo(&settings, clear, locale))
        }
        command => run_on_house(command, locale),
    }
}

/// Every other command: asks the running server, or opens the house itself.
fn run_on_house(mut command: Command, locale: Locale) -> Output {
    if let Command::Setup { password, .. } = &mut command {
        let mut line = String::new();
        if let Err(fault) = std::io::stdin().read_to_string(&mut line) {
            return Output { code: exit::USAGE, stderr: format!("{fault}\n"), ..Output::default() };
        }
        *password = line.trim_end_matches(['\r', '\n']).to_owned();
    }
    let Some(store) = command.store().cloned() else { return Output { code: exit::USAGE, ..Output::default() } };
    let is_health = matches!(command, Command::Health { .. });
    let asked = serde_json::to_value(&command).ok().and_then(|copy| serde_json::from_value(copy).ok()).and_then(|copy| socket::ask(&store.data, copy, locale));
    match asked {
        Some(output) => output,
        None if is_health => Output { code: exit::FAILURE, stderr: "没有运行中的服务。No server runs on this folder.\n".to_owned(), ..Output::default() },
        None => match Settings::read(&store, None) {
            Err(fault) => misconfigured(&fault),
            Ok(settings) => match house::open(&settings) {
                Ok(house) => keshu_cli::execute(&house, &command, locale),
                Err(problem) => Output::refused(&problem, locale),
            },
        },
    }
}

fn misconfigured(fault: &str) -> Output {
    Output { code: exit::USAGE, stderr: format!("{fault}\n"), ..Output::default() }
}

fn show_config(store: &StoreArgs, json: bool) -> Output {
    match config::effective(store) {
        Err(fault) => misconfigured(&fault),
        Ok(settings) if json => {
            let list: Vec<_> = settings.iter().map(|setting| serde_json::json!({"key": setting.key, "value": setting.value, "origin": setting.origin})).collect();
            Output::ok(format!("{}\n", serde_json::Value::from(list)))
        }
        Ok(settings) => Output::ok(settings.iter().map(|setting| format!("{}\t{}\t{}\n", setting.key, setting.value, setting.origin)).collect::<String>()),
    }
}

/// What runs until it is stopped, with a log.
fn with_settings(store: &StoreArgs, listen: Option<&str>, locale: Locale, run: impl FnOnce(Settings) -> Result<(), Problem>) -> Output {
    let filter = tracing_subscriber::EnvFilter::try_from_env("KESHU_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    match Settings::read(store, listen) {
        Err(fault) => misconfigured(&fault),
        Ok(settings) => run(settings).map_or_else(|problem| Output::refused(&problem, locale), |()| Output::default()),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Problem> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Problem::internal)
}

fn run_server(settings: &Settings) -> Result<(), Problem> {
    let house = house::open(settings)?;
    let link = setup_link(&house)?;
    // The last handle on the store is dropped here, outside the runtime: closing it blocks.
    runtime()?.block_on(async {
        let listener = serve::bind(&settings.listen, false).await?;
        let url = format!("http://{}", listener.local_addr().map_err(Problem::internal)?);
        let announce = || {
            eprintln!("客枢 Keshu {} · {} · {url}", env!("CARGO_PKG_VERSION"), settings.data.display());
            if let Some(link) = link {
                eprintln!("首次使用，请打开一次性链接设置管理员 / First use, open once to set up: {url}{link}");
            }
        };
        serve::serve(house.clone(), settings, listener, None, announce).await
    })
}

fn run_worker(settings: &Settings) -> Result<(), Problem> {
    let house = house::open(settings)?;
    runtime()?.block_on(serve::work(house.clone(), settings))
}

/// A one-time link for whoever is first; there is no default password.
fn setup_link(house: &Arc<House>) -> Result<Option<String>, Problem> {
    if setup::is_done(house) {
        return Ok(None);
    }
    let secret = session::make_link(&Ctx::system(house.clone(), "first start"), "setup", None)?;
    Ok(Some(format!("/link/{secret}")))
}

fn run_demo(settings: &Settings, clear: bool, locale: Locale) -> Result<(), Problem> {
    let house = house::open(settings)?;
    if clear {
        let cleared = demo::clear(&house)?;
        eprintln!("{}", cleared.sentence(locale));
        return Ok(());
    }
    let planted = demo::plant_once(&house)?;
    runtime()?.block_on(async {
        let listener = serve::bind(&settings.listen, true).await?;
        let url = format!("http://{}", listener.local_addr().map_err(Problem::internal)?);
        let announce = || demo::greeting(&planted, &settings.data, &url, locale).iter().for_each(|line| eprintln!("{line}"));
        serve::serve(house.clone(), settings, listener, Some(demo::role_cards), announce).await
    })
}
