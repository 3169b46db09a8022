/** Which live workflows a policy is about, as far as that is known without a run: by what they may reach. Pure. */
import type { Estate } from "@towpath/client";
import { parseDocument } from "yaml";

type Workflow = Estate["workflows"][number];
type Json = Readonly<Record<string, unknown>>;

/** What a list shows of a policy. */
export interface Summary {
  title: string;
  /** `permit`, or `limits` and `labels` for documents of those. */
  effect: string;
  mode: string;
  expires: string;
  owner: string;
  whole: Json;
}

/** Reads a text; whatever cannot be read is empty. */
export function summaryOf(text: string): Summary {
  const document = parseDocument(text);
  const whole = objectOf(document.errors.length > 0 ? {} : document.toJS());
  const word = (name: string) => {
    const value = whole[name];
    return typeof value === "string" ? value : "";
  };
  const other = whole["limits"] === undefined ? (whole["labels"] === undefined ? "" : "labels") : "limits";
  return {
    title: word("title"),
    effect: word("effect") === "" ? other : word("effect"),
    mode: word("mode") === "" ? "enforce" : word("mode"),
    expires: word("expires"),
    owner: word("owner"),
    whole,
  };
}

/** The live workflows with an access that the policy may be about. Conditions on values only narrow it at run time. */
export function touchedBy(policy: Summary, workflows: readonly Workflow[]): Workflow[] {
  return workflows.filter(
    (one) =>
      one.liveVersion !== undefined &&
      fits(policy.whole["workflow"], { namespace: one.namespace, name: one.name }) &&
      reaches(policy.whole["access"], one),
  );
}

function reaches(access: unknown, workflow: Workflow): boolean {
  if (access === undefined || access === true) {
    return true;
  }
  const kinds = { kind: "start" };
  return [kinds, { kind: "respond" }, { kind: "configure" }].some((one) => fits(access, one))
    ? true
    : workflow.reaches.some((one) =>
        fits(access, {
          kind: one.kind === "event" ? "emit" : one.kind,
          effect: one.access,
          ...(one.integration === undefined ? {} : { integration: one.integration }),
          // The estate calls a raw request by its method and host.
          ...(one.integration === "web"
            ? { operation: "request", host: one.operation?.split(" ").at(-1) ?? "" }
            : {}),
          ...(one.operation === undefined || one.integration === "web" ? {} : { operation: one.operation }),
        }),
      );
}

/** Whether a subject may fit: fields that are known must not contradict, fields that it lacks must not be asked for. */
function fits(schema: unknown, subject: Readonly<Record<string, string>>): boolean {
  if (typeof schema === "boolean") {
    return schema;
  }
  const { properties, anyOf, allOf } = objectOf(schema) as {
    properties?: unknown;
    anyOf?: unknown;
    allOf?: unknown;
  };
  const own = Object.entries(objectOf(properties)).every(([name, field]) =>
    mayBe(field, subject[name], name),
  );
  const some = !Array.isArray(anyOf) || anyOf.some((one) => fits(one, subject));
  return own && some && (!Array.isArray(allOf) || allOf.every((one) => fits(one, subject)));
}

/** Fields that are only known when a call happens. */
const LATER = [
  "arguments",
  "labels",
  "runLabels",
  "version",
  "method",
  "path",
  "query",
  "host",
  "owner",
  "author",
  "via",
];

function mayBe(field: unknown, value: string | undefined, name: string): boolean {
  if (value === undefined) {
    return LATER.includes(name) || field === false;
  }
  const { const: one, enum: several, pattern } = objectOf(field) as Record<string, unknown>;
  if (one !== undefined) {
    return one === value;
  }
  if (Array.isArray(several)) {
    return several.includes(value);
  }
  if (typeof pattern === "string") {
    try {
      return new RegExp(pattern, "u").test(value);
    } catch {
      return true;
    }
  }
  return field !== false;
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
