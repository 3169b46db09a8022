/** What happened to my workflows without me: a policy refuses something now, an approval became void. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, type Notice } from "@towpath/client";

import { towpath } from "../../api/client";
import { notices } from "../../api/lists";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { problemText } from "../../parts/problem/Problem";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { say } from "../../parts/toast/toasts";
import { home } from "../../words/home";
import styles from "./Home.module.css";
import { plain } from "./plain";

const words = home.notices;

/** The section; absent while there is nothing new. */
export function News() {
  const news = useQuery(notices);
  const fresh = (news.data ?? []).filter((one) => one.seenBy === undefined || one.seenBy === null);
  if (!news.isError && fresh.length === 0) {
    return null;
  }
  return (
    <Section title={words.title}>
      <Loaded query={news} title={words.failed}>
        {() => (
          <ul className={styles["cards"]}>
            {fresh.map((notice) => (
              <Item key={notice.id} notice={notice} />
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function Item({ notice }: { notice: Notice }) {
  const queries = useQueryClient();
  const seen = useOnce({
    mutationFn: () => answer(towpath.POST("/v1/notices/{id}/seen", { params: { path: { id: notice.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: notices.queryKey }),
    onError: (error) => say(problemText(error), { tone: "bad" }),
  });
  const [namespace = "", name = ""] = notice.workflow.split("/");
  const details = notice.details ?? [];
  return (
    <li className={styles["card"]}>
      <div className={styles["kind"]}>
        <Badge tone="warn" icon="info">
          {notice.workflow}
        </Badge>
      </div>
      <div className={styles["grow"]}>
        <Link look="row" to="/workflows/$namespace/$name" params={{ namespace, name }}>
          <Prose>{plain(notice.text)}</Prose>
        </Link>
        {details.length === 0 ? null : (
          <p className={styles["soft"]}>
            <Prose>{plain(details[0] ?? "")}</Prose>
          </p>
        )}
      </div>
      <p className={styles["clock"]}>
        <span>
          <Time at={notice.at} />
          {notice.count > 1 ? `, ${words.times(number(notice.count))}` : null}
        </span>
      </p>
      <Button onPress={() => seen.mutate()} isPending={seen.isPending} aria-label={words.seenOf(notice.text)}>
        {words.seen}
      </Button>
    </li>
  );
}
