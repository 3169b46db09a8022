/**
 * The product as people run it: `towpath demo` with a data folder and ports of its own. It is ended by its process id,
 * and so is its company, which survives a killed server.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Api } from "./api";
import { Front } from "./front";
import { API, BINARY, CONSOLE_URL, DIST } from "./places";

/** The people of the demo. */
export const PERSONAS = ["champion", "approver", "it", "app"] as const;
/** One of them. */
export type Persona = (typeof PERSONAS)[number];

/** How long the demo may take until everything is ready. */
const PATIENCE_MS = 60_000;

/** What `demo --json` prints. */
interface Printed {
  url: string;
  company: string;
  tokens: Record<Persona, string>;
  links: Record<Persona, string>;
  workflows: string[];
}

/** A demo that runs. */
export class Demo {
  readonly #folder = mkdtempSync(join(tmpdir(), "towpath-console-"));
  #ports: { server: number; company: number } | undefined;
  #process: ChildProcess | undefined;
  #printed: Printed | undefined;
  #front: Front | undefined;
  #errors = "";

  /** Starts it, or starts it again on the same data and the same ports. */
  async start(): Promise<void> {
    this.#ports ??= { server: await serverPort(), company: await freePort() };
    const { server, company } = this.#ports;
    if (DIST !== undefined) {
      this.#front ??= await Front.start(DIST, server);
    }
    const child = spawn(
      BINARY,
      ["demo", "--json", "--data", this.#folder, "--listen", `127.0.0.1:${String(server)}`].concat([
        "--company-listen",
        `127.0.0.1:${String(company)}`,
      ]),
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#process = child;
    this.#errors = "";
    child.stderr.on("data", (text: Buffer) => (this.#errors = (this.#errors + String(text)).slice(-4000)));
    this.#printed = await printed(child, () => this.#errors);
    child.once("exit", (code, signal) => {
      if (this.#process === child) {
        console.error(`the server ended by itself: ${String(code ?? signal)}\n${this.#errors}`);
      }
    });
  }

  /** Where the console is. */
  get url(): string {
    return CONSOLE_URL ?? this.#front?.url ?? this.#known.url;
  }

  /** Where the company of the demo is. */
  get company(): string {
    return this.#known.company;
  }

  /** The secret of a persona's token. */
  token(who: Persona): string {
    return this.#known.tokens[who];
  }

  /** A sign-in link of a persona. Each works once. */
  link(who: Persona): string {
    return `${this.url}/${new URL(this.#known.links[who]).hash}`;
  }

  /** The API as a persona, with its token. */
  as(who: Persona): Api {
    return new Api(this.#known.url, this.token(who));
  }

  /** Ends the server as a power cut would. The company stays. */
  async kill(): Promise<void> {
    await ended(this.#taken(), "SIGKILL");
  }

  /** Ends everything and removes the data. */
  async stop(): Promise<void> {
    this.#front?.stop();
    await ended(this.#taken(), "SIGTERM");
    const left = companyOf(this.#folder);
    if (left !== undefined) {
      process.kill(left, "SIGKILL");
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The process, which may end from now on. */
  #taken(): ChildProcess | undefined {
    const child = this.#process;
    this.#process = undefined;
    return child;
  }

  get #known(): Printed {
    if (this.#printed === undefined) {
      throw new Error("the demo has not started");
    }
    return this.#printed;
  }
}

/** The one JSON object that is printed when everything is ready. */
function printed(child: ChildProcess, errors: () => string): Promise<Printed> {
  return new Promise((resolve, reject) => {
    let text = "";
    let isReady = false;
    const failed = (why: string) => {
      child.kill("SIGKILL");
      reject(new Error(`the demo ${why}: ${errors()}`));
    };
    const late = AbortSignal.timeout(PATIENCE_MS);
    late.addEventListener("abort", () => {
      if (!isReady) {
        failed("did not start in time");
      }
    });
    child.once("exit", (code) => failed(`ended with ${String(code)}`));
    child.stdout?.on("data", (more: Buffer) => {
      text += String(more);
      const all = parsed(text);
      if (all !== undefined) {
        isReady = true;
        child.removeAllListeners("exit");
        resolve(all);
      }
    });
  });
}

function parsed(text: string): Printed | undefined {
  try {
    return JSON.parse(text) as Printed;
  } catch {
    return undefined;
  }
}

function ended(child: ChildProcess | undefined, how: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill(how);
    AbortSignal.timeout(10_000).addEventListener("abort", () => child.kill("SIGKILL"));
  });
}

/** The process of a company that outlived its server. Only its command line names the folder, which is ours alone. */
function companyOf(folder: string): number | undefined {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const found = all.find((pid) => {
    const command = commandOf(pid);
    return command.includes("--company") && command.includes(folder);
  });
  return found === undefined ? undefined : Number(found);
}

function commandOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // It ended meanwhile.
  }
}

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** A developer's own console expects the API at one place. */
function serverPort(): Promise<number> {
  return CONSOLE_URL === undefined ? freePort() : Promise.resolve(Number(new URL(API).port));
}
