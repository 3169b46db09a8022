/** Below the list: older runs are read as the reader comes near. */
import { useEffect, useRef } from "react";

import { Button } from "../../parts/button/Button";
import { number } from "../../parts/time/format";
import { runs as words } from "../../words/runs";
import type { useRuns } from "./useRuns";
import styles from "./Runs.module.css";

/** The foot. */
export function Foot({ pages, found }: { pages: ReturnType<typeof useRuns>["pages"]; found: number }) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const end = useNear(hasNextPage && !isFetchingNextPage, found, () => void fetchNextPage());
  return (
    <div ref={end} className={styles["what"]}>
      <span role="status" className={styles["soft"]}>
        {found === 0 ? "" : words.list.shown(number(found))}{" "}
        {hasNextPage || found === 0 ? "" : words.list.oldest}
      </span>
      {hasNextPage ? (
        <Button onPress={() => void fetchNextPage()} isPending={isFetchingNextPage}>
          {words.list.older}
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
