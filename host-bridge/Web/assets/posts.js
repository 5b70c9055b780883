// On a narrow screen the day is wider than the window, and begins where the day is now.
const now = document.querySelector('.day line.now'), frame = now?.closest('.scroll');
if (frame) frame.scrollLeft += now.getBoundingClientRect().left - frame.getBoundingClientRect().left - frame.clientWidth * .6;
