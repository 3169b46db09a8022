/** The addresses of this page: the draft of a workflow as diagram, form and text. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { readers } from "../roles";
import { root } from "../root";

const editor = createRoute({
  getParentRoute: () => root,
  path: "/workflows/$namespace/$name/edit",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./EditorPage"), "EditorPage"),
});

/** All addresses of this folder. */
export const routes = [editor] as const;
