/** The arguments of an operation of an OpenAPI document, and the request that they go into. Pure. */
import type { Data } from "../../definition/tree";
import { membersOf, type Members } from "./fields";
import type { Remark } from "./openapi";
import { resolved, type Closing, type Schemas } from "./openapi-schema";

/** A parameter of the path, the query or the headers; of Swagger 2 also of the body. */
export interface Parameter {
  name: string;
  place: string;
  isRequired: boolean;
  schema: Data;
  description: string;
}

interface Of {
  path: string;
  method: string;
  operation: Members;
  parameters: readonly Parameter[];
}

interface Body {
  schema: Data;
  isRequired: boolean;
  contentType: "json" | "form";
}

/** The engine sets these itself, or IT does in the connection. */
const NOT_ARGUMENTS = /^(authorization|content-type|content-length|accept|host|cookie|idempotency-key)$/i;

/** The closed schema of the arguments, if there are any, and the request. */
export function inputOf(all: Members, schemas: Schemas, of: Of, remarks: Set<Remark>) {
  const work = new Arguments(schemas, remarks);
  let path = of.path;
  const query: { [name: string]: Data } = {};
  const headers: { [name: string]: Data } = {};
  for (const one of of.parameters) {
    if (one.place === "path") {
      const name = work.add(one);
      path = path.replaceAll(`{${one.name}}`, `{${name}}`);
    } else if (one.place === "query") {
      query[one.name] = `{${work.add(one)}}`;
    } else if (one.place === "header" && !NOT_ARGUMENTS.test(one.name)) {
      headers[one.name] = `{${work.add(one)}}`;
    } else if (one.place === "cookie") {
      remarks.add("cookie");
    }
  }
  const body = bodyOf(all, of, remarks);
  const sent = body === undefined ? undefined : work.body(all, body, headers);
  const request: { [name: string]: Data } = { method: of.method.toUpperCase(), path };
  if (Object.keys(query).length > 0) {
    request["query"] = query;
  }
  if (Object.keys(headers).length > 0) {
    request["headers"] = headers;
  }
  if (sent !== undefined) {
    request["body"] = sent;
  }
  return { input: work.schema(), request };
}

/** Collects the arguments. */
class Arguments {
  private readonly properties: { [name: string]: Data } = {};
  private readonly required: string[] = [];
  private readonly schemas: Schemas;
  private readonly remarks: Set<Remark>;

  constructor(schemas: Schemas, remarks: Set<Remark>) {
    this.schemas = schemas;
    this.remarks = remarks;
  }

  /** Adds one, and tells the name that it has as an argument. */
  add(one: Parameter): string {
    const name = this.free(one.name);
    const closed: Members = membersOf(this.closed(one.schema));
    const description = one.description.replace(/\s+/g, " ").slice(0, 200);
    this.properties[name] = description === "" ? closed : { ...closed, description };
    if (one.isRequired) {
      this.required.push(name);
    }
    return name;
  }

  /** The body of the request, with its members as arguments. */
  body(all: Members, { schema, isRequired, contentType }: Body, headers: { [name: string]: Data }): Data {
    const closed = membersOf(this.closed(schema));
    const members = Object.entries(membersOf(closed["properties"]));
    const required = Array.isArray(closed["required"]) ? (closed["required"] as readonly Data[]) : [];
    if (contentType === "form") {
      headers["Content-Type"] = "application/x-www-form-urlencoded";
    }
    const isObject =
      closed["type"] === "object" && members.length > 0 && closed["additionalProperties"] === false;
    if (!isObject) {
      headers["Content-Type"] = "application/json";
      return `{${this.add({ name: "body", place: "body", isRequired, schema: resolved(all, schema), description: "" })}}`;
    }
    const isAlone = Object.keys(this.properties).length === 0 && contentType === "json";
    const sent = members.map(([name, value]) => {
      const argument = this.free(name);
      this.properties[argument] = value;
      if (isRequired && required.includes(name)) {
        this.required.push(argument);
      }
      return [name, `{${argument}}`] as const;
    });
    const isSame = sent.every(([name, value]) => value === `{${name}}`);
    return isAlone && isSame ? "arguments" : Object.fromEntries(sent);
  }

  /** The whole schema; without arguments there is none. */
  schema(): Data | undefined {
    if (Object.keys(this.properties).length === 0) {
      return undefined;
    }
    return {
      type: "object",
      additionalProperties: false,
      ...(this.required.length === 0 ? {} : { required: this.required }),
      properties: this.properties,
    };
  }

  private closed(schema: Data): Data {
    const closing: Closing = { openObjects: 0, untyped: 0 };
    const closed = this.schemas.closed(schema, closing);
    if (closed === undefined) {
      this.remarks.add("recursive");
      return { type: "object", additionalProperties: { type: "string" } };
    }
    if (closing.openObjects > 0) {
      this.remarks.add("openObject");
    }
    if (closing.untyped > 0) {
      this.remarks.add("untyped");
    }
    return closed;
  }

  /** Arguments have letters, digits, `_` and `-`, and one name each. */
  private free(wanted: string): string {
    const safe = wanted.replace(/[^A-Za-z0-9_-]+/g, "_").replace(/^_+|_+$/g, "") || "value";
    let name = safe;
    for (let count = 2; Object.hasOwn(this.properties, name); count += 1) {
      name = `${safe}_${String(count)}`;
    }
    if (name !== wanted) {
      this.remarks.add("renamed");
    }
    return name;
  }
}

function bodyOf(all: Members, of: Of, remarks: Set<Remark>): Body | undefined {
  const swagger = of.parameters.find(({ place }) => place === "body");
  if (swagger !== undefined) {
    return { schema: swagger.schema, isRequired: swagger.isRequired, contentType: "json" };
  }
  const fields = of.parameters.filter(({ place }) => place === "formData");
  if (fields.length > 0) {
    return { schema: formOf(fields), isRequired: true, contentType: "form" };
  }
  const told = membersOf(resolved(all, of.operation["requestBody"]));
  const content = Object.entries(membersOf(told["content"]));
  if (content.length === 0) {
    return undefined;
  }
  const isRequired = told["required"] === true;
  const json = content.find(([type]) => /^application\/([a-z0-9.+-]*\+)?json\b/i.test(type));
  const form = content.find(([type]) => /^application\/x-www-form-urlencoded\b/i.test(type));
  const [kind, at] = json !== undefined ? (["json", json[1]] as const) : (["form", form?.[1]] as const);
  if (at === undefined) {
    remarks.add("bodyKind");
    return undefined;
  }
  return { schema: membersOf(at)["schema"] ?? true, isRequired, contentType: kind };
}

function formOf(fields: readonly Parameter[]): Data {
  return {
    type: "object",
    required: fields.filter((one) => one.isRequired).map((one) => one.name),
    properties: Object.fromEntries(fields.map((one) => [one.name, one.schema])),
  };
}
