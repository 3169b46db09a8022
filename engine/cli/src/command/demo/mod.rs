//! `towpath demo`: the whole product on this machine, with a company to talk to.

mod links;
mod neighbour;
mod print;
mod setup;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use tokio::net::TcpListener;

use crate::assemble::Plan;
use crate::command::serve;
use crate::config::Config;
use crate::exit::Exit;
use crate::{company, output};

/// Run everything on this machine: the server with its console, the demo company, the examples published, sign-in links, tokens and
/// curl lines.
///
/// A browser is not opened. Each sign-in link works once, within 15 minutes; the next start prints new ones.
///
/// The company (CRM, payments, orders) is a process of its own: it is started when it is not running, and
/// survives a killed server. Start the demo again on the same data and every interrupted run continues.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder of the demo's data.
    #[arg(long, value_name = "DIR", default_value = ".towpath-demo")]
    data: PathBuf,
    /// Address of the server.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7410")]
    listen: SocketAddr,
    /// Address of the company.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7411", env = "TOWPATH_DEMO_COMPANY")]
    company_listen: SocketAddr,
    /// Run only the company.
    #[arg(long)]
    company: bool,
    /// Print one JSON object on stdout instead of text; it is printed when everything is ready.
    #[arg(long)]
    json: bool,
}

/// What the demo needs to know of itself.
pub(crate) struct Ready {
    /// The server.
    pub(crate) url: String,
    /// The company.
    pub(crate) company: String,
    /// The folder of the data.
    pub(crate) data: PathBuf,
    /// Tokens.
    pub(crate) tokens: setup::DemoTokens,
    /// Links that sign in to the console, one for each person; each works once.
    pub(crate) links: links::Links,
    /// Workflows published.
    pub(crate) workflows: Vec<String>,
}

impl Demo {
    pub(crate) async fn run(self) -> Exit {
        let made = std::fs::create_dir_all(&self.data).and_then(|()| self.data.canonicalize());
        let data = match made {
            Ok(data) => data,
            Err(error) => return unavailable(format!("cannot use `{}`: {error}", self.data.display())),
        };
        if self.company {
            let served =
                company::serve_company(&company_data(&data), self.company_listen, serve::stop_signal()).await;
            return served.map_or_else(unavailable, |()| Exit::Success);
        }
        match self.demo(data).await {
            Ok(exit) | Err(exit) => exit,
        }
    }

    async fn demo(self, data: PathBuf) -> Result<Exit, Exit> {
        let config = Config {
            listen: self.listen,
            plan: Plan { data: data.join("engine"), secrets: data.join("secrets"), ..Plan::default() },
            ..Config::default()
        };
        // The company comes after the address is ours, since a demo that cannot start leaves none behind; and before
        // interrupted runs are taken up, since these call it.
        let listener = serve::bind_address(&config).await?;
        let mut neighbour =
            neighbour::start_company(&data, self.company_listen).await.map_err(unavailable)?;
        let exit = self.serve(data, &config, listener).await;
        neighbour.stop().await;
        exit
    }

    async fn serve(&self, data: PathBuf, config: &Config, listener: TcpListener) -> Result<Exit, Exit> {
        let assembly = serve::open_data(config).await?;
        let company = format!("http://{}", self.company_listen);
        let workflows =
            setup::publish_company(&assembly.engine, &assembly.audit, &company, &company_data(&data)).await?;
        let tokens =
            setup::demo_tokens(&assembly.tokens, &data.join("tokens.json")).await.map_err(unavailable)?;
        let address = listener.local_addr().map_err(|error| unavailable(error.to_string()))?;
        let console = serve::public_url(config, &listener);
        let links = links::make(&assembly, &tokens, &console).await.map_err(unavailable)?;
        let ready = Ready { url: format!("http://{address}"), company, data, tokens, links, workflows };
        // The listener is bound: calls made from here on are answered as soon as the server accepts.
        if self.json {
            print::print_demo_json(&ready)
        } else {
            print::print_demo_text(&ready)
        }
        Ok(serve::serve(assembly, listener, config).await)
    }
}

fn company_data(data: &Path) -> PathBuf {
    data.join("company")
}

fn unavailable(error: String) -> Exit {
    output::error(&error);
    Exit::Unavailable
}
