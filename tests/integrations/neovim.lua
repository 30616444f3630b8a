-- Neovim with a sheet in which 346 lb-ft stand beside 494 Nm: the diagnostic, and what its code action writes;
-- and with tables and records beside it, which have the same fault.

local PATIENCE = 60000

local function found()
  return vim.diagnostic.get(0)
end

local function await(what, holds)
  assert(vim.wait(PATIENCE, holds, 50), "no " .. what .. ": " .. vim.inspect(found()))
end

local function proposed(title, diagnostic)
  local place = { line = diagnostic.lnum, character = diagnostic.col }
  local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    range = { start = place, ["end"] = place },
    context = { diagnostics = {} },
  }, PATIENCE)
  for client, answer in pairs(answers) do
    for _, action in ipairs(answer.result or {}) do
      if action.title == title then
        return action, vim.lsp.get_client_by_id(client).offset_encoding
      end
    end
  end
  error("no action " .. title .. ": " .. vim.inspect(answers))
end

local function test()
  await("diagnostic", function()
    return #found() == 1
  end)
  local diagnostic = found()[1]
  local code = diagnostic.code or diagnostic.user_data.lsp.code
  assert(code == "conversion-mismatch", code)
  local action, encoding = proposed("Write 364", diagnostic)
  vim.lsp.util.apply_workspace_edit(action.edit, encoding)
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n")
  assert(text:find('"Nm": 494, "lb-ft": 364', 1, true), text)
  await("end of the diagnostic", function()
    return #found() == 0
  end)
  for _, file in ipairs({ "cars.csv", "cars.tsv", "cars.jsonl", "cars.ndjson" }) do
    vim.cmd("edit! " .. file)
    await("diagnostic in " .. file, function()
      return #found() == 1
    end)
  end
end

local is_fine, message = pcall(test)
if is_fine then
  vim.cmd("qall!")
else
  io.stderr:write(message)
  vim.cmd("cquit")
end
