/** What a policy that only reports would have decided, had it been in effect: the same text, tried in effect. */
import { useQuery } from "@tanstack/react-query";

import { impact } from "../../api/policies";
import { Section } from "../../parts/page/Page";
import { ImpactView } from "../../parts/policy/ImpactView";
import { Loaded } from "../../parts/query/Loaded";
import { policies } from "../../words/policies";
import { setMember } from "./apply";

const words = policies.audit;
const OF = { days: 7, rerun: 0 };

/** The section. */
export function AuditFindings({ name, text }: { name: string; text: string }) {
  const query = useQuery(impact(OF, { [name]: setMember(text, "mode", "enforce") }));
  return (
    <Section title={words.title} about={words.about} isCard>
      <Loaded query={query} title={words.failed}>
        {(found) => <ImpactView of={found} />}
      </Loaded>
    </Section>
  );
}
