/**
 * Saves the draft a moment after each change, over the revision that it was made of. Where somebody else saved in
 * between, both are merged; what both changed waits for a choice, and nothing is overwritten.
 */
import { ProblemError } from "@towpath/client";

import type { ServerDraft } from "../../api/editing";
import { mergeTexts, resolveMerge } from "../../definition";
import type { EditorStore } from "./store";

/** How the saver reaches the server. */
export interface Server {
  save(text: string, tag: string | undefined): Promise<ServerDraft>;
  read(): Promise<ServerDraft>;
}

const IDLE_MS = 1000;
/** Typing without a pause is saved all the same after this. */
const AT_MOST_MS = 6000;
const AGAIN_MS = 5000;
const CONFLICT = 412;

/** Saves one store. */
export class Saver {
  private readonly store: EditorStore;
  private readonly server: Server;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since: number | undefined;
  private text: string;
  private running: Promise<void> | undefined;
  private stopWatching: (() => void) | undefined;

  constructor(store: EditorStore, server: Server) {
    this.store = store;
    this.server = server;
    this.text = store.get().history.text;
  }

  start(): void {
    this.stopWatching = this.store.subscribe(() => this.watch());
    if (this.store.get().saving.kind === "unsaved") {
      this.schedule(0);
    }
  }

  stop(): void {
    this.stopWatching?.();
    clearTimeout(this.timer);
  }

  /** Saves now. Rejects where the text did not reach the server. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
    await this.save();
    const { saving } = this.store.get();
    if (saving.kind === "failed") {
      throw saving.error;
    }
    if (saving.kind === "conflict") {
      throw new Error("somebody else changed the same place");
    }
    if (saving.kind === "unsaved") {
      await this.flush();
    }
  }

  /** Somebody saved a revision elsewhere. */
  arrived(theirs: ServerDraft): void {
    const { base, saving } = this.store.get();
    if (theirs.revision > base.revision && saving.kind !== "saving" && saving.kind !== "conflict") {
      this.take(theirs);
    }
  }

  private watch(): void {
    const { history, saving } = this.store.get();
    if (history.text === this.text || saving.kind === "conflict") {
      return;
    }
    this.text = history.text;
    this.since ??= Date.now();
    this.schedule(Math.max(0, Math.min(IDLE_MS, this.since + AT_MOST_MS - Date.now())));
  }

  private schedule(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), wait);
  }

  private save(): Promise<void> {
    this.running ??= this.saveOnce().finally(() => {
      this.running = undefined;
      if (this.store.get().saving.kind === "unsaved") {
        this.schedule(IDLE_MS);
      }
    });
    return this.running;
  }

  private async saveOnce(): Promise<void> {
    const { history, base, saving } = this.store.get();
    this.since = undefined;
    if (history.text === base.text || saving.kind === "conflict") {
      return;
    }
    this.store.saving({ kind: "saving" });
    try {
      this.store.saved(await this.server.save(history.text, base.tag));
    } catch (error) {
      if (error instanceof ProblemError && error.status === CONFLICT) {
        await this.catchUp();
        return;
      }
      this.store.saving({ kind: "failed", error });
      // An ended session and a lost connection pass; a refusal waits for the next change.
      if (
        !(error instanceof ProblemError) ||
        error.status >= 500 ||
        error.status === 429 ||
        error.status === 401
      ) {
        this.schedule(AGAIN_MS);
      }
    }
  }

  private async catchUp(): Promise<void> {
    try {
      this.take(await this.server.read());
    } catch (error) {
      this.store.saving({ kind: "failed", error });
      this.schedule(AGAIN_MS);
    }
  }

  private take(theirs: ServerDraft): void {
    const { history, base } = this.store.get();
    const merge = mergeTexts(base.text, history.text, theirs.text);
    if (merge.conflicts.length > 0) {
      this.store.saving({ kind: "conflict", merge, theirs });
      return;
    }
    this.store.merged(
      resolveMerge(merge, () => "mine"),
      theirs,
    );
  }
}
