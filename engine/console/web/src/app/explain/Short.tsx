/** The first paragraph: what it is, whether it is live, whose it is, and how it does. */
import { useQuery } from "@tanstack/react-query";
import type { Version } from "@towpath/client";

import { estate, statistics } from "../../api/lists";
import { ownersOf } from "../../api/published";
import type { Sentence } from "../../definition";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { duration, number, plural } from "../../parts/time/format";
import { explain } from "../../words/explain";
import styles from "./Explain.module.css";

const words = explain.short;

/** The section. */
export function Short(properties: { version: Version; about: readonly Sentence[]; hasProblems: boolean }) {
  const { version, about, hasProblems } = properties;
  const { namespace, name } = version;
  const owner = useQuery(ownersOf(namespace, name)).data?.owner;
  const figures = useQuery(statistics({ workflow: `${namespace}/${name}`, interval: "day" })).data?.totals;
  const isOrphan = useIsOrphan(namespace, name);
  const isOff = version.switchedOff !== undefined && version.switchedOff !== null;
  const sentences = [
    ...about.map((one) => one.text),
    ...(isOff ? [words.off(version.switchedOff ?? "")] : []),
    version.state === "published" || version.state === "deprecated"
      ? words.live(version.version)
      : words.notLive,
    ...(owner === undefined ? [] : [words.owner(owner)]),
    ...(isOrphan ? [words.orphan] : []),
    ...(figures === undefined
      ? []
      : [figures.started === 0 ? words.noRuns : words.runs(times(figures.started), times(figures.faulted))]),
    ...(figures?.p95Ms === undefined ? [] : [words.fast(duration(figures.p95Ms))]),
    ...(hasProblems ? [words.unread] : []),
  ];
  return (
    <Section title={words.title}>
      <p className={styles["sentences"]}>
        <span>
          <Prose>{sentences.join(" ")}</Prose>
        </span>
      </p>
    </Section>
  );
}

/** Whether nobody owns it any more. */
export function useIsOrphan(namespace: string, name: string): boolean {
  const known = useQuery(estate).data?.workflows;
  return known?.find((one) => one.namespace === namespace && one.name === name)?.isOrphan === true;
}

/** `1 time`, `3 times`. */
function times(count: number): string {
  return `${number(count)} ${plural(count, words.times)}`;
}
