/** Where things are: the binary, the browser, and the folder of pictures. Each can be set from outside. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "towpath");

/** The binary that is tested. */
export const BINARY = found(
  "TOWPATH_BIN",
  join(process.env["CARGO_TARGET_DIR"] ?? join(root, "target"), "debug/towpath"),
  "build it with `cargo build -p towpath-cli`",
);

/** The browser: Debian's Chromium. */
export const CHROMIUM = found(
  "TOWPATH_CHROMIUM",
  "/usr/bin/chromium",
  "install the Debian package `chromium`",
);

/** Pictures and videos, outside of the repository. */
export const PICTURES = process.env["TOWPATH_PICTURES"] ?? join(cache, "pictures");

/**
 * Where a developer's own server shows the console, `http://127.0.0.1:7412` for instance, with the API of `API` behind it.
 * Headers of the pages are then that server's, so tests of headers are left out.
 */
export const CONSOLE_URL = process.env["TOWPATH_CONSOLE_URL"];

/** The address of the API behind `CONSOLE_URL`, as `vite` knows it. */
export const API = process.env["TOWPATH_API"] ?? "http://127.0.0.1:7410";

/** A folder with another build of the console, which is shown instead of the one in the binary, under the same headers. */
export const DIST = process.env["TOWPATH_DIST"];

/** Whether every page is looked at by everybody, in both themes and both sizes, instead of a sample. */
export const IS_FULL = process.env["TOWPATH_FULL"] === "console";

function found(variable: string, otherwise: string, advice: string): string {
  const path = process.env[variable] ?? otherwise;
  if (!existsSync(path)) {
    throw new Error(`\`${path}\` is missing: ${advice}, or set ${variable}`);
  }
  return path;
}
