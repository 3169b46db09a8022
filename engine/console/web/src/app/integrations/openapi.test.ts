/** Drafting operations from OpenAPI documents. */
import { expect, test } from "vitest";
import { parse } from "yaml";

import { withApi } from "./api-changes";
import { addOperations, newIntegration } from "./document";
import { readFields } from "./fields";
import { chosenOf, kebab, readApi, type Api } from "./openapi";

const document = `
openapi: 3.1.0
info: { title: Acme Billing, version: 2.4.1 }
servers:
  - url: https://{region}.billing.acme.example/v2/
    variables: { region: { default: eu } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
  parameters:
    Invoice: { name: invoice.id, in: path, required: true, schema: { type: string, pattern: "^i-[0-9]+$" } }
  schemas:
    Money:
      type: object
      required: [amount, currency]
      properties:
        amount: { type: number, minimum: 0, exclusiveMinimum: true }
        currency: { enum: [EUR, USD] }
    Tree: { type: object, properties: { child: { $ref: "#/components/schemas/Tree" } } }
    Credit:
      allOf:
        - { $ref: "#/components/schemas/Money" }
        - { type: object, required: [reason, id], properties: { reason: { type: string }, id: { type: string, readOnly: true } } }
paths:
  /invoices/{invoice.id}:
    parameters:
      - $ref: "#/components/parameters/Invoice"
    get:
      operationId: getInvoice
      summary: Look an invoice up
      tags: [invoices]
      parameters:
        - { name: expand, in: query, schema: { type: array, items: { type: string } } }
        - { name: Authorization, in: header, schema: { type: string } }
      responses:
        200: { content: { application/json: { schema: { $ref: "#/components/schemas/Money" }, example: { amount: 1, currency: EUR } } } }
  /invoices/{invoice.id}/credits:
    parameters:
      - $ref: "#/components/parameters/Invoice"
    post:
      operationId: creditInvoice
      parameters:
        - { name: Idempotency-Key, in: header, schema: { type: string } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/Credit" } } }
      responses: { 201: { description: made } }
  /notes:
    post:
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [text], properties: { text: { type: string }, more: {}, tags: { type: object } } } } } }
      responses: {}
  /trees:
    put:
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Tree" } } } }
      responses: { 200: { content: { application/json: { schema: { $ref: "#/components/schemas/Tree" } } } } }
  /files:
    post:
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
      responses: {}
`;

function read(text: string): Api {
  const api = readApi(text);
  if (typeof api === "string") {
    throw new Error(api);
  }
  return api;
}

function operation(id: string) {
  const found = read(document).operations.find((one) => one.id === id);
  if (found === undefined) {
    throw new Error(`no ${id}`);
  }
  return found;
}

test("the system itself: name, address, version, authentication", () => {
  const { title, name, version, baseUrls, security } = read(document);
  expect({ title, name, version, baseUrls, security }).toEqual({
    title: "Acme Billing",
    name: "acme-billing",
    version: "2.4.1",
    baseUrls: ["https://eu.billing.acme.example/v2"],
    security: { kind: "header", header: "X-Api-Key" },
  });
});

test("a read: arguments of path and query, a name that an argument may have, the example", () => {
  const { name, effect, draft, remarks, tag } = operation("get /invoices/{invoice.id}");
  expect({ name, effect, remarks, tag }).toEqual({
    name: "get-invoice",
    effect: "read",
    remarks: ["renamed"],
    tag: "invoices",
  });
  expect(draft).toEqual({
    version: "2.4.1",
    title: "Look an invoice up",
    effect: "read",
    input: {
      type: "object",
      additionalProperties: false,
      required: ["invoice_id"],
      properties: {
        invoice_id: { type: "string", pattern: "^i-[0-9]+$" },
        expand: { type: "array", items: { type: "string" } },
      },
    },
    output: {
      type: "object",
      required: ["amount", "currency"],
      properties: { amount: { type: "number", exclusiveMinimum: 0 }, currency: { enum: ["EUR", "USD"] } },
    },
    example: { amount: 1, currency: "EUR" },
    request: { method: "GET", path: "/invoices/{invoice_id}", query: { expand: "{expand}" } },
  });
});

test("a write: the body's members beside the path, closed; what the server sets is no argument", () => {
  const { draft } = operation("post /invoices/{invoice.id}/credits");
  expect(draft).toMatchObject({
    effect: "write",
    idempotent: "key",
    input: {
      required: ["invoice_id", "amount", "currency", "reason"],
      additionalProperties: false,
      properties: { reason: { type: "string" } },
    },
    request: {
      method: "POST",
      path: "/invoices/{invoice_id}/credits",
      body: { amount: "{amount}", currency: "{currency}", reason: "{reason}" },
    },
  });
  expect(JSON.stringify(draft)).not.toContain("readOnly");
});

test("a body alone is all arguments; what has no type or no members is said and narrowed to texts", () => {
  const { draft, remarks, name } = operation("post /notes");
  expect(name).toBe("post-notes");
  expect([...remarks].sort()).toEqual(["openObject", "untyped"]);
  expect(draft).toMatchObject({
    idempotent: "no",
    input: {
      required: ["text"],
      properties: {
        more: { type: "string" },
        tags: { type: "object", additionalProperties: { type: "string" } },
      },
    },
    request: { body: "arguments" },
  });
});

test("what has no such form is said", () => {
  expect([...operation("put /trees").remarks].sort()).toEqual(["noOutput", "recursive"]);
  expect(operation("post /files").remarks).toEqual(["bodyKind"]);
});

test("every object of every input is closed, every value typed", () => {
  const open: string[] = [];
  const visit = (schema: unknown, at: string): void => {
    const { type, properties, items, additionalProperties } = schema as Record<string, unknown>;
    const isTyped = type !== undefined || Object.hasOwn(schema as object, "enum");
    if (
      !isTyped ||
      (type === "object" && additionalProperties === undefined) ||
      (type === "array" && !items)
    ) {
      open.push(at);
    }
    for (const [name, one] of Object.entries((properties ?? {}) as object)) {
      visit(one, `${at}/${name}`);
    }
    if (typeof additionalProperties === "object") {
      visit(additionalProperties, `${at}/*`);
    }
  };
  for (const { draft, id } of read(document).operations) {
    const { input } = draft as { input?: unknown };
    if (input !== undefined) {
      visit(input, id);
    }
  }
  expect(open).toEqual([]);
});

test("swagger 2, as JSON", () => {
  const api = read(
    JSON.stringify({
      swagger: "2.0",
      info: { title: "Old", version: "v1" },
      host: "old.acme.example",
      basePath: "/api",
      paths: {
        "/orders": {
          post: {
            parameters: [
              { name: "dry", in: "query", type: "boolean" },
              {
                name: "order",
                in: "body",
                required: true,
                schema: { type: "object", properties: { id: { type: "integer" } } },
              },
            ],
            responses: { 200: { schema: { type: "object" } } },
          },
        },
      },
    }),
  );
  expect(api.baseUrls).toEqual(["https://old.acme.example/api"]);
  expect(api.operations[0]?.draft).toMatchObject({
    version: "1.0.0",
    output: { type: "object" },
    request: { query: { dry: "{dry}" }, body: { id: "{id}" } },
  });
});

test.each([
  ["{", "unreadable"],
  ["title: hello", "notOpenApi"],
  ["openapi: 3.0.0\npaths: {}", "noOperations"],
] as const)("%j is %s", (text, why) => {
  expect(readApi(text)).toBe(why);
});

test("chosen operations go into the text, whose comments stay; taken names get a number", () => {
  const api = read(document);
  const before = `# ours\n${newIntegration("it@acme.example")}`;
  const once = addOperations(before, chosenOf(api, new Set(["post /notes"])));
  const twice = addOperations(once, chosenOf(api, new Set(["post /notes", "get /invoices/{invoice.id}"])));
  expect(twice.startsWith(before)).toBe(true);
  const { operations } = parse(twice) as { operations: object };
  expect(Object.keys(operations)).toEqual(["get-status", "post-notes", "get-invoice", "post-notes-2"]);
});

test.each([
  ["listChargesByOrder", "list-charges-by-order"],
  ["GetHTTPStatus", "get-http-status"],
  ["3 things!", "things"],
  ["über_all", "u-ber-all"],
])("%s is called %s", (text, name) => {
  expect(kebab(text)).toBe(name);
});

test("a new text takes names and connection over, and drops its example", () => {
  const api = read(document);
  const text = withApi(newIntegration("it@acme.example"), api, new Set(["post /notes"]), true, true);
  expect(readFields(text)).toMatchObject({
    problem: undefined,
    name: "acme-billing",
    title: "Acme Billing",
    owner: "it@acme.example",
    baseUrl: "https://eu.billing.acme.example/v2",
    authentication: { kind: "header", header: "X-Api-Key", secret: "acme-billing-key" },
    secrets: ["acme-billing-key"],
  });
  expect(readFields(text).operations.map((one) => one.key)).toEqual(["post-notes"]);
});

test("a text that is there keeps its name and, unless wanted, its connection", () => {
  const api = read(document);
  const before = newIntegration("it@acme.example").replace("new-system", "billing");
  const text = withApi(before, api, new Set(["post /notes"]), false, false);
  expect(readFields(text)).toMatchObject({ name: "billing", baseUrl: "https://system.acme.example/api" });
});
