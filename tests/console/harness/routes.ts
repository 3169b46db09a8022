/** Every address of the console, who it is for, and which of them is a list. */
import type { Persona } from "./demo";
import type { World } from "./world";

/** One address. */
export interface Route {
  /** Its name in tests and pictures. */
  name: string;
  /** As the router has it. */
  pattern: string;
  /** One that exists in a filled world. */
  path: (world: World) => string;
  /** Who has the most to see there. */
  who: Persona;
}

const route = (name: string, who: Persona, pattern: string, path?: (world: World) => string): Route => ({
  name,
  pattern,
  path: path ?? (() => pattern),
  who,
});

/** All of them. `routes.spec.ts` compares the list with the console's sources. */
export const ROUTES: readonly Route[] = [
  route("home", "champion", "/"),
  route("start", "champion", "/start"),
  route("workflows", "champion", "/workflows"),
  route("workflow", "champion", "/workflows/$namespace/$name", () => "/workflows/support/order-status"),
  route(
    "editor",
    "champion",
    "/workflows/$namespace/$name/edit",
    () => "/workflows/support/refund-triage/edit",
  ),
  route(
    "explain",
    "champion",
    "/workflows/$namespace/$name/explain",
    () => "/workflows/support/refund-triage/explain",
  ),
  route("runs", "champion", "/runs"),
  route("run", "champion", "/runs/$run", (world) => `/runs/${world.completed}`),
  route("failures", "champion", "/failures"),
  route("schedules", "champion", "/schedules"),
  route("inbox", "approver", "/inbox"),
  route(
    "hold",
    "approver",
    "/inbox/holds/$run/$effect",
    (world) => `/inbox/holds/${world.held}/${world.effect}`,
  ),
  route(
    "hold-by-link",
    "approver",
    "/inbox/hold/$run/$effect",
    (world) => `/inbox/hold/${world.held}/${world.effect}`,
  ),
  route(
    "review",
    "approver",
    "/inbox/reviews/$namespace/$name/$version",
    (world) => `/inbox/reviews/${world.review}`,
  ),
  route("request", "it", "/inbox/requests/$id", (world) => `/inbox/requests/${world.request}`),
  route("proposal", "it", "/inbox/proposal"),
  route("grant", "it", "/inbox/grants/$name", () => "/inbox/grants/grant-none"),
  route("token-to-confirm", "it", "/inbox/tokens/$id", () => "/inbox/tokens/0123456789abcdef"),
  route("equal", "approver", "/inbox/equal"),
  route("policies", "it", "/policies"),
  route("impact", "it", "/policies/impact"),
  route("new-policy", "it", "/policies/new"),
  route("revisions", "it", "/policies/revisions"),
  route(
    "revision",
    "it",
    "/policies/revisions/$revision",
    (world) => `/policies/revisions/${world.revision}`,
  ),
  route("policy", "it", "/policies/$policy", () => "/policies/support-refunds"),
  route("integrations", "it", "/integrations"),
  route("integration", "it", "/integrations/$integration", () => "/integrations/payments"),
  route("new-integration", "it", "/integrations/+new"),
  route("edit-integration", "it", "/integrations/$integration/edit", () => "/integrations/payments/edit"),
  route("estate", "it", "/estate"),
  route("server", "it", "/server"),
  route("retention", "it", "/retention"),
  route("audit", "it", "/audit"),
  route("access", "it", "/access"),
  route("principal", "it", "/access/$principal", () => "/access/champion%40acme.example"),
  route("developers", "app", "/developers"),
  route("reference", "app", "/developers/reference"),
  route("call", "app", "/developers/$namespace/$name", () => "/developers/support/order-status"),
  route("account", "champion", "/account"),
];

/** Pages that everybody opens all the time: they have to be there at once. */
export const LISTS = [
  "home",
  "workflows",
  "runs",
  "schedules",
  "inbox",
  "policies",
  "integrations",
  "audit",
  "access",
];
