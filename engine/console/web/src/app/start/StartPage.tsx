/** A new workflow from a running example, a template, an operation or pasted text. */
import { useMemo } from "react";

import { namespacesOf, useMe } from "../../api/session";
import { Empty } from "../../parts/empty/Empty";
import { Page } from "../../parts/page/Page";
import { Tabs, type TabView } from "../../parts/tabs/Tabs";
import { useUrlChoice } from "../../parts/url/useUrl";
import { start as words } from "../../words/start";
import { FromBlank } from "./FromBlank";
import { FromOperation } from "./FromOperation";
import { FromTemplate } from "./FromTemplate";
import { FromText } from "./FromText";

const WAYS = ["template", "operation", "blank", "text"] as const;

/** The page. */
export function StartPage() {
  const me = useMe();
  const [way, setWay] = useUrlChoice("way", WAYS, "template");
  const views = useMemo(
    (): readonly TabView<(typeof WAYS)[number]>[] => [
      { id: "template", label: words.ways.template, content: () => <FromTemplate /> },
      { id: "operation", label: words.ways.operation, content: () => <FromOperation /> },
      { id: "blank", label: words.ways.blank, content: () => <FromBlank /> },
      { id: "text", label: words.ways.text, content: () => <FromText /> },
    ],
    [],
  );
  const own = namespacesOf(me, "champion");
  return (
    <Page title={words.title} about={words.about}>
      {own?.length === 0 ? (
        <Empty title={words.noNamespace} />
      ) : (
        <Tabs label={words.ways.label} views={views} value={way} onChange={setWay} />
      )}
    </Page>
  );
}
