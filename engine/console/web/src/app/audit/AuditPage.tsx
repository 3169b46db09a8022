/** Who changed what. */
import { Page } from "../../parts/page/Page";
import { audit as words } from "../../words/audit";

/** The page. */
export function AuditPage() {
  return <Page title={words.title} />;
}
