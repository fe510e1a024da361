// Written by hand, as JupyterLab loads a built extension: no build step and nothing fetched.
// A panel is a notebook under explore/ that says so in its metadata and holds nothing but what a
// panel holds: parameters, and the line that shows it. Any other waits for its reader, as JupyterLab
// has it, since a notebook that somebody sent must not run by being opened.
(() => {
  const ROOM = /^explore\/[^/]+\.ipynb$/;
  const LINES = [
    /^$/,
    /^\w+: (str|int) = ("[^"\\]*"|[0-9]+)( *#.*)?$/,
    /^from pkslib\.show\.explore import start$/,
    /^chosen = \{"data": data, "region": region, "year": year, "scenario": scenario\}$/,
    /^start\.panel\("\w+", root=root, language=language, \*\*chosen\)$/,
    /^from pkslib\.show\.explore\.start import Start$/,
    /^Start\(root, language\)\.show\(\)$/,
  ];
  let shared = {};

  const module = async (name) => {
    const versions = Object.values(shared[name]);
    return (await versions[0].get())();
  };

  const holdsAPanelAlone = (model) =>
    [...model.cells].every(
      (cell) =>
        cell.type !== "code" ||
        cell.sharedModel
          .getSource()
          .split("\n")
          .every((line) => LINES.some((allowed) => allowed.test(line)))
    );

  const run = async (app, panel) => {
    await panel.context.ready;
    const told = panel.context.model.getMetadata("pks");
    if (!ROOM.test(panel.context.path) || !told || !told.panel) return;
    if (!holdsAPanelAlone(panel.context.model)) return;
    await panel.sessionContext.ready;
    const kernel = panel.sessionContext.session && panel.sessionContext.session.kernel;
    if (!kernel) return;
    await kernel.info;
    app.shell.activateById(panel.id);
    app.shell.collapseLeft();
    await app.commands.execute("notebook:run-all-cells");
    // Nothing that the user wrote is in it: closing does not ask whether to keep the outputs.
    panel.content.node.scrollTop = 0;
  };

  const follow = (app) => {
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("a[data-pks]");
      if (!link) return;
      event.preventDefault();
      app.commands.execute("docmanager:open", { path: link.dataset.pks, factory: "Notebook" });
    });
  };

  const container = {
    init: async (scope) => {
      shared = scope;
    },
    get: async () => {
      const notebook = await module("@jupyterlab/notebook");
      const plugin = {
        id: "pks-panels:open",
        autoStart: true,
        requires: [notebook.INotebookTracker],
        activate: (app, tracker) => {
          tracker.widgetAdded.connect((_, panel) => run(app, panel));
          follow(app);
        },
      };
      return () => ({ __esModule: true, default: [plugin] });
    },
  };
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["pks-panels"] = container;
})();
