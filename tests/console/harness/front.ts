/**
 * Another build of the console in front of a server: files of a folder, under the headers that the server puts on its own
 * pages, and the API of the server behind them. So changed pages are tested without building the server again.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const KINDS: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
/** What the server says of its own files, and not of these. */
const OWN = ["content-length", "content-encoding", "content-type", "etag", "last-modified"];

/** One that runs. */
export class Front {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts it, with the API at a port. */
  static start(folder: string, port: number): Promise<Front> {
    return new Promise((resolve, reject) => {
      const server = createServer((asked, answer) => serve(folder, port, asked, answer));
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => resolve(new Front(server)));
    });
  }

  /** Where the console is. */
  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Ends it with all its connections. */
  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function serve(folder: string, port: number, asked: IncomingMessage, answer: ServerResponse): void {
  const { url = "/", method, headers } = asked;
  const path = url.split("?")[0] ?? "/";
  const isApi = /^\/(v1(\/|$)|healthz|readyz)/.test(path);
  const found = isApi ? undefined : fileOf(folder, path);
  const behind = request({ host: "127.0.0.1", port, path: isApi ? url : "/", method, headers }, (given) => {
    if (found === undefined) {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
      return;
    }
    given.resume();
    const kept = Object.entries(given.headers).filter(([name]) => !OWN.includes(name));
    const type = KINDS[extname(found)] ?? "application/octet-stream";
    answer.writeHead(200, {
      ...Object.fromEntries(kept),
      "content-type": type,
      "content-encoding": "gzip",
    });
    answer.end(gzipSync(readFileSync(found)));
  });
  // A server that is gone is gone for the page too, and a page that is gone no longer listens.
  behind.once("error", () => asked.socket.destroy());
  answer.once("close", () => behind.destroy());
  asked.pipe(behind);
}

/** A file of the folder, or for what names none the page itself. */
function fileOf(folder: string, path: string): string {
  const file = join(folder, path);
  return file.startsWith(folder) && extname(file) in KINDS && existsSync(file)
    ? file
    : join(folder, "index.html");
}
