import type { JSX } from 'preact';

/** A barcode drawn by the server at `src`, with the number beneath as people read it. */
export function Code({ src, text }: { src: string; text: string }): JSX.Element {
  return (
    <figure class="code">
      <img src={src} alt={text} />
      <figcaption>{text}</figcaption>
    </figure>
  );
}
