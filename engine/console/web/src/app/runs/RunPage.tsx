/** The list of runs, and one of them. */
import { Page } from "../../parts/page/Page";
import { runs as words } from "../../words/runs";

/** The page. */
export function RunPage() {
  return <Page title={words.run} />;
}
