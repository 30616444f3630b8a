import { ExtensionContext, commands, workspace } from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

const SHEETS = "**/*.{json,ndjson,jsonl,csv,tsv}";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("speclint.restart", restart),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("speclint.command")) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

/** Start the server; a failure is shown to the user by the client. */
async function start(): Promise<void> {
  const [command, ...args] = workspace.getConfiguration("speclint").get<string[]>("command", []);
  if (!command) {
    return;
  }
  const server: ServerOptions = { command, args, options: { cwd: workspace.workspaceFolders?.[0]?.uri.fsPath } };
  const options: LanguageClientOptions = { documentSelector: [{ scheme: "file", pattern: SHEETS }] };
  client = new LanguageClient("speclint", "speclint", server, options);
  await client.start().catch(() => undefined);
}
