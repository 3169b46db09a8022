/** Who I am, my sessions, the theme. */
import { Page } from "../../parts/page/Page";
import { account as words } from "../../words/account";

/** The page. */
export function AccountPage() {
  return <Page title={words.title} />;
}
