// A link to a rule opens the regulation that it stands in.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  target.scrollIntoView();
}

addEventListener('hashchange', reveal);
document.addEventListener('click', event => { if (event.target.closest('a[href*="#"]')) setTimeout(reveal); });
reveal();
