/** How an app calls a workflow. */
import { Page } from "../../parts/page/Page";
import { developers as words } from "../../words/developers";

/** The page. */
export function CallPage() {
  return <Page title={words.call} />;
}
