/** A workflow in plain language. */
import { Page } from "../../parts/page/Page";
import { explain as words } from "../../words/explain";

/** The page. */
export function ExplainPage() {
  return <Page title={words.title} />;
}
