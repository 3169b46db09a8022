/** The list of runs, and one of them. */
import { Page } from "../../parts/page/Page";
import { runs as words } from "../../words/runs";

/** The page. */
export function RunsPage() {
  return <Page title={words.title} />;
}
