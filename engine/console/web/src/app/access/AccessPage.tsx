/** Principals, tokens and roles. */
import { Page } from "../../parts/page/Page";
import { access as words } from "../../words/access";

/** The page. */
export function AccessPage() {
  return <Page title={words.title} />;
}
