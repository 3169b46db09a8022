/** The pages of a proposal, a grant, a token, and of equal ones, each by its link. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";

import { inbox as inboxQuery } from "../../api/lists";
import { Empty } from "../../parts/empty/Empty";
import { ButtonLink } from "../../parts/link/Link";
import { Loaded } from "../../parts/query/Loaded";
import { useUrl } from "../../parts/url/useUrl";
import { inbox as words } from "../../words/inbox";
import { Frame } from "./Frame";
import { groupsOf } from "./groups";
import { LinePanel } from "./Panel";
import { ProposalPanel } from "./ProposalPanel";
import { GrantPanel, TokenPanel } from "./SmallPanels";

/** The proposed policies. */
export function ProposalPage() {
  return <ProposalPanel />;
}

/** A grant. */
export function GrantPage() {
  return <GrantPanel name={useParams({ from: "/inbox/grants/$name" }).name} />;
}

/** A token. */
export function TokenPage() {
  return <TokenPanel id={useParams({ from: "/inbox/tokens/$id" }).id} />;
}

/** Equal ones: those that are left of them. */
export function EqualPage() {
  const [key] = useUrl("of");
  const query = useQuery(inboxQuery(true));
  return (
    <Loaded query={query} title={words.failed} lines={8}>
      {({ items }) => {
        const bare = key.replace(/^group:/, "");
        const groups = groupsOf(items);
        const group = groups.find((one) => one.key === key || one.key === bare);
        return group === undefined ? (
          <Frame isPane={false} title={words.group.label}>
            <Empty
              title={words.group.gone}
              action={<ButtonLink to="/inbox">{words.decidedNext}</ButtonLink>}
            />
          </Frame>
        ) : (
          <LinePanel group={group} />
        );
      }}
    </Loaded>
  );
}
