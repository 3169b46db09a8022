/** Which values of a recorded input are hidden from the reader, and have to be typed. */
import { valueAt } from "../../../api/recorded";
import { editor } from "../../../words/editor";
import styles from "../Editor.module.css";

const words = editor.trial;

/** The places that have no value yet. */
export function missing(hidden: readonly string[], input: unknown): string[] {
  return hidden.filter((pointer) => [undefined, null, ""].includes(valueAt(input, pointer) as never));
}

/** The notice; nothing where nothing is hidden. */
export function Hidden({ all, input }: { all: readonly string[]; input: unknown }) {
  if (all.length === 0) {
    return null;
  }
  const left = missing(all, input);
  return (
    <p role="status" className={left.length === 0 ? styles["soft"] : styles["bad"]}>
      {left.length === 0 ? words.hiddenTyped : words.hidden(left.map(named).join(", "))}
    </p>
  );
}

/** `customer.mail` of `/customer/mail`. */
function named(pointer: string): string {
  const names = pointer.split("/").slice(1);
  return names.length === 0
    ? words.hiddenAll
    : names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~")).join(".");
}
