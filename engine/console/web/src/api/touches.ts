/** Whether a change on the server touches what a query depends on. Pure. */
import type { Change } from "@towpath/client";

import type { DependsOn } from "./queries";

/** An absent member on either side may be any. */
export function touches(change: Change, dependsOn: DependsOn | undefined): boolean {
  if (dependsOn === undefined || !dependsOn.topics.includes(change.topic)) {
    return false;
  }
  return (
    mayBe(change.namespace, dependsOn.namespace) &&
    mayBe(change.workflow, dependsOn.workflow) &&
    mayBe(change.id, dependsOn.id)
  );
}

function mayBe(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
