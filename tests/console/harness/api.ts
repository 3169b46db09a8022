/** The API with a bearer token: for what a test needs before it begins, and for what an app does. */

/** An answer, as it came. */
export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** The API as one caller. */
export class Api {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** Asks, and takes any answer. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const isText = typeof body === "string";
    const type = isText ? "application/yaml" : "application/json";
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "content-type": type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** Reads what has to be there. */
  async get<T>(path: string): Promise<T> {
    return (await this.well("GET", path)).body as T;
  }

  /** Posts what has to be accepted. */
  async post<T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
    return (await this.well("POST", path, body, headers)).body as T;
  }

  /** Puts what has to be accepted. A text is sent as YAML. */
  async put<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T> {
    return (await this.well("PUT", path, body, headers)).body as T;
  }

  async well(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> {
    const answer = await this.ask(method, path, body, headers);
    if (answer.status >= 400) {
      throw new Error(
        `${method} ${path}: ${String(answer.status)} ${JSON.stringify(answer.body).slice(0, 600)}`,
      );
    }
    return answer;
  }
}
