/** A new workflow from a running example, a template, an operation or pasted text. */
import { Page } from "../../parts/page/Page";
import { start as words } from "../../words/start";

/** The page. */
export function StartPage() {
  return <Page title={words.title} />;
}
