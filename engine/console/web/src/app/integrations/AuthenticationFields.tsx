/** How requests sign in: the way, and the name of the secret. The value is no part of the document. */
import { TextField } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { integrations } from "../../words/integrations";
import { setAuthentication } from "./document";
import type { Authentication, IntegrationFields } from "./fields";
import type { Part } from "./IntegrationForm";
import styles from "./Integrations.module.css";

const words = integrations.form;
const WAYS = ["none", "bearer", "basic", "header"] as const;

/** The fields. */
export function AuthenticationFields({ text, fields, onChange }: Part) {
  const { authentication } = fields;
  const set = (wanted: Authentication) => onChange(setAuthentication(text, wanted));
  const ways = authentication.kind === "other" ? (["other", ...WAYS] as const) : WAYS;
  return (
    <div className={styles["fields"]}>
      <Select<Authentication["kind"]>
        label={words.authentication}
        {...(authentication.kind === "other" ? { help: words.otherWhy } : {})}
        value={authentication.kind}
        options={ways.map((value) => ({ value, label: words.ways[value] }))}
        onChange={(kind) => set(startOf(kind, fields))}
      />
      {authentication.kind === "basic" ? (
        <TextField
          label={words.username}
          isRequired
          value={authentication.username}
          onChange={(username) => set({ ...authentication, username })}
        />
      ) : null}
      {authentication.kind === "header" ? (
        <TextField
          label={words.header}
          mono
          isRequired
          value={authentication.header}
          onChange={(header) =>
            /^[A-Za-z0-9-]+$/.test(header) ? set({ ...authentication, header }) : undefined
          }
        />
      ) : null}
      {"secret" in authentication ? (
        <TextField
          label={words.secret}
          help={words.secretHelp}
          mono
          isRequired
          value={authentication.secret}
          onChange={(secret) => set({ ...authentication, secret })}
        />
      ) : null}
    </div>
  );
}

/** What a way begins with: a secret that is called like the integration. */
export function startOf(kind: Authentication["kind"], fields: IntegrationFields): Authentication {
  const before = "secret" in fields.authentication ? fields.authentication.secret : undefined;
  const name = fields.name === "" ? "system" : fields.name;
  switch (kind) {
    case "bearer":
      return { kind, secret: before ?? `${name}-token` };
    case "basic":
      return { kind, username: "towpath", secret: before ?? `${name}-password` };
    case "header":
      return { kind, header: "X-Api-Key", secret: before ?? `${name}-key` };
    default:
      return { kind };
  }
}
