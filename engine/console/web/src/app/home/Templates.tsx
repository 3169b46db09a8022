/** Workflows that already run, to begin with. */
import { useQuery } from "@tanstack/react-query";

import { templates } from "../../api/lists";
import { Empty } from "../../parts/empty/Empty";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { home } from "../../words/home";
import styles from "./Home.module.css";

const words = home.templates;
const SHOWN = 5;

/** The section. */
export function Templates() {
  const all = useQuery(templates);
  const link = <Link to="/start">{words.all}</Link>;
  return (
    <Section title={words.title} actions={link}>
      <Loaded query={all} title={words.failed}>
        {(known) =>
          known.length === 0 ? (
            <Empty title={words.none} />
          ) : (
            <ul className={styles["cards"]}>
              {known.slice(0, SHOWN).map(({ id, title, description, needs }) => (
                <li key={id} className={styles["card"]}>
                  <div className={styles["grow"]}>
                    <Link look="row" to="/start" search={{ template: id }}>
                      {title}
                    </Link>
                    <p className={styles["soft"]}>{description}</p>
                    {needs.length === 0 ? null : (
                      <p className={styles["soft"]}>
                        {words.needs} {needs.join(", ")}
                      </p>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
