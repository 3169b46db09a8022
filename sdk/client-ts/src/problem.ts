/** What goes wrong with a request: the server says no, or it is not reached. */
import type { Problem } from "./generated.js";

/** The server answered with a problem document (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  /** The document: `code`, `title`, `detail` and what else belongs to this code. */
  readonly problem: Problem;
  /** The HTTP status. */
  readonly status: number;
  /** Seconds after which the server asks to try again, where it says so. */
  readonly retryAfterS: number | undefined;

  constructor(problem: Problem, status: number, retryAfterS?: number) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.status = status;
    this.retryAfterS = retryAfterS;
  }

  /** The stable code, `TP4002` for example. */
  get code(): string {
    return this.problem.code;
  }
}

/** Nobody answered, or something that is not this API. Whether a change was made is not known. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
  }
}

/** Whether a value has the members that every problem document has. */
export function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const { code, title } = value as Partial<Problem>;
  return typeof code === "string" && typeof title === "string";
}

/** The error for an answer that is not a success. `body` is what was read of it. */
export function errorOf(response: Response, body: unknown): ProblemError | UnreachableError {
  if (isProblem(body)) {
    return new ProblemError(body, response.status, secondsOf(response.headers.get("Retry-After")));
  }
  return new UnreachableError(
    `the answer has status ${String(response.status)} and is no problem document`,
    response.status,
  );
}

/** `Retry-After` in seconds; a date counts from now. */
function secondsOf(header: string | null): number | undefined {
  if (header === null) {
    return undefined;
  }
  const seconds = Number(header);
  if (Number.isFinite(seconds)) {
    return Math.max(0, seconds);
  }
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
