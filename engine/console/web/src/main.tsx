/** Where the console starts. */
import "./parts/style/tokens.css";
import "./parts/style/base.css";
// The sign-in link leaves the address before anything else reads it.
import "./app/shell/link";

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { newQueries } from "./api/queries";
import { router } from "./app/router";
import { applyTheme } from "./parts/theme/theme";

applyTheme();
const queries = newQueries();
const place = document.getElementById("towpath");
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
