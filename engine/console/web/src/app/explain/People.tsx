/** Who is responsible for a workflow, and for what it calls. */
import { useQuery } from "@tanstack/react-query";
import type { Version } from "@towpath/client";

import { ownersOf } from "../../api/published";
import { Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { explain } from "../../words/explain";
import type { Called } from "./facts";

const words = explain.people;

/** The section. */
export function People(properties: {
  of: { namespace: string; name: string };
  version: Version;
  called: readonly Called[];
}) {
  const { of, version, called } = properties;
  const query = useQuery(ownersOf(of.namespace, of.name));
  const owners = [...new Set(called.flatMap(({ known }) => (known === undefined ? [] : [known.owner])))];
  return (
    <Section title={words.title}>
      <Loaded query={query}>
        {({ owner, deputy, at }) => (
          <KeyValue
            of={[
              [
                words.owner,
                <span key="owner">
                  <Principal id={owner} /> {words.since} <Time at={at} isExact />
                </span>,
              ],
              [
                words.deputy,
                deputy === undefined || deputy === null ? (
                  words.nobody
                ) : (
                  <Principal key="deputy" id={deputy} />
                ),
              ],
              [
                words.author,
                <span key="author">
                  <Principal id={version.author} /> <Time at={version.publishedAt} isExact />
                </span>,
              ],
              [
                words.operations,
                owners.length === 0 ? undefined : owners.map((one) => <Principal key={one} id={one} />),
              ],
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
