/** From the form to the document. The members stand in the order in which people read them. Pure. */
import { stringify } from "yaml";

import { asksPeople, type Access, type Hours, type Limit, type Shape } from "./shape";

type Json = Record<string, unknown>;

/** The members of a policy document, in their order. */
export const ORDER = [
  "policy",
  "title",
  "owner",
  "effect",
  "mode",
  "workflow",
  "access",
  "caller",
  "time",
  "timezone",
  "profile",
  "delegate",
  "approvers",
  "hold",
  "reason",
  "contact",
  "expires",
  "tests",
] as const;

/** The document as data. */
export function documentOf(shape: Shape): Json {
  const document: Json = {
    policy: shape.name,
    title: shape.title,
    owner: orAbsent(shape.owner),
    effect: shape.effect,
    mode: shape.mode === "enforce" ? undefined : shape.mode,
    workflow: workflowOf(shape),
    access: accessOf(shape),
    caller: shape.callers.length === 0 ? undefined : { properties: { kind: oneOf(shape.callers) } },
    ...timeOf(shape.hours),
    approvers: asksPeople(shape.effect) ? approversOf(shape) : undefined,
    hold: shape.effect === "hold" ? holdOf(shape) : undefined,
    reason: orAbsent(shape.reason),
    contact: orAbsent(shape.contact),
    expires: orAbsent(shape.expires),
  };
  return Object.fromEntries(
    ORDER.flatMap((key) => (document[key] === undefined ? [] : [[key, document[key]]])),
  );
}

/** The text of a new policy, with tests that show its purpose. */
export function write(shape: Shape): string {
  const tests = testsOf(shape);
  return textOf(tests.length === 0 ? documentOf(shape) : { ...documentOf(shape), tests });
}

/** Members as text. */
export function textOf(members: Json): string {
  return stringify(members, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Examples: one that the policy is about, and one just beside it. They run with every change. */
export function testsOf(shape: Shape): Json[] {
  const integration = shape.access.kind === "operations" ? shape.access.integrations[0] : undefined;
  if (shape.access.kind !== "operations" || integration === undefined) {
    return [];
  }
  const { operations, effect } = shape.access;
  const access = {
    kind: "call",
    integration,
    operation: operations[0] ?? "example",
    effect: effect === "" ? "write" : effect,
  };
  const subject = shape.namespaces[0] === undefined ? {} : { workflow: subjectOf(shape) };
  const hit = { permit: "allow", forbid: "deny", review: "review", hold: "hold" }[shape.effect];
  const miss = shape.effect === "permit" ? "deny" : "allow";
  const time = timeIn(shape.hours);
  const test = (name: string, more: Json, expect: string) => ({
    name,
    ...subject,
    access: { ...access, ...more },
    ...time,
    expect,
  });
  const { limit } = shape;
  if (limit === undefined) {
    const other = { integration: `not-${integration}` };
    return [test("it is about this", {}, hit), test("it is not about other systems", other, miss)];
  }
  const step = Number.isInteger(limit.value) ? 1 : 0.01;
  // The last value below the border, and the first one above it.
  const low = limit.comparison === "from" ? limit.value - step : limit.value;
  const high = rounded(low + step);
  const given = (value: number) => ({ arguments: { [limit.argument]: value } });
  const isAbove = limit.comparison !== "atMost";
  return [
    test(`${limit.argument} of ${String(rounded(low))}`, given(rounded(low)), isAbove ? miss : hit),
    test(`${limit.argument} of ${String(high)}`, given(high), isAbove ? hit : miss),
  ];
}

/** Without what binary fractions add. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}

function subjectOf(shape: Shape): Json {
  const [namespace] = shape.namespaces;
  const [name] = shape.workflows;
  return name === undefined ? { namespace } : { namespace, name };
}

function workflowOf({ namespaces, workflows }: Shape): Json | undefined {
  const properties = {
    ...(namespaces.length === 0 ? {} : { namespace: oneOf(namespaces) }),
    ...(workflows.length === 0 ? {} : { name: oneOf(workflows) }),
  };
  return Object.keys(properties).length === 0 ? undefined : { properties };
}

function accessOf(shape: Shape): unknown {
  const properties = { ...fieldsOf(shape.access), ...argumentsOf(shape.limit) };
  if (Object.keys(properties).length > 0) {
    return { properties };
  }
  return shape.effect === "permit" ? true : undefined;
}

function fieldsOf(access: Access): Json {
  switch (access.kind) {
    case "operations":
      return {
        // Without a system chosen nothing fits: a permit that is not finished permits nothing.
        integration: oneOf(access.integrations),
        ...(access.operations.length === 0 ? {} : { operation: oneOf(access.operations) }),
        ...(access.effect === "" ? {} : { effect: { const: access.effect } }),
      };
    default:
      return {
        ...(access.kinds.length === 0 ? {} : { kind: oneOf(access.kinds) }),
        ...(access.effect === "" ? {} : { effect: { const: access.effect } }),
      };
  }
}

function argumentsOf(limit: Limit | undefined): Json {
  if (limit === undefined || limit.argument === "") {
    return {};
  }
  const { value } = limit;
  const bounds = {
    atMost: { ...(limit.isPositive ? { exclusiveMinimum: 0 } : {}), maximum: value },
    moreThan: { exclusiveMinimum: value },
    from: { minimum: value },
  }[limit.comparison];
  return {
    arguments: {
      type: "object",
      required: [limit.argument],
      properties: { [limit.argument]: { type: "number", ...bounds } },
    },
  };
}

function timeOf(hours: Hours | undefined): Json {
  if (hours === undefined) {
    return {};
  }
  const inside = {
    properties: {
      ...(hours.weekdays.length === 0 ? {} : { weekday: oneOf(hours.weekdays) }),
      hour: { minimum: hours.from, maximum: hours.to },
    },
  };
  return {
    time: hours.isOutside ? { not: inside } : inside,
    timezone: hours.timezone === "" || hours.timezone === "UTC" ? undefined : hours.timezone,
  };
}

/** A moment at which the policy applies, for its tests. */
function timeIn(hours: Hours | undefined): Json {
  if (hours === undefined) {
    return {};
  }
  const weekday = hours.weekdays[0] ?? "monday";
  const outside = hours.from > 0 ? hours.from - 1 : hours.to < 23 ? hours.to + 1 : 0;
  return { time: { weekday, hour: hours.isOutside ? outside : hours.from } };
}

function approversOf({ approvers }: Shape): Json {
  return approvers.namespace === ""
    ? { role: approvers.role }
    : { role: approvers.role, namespace: approvers.namespace };
}

function holdOf({ hold }: Shape): Json {
  return { timeoutS: hold.seconds, default: hold.byDefault };
}

function oneOf(values: readonly string[]): Json {
  return values.length === 1 ? { const: values[0] } : { enum: [...values] };
}

function orAbsent(text: string): string | undefined {
  return text === "" ? undefined : text;
}
