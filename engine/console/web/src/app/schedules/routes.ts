/** The address of this page: which workflows start by themselves. It loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { readers } from "../roles";
import { root } from "../root";

const schedules = createRoute({
  getParentRoute: () => root,
  path: "/schedules",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./SchedulesPage"), "SchedulesPage"),
});

/** All addresses of this folder. */
export const routes = [schedules] as const;
