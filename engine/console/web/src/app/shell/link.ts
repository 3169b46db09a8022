/**
 * The sign-in link in the address, `#link=tl_…`. It is taken out of the address at once, before anything else runs, so
 * that it is in no history, no bookmark and no screenshot.
 */

let link = take();

/** The link, once: whoever asks again gets nothing. */
export function takeLink(): string | undefined {
  const taken = link;
  link = undefined;
  return taken;
}

function take(): string | undefined {
  const found = readLink(location.hash);
  if (found !== undefined) {
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return found;
}

/** The link in the fragment of an address. */
export function readLink(fragment: string): string | undefined {
  const value = new URLSearchParams(fragment.replace(/^#/, "")).get("link");
  return value !== null && /^tl_[\w-]+$/.test(value) ? value : undefined;
}
