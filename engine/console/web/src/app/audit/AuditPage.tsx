/** Who changed what: searching the log, having all of it, and checking that it is whole. */
import { useQuery } from "@tanstack/react-query";

import { auditEntries, EXPORT, type AuditOf } from "../../api/audit";
import { buttonClass } from "../../parts/button/Button";
import { Page } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { useUrl, useUrlChoice } from "../../parts/url/useUrl";
import { audit as words } from "../../words/audit";
import { Acts } from "./Acts";
import { actsOf, instantOf } from "./entries";
import { Filters, PHASES } from "./Filters";
import { Verify } from "./Verify";

/** How many entries the server gives at first, and at most. */
const FIRST = 200;
const MOST = 1000;

/** The page. */
export function AuditPage() {
  const [who] = useUrl("who");
  const [text] = useUrl("text");
  const [since] = useUrl("since");
  const [until, setUntil] = useUrl("until");
  const [phase] = useUrlChoice("show", PHASES, "all");
  const [shown, setShown] = useUrl("shown", String(FIRST));
  const limit = Math.min(MOST, Math.max(1, Math.floor(Number(shown)) || FIRST));
  const of: AuditOf = {
    limit,
    ...(who.trim() === "" ? {} : { who: who.trim() }),
    ...(text.trim() === "" ? {} : { text: text.trim() }),
    ...(phase === "all" ? {} : { phase }),
    ...asMember("since", instantOf(since)),
    ...asMember("until", instantOf(until)),
  };
  const found = useQuery({ ...auditEntries(of), placeholderData: (before) => before });
  const download = (
    <a className={buttonClass()} href={EXPORT} download="towpath-audit.jsonl">
      {words.export}
    </a>
  );
  return (
    <Page title={words.title} about={words.about} actions={download}>
      <Verify />
      <Filters />
      <Loaded query={found} title={words.failed} lines={8}>
        {(entries) => (
          <Acts
            acts={actsOf(entries)}
            count={entries.length}
            isFull={entries.length < limit}
            onMore={limit < MOST ? () => setShown(String(MOST)) : undefined}
            onOlder={() => {
              const last = entries.at(-1)?.at;
              if (last !== undefined) {
                setUntil(last);
              }
            }}
          />
        )}
      </Loaded>
    </Page>
  );
}

function asMember(name: "since" | "until", value: string | undefined): AuditOf {
  return value === undefined ? {} : { [name]: value };
}
