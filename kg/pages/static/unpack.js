// Reads the data that a page carries.

async function readData() {
  const holder = document.getElementById("data");
  const packed = holder.textContent;
  holder.remove();
  const stream = new Blob([unpack(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** The length in bytes, then base 85: RFC 1924 with . , : / for letters that HTML reads. */
function unpack(text) {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%:()*+-;.=,?@^_/{|}~";
  const value = new Uint8Array(128);
  for (let i = 0; i < alphabet.length; i++) value[alphabet.charCodeAt(i)] = i;
  const gap = text.indexOf(" ");
  const bytes = new Uint8Array(((text.length - gap - 1) / 5) * 4);
  const words = new DataView(bytes.buffer);
  for (let i = gap + 1, at = 0; at < bytes.length; at += 4) {
    let word = 0;
    for (const end = i + 5; i < end; i++) word = word * 85 + value[text.charCodeAt(i)];
    words.setUint32(at, word);
  }
  return bytes.subarray(0, Number(text.slice(0, gap)));
}
