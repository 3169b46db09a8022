/** Short words about what has just happened. They never carry what a person has to act on. */

/** One of them. */
export interface Toast {
  id: number;
  text: string;
  tone: "good" | "bad";
  /** A way back or on. */
  action?: { label: string; onAct: () => void };
}

const SHOWN_MS = 6000;
let toasts: readonly Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

/** Says something; errors stay until they are closed. */
export function say(text: string, options: { tone?: "good" | "bad"; action?: Toast["action"] } = {}): void {
  const { tone = "good", action } = options;
  count += 1;
  const id = count;
  publish([...toasts.slice(-3), action === undefined ? { id, text, tone } : { id, text, tone, action }]);
  if (tone === "good" && action === undefined) {
    setTimeout(() => dismiss(id), SHOWN_MS);
  }
}

/** Takes one away. */
export function dismiss(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

/** Those that are shown, for `useSyncExternalStore`. */
export const store = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => toasts,
};

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) {
    listener();
  }
}
