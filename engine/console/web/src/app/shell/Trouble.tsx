/** Pages that stand in for another: loading, not found, broken, for another role. */
import { Page } from "../../parts/page/Page";
import { shell } from "../../words/shell";

/** While a page is loaded. */
export function LoadingPage() {
  return <p role="status">{shell.loading}</p>;
}

/** No page has this address. */
export function MissingPage() {
  return <Page title={shell.missing.title}>{shell.missing.why}</Page>;
}

/** A page threw an error. */
export function BrokenPage() {
  return <Page title={shell.broken.title}>{shell.broken.why}</Page>;
}
