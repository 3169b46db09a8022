/** The server itself: what a restore lets out, and backups. */
import { Page } from "../../parts/page/Page";
import { server as words } from "../../words/server";
import { Backups } from "./Backups";
import { AfterRestore } from "./AfterRestore";

/** The page. */
export function ServerPage() {
  return (
    <Page title={words.title} about={words.about}>
      <AfterRestore />
      <Backups />
    </Page>
  );
}
