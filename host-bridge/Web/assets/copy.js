// Copies the text of another element. Where the browser lets no script do that, as on a plain address, the text is marked for the keyboard.
document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const from = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(from.value ?? from.textContent);
    button.textContent = button.dataset.done;
  } catch {
    from.focus();
    if (from.select) from.select(); else getSelection().selectAllChildren(from);
  }
});
