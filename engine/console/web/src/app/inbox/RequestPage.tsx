/** What waits for a decision. */
import { Page } from "../../parts/page/Page";
import { inbox as words } from "../../words/inbox";

/** The page. */
export function RequestPage() {
  return <Page title={words.request} />;
}
