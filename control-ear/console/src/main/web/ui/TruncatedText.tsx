/** Text that its cell may cut; all of it is shown on pointing at it. */
export function TruncatedText({ text }: { text?: string }) {
  return <span title={text}>{text || '-'}</span>;
}
