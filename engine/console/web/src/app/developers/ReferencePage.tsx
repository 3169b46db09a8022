/** The reference of the API, made from the description that the server gives of itself. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { description } from "../../api/published";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { Link } from "../../parts/link/Link";
import { Page } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { useUrl } from "../../parts/url/useUrl";
import { developers } from "../../words/developers";
import styles from "./Developers.module.css";
import { groupsOf, requestsOf, type Group } from "./openapi";
import { RequestDetail } from "./RequestDetail";

const words = developers.reference;

/** The page. */
export function ReferencePage() {
  const query = useQuery(description);
  return (
    <Page
      title={words.title}
      about={words.about}
      back={<Link to="/developers">{developers.title}</Link>}
      actions={
        <a href="/v1/openapi.json" download="towpath-openapi.json">
          {words.download}
        </a>
      }
    >
      <Loaded query={query} title={words.failed} lines={12}>
        {(data) => <Reference data={data} />}
      </Loaded>
    </Page>
  );
}

function Reference({ data }: { data: unknown }) {
  const [text, setText] = useUrl("q");
  const [chosen, choose] = useUrl("op");
  const requests = useMemo(() => requestsOf(data), [data]);
  const groups = useMemo(() => groupsOf(data, requests, text, words.other), [data, requests, text]);
  const request = requests.find((one) => one.id === chosen);
  return (
    <div className={styles["reference"]} data-chosen={request !== undefined}>
      <nav aria-label={words.label} className={styles["nav"]}>
        <SearchField label={words.search} value={text} onChange={setText} />
        {groups.length === 0 ? <Empty title={words.none} /> : null}
        {groups.map((group) => (
          <GroupList key={group.tag} group={group} chosen={chosen} onChoose={choose} />
        ))}
      </nav>
      {request === undefined ? (
        <p className={styles["soft"]}>{words.choose}</p>
      ) : (
        <div className={styles["part"]}>
          <div className={styles["backRow"]}>
            <Button icon="left" onPress={() => choose("")}>
              {words.back}
            </Button>
          </div>
          <RequestDetail request={request} description={data} />
        </div>
      )}
    </div>
  );
}

function GroupList(properties: { group: Group; chosen: string; onChoose: (id: string) => void }) {
  const { group, chosen, onChoose } = properties;
  return (
    <section className={styles["group"]}>
      <h2>{group.tag}</h2>
      {group.about === undefined ? null : <p className={styles["soft"]}>{group.about}</p>}
      <ul>
        {group.requests.map((request) => (
          <li key={request.id}>
            <button
              type="button"
              aria-pressed={request.id === chosen}
              className={styles["request"]}
              onClick={() => onChoose(request.id)}
            >
              <span className={styles["method"]}>{request.method}</span>
              <span>{request.summary}</span>
              <span className={styles["path"]}>{request.path}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
