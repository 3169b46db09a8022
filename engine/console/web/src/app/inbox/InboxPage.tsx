/** The inbox: what waits, the oldest first, and beside it, where there is room, the chosen one to decide on. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { InboxItem } from "@towpath/client";
import { lazy, Suspense, useEffect, useRef, useSyncExternalStore } from "react";

import { inbox as inboxQuery } from "../../api/lists";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { Choice, Select } from "../../parts/field/Select";
import { Page, Row } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { Skeleton } from "../../parts/skeleton/Skeleton";
import { number } from "../../parts/time/format";
import { useUrl, useUrlChange, useUrlChoice } from "../../parts/url/useUrl";
import { inbox as words } from "../../words/inbox";
import { isFree } from "./Decision";
import { groupsOf, neighbour, successor, type Group } from "./groups";
import styles from "./Inbox.module.css";
import { addressOf, Line } from "./Line";

/** The list is there first; what decides a line follows. */
const LinePanel = lazy(() => import("./Panel").then((module) => ({ default: module.LinePanel })));

const WIDE = "(min-width: 75rem)";

/** The page. */
export function InboxPage() {
  const [whose, setWhose] = useUrlChoice("show", ["mine", "all"] as const, "mine");
  const [kind, setKind] = useUrl("kind");
  const query = useQuery(inboxQuery(whose === "mine"));
  const kinds = [{ value: "", label: words.kind.all }, ...kindsOf(query.data?.items ?? [], kind)];
  return (
    <Page title={words.title} about={words.about}>
      <Row>
        <Choice
          label={words.whose.label}
          isLabelUnseen
          value={whose}
          onChange={setWhose}
          options={[
            { value: "mine", label: words.whose.mine },
            { value: "all", label: words.whose.all },
          ]}
        />
        <Select label={words.kind.label} isLabelUnseen value={kind} onChange={setKind} options={kinds} />
        <p className={styles["hint"]}>{words.keys}</p>
      </Row>
      <Loaded query={query} title={words.failed} lines={8}>
        {({ items, total }) => {
          const wanted = kind === "" ? items : items.filter((item) => item.kind === kind);
          return wanted.length === 0 ? (
            <Nothing
              isOfKind={items.length > 0}
              onShowAll={whose === "mine" ? () => setWhose("all") : undefined}
            />
          ) : (
            <Lines items={wanted} rest={total > items.length ? total : 0} />
          );
        }}
      </Loaded>
    </Page>
  );
}

function Nothing({ isOfKind, onShowAll }: { isOfKind: boolean; onShowAll: (() => void) | undefined }) {
  if (isOfKind) {
    return <Empty title={words.noneOfKind} />;
  }
  const action = onShowAll === undefined ? undefined : <Button onPress={onShowAll}>{words.showAll}</Button>;
  return (
    <Empty title={words.none} action={action}>
      {words.noneWhy}
    </Empty>
  );
}

/** The kinds that are there, and the one that is chosen. */
function kindsOf(items: readonly InboxItem[], chosen: string) {
  const kinds = [...new Set([...items.map((item): string => item.kind), ...(chosen === "" ? [] : [chosen])])];
  return kinds.map((kind) => ({
    value: kind,
    label: (words.kinds as Readonly<Record<string, string>>)[kind] ?? kind,
  }));
}

function Lines({ items, rest }: { items: readonly InboxItem[]; rest: number }) {
  const groups = groupsOf(items);
  const isWide = useWide();
  const [chosenKey, choose] = useChosen(groups);
  const router = useRouter();
  const chosen = groups.find((group) => group.key === chosenKey) ?? (isWide ? groups[0] : undefined);
  const list = useRef<HTMLUListElement>(null);
  useMoves({
    move: (step) => {
      const next = neighbour(groups, chosen?.key ?? "", step);
      if (next !== undefined) {
        choose(next.key);
        list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"] a`)?.focus();
      }
    },
    open: () => {
      if (chosen !== undefined) {
        router.history.push(addressOf(chosen));
      }
    },
  });
  return (
    <div className={styles["halves"]}>
      <div>
        <ul ref={list} aria-label={words.list} className={styles["lines"]}>
          {groups.map((group) => (
            <Line
              key={group.key}
              group={group}
              isChosen={isWide && group.key === chosen?.key}
              onChoose={isWide ? () => choose(group.key) : undefined}
            />
          ))}
        </ul>
        {rest === 0 ? null : (
          <p className={styles["hint"]}>{words.more(number(items.length), number(rest))}</p>
        )}
      </div>
      {isWide && chosen !== undefined ? (
        <div className={styles["pane"]}>
          <Suspense fallback={<Skeleton lines={8} />}>
            <LinePanel key={chosen.key} group={chosen} isPane />
          </Suspense>
        </div>
      ) : null}
    </div>
  );
}

/** The chosen line, in the address. When it is decided, the one that follows is chosen. */
function useChosen(groups: readonly Group[]): readonly [string, (key: string) => void] {
  const [key] = useUrl("item");
  const change = useUrlChange();
  const before = useRef(groups);
  useEffect(() => {
    const wasThere = before.current.some((group) => group.key === key);
    const isThere = groups.some((group) => group.key === key);
    if (key !== "" && wasThere && !isThere) {
      change({ item: successor(before.current, groups, key)?.key });
    }
    before.current = groups;
  });
  return [key, (next) => change({ item: next })];
}

/** j and k, and Enter where nothing else has the focus. */
function useMoves({ move, open }: { move: (step: 1 | -1) => void; open: () => void }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isFree(event)) {
        return;
      }
      if (event.key === "j" || event.key === "k") {
        event.preventDefault();
        move(event.key === "j" ? 1 : -1);
      } else if (event.key === "Enter" && !isOnControl(event)) {
        open();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
}

function isOnControl(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof HTMLElement && target.closest("a:not([data-line]), button, summary") !== null;
}

function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(WIDE).matches,
  );
}
