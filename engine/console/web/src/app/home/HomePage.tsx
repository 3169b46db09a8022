/** Home: what waits for me, my workflows with their health, my requests, and what to begin with. */
import { rolesOf, useMe } from "../../api/session";
import { ButtonLink } from "../../parts/link/Link";
import { Columns, Page, Section } from "../../parts/page/Page";
import { home as words } from "../../words/home";
import { champions, deciders, hasRole, readers } from "../roles";
import { MyRequests } from "./MyRequests";
import { MyWorkflows } from "./MyWorkflows";
import { News } from "./News";
import { Overview } from "./Overview";
import { Templates } from "./Templates";
import { WaitsForMe } from "./WaitsForMe";

/** The page. Each section is there for the roles that have a use for it. */
export function HomePage() {
  const held = rolesOf(useMe());
  const isChampion = hasRole(held, champions);
  const isReader = hasRole(held, readers);
  const start = isChampion ? (
    <ButtonLink to="/start" look="primary" icon="plus">
      {words.start}
    </ButtonLink>
  ) : undefined;
  return (
    <Page title={words.title} actions={start}>
      {hasRole(held, deciders) ? <WaitsForMe /> : null}
      {isReader ? <News /> : null}
      {isChampion ? <MyWorkflows /> : null}
      {isReader && !isChampion ? <Overview /> : null}
      {isChampion ? (
        <Columns>
          <MyRequests />
          <Templates />
        </Columns>
      ) : null}
      {isReader ? null : <ForApps />}
    </Page>
  );
}

function ForApps() {
  const link = <ButtonLink to="/developers">{words.app.all}</ButtonLink>;
  return (
    <Section title={words.app.title} actions={link} isCard>
      <p>{words.app.why}</p>
    </Section>
  );
}
