/** The draft of a workflow as diagram, form and text. */
import { Page } from "../../parts/page/Page";
import { editor as words } from "../../words/editor";

/** The page. */
export function EditorPage() {
  return <Page title={words.title} />;
}
