// The button of a session copies its commands, without prompts and without what they print.
document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-clipboard-target]")
  const code = button && document.querySelector(button.dataset.clipboardTarget)
  if (!code?.closest(".language-console")) return
  const commands = []
  let goesOn = false
  for (const line of code.textContent.split("\n")) {
    if (goesOn || line.startsWith("$ ")) {
      commands.push(goesOn ? line : line.slice(2))
      goesOn = line.endsWith("\\")
    }
  }
  button.dataset.clipboardText = commands.join("\n")
}, true)
