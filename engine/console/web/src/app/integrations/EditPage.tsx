/** Adding and editing an integration: a form and the text, two views of one document. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";

import { integrationText } from "../../api/integrations";
import { useMe } from "../../api/session";
import { Link } from "../../parts/link/Link";
import { Page } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { integrations } from "../../words/integrations";
import { newIntegration } from "./document";
import { Editor } from "./Editor";

const words = integrations.edit;

/** The page of one that is there. */
export function EditPage() {
  const { integration: name } = useParams({ from: "/integrations/$integration/edit" });
  const saved = useQuery(integrationText(name));
  // A new text or tag of the server makes no new editor: what was typed stays.
  const back = (
    <Link to="/integrations/$integration" params={{ integration: name }}>
      {words.back}
    </Link>
  );
  return (
    <Page title={words.title(name)} back={back} about={words.about}>
      <Loaded query={saved} title={integrations.failed} lines={8}>
        {({ value, tag }) => <Editor key={name} name={name} saved={value.source} tag={tag} />}
      </Loaded>
    </Page>
  );
}

/** The page of a new one. */
export function NewPage() {
  const me = useMe();
  const [start] = useState(() => newIntegration(me.principal));
  const back = <Link to="/integrations">{integrations.back}</Link>;
  return (
    <Page title={words.titleNew} back={back} about={words.about}>
      <Editor name={undefined} saved={start} tag={undefined} />
    </Page>
  );
}
