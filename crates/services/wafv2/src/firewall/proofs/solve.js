"use strict";
(() => {
  // SHA-256 (FIPS 180-4): a page over plain HTTP has no crypto.subtle.
  const fraction = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  const initial = [];
  const constants = [];
  for (let number = 2; constants.length < 64; number++) {
    let divisor = 2;
    while (divisor * divisor <= number && number % divisor !== 0) divisor++;
    if (divisor * divisor <= number) continue;
    if (initial.length < 8) initial.push(fraction(Math.sqrt(number)));
    constants.push(fraction(Math.cbrt(number)));
  }
  const turned = (word, by) => (word >>> by) | (word << (32 - by));
  const words = new Int32Array(64);
  const compress = (state, bytes, from) => {
    for (let at = 0; at < 16; at++) {
      const place = from + at * 4;
      words[at] =
        (bytes[place] << 24) | (bytes[place + 1] << 16) | (bytes[place + 2] << 8) | bytes[place + 3];
    }
    for (let at = 16; at < 64; at++) {
      const near = words[at - 2];
      const far = words[at - 15];
      words[at] =
        (turned(near, 17) ^ turned(near, 19) ^ (near >>> 10)) + words[at - 7] +
        (turned(far, 7) ^ turned(far, 18) ^ (far >>> 3)) + words[at - 16];
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at++) {
      const one =
        (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) +
          constants[at] + words[at]) | 0;
      const two =
        ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    return [a, b, c, d, e, f, g, h].map((word, at) => (word + state[at]) | 0);
  };
  const digestStart = (text) => {
    const whole = ((text.length + 8) >> 6) + 1;
    const bytes = new Uint8Array(whole * 64);
    for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
    bytes[text.length] = 128;
    new DataView(bytes.buffer).setUint32(bytes.length - 4, text.length * 8);
    let state = initial;
    for (let from = 0; from < bytes.length; from += 64) state = compress(state, bytes, from);
    return state[0];
  };

  const main = document.getElementById("puzzle");
  const told = document.getElementById("told");
  const { puzzle, bits } = main.dataset;
  const solve = async (answer) => {
    for (let number = 0; ; number++) {
      const solution = `${puzzle}.${answer}.${number}`;
      if (Math.clz32(digestStart(solution)) >= Number(bits)) return solution;
      if (number % 4000 === 3999) await new Promise((later) => setTimeout(later, 0));
    }
  };
  const redeem = async (answer) => {
    told.textContent = "Checking, please wait.";
    const headers = { "x-aws-waf-solution": await solve(answer), accept: "application/json" };
    const reply = await fetch(location.href, { headers, cache: "no-store" });
    if (!reply.ok) told.textContent = "That was not right, or too late.";
    if (reply.ok || !main.dataset.question) location.reload();
    else setTimeout(() => location.reload(), 2000);
  };
  if (!navigator.cookieEnabled) {
    told.textContent = "This page needs cookies: allow them, and load it again.";
  } else if (main.dataset.question) {
    const form = document.getElementById("question");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      redeem(form.elements["aws-waf-answer"].value.trim());
    });
  } else {
    redeem("");
  }
})();
