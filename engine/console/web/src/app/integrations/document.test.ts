/** What a form does to the text of an integration. */
import { expect, test } from "vitest";

import { change, renameOperation, setArguments, setAuthentication } from "./document";
import { readFields } from "./fields";

const text = `# Ours, see the wiki.
integration: crm
title: "Customer relations" # shown to people
owner: it@acme.example
kind: http
labels: [customer-data]
connection:
  baseUrl: https://crm.acme.example/api
  timeout: 5s # they are slow
  headers:
    X-Api-Key: { secret: crm-key }
operations:
  # the only one so far
  get-customer:
    version: 1.0.0
    effect: read
    input:
      type: object
      additionalProperties: false
      required: [id]
      properties:
        id: { type: string, pattern: "^c-[0-9]+$" } # as printed
    request: { method: GET, path: "/customers/{id}" }
`;

test("what the form shows", () => {
  const fields = readFields(text);
  expect(fields).toMatchObject({
    problem: undefined,
    name: "crm",
    title: "Customer relations",
    labels: ["customer-data"],
    baseUrl: "https://crm.acme.example/api",
    authentication: { kind: "header", header: "X-Api-Key", secret: "crm-key" },
    secrets: ["crm-key"],
  });
  expect(fields.operations).toEqual([
    {
      key: "get-customer",
      title: "",
      version: "1.0.0",
      effect: "read",
      idempotent: "",
      labels: [],
      method: "GET",
      path: "/customers/{id}",
      isBodyArguments: false,
      arguments: [{ name: "id", type: "string", isRequired: true }],
    },
  ]);
});

test("one field changes one place", () => {
  expect(change(text, "/title", "Customers")).toBe(text.replace("Customer relations", "Customers"));
  expect(change(text, "/connection/timeout", "10s")).toBe(text.replace("timeout: 5s", 'timeout: "10s"'));
  expect(change(text, "/labels", ["customer-data", "contact"])).toBe(
    text.replace("[customer-data]", "[customer-data, contact]"),
  );
});

test("another authentication takes the old one with it, and its secret", () => {
  const bearer = setAuthentication(text, { kind: "bearer", secret: "crm-token" });
  expect(readFields(bearer).authentication).toEqual({ kind: "bearer", secret: "crm-token" });
  expect(readFields(bearer).secrets).toEqual(["crm-token"]);
  expect(bearer).toContain("# they are slow");
  const none = setAuthentication(bearer, { kind: "none" });
  expect(readFields(none).secrets).toEqual([]);
  const basic = setAuthentication(none, { kind: "basic", username: "towpath", secret: "crm-password" });
  expect(readFields(basic).authentication).toMatchObject({ kind: "basic", username: "towpath" });
  const header = setAuthentication(basic, { kind: "header", header: "X-Api-Key", secret: "crm-key" });
  expect(readFields(header).authentication).toEqual(readFields(text).authentication);
});

test("a name is changed where it stands, and never to one that is taken or not allowed", () => {
  expect(renameOperation(text, "get-customer", "find-customer")).toBe(
    text.replace("  get-customer:", "  find-customer:"),
  );
  expect(renameOperation(text, "get-customer", "Find Customer")).toBe(text);
});

test("arguments: what stays keeps its schema and its comment", () => {
  const more = setArguments(text, "get-customer", [
    { name: "id", type: "string", isRequired: true },
    { name: "deep", type: "boolean", isRequired: false },
  ]);
  expect(more).toContain('id: { type: string, pattern: "^c-[0-9]+$" } # as printed');
  expect(more).toContain("deep:");
  const none = setArguments(more, "get-customer", []);
  expect(readFields(none).operations[0]?.arguments).toEqual([]);
  expect(none).not.toContain("additionalProperties");
  const again = setArguments(none, "get-customer", [{ name: "id", type: "array", isRequired: false }]);
  expect(readFields(again).operations[0]?.arguments).toEqual([
    { name: "id", type: "array", isRequired: false },
  ]);
});

test.each(["", "- a", "a: [", "just words"])("%j is told to be no form", (broken) => {
  expect(readFields(broken).problem).toBeDefined();
});
