/** Choosing operations of an OpenAPI document. The document stays in this browser. */
import { useDeferredValue, useMemo, useState } from "react";

import { Button, buttonClass } from "../../parts/button/Button";
import { Sheet } from "../../parts/dialog/Dialog";
import { Checkbox, SearchField, TextField } from "../../parts/field/Field";
import { number } from "../../parts/time/format";
import { say } from "../../parts/toast/toasts";
import { integrations } from "../../words/integrations";
import { ApiChooser, shownOf } from "./ApiChooser";
import { withApi } from "./api-changes";
import styles from "./Integrations.module.css";
import { readApi, type Api } from "./openapi";

const words = integrations.api;

/** The sheet. */
export function ApiSheet(properties: {
  text: string;
  isNew: boolean;
  onChange: (text: string) => void;
  onClose: () => void;
}) {
  const { text, isNew, onChange, onClose } = properties;
  const [pasted, setPasted] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isConnectionToo, setConnectionToo] = useState(isNew);
  const read = useMemo(() => (pasted.trim() === "" ? undefined : readApi(pasted)), [pasted]);
  const api = typeof read === "object" ? read : undefined;
  const take = () => {
    if (api !== undefined) {
      onChange(withApi(text, api, chosen, isConnectionToo, isNew));
      say(words.taken(number(chosen.size)));
      onClose();
    }
  };
  const foot =
    api === undefined ? undefined : (
      <>
        <span className={styles["counted"]}>
          {words.chosen(number(chosen.size), number(api.operations.length))}
        </span>
        <Button look="primary" isDisabled={chosen.size === 0} onPress={take}>
          {words.add(number(chosen.size))}
        </Button>
      </>
    );
  return (
    <Sheet isOpen isWide onClose={onClose} title={words.title} foot={foot}>
      <div className={styles["stack"]}>
        {api === undefined ? (
          <Given
            pasted={pasted}
            problem={typeof read === "string" ? words.problems[read] : undefined}
            onText={setPasted}
          />
        ) : (
          <>
            <Checkbox isSelected={isConnectionToo} onChange={setConnectionToo}>
              {words.connectionToo}
            </Checkbox>
            <Choosing
              api={api}
              chosen={chosen}
              onChoose={setChosen}
              onOther={() => {
                setPasted("");
                setChosen(new Set());
              }}
            />
          </>
        )}
      </div>
    </Sheet>
  );
}

function Given(properties: { pasted: string; problem: string | undefined; onText: (text: string) => void }) {
  const { pasted, problem, onText } = properties;
  return (
    <>
      <p>{words.about}</p>
      <label className={styles["file"]}>
        <span className={buttonClass()}>{words.file}</span>
        <input
          type="file"
          accept=".json,.yaml,.yml,application/json,application/yaml,text/yaml"
          onChange={(event) => void event.target.files?.[0]?.text().then(onText)}
        />
      </label>
      <TextField
        label={words.paste}
        help={words.pasteHelp}
        error={problem}
        rows={12}
        mono
        value={pasted}
        onChange={onText}
      />
    </>
  );
}

function Choosing(properties: {
  api: Api;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onOther: () => void;
}) {
  const { api, chosen, onChoose, onOther } = properties;
  const [filter, setFilter] = useState("");
  const [isReadsAlone, setReadsAlone] = useState(false);
  const wanted = useDeferredValue(filter);
  const shown = shownOf(api, wanted, isReadsAlone);
  const isAll = shown.length > 0 && shown.every(({ id }) => chosen.has(id));
  const isSome = shown.some(({ id }) => chosen.has(id));
  const chooseAll = (isIt: boolean) => {
    const next = new Set(chosen);
    for (const { id } of shown) {
      if (isIt) {
        next.add(id);
      } else {
        next.delete(id);
      }
    }
    onChoose(next);
  };
  return (
    <>
      <div className={styles["end"]}>
        <SearchField label={words.filter} value={filter} onChange={setFilter} />
        <Checkbox isSelected={isReadsAlone} onChange={setReadsAlone}>
          {words.reads}
        </Checkbox>
        <Button look="quiet" onPress={onOther}>
          {words.other}
        </Button>
      </div>
      <Checkbox isSelected={isAll} isIndeterminate={isSome && !isAll} onChange={chooseAll}>
        {words.all(number(shown.length))}
      </Checkbox>
      <ApiChooser shown={shown} chosen={chosen} onChoose={onChoose} />
    </>
  );
}
