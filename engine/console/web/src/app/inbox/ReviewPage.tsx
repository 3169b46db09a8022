/** What waits for a decision. */
import { Page } from "../../parts/page/Page";
import { inbox as words } from "../../words/inbox";

/** The page. */
export function ReviewPage() {
  return <Page title={words.review} />;
}
