/** The editor's page: a head, the draft as diagram, outline or text, and a panel beside it. */
import { lazy, Suspense, useEffect, useMemo } from "react";

import { PlainCode } from "../../parts/code/Code";
import { Tabs, type TabView } from "../../parts/tabs/Tabs";
import { useUrl, useUrlChange, useUrlChoice } from "../../parts/url/useUrl";
import { editor as words } from "../../words/editor";
import { shell } from "../../words/shell";
import { AddStepProvider } from "./AddStep";
import { useDesk, useEditing } from "./context";
import { DiagramView } from "./DiagramView";
import { Head } from "./Head";
import { HistorySheet } from "./HistorySheet";
import { useKeys } from "./keys";
import { MergeSheet } from "./MergeSheet";
import { Outline } from "./Outline";
import { InputPanel } from "./panels/InputPanel";
import { AccessPanel, ProblemsPanel } from "./panels/AccessPanel";
import { SettingsPanel } from "./panels/SettingsPanel";
import { StepPanel } from "./panels/StepPanel";
import { PublishSheet } from "./publish/PublishSheet";
import { RenameDialog } from "./RenameDialog";
import { Strip } from "./Strip";
import { TryPanel } from "./trial/TryPanel";
import { KnownContext, useCollected } from "./useKnown";
import styles from "./Editor.module.css";

/** The text brings the code editor along, which the other views do not need. */
const TextView = lazy(() => import("./TextView").then((module) => ({ default: module.TextView })));

/** The views of the draft. */
export const VIEWS = ["diagram", "outline", "text"] as const;
/** What stands beside it. */
export const PANELS = ["step", "access", "problems", "input", "settings", "try"] as const;

/** All of it. */
export function Workspace() {
  const known = useCollected();
  useSelectionInUrl();
  useKeys();
  const { workflow } = useDesk();
  const title = useEditing(({ definition }) => definition.header.title) ?? workflow.name;
  useEffect(() => {
    document.title = `${title} · ${words.title} · ${shell.product}`;
  }, [title]);
  return (
    <KnownContext value={known}>
      <AddStepProvider>
        <div className={styles["workspace"]}>
          <Head />
          <Strip />
          <div className={styles["halves"]}>
            <Main />
            <Panel />
          </div>
        </div>
        <RenameDialog />
        <PublishSheet />
        <HistorySheet />
        <MergeSheet />
      </AddStepProvider>
    </KnownContext>
  );
}

function Main() {
  const [view, setView] = useUrlChoice("view", VIEWS, "diagram");
  const isBroken = useEditing(({ definition }) => definition.problems.length > 0);
  const views: readonly TabView<(typeof VIEWS)[number]>[] = [
    { id: "diagram", label: words.views.diagram, content: () => <DiagramView /> },
    { id: "outline", label: words.views.outline, content: () => <Outline /> },
    {
      id: "text",
      label: words.views.text,
      content: () => (
        <Suspense fallback={<PlainText />}>
          <TextView />
        </Suspense>
      ),
    },
  ];
  return (
    <section aria-label={words.views.label} className={styles["main"]}>
      {isBroken ? (
        <p role="status" className={styles["broken"]}>
          {words.broken}
        </p>
      ) : null}
      <Tabs label={words.views.label} views={views} value={view} onChange={setView} />
    </section>
  );
}

/** The text until its editor is there. Apart, so that letters typed later do not render the frame around it. */
function PlainText() {
  return <PlainCode value={useEditing((editing) => editing.history.text)} />;
}

function Panel() {
  const [panel, setPanel] = useUrlChoice("panel", PANELS, "step");
  const views: readonly TabView<(typeof PANELS)[number]>[] = useMemo(
    () => [
      { id: "step", label: words.panels.step, content: () => <StepPanel /> },
      { id: "input", label: words.panels.input, content: () => <InputPanel /> },
      { id: "settings", label: words.panels.settings, content: () => <SettingsPanel /> },
      { id: "access", label: words.panels.access, content: () => <AccessPanel /> },
      { id: "problems", label: words.panels.problems, content: () => <ProblemsPanel /> },
      { id: "try", label: words.panels.try, content: () => <TryPanel />, isKept: true },
    ],
    [],
  );
  return (
    <section aria-label={words.panels.label} className={styles["panel"]}>
      <Tabs label={words.panels.label} views={views} value={panel} onChange={setPanel} />
    </section>
  );
}

/** Opens a panel, or a sheet, by the address. */
export function useShow(): (shown: {
  panel?: (typeof PANELS)[number];
  view?: (typeof VIEWS)[number];
  sheet?: "publish" | "history" | "";
}) => void {
  const change = useUrlChange();
  return useMemo(
    () =>
      ({ panel, view, sheet }) => {
        change({
          ...(panel === undefined ? {} : { panel: panel === "step" ? undefined : panel }),
          ...(view === undefined ? {} : { view: view === "diagram" ? undefined : view }),
          ...(sheet === undefined ? {} : { sheet: sheet === "" ? undefined : sheet }),
        });
      },
    [change],
  );
}

/** The selected step is in the address: it is still selected after a reload, and for whoever gets the link. */
function useSelectionInUrl(): void {
  const { store } = useDesk();
  const selection = useEditing((editing) => editing.selection);
  const [inUrl, setUrl] = useUrl("step");
  useEffect(() => {
    if (inUrl !== "" && store.get().selection === "") {
      store.select(inUrl);
    }
    // Only when the page opens: later the selection leads.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store]);
  useEffect(() => {
    if (store.get().selection !== inUrl) {
      setUrl(selection);
    }
    // The address follows the selection, not the other way round.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selection]);
}
