/** Who may use the server: people and apps, tokens, and open sessions. */
import { useState } from "react";

import { rolesOf, useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { Page } from "../../parts/page/Page";
import { Tabs } from "../../parts/tabs/Tabs";
import { useUrlChoice } from "../../parts/url/useUrl";
import { access as words } from "../../words/access";
import { hasRole } from "../roles";
import { AllSessions } from "./AllSessions";
import { NewToken } from "./NewToken";
import { Principals } from "./Principals";
import { Tokens } from "./Tokens";

const VIEWS = ["principals", "tokens", "sessions"] as const;

/** The page. */
export function AccessPage() {
  const [view, setView] = useUrlChoice("view", VIEWS, "principals");
  const [isCreating, setCreating] = useState(false);
  const canCreate = hasRole(rolesOf(useMe()), ["it"]);
  const create = canCreate ? (
    <Button look="primary" icon="plus" onPress={() => setCreating(true)}>
      {words.tokens.create}
    </Button>
  ) : undefined;
  return (
    <Page title={words.title} about={words.about} actions={create}>
      <Tabs
        label={words.views}
        value={view}
        onChange={setView}
        views={[
          { id: "principals", label: words.principals.tab, content: () => <Principals /> },
          { id: "tokens", label: words.tokens.tab, content: () => <Tokens /> },
          { id: "sessions", label: words.sessions.tab, content: () => <AllSessions /> },
        ]}
      />
      {isCreating ? <NewToken onClose={() => setCreating(false)} /> : null}
    </Page>
  );
}
