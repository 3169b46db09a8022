/** Below the list: older runs are read as the reader comes near, until many were looked through in vain. */
import { useEffect, useRef } from "react";

import { Button } from "../../parts/button/Button";
import { number } from "../../parts/time/format";
import { runs as words } from "../../words/runs";
import type { useRuns } from "./useRuns";
import styles from "./Runs.module.css";

/** The foot. */
export function Foot(properties: {
  pages: ReturnType<typeof useRuns>["pages"];
  found: number;
  looked: number;
  isPatient: boolean;
  goOn: () => void;
}) {
  const { pages, found, looked, isPatient, goOn } = properties;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const mayRead = hasNextPage && !isFetchingNextPage && isPatient;
  const end = useNear(mayRead, looked, () => void fetchNextPage());
  const more = () => {
    goOn();
    void fetchNextPage();
  };
  const text =
    looked === found
      ? words.list.shown(number(found))
      : `${words.list.shown(number(found))}, ${words.list.looked(number(looked))}`;
  return (
    <div ref={end} className={styles["what"]}>
      <span role="status" className={styles["soft"]}>
        {looked === 0 ? "" : text} {hasNextPage || looked === 0 ? "" : words.list.oldest}
      </span>
      {hasNextPage ? (
        <Button onPress={more} isPending={isFetchingNextPage}>
          {isPatient ? words.list.older : words.list.further}
        </Button>
      ) : null}
    </div>
  );
}

/** Calls `read` when the end of the list comes near the window, again after each page. */
function useNear(isOn: boolean, count: number, read: () => void) {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => {
    const element = end.current;
    if (!isOn || element === null) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          latest.current();
        }
      },
      { rootMargin: "600px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [isOn, count]);
  return end;
}
