/**
 * Operations of an integration, drafted from an OpenAPI 3 or Swagger 2 document. Input schemas come out closed, because
 * policies decide on arguments by name; what cannot be described like that is said, not guessed. Pure.
 */
import { parseDocument } from "yaml";

import type { Data } from "../../definition/tree";
import { membersOf, type Members } from "./fields";
import { inputOf, type Parameter } from "./openapi-input";
import { resolved, Schemas } from "./openapi-schema";

/** Something that a person has to know or to do; the words are in `words/integrations`. */
export type Remark = "recursive" | "openObject" | "untyped" | "renamed" | "bodyKind" | "cookie" | "noOutput";

/** One operation that can be chosen. */
export interface ApiOperation {
  /** Method and path: there is one of each. */
  id: string;
  /** The name it would have. */
  name: string;
  method: string;
  path: string;
  title: string;
  tag: string;
  effect: "read" | "write";
  isDeprecated: boolean;
  remarks: readonly Remark[];
  /** The operation as an integration has it. */
  draft: Data;
}

/** A way of authentication that the document names. */
export type ApiSecurity = { kind: "bearer" } | { kind: "basic" } | { kind: "header"; header: string };

/** What was read. */
export interface Api {
  title: string;
  name: string;
  version: string;
  baseUrls: readonly string[];
  security: ApiSecurity | undefined;
  operations: readonly ApiOperation[];
}

/** Why a document cannot be used. */
export type ApiProblem = "unreadable" | "notOpenApi" | "noOperations";

const METHODS = ["get", "head", "post", "put", "patch", "delete", "options"] as const;
const READS: readonly string[] = ["get", "head", "options"];
const MOST_BYTES = 8_000_000;

/** Reads the document, JSON or YAML. */
export function readApi(text: string): Api | ApiProblem {
  const all = parsed(text);
  if (all === undefined) {
    return "unreadable";
  }
  if (typeof all["openapi"] !== "string" && String(all["swagger"] ?? "").slice(0, 1) !== "2") {
    return "notOpenApi";
  }
  const info = membersOf(all["info"]);
  const version = /^\d+\.\d+\.\d+$/.test(plain(info["version"])) ? plain(info["version"]) : "1.0.0";
  const operations = operationsOf(all, version);
  if (operations.length === 0) {
    return "noOperations";
  }
  const title = plain(info["title"]) || "OpenAPI";
  return {
    title: title.slice(0, 100),
    name: kebab(title).slice(0, 40) || "api",
    version,
    baseUrls: baseUrlsOf(all),
    security: securityOf(all),
    operations,
  };
}

/** The chosen ones, as an integration has them. */
export function chosenOf(api: Api, chosen: ReadonlySet<string>): [string, Data][] {
  return api.operations.filter(({ id }) => chosen.has(id)).map(({ name, draft }) => [name, draft]);
}

/** `listChargesByOrder` and `List charges` become `list-charges-by-order`, `list-charges`. */
export function kebab(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
}

function parsed(text: string): Members | undefined {
  if (text.length > MOST_BYTES) {
    return undefined;
  }
  try {
    return membersOf(JSON.parse(text) as Data);
  } catch {
    const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent" });
    return document.errors.length > 0 ? undefined : membersOf(document.toJS({ maxAliasCount: 1000 }) as Data);
  }
}

function operationsOf(all: Members, version: string): ApiOperation[] {
  const schemas = new Schemas(all);
  const taken = new Set<string>();
  const found: ApiOperation[] = [];
  for (const [path, at] of Object.entries(membersOf(all["paths"]))) {
    const item = membersOf(resolved(all, at));
    for (const method of METHODS) {
      if (item[method] !== undefined && path.startsWith("/")) {
        const one = operationOf(all, schemas, version, { path, method, item });
        let name = one.name;
        for (let count = 2; taken.has(name); count += 1) {
          name = `${one.name}-${String(count)}`;
        }
        taken.add(name);
        found.push({ ...one, name });
      }
    }
  }
  return found;
}

interface Place {
  path: string;
  method: (typeof METHODS)[number];
  item: Members;
}

function operationOf(all: Members, schemas: Schemas, version: string, place: Place): ApiOperation {
  const operation = membersOf(place.item[place.method]);
  const parameters = parametersOf(all, place, operation);
  const remarks = new Set<Remark>();
  const { input, request } = inputOf(all, schemas, { ...place, operation, parameters }, remarks);
  const output = outputOf(all, schemas, operation, remarks);
  const effect = READS.includes(place.method) ? "read" : "write";
  const title =
    plain(operation["summary"]) ||
    plain(operation["operationId"]) ||
    `${place.method.toUpperCase()} ${place.path}`;
  const description = plain(operation["description"]);
  const hasKey = parameters.find(({ name, place }) => place === "header" && /^idempotency-key$/i.test(name));
  const draft: { [name: string]: Data } = { version, title: oneLine(title) };
  if (description !== "" && oneLine(description) !== oneLine(title)) {
    draft["description"] = oneLine(description, 300);
  }
  draft["effect"] = effect;
  if (effect === "write") {
    draft["idempotent"] = hasKey === undefined ? "no" : "key";
  }
  if (input !== undefined) {
    draft["input"] = input;
  }
  if (output.schema !== undefined) {
    draft["output"] = output.schema;
  }
  if (output.example !== undefined) {
    draft["example"] = output.example;
  }
  draft["request"] = request;
  return {
    id: `${place.method} ${place.path}`,
    name: nameOf(operation, place),
    method: place.method.toUpperCase(),
    path: place.path,
    title: oneLine(title),
    tag: plain((operation["tags"] as readonly Data[] | undefined)?.[0]),
    effect,
    isDeprecated: operation["deprecated"] === true,
    remarks: [...remarks],
    draft,
  };
}

/** Those of the path and of the operation; the operation's win. */
function parametersOf(all: Members, place: Place, operation: Members): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const list of [place.item["parameters"], operation["parameters"]]) {
    for (const at of Array.isArray(list) ? (list as readonly Data[]) : []) {
      const one = membersOf(resolved(all, at));
      const name = plain(one["name"]);
      const where = plain(one["in"]);
      if (name !== "") {
        found.set(`${where} ${name}`, {
          name,
          place: where,
          isRequired: one["required"] === true || where === "path",
          schema: one["schema"] ?? schemaOfSwagger(one),
          description: plain(one["description"]),
        });
      }
    }
  }
  return [...found.values()];
}

/** Swagger 2 has the schema of a parameter in the parameter. */
function schemaOfSwagger(parameter: Members): Data {
  const known = [
    "type",
    "format",
    "enum",
    "items",
    "minimum",
    "maximum",
    "pattern",
    "minLength",
    "maxLength",
  ];
  return Object.fromEntries(
    known.flatMap((key) => (parameter[key] === undefined ? [] : [[key, parameter[key]]])),
  );
}

function outputOf(all: Members, schemas: Schemas, operation: Members, remarks: Set<Remark>) {
  const responses = Object.entries(membersOf(operation["responses"]));
  const good =
    responses.find(([status]) => /^2(\d\d|XX)$/i.test(status)) ??
    responses.find(([status]) => status === "default");
  const response = membersOf(resolved(all, good?.[1] ?? null));
  const content = Object.entries(membersOf(response["content"]));
  const json = membersOf(content.find(([type]) => /json/i.test(type))?.[1]);
  const schema = json["schema"] ?? response["schema"];
  const example =
    json["example"] ?? exampleOf(json["examples"]) ?? membersOf(response["examples"])["application/json"];
  const told = schema === undefined ? undefined : schemas.open(schema);
  if (schema !== undefined && told === undefined) {
    remarks.add("noOutput");
  }
  return { schema: told, example };
}

function exampleOf(examples: Data | undefined): Data | undefined {
  const [first] = Object.values(membersOf(examples));
  return membersOf(first)["value"];
}

function nameOf(operation: Members, { method, path }: Place): string {
  const own = kebab(plain(operation["operationId"]));
  if (own !== "") {
    return own.slice(0, 60);
  }
  const words = path.split("/").filter((part) => part !== "" && !part.startsWith("{"));
  return kebab([method, ...words].join("-")).slice(0, 60) || method;
}

function baseUrlsOf(all: Members): string[] {
  const servers = Array.isArray(all["servers"]) ? (all["servers"] as readonly Data[]) : [];
  const urls = servers.map((server) => {
    const { url, variables } = membersOf(server);
    return plain(url).replace(/\{([^}]+)\}/g, (whole, name: string) => {
      return plain(membersOf(membersOf(variables)[name])["default"]) || whole;
    });
  });
  if (typeof all["host"] === "string") {
    const schemes = Array.isArray(all["schemes"]) ? (all["schemes"] as readonly Data[]) : [];
    const scheme = schemes.includes("https") || schemes.length === 0 ? "https" : "http";
    urls.push(`${scheme}://${all["host"]}${plain(all["basePath"])}`);
  }
  return urls.filter((url) => /^https?:\/\//.test(url)).map((url) => url.replace(/\/+$/, ""));
}

function securityOf(all: Members): ApiSecurity | undefined {
  const schemes = membersOf(membersOf(all["components"])["securitySchemes"] ?? all["securityDefinitions"]);
  for (const at of Object.values(schemes)) {
    const { type, scheme, in: place, name } = membersOf(resolved(all, at));
    if (type === "apiKey" && place === "header" && plain(name) !== "") {
      return { kind: "header", header: plain(name) };
    }
    if (type === "basic" || (type === "http" && plain(scheme).toLowerCase() === "basic")) {
      return { kind: "basic" };
    }
    if (
      (type === "http" && plain(scheme).toLowerCase() === "bearer") ||
      type === "oauth2" ||
      type === "openIdConnect"
    ) {
      return { kind: "bearer" };
    }
  }
  return undefined;
}

function oneLine(text: string, most = 120): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

function plain(value: Data | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
