/** The list of workflows, and one of them. */
import { Page } from "../../parts/page/Page";
import { workflows as words } from "../../words/workflows";

/** The page. */
export function WorkflowPage() {
  return <Page title={words.workflow} />;
}
