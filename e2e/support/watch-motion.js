/**
 * Runs inside the page, before anything of the page does, and sees when it can first be used and when something first
 * moves on the stage: the canvas of the messages has shown three different pictures. Small copies are compared, so that
 * looking costs little. Plain JavaScript: it is handed to the browser as it is.
 */
window.firstMoments = { ready: 0, moving: 0 };
const copy = new OffscreenCanvas(160, 120).getContext('2d', { willReadFrequently: true });
let before = '';
let pictures = 0;

function look() {
  const moments = window.firstMoments;
  if (moments.ready === 0 && document.querySelector('.transport button') !== null) moments.ready = performance.now();
  const canvas = document.querySelector('.stage-canvas');
  if (canvas !== null && canvas.width > 0) {
    copy.clearRect(0, 0, 160, 120);
    copy.drawImage(canvas, 0, 0, 160, 120);
    const { data } = copy.getImageData(0, 0, 160, 120);
    const picture = data.some((value) => value !== 0) ? data.join() : '';
    if (picture !== '' && picture !== before) pictures++;
    before = picture;
    if (pictures >= 3) moments.moving = performance.now();
  }
  if (moments.moving === 0 || moments.ready === 0) requestAnimationFrame(look);
}

requestAnimationFrame(look);
