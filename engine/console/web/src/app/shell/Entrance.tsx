/** Before somebody is signed in: finding the session, following a sign-in link, or asking for a token. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { useSession } from "../../api/session";
import { findSession, signIn } from "../../api/sessions";
import { Button } from "../../parts/button/Button";
import { Problem } from "../../parts/problem/Problem";
import { Prose } from "../../parts/prose/Prose";
import { Skeleton } from "../../parts/skeleton/Skeleton";
import { shell } from "../../words/shell";
import styles from "./Entrance.module.css";
import { takeLink } from "./link";
import { Mark } from "./Mark";
import { SignInForm } from "./SignInForm";

const RETRY_MS = 5000;

/** The page that everybody sees first. */
export function Entrance() {
  const session = useSession();
  const { linkError, startError, retry } = useStart();
  useEffect(() => {
    document.title = `${shell.signIn.title} · ${shell.product}`;
  }, []);
  return (
    <main className={styles["entrance"]}>
      <div className={styles["card"]}>
        <p className={styles["product"]}>
          <Mark />
          {shell.product}
        </p>
        {session.kind === "none" ? (
          <>
            <div>
              <h1>{shell.signIn.title}</h1>
              <p className={styles["soft"]}>{shell.signIn.about}</p>
            </div>
            {linkError === undefined ? null : (
              <Problem
                error={linkError}
                title={shell.signIn.linkFailed}
                next={<p>{shell.signIn.linkWhy}</p>}
              />
            )}
            <SignInForm />
            <p className={styles["soft"]}>
              <Prose>{shell.signIn.demo}</Prose>
            </p>
          </>
        ) : startError === undefined ? (
          <Skeleton lines={3} />
        ) : (
          <Problem
            error={startError}
            title={shell.unreachable.title}
            next={<Button onPress={retry}>{shell.unreachable.retry}</Button>}
          />
        )}
      </div>
    </main>
  );
}

/** Follows the link of the address, or finds the session of the cookie; again and again while nobody answers. */
function useStart() {
  const queries = useQueryClient();
  const session = useSession();
  const [linkError, setLinkError] = useState<unknown>();
  const [startError, setStartError] = useState<unknown>();
  const isRunning = useRef(false);
  const attempt = useCallback(async () => {
    const link = takeLink();
    if (link !== undefined) {
      try {
        await signIn(queries, { link });
        return;
      } catch (error) {
        setLinkError(error);
      }
    }
    try {
      await findSession();
      setStartError(undefined);
    } catch (error) {
      setStartError(error);
    }
  }, [queries]);
  // One attempt at a time: a link works once.
  const start = useCallback(async () => {
    if (!isRunning.current) {
      isRunning.current = true;
      await attempt();
      isRunning.current = false;
    }
  }, [attempt]);
  useEffect(() => {
    if (session.kind === "unknown") {
      void start();
    }
  }, [session.kind, start]);
  useEffect(() => {
    if (startError === undefined || session.kind !== "unknown") {
      return undefined;
    }
    const timer = setInterval(() => void start(), RETRY_MS);
    return () => clearInterval(timer);
  }, [startError, session.kind, start]);
  return { linkError, startError, retry: () => void start() };
}
