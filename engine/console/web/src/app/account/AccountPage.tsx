/** Who I am, what I may do and see, my sessions, the theme. */
import { useQueryClient } from "@tanstack/react-query";

import { useMe } from "../../api/session";
import { signOut } from "../../api/sessions";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Choice } from "../../parts/field/Select";
import { Page, Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { problemText } from "../../parts/problem/Problem";
import { Label } from "../../parts/state/State";
import { useTheme, type Theme } from "../../parts/theme/theme";
import { Time } from "../../parts/time/Time";
import { say } from "../../parts/toast/toasts";
import { KeyValue } from "../../parts/values/KeyValue";
import { account as words } from "../../words/account";
import { shell } from "../../words/shell";
import styles from "./Account.module.css";
import { Sessions } from "./Sessions";

/** The page. */
export function AccountPage() {
  const queries = useQueryClient();
  const leave = useOnce({
    mutationFn: () => signOut(queries),
    onError: (error) => say(problemText(error), { tone: "bad" }),
  });
  const button = (
    <Button icon="out" onPress={() => leave.mutate()} isPending={leave.isPending}>
      {words.signOut}
    </Button>
  );
  return (
    <Page title={words.title} actions={button}>
      <Me />
      <Colours />
      <Sessions />
    </Page>
  );
}

function Me() {
  const me = useMe();
  const roles = (
    <ul>
      {me.grants.map(({ role, namespace }) => (
        <li key={`${role} ${namespace ?? ""}`}>
          {shell.roles[role]}{" "}
          <span className={styles["soft"]}>
            {namespace === undefined || namespace === null ? words.me.everywhere : words.me.in(namespace)}
          </span>
        </li>
      ))}
    </ul>
  );
  return (
    <Section title={words.me.title} isCard>
      <KeyValue
        of={[
          [words.me.principal, <Principal key="principal" id={me.principal} isMe />],
          [words.me.token, me.name === me.principal ? undefined : me.name],
          [words.me.roles, roles],
          [words.me.mayView, <MayView key="mayView" labels={me.mayView} />],
          [
            words.me.until,
            <span key="until">
              <Time at={me.expiresAt} isExact />, {words.me.idle} <Time at={me.idleAt} />
            </span>,
          ],
        ]}
      />
    </Section>
  );
}

function MayView({ labels }: { labels: readonly string[] }) {
  if (labels.includes("*")) {
    return words.me.allData;
  }
  if (labels.length === 0) {
    return words.me.noData;
  }
  return (
    <span className={styles["labels"]}>
      {labels.map((label) => (
        <Label key={label}>{label}</Label>
      ))}
    </span>
  );
}

function Colours() {
  const [theme, setTheme] = useTheme();
  return (
    <Section title={words.theme.title} isCard>
      <Choice<Theme>
        label={words.theme.label}
        isLabelUnseen
        options={[
          { value: "system", label: words.theme.system },
          { value: "light", label: words.theme.light },
          { value: "dark", label: words.theme.dark },
        ]}
        value={theme}
        onChange={setTheme}
      />
    </Section>
  );
}
