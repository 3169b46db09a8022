/** Sentences of the server as a person who builds workflows reads them. Pure. */

/** `Pay: it calls …` of `/do/2/pay: it calls …`: the name that people gave the step, and a capital letter. */
export function plain(text: string): string {
  const named = text.replace(/^\/\S*\/([^/\s:]+):/, (_, name: string) => `\`${unescaped(name)}\`:`);
  return `${named.charAt(0).toUpperCase()}${named.slice(1)}`;
}

function unescaped(name: string): string {
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}
