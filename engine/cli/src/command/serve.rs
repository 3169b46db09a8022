//! `towpath serve`: the server.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;

use crate::assemble::{self, Assembly};
use crate::config::{Config, Overrides};
use crate::exit::Exit;
use crate::{descriptors, output, startup, upkeep};

/// Run the server.
///
/// Settings come from the file, then from `TOWPATH_…` variables, then from flags; the last wins. The first
/// token comes from `towpath tokens create --data DIR` while the server is stopped.
///
/// A document of `--integrations` or `--policies` is applied the first time it is given, and when its file changed since.
/// Otherwise a change over the API stays in force, and the server warns about it. The audit log records both.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The configuration file.
    #[arg(long, value_name = "FILE", env = "TOWPATH_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    overrides: Overrides,
}

/// How long the end of the server waits for heads of the audit log that are on their way.
const HEADS: Duration = Duration::from_secs(5);

impl Serve {
    pub(crate) async fn run(self) -> Exit {
        let config = match Config::read(self.config.as_deref(), self.overrides) {
            Ok(config) => config,
            Err(failed) => {
                failed.show();
                return Exit::Usage;
            }
        };
        match start_server(&config).await {
            Ok((assembly, listener)) => {
                output::say(&format!("listening on http://{}", config.listen));
                hint_at_first_token(&assembly, &config).await;
                serve(assembly, listener, &config).await
            }
            Err(exit) => exit,
        }
    }
}

/// Says how to get a first token, where nobody has one: nothing can be asked of the server before.
async fn hint_at_first_token(assembly: &Assembly, config: &Config) {
    if assembly.tokens.list().await.is_ok_and(|tokens| tokens.is_empty()) {
        output::help(&format!(
            "nobody has a token yet: stop this server, then run `towpath tokens create \"first token\" --principal YOU@… --role it \
             --data {}`",
            config.plan.data.display()
        ));
    }
}

/// Everything up to the point where calls can be answered.
async fn start_server(config: &Config) -> Result<(Assembly, TcpListener), Exit> {
    let listener = bind_address(config).await?;
    Ok((open_data(config).await?, listener))
}

fn unavailable(error: String) -> Exit {
    output::error(&error);
    Exit::Unavailable
}

/// Takes the address. Nothing is opened before, so that a server whose address is taken changes nothing.
pub(crate) async fn bind_address(config: &Config) -> Result<TcpListener, Exit> {
    // The store and images need descriptors too.
    descriptors::raise_descriptor_limit();
    let bound = TcpListener::bind(config.listen).await;
    bound.map_err(|error| unavailable(format!("cannot listen on {}: {error}", config.listen)))
}

/// Opens the data, takes interrupted runs up, and loads what the configuration names.
pub(crate) async fn open_data(config: &Config) -> Result<Assembly, Exit> {
    let assembly = assemble::assemble(&config.plan).await.map_err(unavailable)?;
    startup::record_pause(&assembly.engine, &assembly.audit).await.map_err(unavailable)?;
    let (integrations, policies) = (config.integrations.as_slice(), config.policies.as_slice());
    let loaded = startup::load_folders(&assembly.engine, Some(&assembly.audit), integrations, policies);
    loaded.await.map_err(crate::folder::Failed::show)?;
    Ok(assembly)
}

/// Answers calls until a signal says stop; then lets the store come to rest.
pub(crate) async fn serve(assembly: Assembly, listener: TcpListener, config: &Config) -> Exit {
    let router = assemble::router(&assembly, &public_url(config, &listener));
    let upkeep = tokio::spawn(upkeep::keep_up(assembly.engine.clone(), Arc::clone(&assembly.audit)));
    let connections = config.connections.within(descriptors::descriptor_limit());
    let served = towpath_api::serve(listener, router, connections, stop_signal()).await;
    upkeep.abort();
    assembly.engine.shutdown();
    // Joins the threads of the store, so off the workers.
    let Assembly { store, audit, .. } = assembly;
    let _ = tokio::task::spawn_blocking(move || {
        store.close();
        audit.settle(HEADS);
    })
    .await;
    match served {
        Ok(()) => Exit::Success,
        Err(error) => {
            output::error(&format!("the server stopped: {error}"));
            Exit::Unavailable
        }
    }
}

/// The address of the console: what the configuration says, or where the server listens.
pub(crate) fn public_url(config: &Config, listener: &TcpListener) -> String {
    let own = || format!("http://{}", listener.local_addr().unwrap_or(config.listen));
    config.public_url.as_ref().map_or_else(own, ToString::to_string)
}

/// Comes back when the process is asked to stop.
pub(crate) async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
