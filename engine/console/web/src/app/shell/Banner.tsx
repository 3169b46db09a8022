/** Tells that the connection is lost, once it has been for some seconds; and that the server is paused. */
import { isWorthTelling, reconnect, useConnection } from "../../api/changes";
import { Button } from "../../parts/button/Button";
import { Icon } from "../../parts/icon/Icon";
import { moment } from "../../parts/time/format";
import { useNow } from "../../parts/time/Time";
import { shell } from "../../words/shell";
import { Restored } from "./Restored";
import styles from "./Banner.module.css";

/** The banner, while there is something to tell. Its place is always there, so that screen readers hear it. */
export function Banner() {
  const connection = useConnection();
  const now = useNow();
  const isShown = connection.kind === "lost" && isWorthTelling(connection, now);
  return (
    <div role="status" className={styles["place"]}>
      {isShown ? (
        <div className={styles["banner"]}>
          <Icon name="alert" />
          <span>{shell.lost.text(moment(new Date(connection.since), now))}</span>
          <Button onPress={reconnect}>{shell.lost.retry}</Button>
        </div>
      ) : null}
      <Restored />
    </div>
  );
}
