/** Who allows what a workflow does: the policies of now, who approves versions, who releases calls, who did. */
import { useQuery } from "@tanstack/react-query";
import type { Report, Version } from "@towpath/client";

import { reviewsOf } from "../../api/published";
import type { Sentence } from "../../definition";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Time } from "../../parts/time/Time";
import { explain } from "../../words/explain";
import styles from "./Explain.module.css";
import { SentenceList } from "./Steps";

const words = explain.approvals;

/** The section. */
export function Approvals(properties: {
  of: { namespace: string; name: string };
  version: Version;
  sentences: readonly Sentence[];
  report: Report | undefined;
}) {
  const { of, version, sentences, report } = properties;
  const reviews = useQuery(reviewsOf(of.namespace, of.name)).data ?? [];
  const given = reviews.find((one) => one.version === version.version)?.approvals ?? [];
  const people = peopleIn(report);
  const policies = policiesIn(report);
  return (
    <Section title={words.title}>
      <SentenceList of={sentences} />
      <ul className={styles["sentences"]}>
        {people.map((text) => (
          <li key={text}>
            <Prose>{text}</Prose>
          </li>
        ))}
        {given.map(({ by, at }) => (
          <li key={`${by} ${at}`}>
            {words.given(by, version.version)}, <Time at={at} isExact />
          </li>
        ))}
        {report === undefined ? <li className={styles["soft"]}>{words.unknown}</li> : null}
        {report !== undefined && people.length === 0 ? <li>{words.none}</li> : null}
      </ul>
      {policies.length === 0 ? null : (
        <p>
          {words.policies}:{" "}
          {policies.map((policy, index) => (
            <span key={policy}>
              {index === 0 ? "" : ", "}
              <Link to="/policies/$policy" params={{ policy }}>
                {policy}
              </Link>
            </span>
          ))}
        </p>
      )}
    </Section>
  );
}

/** Who approves and releases, and whom to ask; each said once. */
function peopleIn(report: Report | undefined): string[] {
  const accesses = report?.accesses ?? [];
  const reviews = [...(report?.reviews ?? []), ...accesses.flatMap((access) => access.reviews ?? [])];
  const holds = accesses.flatMap((access) => access.holds ?? []);
  const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const contacts = [...reviews, ...holds].flatMap(({ contact }) =>
    contact === undefined || contact === null ? [] : [words.contact(contact)],
  );
  return [
    ...new Set([
      ...reviews.map(({ by, title }) => words.needs(upper(by), title)),
      ...holds.map(({ by, title }) => words.holds(upper(by), title)),
      ...contacts,
    ]),
  ];
}

function policiesIn(report: Report | undefined): string[] {
  const rules = report?.accesses.flatMap((access) => access.rules) ?? [];
  return [...new Set(rules.filter((rule) => rule.mode === "enforce").map((rule) => rule.policy))].sort();
}
