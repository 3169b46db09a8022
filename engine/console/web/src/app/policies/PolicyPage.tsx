/** The policies, one of them, and the impact of a change. */
import { Page } from "../../parts/page/Page";
import { policies as words } from "../../words/policies";

/** The page. */
export function PolicyPage() {
  return <Page title={words.policy} />;
}
