/** Pages that stand in for another: loading, not found, broken, for another role. */
import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import type { Role } from "@towpath/client";

import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { ButtonLink } from "../../parts/link/Link";
import { Page } from "../../parts/page/Page";
import { Problem } from "../../parts/problem/Problem";
import { Skeleton } from "../../parts/skeleton/Skeleton";
import { shell } from "../../words/shell";

/** While a page is loaded. */
export function LoadingPage() {
  return <Skeleton lines={6} />;
}

/** No page has this address. */
export function MissingPage() {
  return (
    <Page title={shell.missing.title}>
      <Empty title={shell.missing.why} action={<ButtonLink to="/">{shell.missing.next}</ButtonLink>} />
    </Page>
  );
}

/** The page is for roles that the caller does not have. */
export function OtherRolePage({ roles }: { roles: readonly Role[] }) {
  const names = roles.map((role) => shell.roles[role]).join(", ");
  return (
    <Page title={shell.notYours.title}>
      <Empty
        title={shell.notYours.why(names)}
        action={<ButtonLink to="/">{shell.notYours.next}</ButtonLink>}
      />
    </Page>
  );
}

/** A page threw an error, or its chunk is gone because the console was updated meanwhile. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const isGone = /dynamically imported module|importing a module script/i.test(
    error instanceof Error ? error.message : "",
  );
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title={shell.broken.title} about={isGone ? shell.broken.newer : shell.broken.why}>
      <Problem
        error={error}
        next={
          <>
            {isGone ? null : <Button onPress={again}>{shell.broken.next}</Button>}
            <Button onPress={() => location.reload()}>{shell.broken.reload}</Button>
          </>
        }
      />
    </Page>
  );
}
