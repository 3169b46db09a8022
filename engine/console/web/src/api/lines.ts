/** A long answer, line by line as it arrives. Pure. */

/** A line without its end; what follows the last line end is not whole. */
export interface Line {
  text: string;
  isWhole: boolean;
}

/** The lines of a stream of UTF-8. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Line, void, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) {
        yield { text, isWhole: true };
      }
      if (done) {
        break;
      }
    }
    if (rest !== "") {
      yield { text: rest, isWhole: false };
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
