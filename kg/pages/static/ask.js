"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  let asked = 0;

  async function run() {
    const number = ++asked;
    byId("rows").replaceChildren();
    let params;
    try {
      params = JSON.parse(byId("params").value || "{}");
    } catch {
      byId("say").textContent = "The parameters are no JSON.";
      return;
    }
    byId("say").textContent = "Running …";
    const began = performance.now();
    try {
      const response = await fetch("api/query", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: byId("statement").value, params }),
      });
      const answer = await response.json();
      if (number !== asked) return; // another statement has been run since
      if (response.ok) show(answer, performance.now() - began);
      else byId("say").textContent = `Error: ${answer.error ?? "the request is not right"}`;
    } catch {
      byId("say").textContent = "The server does not answer.";
    }
  }

  function show({ rows, more }, milliseconds) {
    const many = `${more ? "First " : ""}${rows.length} row${rows.length === 1 ? "" : "s"}`;
    byId("say").textContent = `${many} in ${(milliseconds / 1000).toFixed(2)} s`;
    if (!rows.length) return;
    const names = Object.keys(rows[0]);
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    for (const name of names) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = name;
      head.append(cell);
    }
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const name of names) {
        const value = row[name];
        line.insertCell().textContent = value !== null && typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
      }
    }
    byId("rows").append(table);
  }

  byId("run").addEventListener("click", run);
  for (const id of ["statement", "params"]) {
    byId(id).addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
    });
  }
})();
