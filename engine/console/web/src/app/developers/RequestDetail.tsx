/** One request of the reference: what it needs, and what it answers. */
import { useMemo } from "react";

import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { developers } from "../../words/developers";
import styles from "./Developers.module.css";
import { withComponents, type Answer, type Body, type Parameter, type Request } from "./openapi";
import { typeText } from "./schema-rows";
import { SchemaTable } from "./SchemaTable";

const words = developers.reference;

/** The request. */
export function RequestDetail({ request, description }: { request: Request; description: unknown }) {
  const { method, path, summary, about, parameters, body, answers } = request;
  return (
    <article aria-label={summary} className={styles["part"]}>
      <h2>{summary}</h2>
      <p className={styles["address"]}>
        <span className={styles["method"]}>{method}</span> <code>{path}</code>
      </p>
      {about === undefined ? null : (
        <p>
          <Prose>{about}</Prose>
        </p>
      )}
      {parameters.length === 0 ? null : (
        <Section title={words.parameters} isCard>
          <ul className={styles["list"]}>
            {parameters.map((one) => (
              <ParameterRow key={`${one.place} ${one.name}`} of={one} description={description} />
            ))}
          </ul>
        </Section>
      )}
      {body === undefined ? null : (
        <Section title={words.body} about={words.as(body.type)} isCard>
          <BodyTable body={body} description={description} label={words.body} />
        </Section>
      )}
      <Section title={words.answers} isCard>
        {answers.map((answer) => (
          <AnswerRow key={answer.status} answer={answer} description={description} />
        ))}
      </Section>
    </article>
  );
}

function ParameterRow({ of, description }: { of: Parameter; description: unknown }) {
  const { name, place, isRequired, about, schema } = of;
  const places: Readonly<Record<string, string>> = words.places;
  const type = typeText(schema, withComponents(undefined, description));
  return (
    <li className={styles["listRow"]}>
      <div className={styles["head"]}>
        <span className={styles["member"]}>{name}</span>
        <span className={styles["type"]}>{`${type}, ${places[place] ?? place}`}</span>
        {isRequired ? <span className={styles["needed"]}>{developers.schema.required}</span> : null}
      </div>
      {about === undefined ? null : (
        <p>
          <Prose>{about}</Prose>
        </p>
      )}
    </li>
  );
}

function AnswerRow({
  answer: { status, about, body },
  description,
}: {
  answer: Answer;
  description: unknown;
}) {
  const isGood = status.startsWith("2");
  const title = (
    <span className={styles["head"]}>
      <span className={styles["method"]}>{status}</span>
      <span>
        <Prose>{about}</Prose>
      </span>
    </span>
  );
  return (
    <Disclosure title={title} isOpenAtFirst={isGood}>
      {body === undefined ? (
        <p className={styles["soft"]}>{words.noBody}</p>
      ) : (
        <>
          <p className={styles["soft"]}>{words.as(body.type)}</p>
          <BodyTable body={body} description={description} label={about} />
        </>
      )}
    </Disclosure>
  );
}

function BodyTable({ body, description, label }: { body: Body; description: unknown; label: string }) {
  const schema = useMemo(() => withComponents(body.schema, description), [body.schema, description]);
  return <SchemaTable schema={schema} label={label} none={developers.schema.any} />;
}
