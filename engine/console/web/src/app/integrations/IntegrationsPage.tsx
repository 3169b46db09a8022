/** The integrations, and one of them. */
import { Page } from "../../parts/page/Page";
import { integrations as words } from "../../words/integrations";

/** The page. */
export function IntegrationsPage() {
  return <Page title={words.title} />;
}
