/** The description of the API as a list of requests. Read member by member: a newer server may say more. Pure. */
import { isObject, textOf, type Schema } from "../../parts/schema-form/schema";
import { fitsText } from "../../parts/search/fits";

/** A parameter. */
export interface Parameter {
  name: string;
  place: string;
  isRequired: boolean;
  about: string | undefined;
  schema: unknown;
}

/** A body, of a request or an answer. */
export interface Body {
  type: string;
  schema: unknown;
}

/** One answer. */
export interface Answer {
  status: string;
  about: string;
  body: Body | undefined;
}

/** One request. */
export interface Request {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  about: string | undefined;
  parameters: readonly Parameter[];
  body: Body | undefined;
  answers: readonly Answer[];
}

/** A tag with its requests. */
export interface Group {
  tag: string;
  about: string | undefined;
  requests: readonly Request[];
}

const METHODS = ["get", "post", "put", "patch", "delete"];

/** All requests, in the order of the description. */
export function requestsOf(description: unknown): Request[] {
  const paths = member(description, "paths");
  return Object.entries(isObject(paths) ? paths : {}).flatMap(([path, verbs]) =>
    METHODS.flatMap((method) => {
      const operation = member(verbs, method);
      return isObject(operation) ? [requestOf(method, path, operation)] : [];
    }),
  );
}

/** Requests by their tags, those that fit `text`; every word of it has to be there. */
export function groupsOf(
  description: unknown,
  requests: readonly Request[],
  text: string,
  other: string,
): Group[] {
  const tags = listOf(member(description, "tags"));
  const about = new Map(tags.map((tag) => [textOf(member(tag, "name")), textOf(member(tag, "description"))]));
  const groups = new Map<string, Request[]>();
  for (const request of requests) {
    const { method, path, summary, id, tag } = request;
    if (fitsText(text, method, path, summary, id, tag)) {
      groups.set(tag, [...(groups.get(tag) ?? []), request]);
    }
  }
  const order = [...about.keys()];
  const rank = (tag: string) => (order.includes(tag) ? order.indexOf(tag) : order.length);
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([tag, found]) => ({ tag: tag === "" ? other : tag, about: about.get(tag), requests: found }));
}

/** A schema that can be read alone: references lead into the components of the description. */
export function withComponents(schema: unknown, description: unknown): Schema {
  const components = member(description, "components");
  return { ...(isObject(schema) ? schema : {}), ...(isObject(components) ? { components } : {}) };
}

function requestOf(method: string, path: string, operation: Schema): Request {
  const answers = Object.entries(isObject(operation["responses"]) ? operation["responses"] : {});
  return {
    id: textOf(operation["operationId"]) ?? `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    tag: textOf(listOf(operation["tags"])[0]) ?? "",
    summary: textOf(operation["summary"]) ?? path,
    about: textOf(operation["description"]),
    parameters: listOf(operation["parameters"]).map((one) => ({
      name: textOf(member(one, "name")) ?? "?",
      place: textOf(member(one, "in")) ?? "",
      isRequired: member(one, "required") === true,
      about: textOf(member(one, "description")),
      schema: member(one, "schema"),
    })),
    body: bodyOf(operation["requestBody"]),
    answers: answers.map(([status, one]) => ({
      status,
      about: textOf(member(one, "description")) ?? "",
      body: bodyOf(one),
    })),
  };
}

function bodyOf(value: unknown): Body | undefined {
  const content = member(value, "content");
  const [first] = Object.entries(isObject(content) ? content : {});
  return first === undefined ? undefined : { type: first[0], schema: member(first[1], "schema") };
}

function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
