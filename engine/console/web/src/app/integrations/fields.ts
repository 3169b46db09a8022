/** The text of an integration as a form and a page see it. Pure. */
import { dataOf, readTree, type Data, type Tree } from "../../definition/tree";

/** How requests are authenticated. */
export type Authentication =
  | { kind: "none" }
  | { kind: "bearer"; secret: string }
  | { kind: "basic"; username: string; secret: string }
  | { kind: "header"; header: string; secret: string }
  /** Something that the form does not know: it is kept, and edited as text. */
  | { kind: "other" };

/** One argument of an operation. */
export interface Argument {
  name: string;
  /** `string`, `number`, …; `undefined` where the schema says more than one word. */
  type: string | undefined;
  isRequired: boolean;
}

/** One operation. */
export interface OperationFields {
  /** As it is written: `refund` or `refund:2.0.0`. */
  key: string;
  title: string;
  version: string;
  effect: string;
  idempotent: string;
  labels: readonly string[];
  method: string;
  path: string;
  /** Whether all arguments are the body. */
  isBodyArguments: boolean;
  arguments: readonly Argument[];
}

/** All that the form shows. */
export interface IntegrationFields {
  /** Why the form cannot show the text; then it is edited as text. */
  problem: string | undefined;
  name: string;
  title: string;
  owner: string;
  kind: string;
  labels: readonly string[];
  baseUrl: string;
  timeout: string;
  testBaseUrl: string;
  authentication: Authentication;
  operations: readonly OperationFields[];
  /** Every secret that is named anywhere in the text. */
  secrets: readonly string[];
}

/** A mapping; an empty one where the text has something else. */
export type Members = { readonly [name: string]: Data };

/** Reads the text. */
export function readFields(text: string): IntegrationFields {
  const tree = readTree(text);
  const all = membersOf(dataOf(tree.root));
  const connection = membersOf(all["connection"] ?? null);
  return {
    problem: problemOf(tree),
    name: textIn(all, "integration"),
    title: textIn(all, "title"),
    owner: textIn(all, "owner"),
    kind: textIn(all, "kind"),
    labels: textsIn(all, "labels"),
    baseUrl: textIn(connection, "baseUrl"),
    timeout: textIn(connection, "timeout"),
    testBaseUrl: textIn(membersOf(all["testEndpoint"] ?? null), "baseUrl"),
    authentication: authenticationOf(connection),
    operations: Object.entries(membersOf(all["operations"] ?? null)).map(([key, value]) =>
      operationOf(key, membersOf(value)),
    ),
    secrets: secretsIn(all),
  };
}

function problemOf(tree: Tree): string | undefined {
  const [first] = tree.problems;
  if (first !== undefined) {
    return first.message;
  }
  return tree.root?.kind === "map" ? undefined : "";
}

function operationOf(key: string, all: Members): OperationFields {
  const input = membersOf(all["input"] ?? null);
  const request = membersOf(all["request"] ?? null);
  const required = textsIn(input, "required");
  return {
    key,
    title: textIn(all, "title"),
    version: textIn(all, "version") || (key.split(":")[1] ?? ""),
    effect: textIn(all, "effect"),
    idempotent: textIn(all, "idempotent"),
    labels: textsIn(all, "labels"),
    method: textIn(request, "method"),
    path: textIn(request, "path"),
    isBodyArguments: request["body"] === "arguments",
    arguments: Object.entries(membersOf(input["properties"] ?? null)).map(([name, schema]) => {
      const type = membersOf(schema)["type"];
      return { name, type: typeof type === "string" ? type : undefined, isRequired: required.includes(name) };
    }),
  };
}

function authenticationOf(connection: Members): Authentication {
  const authentication = membersOf(connection["authentication"] ?? null);
  const bearer = membersOf(authentication["bearer"] ?? null);
  const basic = membersOf(authentication["basic"] ?? null);
  if (Object.keys(bearer).length > 0) {
    const secret = secretOf(bearer["token"]);
    return secret === undefined ? { kind: "other" } : { kind: "bearer", secret };
  }
  if (Object.keys(basic).length > 0) {
    const secret = secretOf(basic["password"]);
    const username = basic["username"];
    return secret === undefined || typeof username !== "string"
      ? { kind: "other" }
      : { kind: "basic", username, secret };
  }
  if (Object.keys(authentication).length > 0) {
    return { kind: "other" };
  }
  for (const [header, value] of Object.entries(membersOf(connection["headers"] ?? null))) {
    const secret = secretOf(value);
    if (secret !== undefined) {
      return { kind: "header", header, secret };
    }
  }
  return { kind: "none" };
}

function secretOf(value: Data | undefined): string | undefined {
  const secret = membersOf(value ?? null)["secret"];
  return typeof secret === "string" ? secret : undefined;
}

/** `secret: name` anywhere but in schemas, and the lists of secrets that hosts have. */
function secretsIn(value: Data): string[] {
  const found = new Set<string>();
  const visit = (at: Data, isHost: boolean): void => {
    if (Array.isArray(at)) {
      for (const item of at as readonly Data[]) {
        visit(item, isHost);
      }
      return;
    }
    const members = membersOf(at);
    const own = secretOf(at);
    if (own !== undefined && Object.keys(members).length === 1 && own !== "") {
      found.add(own);
    }
    for (const [name, member] of Object.entries(members)) {
      if (isHost && name === "secrets") {
        for (const secret of textsIn(members, name)) {
          found.add(secret);
        }
      } else if (!["input", "output", "errors", "example"].includes(name)) {
        visit(member, name === "hosts");
      }
    }
  };
  visit(value, false);
  return [...found].sort();
}

/** The members of a mapping. */
export function membersOf(value: Data | undefined): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

/** A text, also where YAML reads a number or `no`. */
function textIn(members: Members, name: string): string {
  const value = members[name];
  if (value === false) {
    return "no";
  }
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function textsIn(members: Members, name: string): string[] {
  const value = members[name];
  return Array.isArray(value) ? (value as readonly Data[]).filter((item) => typeof item === "string") : [];
}
