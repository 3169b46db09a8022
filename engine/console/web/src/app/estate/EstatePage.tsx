/** All workflows and systems: who reaches what, where data goes, who owns what, and how long people wait. */
import { useQuery } from "@tanstack/react-query";

import { estate } from "../../api/lists";
import { Page } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { Tabs } from "../../parts/tabs/Tabs";
import { useUrlChoice } from "../../parts/url/useUrl";
import { estate as words } from "../../words/estate";
import { DataMap } from "./DataMap";
import { MatrixView } from "./MatrixView";
import { Owners } from "./Owners";
import { Waiting } from "./Waiting";

const VIEWS = ["matrix", "map", "owners", "waiting"] as const;

/** No change is told of a system that is away or back. */
const CIRCUITS_MS = 15_000;

/** The page. */
export function EstatePage() {
  const known = useQuery({ ...estate, refetchInterval: CIRCUITS_MS });
  const [view, setView] = useUrlChoice("view", VIEWS, "matrix");
  return (
    <Page title={words.title} about={words.about}>
      <Loaded query={known} title={words.failed} lines={8}>
        {(all) => (
          <Tabs
            label={words.views}
            value={view}
            onChange={setView}
            views={[
              { id: "matrix", label: words.matrix.tab, content: () => <MatrixView estate={all} /> },
              { id: "map", label: words.map.tab, content: () => <DataMap estate={all} /> },
              { id: "owners", label: words.owners.tab, content: () => <Owners estate={all} /> },
              { id: "waiting", label: words.waiting.tab, content: () => <Waiting /> },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}
