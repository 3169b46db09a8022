/** The matrix and the map of data. */
import type { Estate } from "@towpath/client";
import { expect, test } from "vitest";

import { flowsOf, mapOf, pathOf, shortened, SIZE } from "./flow";
import { filtered, matrixOf } from "./reach";

const base = {
  title: "A title",
  isOrphan: false,
  state: "published" as const,
  circuit: "closed",
  isSwitchedOff: false,
  lastChangeAt: "2027-01-01T00:00:00Z",
};
const call = (integration: string, operation: string, access: "read" | "write", labels: string[] = []) =>
  ({ kind: "call", integration, operation, access, labels }) as const;
const operation = (name: string, effect: "read" | "write") => ({
  name,
  version: "1.0.0",
  title: name,
  effect,
  labels: [],
  workflows: [],
  callsPerDay: 0,
  failuresPerDay: 0,
});

const estate: Estate = {
  workflows: [
    {
      ...base,
      namespace: "support",
      name: "refund",
      owner: "mia@acme.example",
      reaches: [
        call("crm", "get-customer", "write", ["customer-data"]),
        call("mail", "send", "write"),
        call("mail", "send", "write"),
        { kind: "event", operation: "order.created", access: "read", labels: [] },
      ],
    },
    {
      ...base,
      namespace: "sales",
      name: "lead",
      reaches: [call("crm", "create-lead", "write", ["customer-data"])],
    },
  ],
  labels: [
    {
      label: "customer-data",
      workflows: ["sales/lead", "support/refund"],
      leavesTo: [
        { to: "crm.get-customer", workflows: ["support/refund"] },
        { to: "crm.create-lead", workflows: ["sales/lead"] },
        { to: "mail.send", workflows: ["support/refund"] },
      ],
    },
    { label: "payment", workflows: [], leavesTo: [] },
  ],
  grants: [],
  integrations: [
    {
      name: "crm",
      title: "Customers",
      owner: "it",
      circuit: "closed",
      isSwitchedOff: true,
      operations: [operation("get-customer", "read"), operation("create-lead", "write")],
      secrets: [],
    },
    {
      name: "mail",
      title: "Mail",
      owner: "it",
      circuit: "closed",
      isSwitchedOff: false,
      operations: [operation("send", "write")],
      secrets: [],
    },
    {
      name: "idle",
      title: "Idle",
      owner: "it",
      circuit: "closed",
      isSwitchedOff: false,
      operations: [],
      secrets: [],
    },
  ],
  callsSince: "2027-01-01T00:00:00Z",
  complete: true,
};

test("rows are workflows, columns all systems; what only reads is a read whatever was derived", () => {
  const { systems, rows } = matrixOf(estate);
  expect(systems.map(({ key, isSwitchedOff }) => [key, isSwitchedOff])).toEqual([
    ["crm", true],
    ["mail", false],
    ["idle", false],
    ["event", false],
  ]);
  expect(rows.map((row) => row.id)).toEqual(["sales/lead", "support/refund"]);
  const cells = rows[1]?.cells;
  expect(cells?.get("crm")).toEqual({ reads: ["get-customer"], writes: [], labels: ["customer-data"] });
  expect(cells?.get("mail")).toEqual({ reads: [], writes: ["send"], labels: [] });
  expect(cells?.get("event")?.reads).toEqual(["order.created"]);
  expect(cells?.has("idle")).toBe(false);
});

test.each([
  [{ text: "REFUND", system: "", label: "" }, ["support/refund"]],
  [{ text: "mia@", system: "", label: "" }, ["support/refund"]],
  [{ text: "create-lead", system: "", label: "" }, ["sales/lead"]],
  [{ text: "", system: "mail", label: "" }, ["support/refund"]],
  [{ text: "", system: "", label: "customer-data" }, ["sales/lead", "support/refund"]],
  [{ text: "", system: "mail", label: "payment" }, []],
])("%j", (wanted, ids) => {
  expect(filtered(matrixOf(estate).rows, wanted).map((row) => row.id)).toEqual(ids);
});

test("data leaves by writes, never by what only reads", () => {
  expect(flowsOf(estate, "customer-data")).toEqual([
    { label: "customer-data", workflow: "sales/lead", targets: ["crm.create-lead"] },
    { label: "customer-data", workflow: "support/refund", targets: ["mail.send"] },
  ]);
  expect(flowsOf(estate, "payment")).toEqual([]);
  expect(flowsOf(estate)).toHaveLength(2);
});

test("the map has each box once, inside its frame, and a line for each step", () => {
  const map = mapOf(flowsOf(estate));
  expect(map.spots.map((spot) => spot.id)).toEqual([
    "label customer-data",
    "workflow sales/lead",
    "workflow support/refund",
    "target crm.create-lead",
    "target mail.send",
  ]);
  expect(map.lines.map((line) => line.id)).toHaveLength(4);
  for (const { x, y } of map.spots) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + SIZE.box).toBeLessThanOrEqual(SIZE.width);
    expect(y + SIZE.height).toBeLessThanOrEqual(map.height);
  }
  expect(pathOf(map.lines[0] as never)).toMatch(/^M236 .*C/);
});

test("of very many workflows the map shows some, and says of how many", () => {
  const flows = Array.from({ length: 500 }, (_, at) => ({
    label: "l",
    workflow: `w/${String(at)}`,
    targets: ["t"],
  }));
  const alike = mapOf(flows);
  expect(alike).toMatchObject({ workflows: 500, shown: 500 });
  expect(alike.spots.map((spot) => spot.name)).toEqual(["l", "w/0 +499", "t"]);
  const different = flows.map((flow, at) => ({ ...flow, targets: [`t${String(at)}`] }));
  expect(mapOf(different)).toMatchObject({ workflows: 500, shown: SIZE.most });
  expect(mapOf([]).spots).toEqual([]);
});

test("long names keep their end", () => {
  expect(shortened("a".repeat(40) + "end")).toMatch(/^…a+end$/);
  expect(shortened("short")).toBe("short");
});
