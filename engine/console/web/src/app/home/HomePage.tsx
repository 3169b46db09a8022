/** What waits for me, my workflows, my requests, templates. */
import { Page } from "../../parts/page/Page";
import { home as words } from "../../words/home";

/** The page. */
export function HomePage() {
  return <Page title={words.title} />;
}
