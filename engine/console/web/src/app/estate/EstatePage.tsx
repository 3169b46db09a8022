/** Workflows and systems, and where data goes. */
import { Page } from "../../parts/page/Page";
import { estate as words } from "../../words/estate";

/** The page. */
export function EstatePage() {
  return <Page title={words.title} />;
}
