// Keeps the address of the bench as what is picked, so that it can be kept, and reloaded.
"use strict";
document.getElementById("pick")?.addEventListener("change", (event) => {
  const given = [...new FormData(event.currentTarget)].filter(([, option]) => option);
  const picked = new URLSearchParams(given).toString();
  history.replaceState(null, "", picked ? `/deals?${picked}` : "/deals");
});
