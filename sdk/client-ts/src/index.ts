/** The client of Towpath's HTTP API: everything that others import. */
export type * from "./generated.js";
