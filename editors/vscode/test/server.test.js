// The server, spoken to by the library with which VS Code speaks to it.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { cpSync, mkdtempSync, readFileSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");
const { test } = require("node:test");
const { pathToFileURL } = require("node:url");
const protocol = require("vscode-languageserver-protocol/node");

const [COMMAND, ...ARGUMENTS] = JSON.parse(process.env.SPECLINT_COMMAND ?? '["speclint", "lsp"]');
const SHEET = "specs/bmw/ix2-xdrive30.json";

/** The text after edits that do not overlap. */
function edited(text, edits) {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((end) => end.index + 1)];
  const offset = ({ line, character }) => starts[line] + character;
  const last = [...edits].sort((one, other) => offset(other.range.start) - offset(one.range.start));
  return last.reduce(
    (before, { range, newText }) =>
      before.slice(0, offset(range.start)) + newText + before.slice(offset(range.end)),
    text,
  );
}

test("346 lb-ft beside 494 Nm is marked, and the code action writes 364", async () => {
  const root = mkdtempSync(join(tmpdir(), "speclint-"));
  cpSync(resolve(__dirname, "../../../specs"), join(root, "specs"), { recursive: true });
  const server = spawn(COMMAND, ARGUMENTS, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const connection = protocol.createProtocolConnection(
    new protocol.StreamMessageReader(server.stdout),
    new protocol.StreamMessageWriter(server.stdin),
  );
  const uri = pathToFileURL(join(root, SHEET)).href;
  const published = new Map();
  let wake = () => undefined;
  connection.onNotification(protocol.PublishDiagnosticsNotification.type, (found) => {
    if (found.uri === uri) {
      published.set(found.version, found.diagnostics);
      wake();
    }
  });
  const diagnostics = async (version) => {
    while (!published.has(version)) {
      await new Promise((resolved) => (wake = resolved));
    }
    return published.get(version);
  };
  try {
    connection.listen();
    await connection.sendRequest(protocol.InitializeRequest.type, {
      processId: process.pid,
      rootUri: pathToFileURL(root).href,
      workspaceFolders: [{ uri: pathToFileURL(root).href, name: "sheets" }],
      capabilities: { workspace: { workspaceEdit: { documentChanges: true } } },
    });
    await connection.sendNotification(protocol.InitializedNotification.type, {});

    const correct = readFileSync(join(root, SHEET), "utf8");
    const wrong = correct.replace('"lb-ft": 364', '"lb-ft": 346');
    assert.notEqual(wrong, correct);
    await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: "json", version: 1, text: wrong },
    });
    const found = await diagnostics(1);
    assert.deepEqual(found.map(({ code }) => code), ["conversion-mismatch"]);

    const actions = await connection.sendRequest(protocol.CodeActionRequest.type, {
      textDocument: { uri },
      range: found[0].range,
      context: { diagnostics: found },
    });
    const action = actions.find(({ title }) => title === "Write 364");
    assert.ok(action?.isPreferred);
    const [change] = action.edit.documentChanges;
    assert.equal(change.textDocument.uri, uri);
    const text = edited(wrong, change.edits);
    assert.equal(text, correct);
    await connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text }],
    });
    assert.deepEqual(await diagnostics(2), []);

    await connection.sendRequest(protocol.ShutdownRequest.type);
    await connection.sendNotification(protocol.ExitNotification.type);
  } finally {
    connection.dispose();
    server.kill();
    rmSync(root, { recursive: true, force: true });
  }
});
