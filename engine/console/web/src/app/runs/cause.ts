/** Why a run failed and what helps, from the code or the type of its error: which advice, not its words. Pure. */

/** The advice; its words are in the catalogue. */
export type Advice =
  | "refused"
  | "declined"
  | "approval"
  | "input"
  | "output"
  | "expression"
  | "timeout"
  | "unreachable"
  | "away"
  | "crowded"
  | "uncertain"
  | "limit"
  | "arguments"
  | "result"
  | "raised"
  | "switchedOff"
  | "other";

/** What of an error tells its cause. */
export interface Failure {
  code?: string | null | undefined;
  type?: string | null | undefined;
  status?: number | null | undefined;
}

/** An error as the trace has it, read without trust. */
export function failureIn(error: Readonly<Record<string, unknown>>) {
  const text = (name: string) => {
    const value = error[name];
    return typeof value === "string" ? value : undefined;
  };
  const status = typeof error["status"] === "number" ? error["status"] : undefined;
  return { title: text("title"), detail: text("detail"), code: text("code"), type: text("type"), status };
}

const BY_TYPE: readonly (readonly [string, Advice])[] = [
  ["/errors/authorization", "refused"],
  ["/errors/timeout", "timeout"],
  ["/errors/communication", "unreachable"],
  ["/errors/expression", "expression"],
  ["/errors/validation", "arguments"],
  ["/errors/runtime", "limit"],
];

const BY_CODE: Readonly<Record<string, Advice>> = {
  TP0522: "input",
  TP1001: "output",
  TP1002: "arguments",
  TP1011: "timeout",
  TP1101: "limit",
  TP1102: "timeout",
  TP1103: "uncertain",
  TP1104: "limit",
  TP1105: "limit",
  TP1106: "limit",
  TP1108: "refused",
  TP1110: "input",
  TP1112: "output",
  TP1113: "arguments",
  TP1120: "declined",
  TP1121: "declined",
  TP1122: "switchedOff",
  TP2020: "refused",
  TP2021: "refused",
  TP2023: "approval",
  TP3033: "away",
  TP3034: "crowded",
};

/** Which advice fits. */
export function adviceOn({ code, type, status }: Failure): Advice {
  const known = code === undefined || code === null ? undefined : BY_CODE[code];
  if (known !== undefined) {
    return known;
  }
  if (code?.startsWith("TP04") === true) {
    return "expression";
  }
  const found = BY_TYPE.find(([end]) => type?.endsWith(end) === true);
  if (found !== undefined) {
    return found[1];
  }
  if (type !== undefined && type !== null && !type.startsWith("urn:towpath:")) {
    return "raised";
  }
  return status === 408 || status === 504 ? "timeout" : "other";
}
