/** The panel of whatever waits. */
import type { InboxItem } from "@towpath/client";

import { Empty } from "../../parts/empty/Empty";
import { Prose } from "../../parts/prose/Prose";
import { Frame, type PanelProperties } from "./Frame";
import type { Group } from "./groups";
import { GroupPanel } from "./GroupPanel";
import { HoldPanel } from "./HoldPanel";
import { ProposalPanel } from "./ProposalPanel";
import { RequestPanel } from "./RequestPanel";
import { ReviewPanel } from "./ReviewPanel";
import { GrantPanel, TokenPanel } from "./SmallPanels";

/** The panel of a line of the inbox. */
export function LinePanel({ group, ...rest }: PanelProperties & { group: Group }) {
  return group.items.length > 1 ? (
    <GroupPanel groupKey={group.key} items={group.items} {...rest} />
  ) : (
    <ItemPanel item={group.items[0]} {...rest} />
  );
}

function ItemPanel({ item, ...rest }: PanelProperties & { item: InboxItem }) {
  const { namespace = "", workflow = "", version = "" } = item;
  switch (item.kind) {
    case "hold":
      return <HoldPanel place={{ run: item.run ?? "", effect: item.effect ?? 0 }} {...rest} />;
    case "review":
    case "voidApproval":
      return <ReviewPanel place={{ namespace, name: workflow, version }} {...rest} />;
    case "request":
      return <RequestPanel id={item.id} {...rest} />;
    case "proposal":
      return <ProposalPanel {...rest} />;
    case "grant":
      return <GrantPanel name={item.id} {...rest} />;
    case "token":
      return <TokenPanel id={item.id} {...rest} />;
    default:
      // A kind of a newer server: what it says of itself.
      return (
        <Frame isPane={rest.isPane ?? false} title={(item as InboxItem).title}>
          <Empty title={String((item as InboxItem).kind)}>
            <Prose>{(item as InboxItem).why}</Prose>
          </Empty>
        </Frame>
      );
  }
}
