/** Work that is done once before the next picture, however often it was asked for. */

/** @param {() => void} work @returns {{request: () => void, now: () => void}} `now` does requested work at once */
export function perFrame(work) {
  let handle = 0;
  const run = () => {
    handle = 0;
    work();
  };
  return {
    request: () => {
      handle ||= requestAnimationFrame(run);
    },
    now: () => {
      if (!handle) return;
      cancelAnimationFrame(handle);
      run();
    },
  };
}

/** @param {(now: number) => void} then called when what was just drawn is on the screen, as nearly as a page can know */
export function afterPaint(then) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      then(performance.now());
    };
    port2.postMessage(null);
  });
}
