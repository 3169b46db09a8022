/** Long names of machines, cut to what people compare: digests and ids. Copying gives the whole. */
import { IconButton } from "../button/Button";
import { say } from "../toast/toasts";
import { parts } from "../../words/parts";
import styles from "./Short.module.css";

/** `sha256:9f86d081…` becomes `9f86d081`. */
export function DigestShort({ digest }: { digest: string }) {
  return <Copyable text={digest} shown={digest.replace(/^sha256:/, "").slice(0, 8)} />;
}

/** The last digits of an id: the first ones are those of its time, and alike. */
export function IdShort({ id }: { id: string }) {
  return <Copyable text={id} shown={id.length > 12 ? `…${id.slice(-8)}` : id} />;
}

/** A text with a button that copies it. */
export function Copyable({ text, shown = text }: { text: string; shown?: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(parts.copied);
    } catch {
      say(text, { tone: "bad" });
    }
  };
  return (
    <span className={styles["copyable"]}>
      <code title={text}>{shown}</code>
      <IconButton icon="copy" label={`${parts.copy} ${shown}`} onPress={() => void copy()} />
    </span>
  );
}
