/** What the palette offers. Pure. */
import type { FoundItem } from "@towpath/client";

import type { IconName } from "../icon/Icon";
import { folded, wordsOf } from "../search/fits";

/** One line of the palette. */
export interface Command {
  id: string;
  icon: IconName;
  label: string;
  /** The quieter words beside it. */
  about?: string;
  onAct: () => void;
}

/** The commands with every word of the text, those first whose name begins with it. */
export function matching(commands: readonly Command[], text: string): readonly Command[] {
  const words = wordsOf(text);
  const rank = (command: Command) => (folded(command.label).startsWith(words[0] ?? "") ? 0 : 1);
  return commands
    .filter((command) => {
      const name = folded(`${command.label} ${command.about ?? ""}`);
      return words.every((word) => name.includes(word));
    })
    .sort((a, b) => rank(a) - rank(b));
}

/** The page of something that the server found. */
export function addressOf({ kind, id, namespace, name, version }: FoundItem): string {
  const segment = encodeURIComponent(id);
  const [ofId = "", restOfId = ""] = id.split("/");
  const workflow = `/workflows/${encodeURIComponent(namespace ?? ofId)}/${encodeURIComponent(name ?? restOfId)}`;
  switch (kind) {
    case "workflow":
      return workflow;
    case "draft":
      return `${workflow}/edit`;
    case "operation":
      return `/integrations/${encodeURIComponent(id.split(".")[0] ?? id)}`;
    case "integration":
      return `/integrations/${segment}`;
    case "policy":
      return `/policies/${segment}`;
    case "run":
      return `/runs/${segment}`;
    case "request":
      return `/inbox/requests/${segment}`;
    case "principal":
      return `/access?q=${segment}`;
    case "template":
      return "/start?way=template";
    case "review":
      return `/inbox/reviews/${[namespace, name, version].map((part) => encodeURIComponent(part ?? "")).join("/")}`;
    default:
      return "/";
  }
}
