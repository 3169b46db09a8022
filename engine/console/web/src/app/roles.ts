/**
 * Who sees which page. The server decides what a caller may do; these lists only keep pages out of the way that would
 * be empty or refused.
 */
import type { Role } from "@towpath/client";

/** The roles of each page. */
export const everybody: readonly Role[] = ["champion", "approver", "it", "app", "auditor", "operator"];
export const champions: readonly Role[] = ["champion"];
export const readers: readonly Role[] = ["champion", "approver", "it", "auditor", "operator"];
export const deciders: readonly Role[] = ["approver", "it", "champion", "auditor"];
export const keepers: readonly Role[] = ["approver", "it", "auditor", "operator"];
export const overseers: readonly Role[] = ["it", "auditor", "operator"];
export const auditors: readonly Role[] = ["it", "auditor"];
export const administrators: readonly Role[] = ["it", "auditor"];
export const callers: readonly Role[] = ["app", "champion", "it"];

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** Whoever has none of these roles is told so instead of shown the page. */
    roles?: readonly Role[];
  }
}

/** Whether one of `held` is in `wanted`. */
export function hasRole(held: readonly Role[], wanted: readonly Role[] | undefined): boolean {
  return wanted === undefined || held.some((role) => wanted.includes(role));
}
